"""What runs through a building: pipes, fresh air, heating, cooling and heat pumps."""

from math import cos, pi, sin

from components.drawings.canvas import FINE, Plate
from components.drawings.palette import Tones
from components.drawings.signs import arrow, wave
from components.drawings.space import Point, Sheet, move
from components.drawings.textures import flutes
from components.drawings.turned import Spindle, hollow, lathe, pipe, tube


def plastic_pipes(plate: Plate) -> None:
    """Drain pipes: a stack of lengths, a branch with its sockets, and a loose bend."""
    plate.accent = plate.chance.pick(["bone", "bone", "mist", "terracotta", "celadon", "slate"])
    tones = plate.tones("accent")
    plate.shade_under((-70, -130, 0), (260, 124))
    for y, z in ((-100.0, 31.0), (-36.0, 31.0), (-68.0, 87.0)):
        on = tube(plate, ((-70, y, z), (190, y, z)), tones, radius=31)
        hollow(plate, (260, 31), tones, on=on, wall=6)
    _branch(plate, tones)


def _branch(plate: Plate, tones: Tones) -> None:
    foot: Point = (-120, 44, 0)
    plate.shadow([move(foot, ((40 * cos(pi * k / 4), 40 * sin(pi * k / 4), 0), 1)) for k in range(8)])
    upright = Spindle(foot)
    lathe(plate, [(0, 30), (150, 30)], tones, on=upright)
    arm = Spindle(move(foot, ((0, 0, 1), 116)), (0, 0.8, 0.6))
    lathe(plate, [(4, 28), (92, 28)], tones, on=arm)
    lathe(plate, [(62, 35), (98, 35)], tones, on=arm)
    hollow(plate, (98, 35), tones, on=arm, wall=7)
    lathe(plate, [(62, 36), (96, 36)], tones, on=upright)
    lathe(plate, [(150, 30), (186, 30)], tones, on=upright)
    lathe(plate, [(186, 36), (224, 36)], tones, on=upright)
    hollow(plate, (224, 36), tones, on=upright, wall=7)
    _bend(plate, tones)


def _bend(plate: Plate, tones: Tones) -> None:
    """A loose elbow lying in front."""
    plate.shadow([(0, 96, 0), (96, 96, 0), (96, 160, 0), (0, 160, 0)])
    spots: list[Point] = [(30, 128, 66), (30, 128, 42), (42, 128, 28), (72, 128, 26)]
    pipe(plate, spots, tones, radius=24)
    for on in (Spindle((30, 128, 58)), Spindle((66, 128, 27), (1, 0, 0))):
        lathe(plate, [(0, 30), (28, 30)], tones, on=on)
        hollow(plate, (28, 30), tones, on=on, wall=6)


def fresh_air(plate: Plate) -> None:
    """A ventilation box with its lid off: the exchanger core, the filter, and two airs that never mix."""
    plate.accent = plate.chance.pick(["celadon", "mist", "bone", "lake", "clay"])
    plate.shade_under((-150, -90, 0), (300, 180))
    shell = plate.tones("accent")
    for y in (-44.0, 44.0):
        tube(plate, ((-196, y, 92), (-150, y, 92)), plate.tones("steel"), radius=34)
    plate.box((-150, -90, 12), (300, 180, 150), shell)
    front = Sheet((-150, 90, 12), (300, 0, 0), (0, 0, 150))
    plate.polygon(front.part((0.05, 0.08), (0.95, 0.92)).corners(), plate.tones("slate").shade)
    _core(plate, front)
    _filter(plate)
    for y in (-44.0, 44.0):
        on = tube(plate, ((150, y, 92), (196, y, 92)), plate.tones("steel"), radius=34)
        hollow(plate, (46, 34), plate.tones("steel"), on=on, wall=5)
    arrow(plate, [(204, 44, 92), (236, 44, 92), (268, 44, 92)], plate.colour("lake"), width=6)
    arrow(plate, [(272, -44, 92), (240, -44, 92), (208, -44, 92)], plate.colour("terracotta"), width=6)


def _core(plate: Plate, front: Sheet) -> None:
    """The lozenge of thin plates where the warmth changes hands."""
    s, t, a, b = 0.44, 0.5, 0.2, 0.4
    lozenge = Sheet(
        front.at(s, t - b),
        move(front.at(s + a, t), (front.at(s, t - b), -1)),
        move(front.at(s - a, t), (front.at(s, t - b), -1)),
    )
    plate.polygon(lozenge.corners(), plate.tones("bone").lit)
    flutes(plate, lozenge, 11, line=plate.colour("lake"), width=2)
    flutes(plate, Sheet(lozenge.origin, lozenge.v, lozenge.u), 11, line=plate.colour("terracotta"), width=2)
    fan = front.at(0.84, 0.42)
    for radius, fill in ((40.0, plate.tones("steel").mid), (12.0, plate.tones("slate").mid)):
        plate.disc(fan, fill, arms=((radius, 0, 0), (0, 0, radius)))
    blades = [
        [move(fan, ((13 * cos(k), 0, 13 * sin(k)), 1)), move(fan, ((37 * cos(k + 0.5), 0, 37 * sin(k + 0.5)), 1))]
        for k in range(7)
    ]
    plate.strokes(blades, width=2)


def _filter(plate: Plate) -> None:
    """The pleated filter, half drawn out."""
    body = plate.box((-128, 74, 26), (26, 74, 118), plate.tones("bone"))
    flutes(plate, body.x, 9, line=plate.paint.line)
    plate.polygon(body.y.part((0.2, 0.08), (0.8, 0.92)).corners(), plate.tones("kraft").mid)
    frame = body.x.part((0.06, 0.05), (0.94, 0.95))
    plate.path(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(plate.at, frame.corners())) + "Z",
        line=plate.paint.line,
        width=FINE,
    )


def heating_cooling(plate: Plate) -> None:
    """One wall, two comforts: the cooling unit above, the radiator below."""
    columns = plate.chance.whole(8, 11)
    plate.accent = plate.chance.pick(["bone", "celadon", "mist", "clay", "terracotta"])
    plate.shade_under((-165, -34, 0), (330, 80))
    plate.box((-165, -34, 0), (330, 22, 290), plate.tones("plaster"))
    plate.box((-165, -12, 0), (330, 6, 18), plate.tones("bone"))
    _wall_unit(plate)
    _radiator(plate, columns)
    for x in (-96.0, -56.0, -16.0):
        wave(plate, (x, 8, 144), (0, 0, 50), colour=plate.colour("terracotta"), swing=(8, 0, 0))


def _wall_unit(plate: Plate) -> None:
    body: list[Point] = [
        (-60, -12, 278),
        (-60, 34, 278),
        (-60, 44, 268),
        (-60, 44, 232),
        (-60, 26, 208),
        (-60, -12, 208),
    ]
    plate.prism(body, plate.tones("bone"), push=(206, 0, 0))
    plate.polygon([(-54, 42.5, 230), (140, 42.5, 230), (140, 28, 211), (-54, 28, 211)], plate.tones("slate").shade)
    plate.strokes(
        [[(-54, 36 - 3 * k, 221 - 4 * k), (140, 36 - 3 * k, 221 - 4 * k)] for k in range(2)],
        line=plate.tones("steel").lit,
        width=2,
    )
    plate.dots([(128, 44, 246)], plate.colour("moss"), size=7)
    for x in (-30.0, 20.0, 70.0, 120.0):
        wave(plate, (x, 46, 200), (0, 30, -44), colour=plate.colour("lake"), swing=(7, 0, 0))


def _radiator(plate: Plate, columns: int) -> None:
    tones = plate.tones("accent")
    wide = 200 / columns
    for index in range(columns):
        x = -140 + index * wide
        plate.box((x, -2, 22), (wide * 0.72, 26, 106), tones)
    for z in (34.0, 112.0):
        plate.strokes([[(-140, 24.5, z), (56, 24.5, z)]], line=tones.shade, width=5)
    pipe(plate, [(58, 12, 36), (84, 12, 36), (84, 12, 4)], plate.tones("copper"), radius=4.5, soft=False)
    lathe(plate, [(0, 10), (20, 10), (24, 7)], plate.tones("bone"), on=Spindle((58, 12, 36), (1, 0, 0)))


def heat_pumps(plate: Plate) -> None:
    """The outdoor unit and the tank it keeps warm."""
    plate.accent = plate.chance.pick(["bone", "mist", "plaster", "celadon"])
    fans = plate.chance.pick([1, 2])
    high = 150.0 if fans == 1 else 236.0
    plate.shade_under((-160, -40, 0), (210, 100))
    for x in (-140.0, -8.0):
        plate.box((x, -50, 0), (20, 110, 16), plate.tones("concrete"))
    unit = plate.box((-160, -40, 16), (196, 84, high), plate.tones("accent"))
    flutes(
        plate,
        Sheet(unit.x.origin, unit.x.v, unit.x.u).part((0.2, 0.12), (0.88, 0.88)),
        14,
        line=plate.paint.line,
        width=2,
    )
    plate.polygon(unit.y.part((0.76, 0.06), (0.95, 0.94)).corners(), plate.tones("slate").mid)
    for index in range(fans):
        _fan(plate, (-90, 45, 16 + high * (index + 0.5) / fans))
    _tank(plate)


def _fan(plate: Plate, centre: Point) -> None:
    for radius, fill in ((62.0, plate.tones("slate").shade), (13.0, plate.tones("steel").lit)):
        plate.disc(centre, fill, arms=((radius, 0, 0), (0, 0, radius)))
        if radius > 20:
            _blades(plate, centre)
    for radius in (24.0, 36.0, 49.0):
        plate.path(plate.round(centre, ((radius, 0, 0), (0, 0, radius))), line=plate.tones("steel").lit, width=1.6)
    spokes = [
        [
            move(centre, ((13 * cos(pi * k / 4), 0, 13 * sin(pi * k / 4)), 1)),
            move(centre, ((62 * cos(pi * k / 4), 0, 62 * sin(pi * k / 4)), 1)),
        ]
        for k in range(8)
    ]
    plate.strokes(spokes, line=plate.tones("steel").lit, width=1.6)


def _blades(plate: Plate, centre: Point) -> None:
    shapes = []
    for k in range(3):
        turn = 2 * pi * k / 3
        arc = [(12, turn), (40, turn - 0.2), (56, turn + 0.2), (58, turn + 0.75), (40, turn + 0.8), (12, turn + 0.9)]
        shapes.append([move(centre, ((r * cos(a), 0, r * sin(a)), 1)) for r, a in arc])
    plate.patches(shapes, plate.tones("steel").mid, line=plate.paint.line)


def _tank(plate: Plate) -> None:
    on = Spindle((124, 20, 0))
    plate.shadow([on.spot(0, 52, k * pi / 4) for k in range(8)])
    for z, name in ((120.0, "copper"), (64.0, "copper")):
        pipe(plate, [(36, 8, z), (60, 8, z), (60, 14, z), (100, 14, z)], plate.tones(name), radius=5, soft=False)
    lathe(plate, [(0, 44), (10, 52), (196, 52), (214, 44), (222, 22)], plate.tones("accent"), on=on)
    lathe(plate, [(40, 52.6), (56, 52.6)], plate.tones("terracotta"), on=on)
    dial = on.spot(136, 53, 0.9 if not plate.mirrored else 0.7)
    plate.dots([dial], plate.paint.line, size=26)
    plate.dots([dial], plate.tones("bone").lit, size=21)
    plate.strokes([[dial, move(dial, ((0, 0, 7), 1))]], width=2)


EXHIBITS = {
    "plastic-pipes": plastic_pipes,
    "fresh-air": fresh_air,
    "heating-cooling": heating_cooling,
    "heat-pumps": heat_pumps,
}
