"""Boards that line and face: gypsum, inorganic and metal facings, and wood."""

from math import cos, pi, sin

from components.drawings.canvas import Plate
from components.drawings.palette import Tones
from components.drawings.space import Point, Sheet, move
from components.drawings.textures import fibres, flutes, hatch, speckle
from components.drawings.walls import HUES


def gypsum_boards(plate: Plate) -> None:
    """Plasterboard on its metal studs, and a rosette cast of the same gypsum."""
    plate.accent = plate.chance.pick(["celadon", "mist", "brass", "clay", "lake"])
    studs = plate.chance.pick([4, 5])
    plate.shade_under((-165, -24, 0), (330, 110))
    steel = plate.tones("steel")
    plate.box((-165, -20, 0), (330, 34, 10), steel)
    for index in range(studs):
        plate.box((-165 + index * 316 / (studs - 1), -20, 10), (14, 34, 232), steel)
    plate.box((-165, -20, 242), (330, 34, 10), steel)
    for x, top, depth in ((-165, 244, 11), (-165, 120, 11)):
        wide = 196 if top > 200 else 268
        board = plate.box((x, 14, 6), (wide, depth, top), plate.tones("bone"))
        plate.dots(
            [board.y.at(s, (j + 0.5) / 7) for s in (0.04, 0.5, 0.96) for j in range(7)], plate.colour("slate"), size=4
        )
        line = Sheet(board.x.origin, board.x.u, board.x.v).part((0.3, 0), (0.7, 1))
        plate.polygon(line.corners(), plate.tones("accent").mid, line=False)
    _rosette(plate, (70, 76, 66), 66)


def _rosette(plate: Plate, centre: Point, radius: float) -> None:
    """A ceiling rose leaning on the wall."""
    x, y, z = centre
    plate.shadow([(x - 44, y - 8, 0), (x + 44, y - 8, 0), (x + 44, y + 18, 0), (x - 44, y + 18, 0)])
    petals = plate.chance.pick([8, 10, 12])
    tones = plate.tones("bone")
    for push, size, fill in (
        (-9.0, 1.0, tones.shade),
        (0.0, 1.0, tones.lit),
        (0.0, 0.84, tones.mid),
        (0.0, 0.34, tones.lit),
        (0, 0.16, tones.mid),
    ):
        middle: Point = (x, y + push, z)
        plate.disc(middle, fill, arms=((radius * size, 0, 0), (0, -0.3 * radius * size, radius * size)))
        if size == 0.84:
            _petals(plate, middle, radius, petals)


def _petals(plate: Plate, centre: Point, radius: float, count: int) -> None:
    def spot(angle: float, reach: float) -> Point:
        a, b = radius * reach * cos(angle), radius * reach * sin(angle)
        return move(centre, ((a, -0.3 * b, b), 1))

    shapes = []
    for index in range(count):
        angle, half = 2 * pi * index / count, pi / count * 0.86
        shapes.append(
            [
                spot(angle - half, 0.36),
                spot(angle - half, 0.66),
                spot(angle, 0.8),
                spot(angle + half, 0.66),
                spot(angle + half, 0.36),
            ]
        )
    plate.patches(shapes, plate.tones("bone").lit, line=plate.paint.line)


def decorative_boards(plate: Plate) -> None:
    """A rack of facing boards; the first shows its two metal skins and the core between."""
    hues = [plate.chance.pick(HUES) for _ in range(3)]
    plate.accent = hues[0]
    plate.shade_under((-150, -150, 0), (300, 300))
    plate.box((-165, -150, 0), (330, 296, 16), plate.tones("walnut"))
    faces = plate.chance.pick(
        [
            ("stone", "plain", "holes"),
            ("holes", "stone", "ribs"),
            ("ribs", "holes", "stone"),
            ("plain", "ribs", "holes"),
        ]
    )
    for index, (face, hue) in enumerate(zip(faces, ("stone", hues[1], hues[2]), strict=True)):
        high = 262.0 - 30 * index
        _facing_board(
            plate,
            (-150 + 14 * index, -136 + 66 * index, 16),
            high,
            face=face,
            tones=plate.tones(hue if face != "stone" else "stone"),
        )
    _composite(plate)


def _facing_board(plate: Plate, origin: Point, high: float, *, face: str, tones: Tones) -> None:
    board = plate.box(origin, (270, 15, high), tones)
    front = board.y
    if face == "stone":
        speckle(
            plate, front, 120, colours=[plate.tones("slate").mid, plate.colour("bone"), plate.colour("brass")], size=4
        )
    elif face == "holes":
        rows = int(high // 20)
        plate.dots(
            [front.at((i + 0.5 + j % 2 / 2) / 13.5, (j + 0.5) / rows) for i in range(13) for j in range(rows)],
            tones.shade,
            size=7,
        )
    elif face == "ribs":
        flutes(plate, front, 18, line=tones.shade, width=2.4)
    else:
        plate.patches([front.part((0.1, 0), (0.1, 0)).corners()], tones.lit)


def _composite(plate: Plate) -> None:
    """Skin, core and skin, cut back in steps like a page being turned."""
    skin, core = plate.tones("accent"), plate.tones("kraft")
    high = 160.0
    plate.box((-108, 62, 16), (258, 7, high), skin)
    middle = plate.box((-108, 69, 16), (226, 20, high), core)
    hatch(plate, middle.x, 9, line=plate.paint.line, opacity=0.5)
    hatch(plate, middle.top, 14, line=plate.paint.line, opacity=0.4)
    front = plate.box((-108, 89, 16), (186, 7, high), skin)
    for low, wide in ((0.12, 0.14), (0.34, 0.05)):
        shine = [
            front.y.at(low, 0),
            front.y.at(low + wide, 0),
            front.y.at(low + wide + 0.3, 1),
            front.y.at(low + 0.3, 1),
        ]
        plate.patches([shine], skin.lit)


def wood_based_panels(plate: Plate) -> None:
    """A stack of boards made from veneers, strands and chips, the top veneer lifting."""
    plate.shade_under((-160, -105, 0), (320, 210))
    for y in (-90.0, 60.0):
        plate.box((-150, y, 0), (300, 26, 20), plate.tones("walnut"))
    order = plate.chance.pick(
        [("strands", "plies", "chips"), ("chips", "strands", "plies"), ("plies", "chips", "strands")]
    )
    z = 20.0
    for name in (*order, order[0]):
        z = _board(plate, z, name)
    _veneer(plate, z)


def _board(plate: Plate, z: float, name: str) -> float:
    shift = plate.chance.between(-8, 8)
    high = {"plies": 40.0, "strands": 34.0, "chips": 36.0}[name]
    tones = plate.tones({"plies": "wood", "strands": "brass", "chips": "kraft"}[name])
    box = plate.box((-155 + shift, -105, z), (310, 205, high), tones)
    for face in (box.x, box.y):
        if name == "plies":
            lines = [face.part((0, i / 7), (1, (i + 1) / 7)).corners() for i in (1, 3, 5)]
            plate.patches(lines, plate.tones("walnut").mid)
            plate.polygon(face.corners(), "none")
        elif name == "strands":
            fibres(plate, face, 60, line=plate.tones("walnut").shade, length=22)
        else:
            speckle(plate, face, 80, colours=[plate.tones("walnut").mid, tones.lit], size=4)
    return z + high + 5


def _veneer(plate: Plate, z: float) -> None:
    """A sheet of fine veneer on top, its near corner rolling back."""
    rise = plate.chance.between(44, 62)
    outline = [(-150 + 300 * i / 12, 102.0, z + 4 + rise * max(0.0, (i - 5) / 7) ** 2) for i in range(13)]
    far: list[Point] = [(x, -100.0, h - (h - z - 4) * 0.55) for x, _, h in outline]
    tones = plate.tones(plate.chance.pick(["wood", "walnut", "clay"]))
    plate.polygon([*outline, *far[::-1]], tones.lit)
    lines: list[list[Point]] = []
    for row in range(1, 13):
        share = row / 13
        bend = 6 * sin(row * 1.7)
        lines.append(
            [
                (a[0], a[1] + (b[1] - a[1]) * share + bend * sin(i / 2.5), a[2] + (b[2] - a[2]) * share)
                for i, (a, b) in enumerate(zip(outline, far, strict=True))
            ]
        )
    plate.strokes(lines, line=plate.tones("walnut").mid, opacity=0.8)


EXHIBITS = {
    "gypsum-boards": gypsum_boards,
    "decorative-boards": decorative_boards,
    "wood-based-panels": wood_based_panels,
}
