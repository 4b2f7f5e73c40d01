"""What keeps weather out: insulation, membranes and coatings against water, and sealant."""

from math import cos, pi, sin

from components.drawings.canvas import FINE, Box, Plate
from components.drawings.palette import Tones
from components.drawings.signs import bead, circle
from components.drawings.space import Point, Sheet, move, smooth, unit
from components.drawings.textures import courses, fibres, flutes, speckle, weave
from components.drawings.turned import Spindle, hollow, lathe, pipe, tube


def mineral_insulation(plate: Plate) -> None:
    """A wall cut open in steps: blocks, rock wool held by plates, mesh and render."""
    plate.accent = plate.chance.pick(["plaster", "celadon", "clay", "mist", "lake"])
    high = plate.chance.between(236, 262)
    plate.shade_under((-165, -70, 0), (330, 150))
    wall = plate.box((-165, -70, 0), (330, 44, high), plate.tones("clay"))
    courses(plate, wall.y, 8, columns=5, line=plate.paint.line)
    wool = plate.box((-165, -26, 0), (250, 62, high - 16), plate.tones("wool"))
    _woolly(plate, wool)
    for s, t in ((0.62, 0.76), (0.86, 0.5), (0.62, 0.24), (0.4, 0.5)):
        _anchor(plate, wool.y, (s, t))
    render = plate.box((-165, 36, 0), (92, 14, high - 34), plate.tones("accent"))
    mesh = render.x.origin[0]
    net = Sheet((mesh, 37, 0), (44, 0, 0), (0, 0, high - 52))
    plate.polygon(net.corners(), plate.tones("bone").lit, line=False, opacity=0.5)
    weave(plate, net, 7, rows=30, line=plate.paint.line)
    speckle(plate, render.y, 60, colours=[plate.tones("accent").shade], size=3)


def _woolly(plate: Plate, wool: Box) -> None:
    dark, pale = plate.tones("walnut").mid, plate.tones("wool").lit
    for face, many in ((wool.y, 110), (wool.x, 40), (wool.top, 34)):
        fibres(plate, face, many, line=dark, length=34)
        fibres(plate, face, many // 2, line=pale, length=30)
    seams = [[wool.y.at(0.3, t), wool.y.at(1, t)] for t in (0.37, 0.63)]
    plate.strokes(
        [*seams, [wool.x.at(0, 0.37), wool.x.at(1, 0.37)], [wool.x.at(0, 0.63), wool.x.at(1, 0.63)]], width=1.8
    )


def _anchor(plate: Plate, face: Sheet, spot: tuple[float, float]) -> None:
    centre = face.at(*spot)
    for radius, fill in ((17.0, plate.tones("bone").lit), (5.0, plate.tones("slate").mid)):
        plate.disc(centre, fill, arms=((radius, 0, 0), (0, 0, radius)))


def organic_insulation(plate: Plate) -> None:
    """A pile of smooth foam boards with stepped edges, and their closed cells under the lens."""
    plate.accent = plate.chance.pick(["celadon", "clay", "lake", "terracotta", "mist"])
    boards = plate.chance.whole(3, 5)
    plate.shade_under((-150, -90, 0), (310, 190))
    for level in range(boards):
        shift = plate.chance.between(-9, 9)
        _foam_board(plate, (-155 + shift, -90 - shift, level * 40))
    top = boards * 40
    _lens(plate, (56, -46, top + 66), 66)


def _foam_board(plate: Plate, origin: Point) -> None:
    x, y, z = origin
    tones = plate.tones("accent")
    low = plate.box((x, y, z), (310, 190, 19), tones)
    high = plate.box((x, y, z + 19), (290, 170, 19), tones)
    for face in (low.x, low.y, high.x, high.y):
        speckle(plate, face, 24, colours=[tones.lit if face in (low.x, high.x) else tones.shade], size=2.6)
    lines = Sheet(high.top.origin, high.top.u, high.top.v)
    flutes(plate, Sheet(lines.origin, lines.v, lines.u), 12, line=tones.mid)


def _lens(plate: Plate, centre: Point, radius: float) -> None:
    """A hand lens over the foam: cells like a honeycomb, each one closed."""
    grip = plate.easel(centre, 2 * radius, 2 * radius)
    pipe(plate, [grip.at(0.86, 0.14), grip.at(1.24, -0.24)], plate.tones("walnut"), radius=9, soft=False)
    circle(plate, centre, radius + 9, fill=plate.tones("brass").mid)
    sheet = circle(plate, centre, radius, fill=plate.tones("bone").lit)
    cells = []
    step = 0.145
    for row in range(-4, 5):
        for column in range(-4, 5):
            s, t = (column + row % 2 / 2) * step * 1.1, row * step * 0.95
            if (s * s + t * t) ** 0.5 < 0.43:
                cells.append(
                    [sheet.at(0.5 + s + 0.078 * sin(pi * k / 3), 0.5 + t + 0.078 * cos(pi * k / 3)) for k in range(6)]
                )
    plate.patches(cells, plate.tones("accent").mid, line=plate.paint.line)


def waterproof_membranes(plate: Plate) -> None:
    """A roll of bitumen sheet being laid over a slab, water standing on what is done."""
    plate.accent = plate.chance.pick(["bitumen", "slate", "moss", "terracotta", "bitumen"])
    wide, radius = 150.0, plate.chance.between(46, 58)
    plate.shade_under((-180, -120, 0), (360, 240))
    slab = plate.box((-180, -120, 0), (360, 240, 30), plate.tones("concrete"))
    speckle(plate, slab.y, 40, colours=[plate.colour("slate"), plate.colour("stone")], size=3)
    done = plate.box((-180, -120, 30), (360, 92, 6), plate.tones("accent"))
    speckle(plate, done.top, 110, colours=[plate.tones("accent").lit, plate.tones("accent").shade], size=3)
    sheet = plate.box((-180, -46, 36), (240, wide, 6), plate.tones("accent"))
    speckle(plate, sheet.top, 150, colours=[plate.tones("accent").lit, plate.tones("accent").shade], size=3)
    for x, y, size in ((-120, 40, 15), (-64, 10, 11), (-90, 78, 9), (-20, 56, 13), (-110, -84, 11), (-30, -90, 14)):
        bead(plate, (x, y, 42), size)
    _roll(plate, ((60, -46, 36 + radius), (60, wide - 46, 36 + radius)), radius=radius, tones=plate.tones("accent"))


def _roll(plate: Plate, ends: tuple[Point, Point], *, radius: float, tones: Tones) -> None:
    """A tight roll with its spiral showing at the near end."""
    on = tube(plate, ends, tones, radius=radius)
    length = abs(ends[1][1] - ends[0][1])
    centre, arms = on.circle(length, radius)
    plate.disc(centre, tones.lit, arms=arms)
    turns = [on.spot(length, radius * (1 - 0.78 * i / 96), 2 * pi * i / 24) for i in range(97)]
    plate.curve(turns, width=FINE)
    centre, arms = on.circle(length, radius * 0.2)
    plate.disc(centre, plate.paint.tones("kraft").shade, arms=arms)


def waterproof_coatings(plate: Plate) -> None:
    """A wet-room corner half coated, up the walls and round the pipe, with bucket and brush."""
    plate.accent = plate.chance.pick(["lake", "moss", "terracotta", "slate", "celadon"])
    tones, wall = plate.tones("accent"), plate.tones("plaster")
    plate.shade_under((-160, -140, 0), (310, 290))
    plate.box((-160, -140, 0), (310, 290, 20), plate.tones("concrete"))
    back = plate.box((-160, -160, 0), (310, 20, 150), wall)
    side = plate.box((-180, -160, 0), (20, 310, 150), wall)
    up = 72 / 150
    plate.patches(
        [back.y.part((0, 0.13), (0.9, up)).corners(), side.x.part((0.06, 0.13), (0.84, up)).corners()],
        tones.mid,
        line=plate.paint.line,
    )
    plate.patches([side.x.part((0.06, 0.13), (0.84, up)).corners()], tones.shade, line=plate.paint.line)
    _poured(plate)
    _drain_pipe(plate)
    for x, y, size in ((-40, 20, 14), (-84, -40, 10), (-96, 46, 11), (20, -70, 9)):
        bead(plate, (x, y, 22), size, colour="mist")
    _bucket(plate, (96, 96, 20))
    _flat_brush(plate)


def _poured(plate: Plate) -> None:
    free: list[Point] = [
        (119, -139, 20),
        (104, -100, 20),
        (74, -66, 20),
        (88, -20, 20),
        (40, 10, 20),
        (26, 60, 20),
        (-24, 74, 20),
    ]
    free += [(-62, 116, 20), (-112, 92, 20), (-159, 100, 20)]
    flat = [plate.at(point) for point in free]
    corner = plate.at((-160, -140, 20))
    d = smooth(flat) + f"L{corner[0]:.1f} {corner[1]:.1f}Z"
    plate.path(d, fill=plate.tones("accent").lit, line=plate.paint.line)


def _drain_pipe(plate: Plate) -> None:
    collar = Spindle((-92, -86, 20))
    lathe(plate, [(0, 40), (10, 33)], plate.tones("accent"), on=collar, creases=False)
    lathe(plate, [(10, 25), (66, 25)], plate.tones("accent"), on=collar)
    lathe(plate, [(66, 25), (128, 25)], plate.tones("bone"), on=collar)
    hollow(plate, (128, 25), plate.tones("slate"), on=collar)


def _bucket(plate: Plate, foot: Point) -> None:
    on = Spindle(foot)
    plate.shadow([on.spot(0, 44, k * pi / 4) for k in range(8)])
    lathe(plate, [(0, 36), (84, 46), (90, 49)], plate.tones("bone"), on=on)
    band = Spindle(move(foot, ((0, 0, 24), 1)))
    lathe(plate, [(0, 39.4), (34, 43.2)], plate.tones("accent"), on=band)
    lathe(plate, [(58, 44.2), (66, 49)], plate.tones("bone"), on=band)
    hollow(plate, (90, 49), plate.tones("accent"), on=on, wall=6)
    centre, arms = on.circle(84, 42)
    plate.disc(centre, plate.tones("accent").mid, arms=arms)
    plate.curve([on.spot(84 - 50 * sin(pi * k / 8), 50, pi * (0.5 + k / 8) - 1.0) for k in range(9)], width=3)


def _flat_brush(plate: Plate) -> None:
    plate.block((-40, 84, 24), plate.tones("kraft"), u=(52, -12, 0), v=(6, 26, 0), w=(0, 0, 10))
    plate.block((-36, 108, 25), plate.tones("steel"), u=(52, -12, 0), v=(4, 16, 0), w=(0, 0, 11))
    pipe(plate, [(-8, 118, 34), (4, 168, 40), (8, 206, 44)], plate.tones("walnut"), radius=7)


def sealants(plate: Plate) -> None:
    """A sealant gun drawing its bead along the joint of two panels."""
    plate.accent = plate.chance.pick(["moss", "terracotta", "lake", "brass"])
    bead_tones = plate.tones(plate.chance.pick(["slate", "bone", "bitumen", "clay"]))
    plate.shade_under((-190, -76, 0), (390, 152))
    for y, name in ((-76.0, "concrete"), (7.0, "concrete")):
        slab = plate.box((-190, y, 0), (390, 69, 30), plate.tones(name))
        speckle(plate, slab.top, 60, colours=[plate.colour("stone"), plate.colour("slate")], size=3)
    plate.box((-190, -7, 0), (390, 14, 22), plate.tones("slate"))
    pipe(plate, [(-186, 0, 28), (60, 0, 28), (130, 0, 30)], bead_tones, radius=8, soft=False)
    _gun(plate)


AIM = unit((1.0, 0.0, -0.5))  # where the gun points
RISE: Point = (-AIM[2], 0.0, AIM[0])
HANDLE = ((-16, 12), (22, 12), (18, -24), (-8, -84), (-30, -84), (-12, -24))
TRIGGER = ((20, -12), (30, -12), (14, -72), (6, -70), (18, -34))


def _along(forward: float, up: float, aside: float = 0.0) -> Point:
    """A place on the gun, measured from the middle of its grip."""
    return move((-87.6, 0, 147.8), (AIM, forward), (RISE, up), ((0, 1, 0), aside))


def _gun(plate: Plate) -> None:
    steel, frame, paper = plate.tones("steel"), plate.tones("accent"), plate.tones("bone")
    pipe(plate, [_along(-112, 0), _along(20, 0)], steel, radius=5, soft=False)
    pipe(plate, [_along(-104, 0), _along(-112, 0), _along(-116, -12), _along(-114, -30)], steel, radius=4)
    plate.prism([_along(a, b, -9) for a, b in HANDLE], frame, push=(0, 18, 0))
    plate.prism([_along(a, b, -6) for a, b in TRIGGER], plate.tones("slate"), push=(0, 12, 0))
    on = Spindle(_along(14, 0), AIM)
    lathe(plate, [(0, 31), (8, 31)], frame, on=on)
    lathe(plate, [(8, 26), (158, 26)], paper, on=on)
    lathe(plate, [(52, 26.6), (126, 26.6)], frame, on=on)
    lathe(plate, [(158, 31), (166, 31)], frame, on=on)
    lathe(plate, [(166, 13), (178, 11), (236, 4)], paper, on=on, creases=False)
    pipe(plate, [_along(22, -29, 6), _along(176, -29, 6)], frame, radius=4, soft=False)


EXHIBITS = {
    "mineral-insulation": mineral_insulation,
    "organic-insulation": organic_insulation,
    "waterproof-membranes": waterproof_membranes,
    "waterproof-coatings": waterproof_coatings,
    "sealants": sealants,
}
