"""What dresses walls: paint, paper, and panels finished in the works."""

from math import cos, pi, sin

from components.drawings.canvas import FINE, Plate
from components.drawings.palette import Tones
from components.drawings.space import Point, Sheet
from components.drawings.textures import flutes, grain, hatch
from components.drawings.turned import Spindle, hollow, lathe, pipe, tube

HUES = ("moss", "celadon", "terracotta", "brass", "lake", "clay", "slate")


def wall_coatings(plate: Plate) -> None:
    """A wall half painted, the roller still on it, and the tin."""
    plate.accent = plate.chance.pick(HUES)
    plate.shade_under((-165, -34, 0), (330, 60))
    wall = plate.box((-165, -34, 0), (330, 26, 252), plate.tones("bone"))
    tones = plate.tones("accent")
    tops = [plate.chance.between(0.74, 0.92) for _ in range(4)]
    for index, top in enumerate(tops[:3]):
        low, high = 0.04 + 0.17 * index, 0.04 + 0.17 * (index + 1)
        plate.polygon(_stroke_of_paint(wall.y, (low, high), top), tones.mid, line=False)
    last = 0.55
    plate.polygon(_stroke_of_paint(wall.y, (0.55, 0.74), last + 0.08), tones.lit, line=False)
    plate.box((-165, -8, 0), (330, 7, 20), plate.tones("bone"))
    _roller(plate, wall.y.at(0.55, last + 0.08))
    _paint_tin(plate, (138, 62, 0))


def _stroke_of_paint(face: Sheet, span: tuple[float, float], top: float) -> list[Point]:
    low, high = span
    edge = [face.at(low + (high - low) * i / 6, top + (0.012 if i % 2 else -0.008)) for i in range(7)]
    return [face.at(low, 0.08), *edge, face.at(high, 0.08)]


def _roller(plate: Plate, corner: Point) -> None:
    x, y, z = corner
    steel = plate.tones("steel")
    pipe(
        plate,
        [
            (x + 70, y + 22, z),
            (x + 84, y + 22, z),
            (x + 84, y + 40, z - 30),
            (x + 34, y + 52, z - 48),
            (x + 32, y + 60, z - 76),
        ],
        steel,
        radius=3,
        soft=False,
    )
    tube(plate, ((x + 32, y + 60, z - 72), (x + 30, y + 76, z - 140)), plate.tones("walnut"), radius=9)
    on = tube(plate, ((x - 2, y + 20, z), (x + 68, y + 20, z)), plate.tones("accent"), radius=19)
    hollow(plate, (70, 12), plate.tones("slate"), on=on, wall=6)


def _paint_tin(plate: Plate, foot: Point) -> None:
    on = Spindle(foot)
    plate.shadow([on.spot(0, 40, k * pi / 4) for k in range(8)])
    lathe(plate, [(0, 38), (76, 38)], plate.tones("steel"), on=on)
    lathe(plate, [(14, 38.6), (60, 38.6)], plate.tones("bone"), on=on)
    lathe(plate, [(26, 39), (48, 39)], plate.tones("accent"), on=on)
    hollow(plate, (76, 38), plate.tones("accent"), on=on, wall=4)
    centre, arms = on.circle(72, 34)
    plate.disc(centre, plate.tones("accent").mid, arms=arms)
    turn = 1.2 if plate.mirrored else 0.2
    plate.patches(
        [
            [
                on.spot(72, 36, turn),
                on.spot(72, 36, turn + 0.3),
                on.spot(40, 39, turn + 0.26),
                on.spot(46, 39, turn + 0.06),
            ]
        ],
        plate.tones("accent").mid,
        line=plate.paint.line,
    )


def wall_coverings(plate: Plate) -> None:
    """Patterned paper on a wall, the last length still coming off its roll."""
    plate.accent = plate.chance.pick(HUES)
    ground = plate.tones(plate.chance.pick(["bone", "plaster", "mist"]))
    motif = plate.chance.pick([_scales, _sprigs, _ogees, _lattice])
    plate.shade_under((-160, -30, 0), (320, 84))
    wall = plate.box((-160, -30, 0), (320, 22, 256), plate.tones("plaster"))
    for slot in range(2):
        strip = wall.y.part((0.02 + 0.31 * slot, 0.0), (0.33 + 0.31 * slot, 1))
        plate.polygon(strip.corners(), ground.mid)
        motif(plate, strip)
    _falling_length(plate, ground, motif)


def _falling_length(plate: Plate, ground: Tones, motif: "object") -> None:
    """The third length hangs forward from the top edge and ends in its roll."""
    strip = Sheet((45, 42, 44), (104, 0, 0), (0, -50, 206))
    plate.polygon(strip.corners(), ground.lit)
    if callable(motif):
        motif(plate, strip)
    on = tube(plate, ((45, 58, 34), (149, 58, 34)), ground, radius=24)
    turns = [on.spot(104, 24 * (1 - 0.7 * i / 72), 2 * pi * i / 24) for i in range(73)]
    plate.curve(turns, width=FINE)
    band = Sheet((45, 82, 26), (104, 0, 0), (0, 0, 14))
    _dotted(plate, band)


def _dotted(plate: Plate, band: Sheet) -> None:
    plate.dots([band.at((i + 0.5) / 8, 0.5) for i in range(8)], plate.colour("accent"), size=5)


def _scales(plate: Plate, strip: Sheet) -> None:
    """Waves like fish scales, the old pattern of calm water."""
    lines = []
    for row in range(9):
        for column in range(3):
            s, t = (column + (0.5 if row % 2 else 0.0)) / 3 + 0.16, row / 9
            for size in (0.165, 0.1):
                arc = [(s + size * cos(pi * k / 6), t + size * 0.62 * sin(pi * k / 6)) for k in range(7)]
                lines.append([strip.at(a, b) for a, b in arc if 0 <= a <= 1 and b <= 1])
    plate.strokes(lines, line=plate.colour("accent"), width=2.2)


def _sprigs(plate: Plate, strip: Sheet) -> None:
    """Bamboo: a slender stem with leaves to both sides."""
    shapes, stems = [], []
    for column in (0.28, 0.76):
        stems.append([strip.at(column, 0.02), strip.at(column, 0.98)])
        for index in range(6):
            t = 0.06 + index * 0.15 + (0.07 if column > 0.5 else 0)
            way = 1 if index % 2 else -1
            for lean, long in ((0.2, 0.075), (0.13, 0.12)):
                tip = (column + way * lean, min(0.99, t + long))
                side = (column + way * lean * 0.3, min(0.99, t + long * 0.75))
                low = (column + way * lean * 0.65, t + long * 0.3)
                shapes.append([strip.at(column, t), strip.at(*side), strip.at(*tip), strip.at(*low)])
    plate.strokes(stems, line=plate.colour("accent"), width=2.2, opacity=0.8)
    plate.patches(shapes, plate.colour("accent"))


def _ogees(plate: Plate, strip: Sheet) -> None:
    lines = []
    for column in range(5):
        for way in (1, -1):
            points = [((column / 4) + way * 0.055 * (1 - cos(2 * pi * k / 8)), k / 32) for k in range(33)]
            lines.append([strip.at(min(1, max(0, a)), b) for a, b in points])
    plate.strokes(lines, line=plate.colour("accent"), width=2.2)
    plate.dots([strip.at((i + 0.5) / 4, j / 4) for i in range(4) for j in range(1, 4)], plate.colour("accent"), size=6)


def _lattice(plate: Plate, strip: Sheet) -> None:
    lines = []
    for row in range(8):
        for column in range(3):
            s, t = (column + 0.5) / 3, (row + 0.5) / 8
            for size in (0.14, 0.06):
                high = size * 0.42
                corners = [(s - size, t), (s, t + high), (s + size, t), (s, t - high), (s - size, t)]
                lines.append([strip.at(*corner) for corner in corners])
    plate.strokes(lines, line=plate.colour("accent"), width=2.2)


def integrated_wall_panels(plate: Plate) -> None:
    """Finished panels hooked on rails, the next one on its way to the wall."""
    plate.accent = plate.chance.pick(["wood", "walnut", "stone", "celadon", "mist", "clay"])
    plate.shade_under((-170, -40, 0), (340, 90))
    plate.box((-170, -40, 0), (340, 22, 260), plate.tones("plaster"))
    steel = plate.tones("steel")
    for z in (34.0, 122.0, 212.0):
        rail = plate.box((-170, -18, z), (340, 10, 16), steel)
        plate.dots([rail.y.at((i + 0.5) / 14, 0.5) for i in range(14)], plate.paint.line, size=4)
    for x in (-170.0, -82.0):
        _dressed_panel(plate, (x, -8, 8))
    _guides(plate)
    _dressed_panel(plate, (44, 74, 8))


def _guides(plate: Plate) -> None:
    """Thin broken lines from the panel to the place it will take."""
    for x, z in ((46.0, 250.0), (128.0, 250.0), (128.0, 12.0)):
        way: list[list[Point]] = [[(x, -6.0 + 10 * i, z), (x, -1.0 + 10 * i, z)] for i in range(8)]
        plate.strokes(way, line=plate.paint.line, width=2)


def _dressed_panel(plate: Plate, origin: Point) -> None:
    panel = plate.box(origin, (85, 18, 244), plate.tones("accent"))
    hatch(plate, panel.x, 12, line=plate.paint.line, opacity=0.4)
    upright = Sheet(panel.y.origin, panel.y.v, panel.y.u)
    if plate.accent in {"wood", "walnut"}:
        grain(plate, upright, 9, line=plate.tones("walnut").shade, sway=0.6)
    elif plate.accent == "stone":
        _veins(plate, upright)
    else:
        flutes(plate, panel.y, 9, line=plate.tones("accent").shade, width=2)


def _veins(plate: Plate, sheet: Sheet) -> None:
    chance = plate.chance
    lines = []
    for _ in range(4):
        s, t = chance.between(0.05, 0.5), chance.share()
        steps = [(s + 0.09 * i, t + chance.between(-0.14, 0.2)) for i in range(6)]
        lines.append([sheet.at(a, min(0.98, max(0.02, b))) for a, b in steps])
    plate.strokes(lines, line=plate.colour("bone"), width=2.4, opacity=0.8)


EXHIBITS = {
    "wall-coatings": wall_coatings,
    "wall-coverings": wall_coverings,
    "integrated-wall-panels": integrated_wall_panels,
}
