"""What lets light in and keeps warmth where it belongs: windows, doors and insulating glass."""

from math import cos, sin

from components.drawings.canvas import Plate
from components.drawings.signs import arrow, sun
from components.drawings.space import Point, Sheet, move
from components.drawings.textures import flutes, speckle
from components.drawings.turned import pipe


def windows_doors(plate: Plate) -> None:
    """A window with one wing ajar beside a glazed door, in their piece of wall."""
    plate.accent = plate.chance.pick(["moss", "walnut", "slate", "terracotta", "bone", "wood"])
    plate.shade_under((-180, -26, 0), (360, 54))
    wall = plate.tones("plaster")
    plate.box((-180, -26, 0), (360, 52, 10), plate.tones("concrete"))
    plate.box((-180, -22, 10), (200, 44, 86), wall)
    plate.box((-186, -22, 96), (212, 60, 8), plate.tones("stone"))
    bars = plate.chance.pick([1, 2, 3])
    _framed(plate, (-180, 104), (100, 166), bars=bars)
    _framed(plate, (-80, 104), (100, 166), bars=0)
    _wing(plate, (-78, 108), (92, 158))
    _framed(plate, (24, 10), (140, 260), bars=bars)
    rail = Sheet((38, 12, 24), (112, 0, 0), (0, 0, 70))
    plate.polygon(rail.corners(), plate.tones("accent").mid)
    plate.polygon(rail.part((0.12, 0.18), (0.88, 0.82)).corners(), plate.tones("accent").lit)
    pipe(plate, [(142, 14, 128), (142, 24, 128), (120, 24, 128)], plate.tones("brass"), radius=3.6, soft=False)


def _framed(plate: Plate, corner: tuple[float, float], size: tuple[float, float], *, bars: int) -> None:
    """A frame of four members about a pane, standing in the plane of the wall."""
    (x, z), (wide, high) = corner, size
    tones, edge = plate.tones("accent"), 13.0
    plate.box((x, -12, z), (wide, 24, edge), tones)
    plate.box((x, -12, z), (edge, 24, high), tones)
    pane = Sheet((x + edge, 0, z + edge), (wide - 2 * edge, 0, 0), (0, 0, high - 2 * edge))
    _pane(plate, pane)
    flutes(plate, Sheet(pane.origin, pane.v, pane.u), bars + 1, line=tones.shade, width=6)
    plate.box((x + wide - edge, -12, z), (edge, 24, high), tones)
    plate.box((x, -12, z + high - edge), (wide, 24, edge), tones)


def _pane(plate: Plate, pane: Sheet) -> None:
    glass = plate.tones("glass")
    plate.polygon(pane.corners(), glass.mid)
    for low, wide in ((0.18, 0.16), (0.44, 0.07)):
        glint = [pane.at(low, 0), pane.at(low + wide, 0), pane.at(min(1, low + wide + 0.4), 1), pane.at(low + 0.4, 1)]
        plate.patches([glint], glass.lit)
    plate.polygon(pane.corners(), "none")


def _wing(plate: Plate, corner: tuple[float, float], size: tuple[float, float]) -> None:
    (x, z), (wide, high) = corner, size
    turn = plate.chance.between(0.5, 0.8)
    u: Point = (-wide * cos(turn), wide * sin(turn), 0)
    depth: Point = (9 * sin(turn), 9 * cos(turn), 0)
    hinge: Point = (x + wide, 13, z)
    plate.block(hinge, plate.tones("accent"), u=u, v=depth, w=(0, 0, high))
    front = Sheet(move(hinge, (depth, 1)), u, (0, 0, high))
    _pane(plate, front.part((0.13, 0.08), (0.87, 0.92)))
    plate.stroke([front.at(0.94, 0.46), front.at(0.94, 0.56)], width=5)


def building_glass(plate: Plate) -> None:
    """An insulating unit cut open at the corner: panes, spacer, and the sun sent back."""
    plate.accent = plate.chance.pick(["celadon", "lake", "mist", "glass"])
    panes = plate.chance.pick([2, 3])
    gap = 62 if panes == 2 else 42
    deep = (panes - 1) * gap
    plate.shade_under((-150, -deep / 2 - 12, 0), (310, deep + 34))
    plate.box((-164, -deep / 2 - 20, 0), (328, deep + 46, 18), plate.tones("walnut"))
    for index in range(panes):
        _glass_sheet(plate, -deep / 2 + index * gap, cut=58.0 * index)
        if index + 1 < panes:
            _spacer(plate, -deep / 2 + index * gap + 8, gap - 8)
    sun(plate, (-196, 110, 300), 27)
    _sent_back(plate, deep / 2)


def _glass_sheet(plate: Plate, y: float, *, cut: float) -> None:
    tones = plate.tones("accent")
    high, right = 262.0, 150.0
    outline: list[Point] = [
        (-150, y, 18),
        (right, y, 18),
        (right, y, high - cut * 1.5),
        (right - cut * 1.7, y, high),
        (-150, y, high),
    ]
    front = [move(point, ((0, 8, 0), 1)) for point in outline]
    plate.polygon(outline, tones.mid, opacity=0.35)
    for index in (1, 2, 3):
        a, b = index, (index + 1) % 5
        plate.polygon([outline[a], outline[b], front[b], front[a]], tones.shade, opacity=0.9)
    plate.polygon(front, tones.lit, opacity=0.5)
    for low, wide in ((-96.0, 34.0), (-40.0, 14.0)):
        plate.patches(
            [[(low, y + 8, 40), (low + wide, y + 8, 40), (low + wide + 84, y + 8, 225), (low + 84, y + 8, 225)]],
            plate.colour("bone"),
            opacity=0.4,
        )
    plate.polygon(front, "none")


def _spacer(plate: Plate, y: float, deep: float) -> None:
    steel = plate.tones("steel")
    bar = plate.box((-146, y, 20), (290, deep, 15), steel)
    speckle(plate, bar.top, 36, colours=[plate.paint.line], size=3)
    post = plate.box((128, y, 20), (15, deep, 140), steel)
    plate.dots([post.x.at(0.5, (i + 0.5) / 12) for i in range(12)], plate.paint.line, size=3.4)


def _sent_back(plate: Plate, y: float) -> None:
    for z in (150.0, 190.0):
        arrow(plate, [(-150, y + 96, z + 76), (-112, y + 14, z)], plate.colour("brass"), width=4)
        arrow(plate, [(-104, y + 14, z - 4), (-106, y + 92, z - 52)], plate.colour("terracotta"), width=4)


EXHIBITS = {
    "windows-doors": windows_doors,
    "building-glass": building_glass,
}
