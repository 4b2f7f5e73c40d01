"""What meets sun and rain, and what carries people up: photovoltaics, lifts, paving, rainwater and shading."""

from math import pi, sin

from components.drawings.canvas import Plate
from components.drawings.signs import arrow, drop, leaf, rain, sun
from components.drawings.space import Point, Sheet, move
from components.drawings.textures import aggregate, courses, flutes, grain, speckle
from components.drawings.turned import pipe, tube


def photovoltaics(plate: Plate) -> None:
    """Two modules on their tilted rack, the sun above."""
    plate.accent = plate.chance.pick(["lake", "lake", "slate", "bitumen", "moss"])
    tilt = plate.chance.between(0.5, 0.72)
    high, deep = 230 * tilt, 230 * (1 - tilt * tilt) ** 0.5
    plate.shade_under((-170, -deep / 2, 0), (340, deep))
    steel = plate.tones("steel")
    for x in (-140.0, 120.0):
        plate.box((x, -deep / 2 + 4, 0), (14, 14, high + 30), steel)
        plate.box((x, -deep / 2, 0), (14, deep, 12), steel)
        plate.box((x, deep / 2 - 16, 0), (14, 14, 44), steel)
    for x in (-172.0, 4.0):
        origin: Point = (x, deep / 2, 40)
        _module(plate, Sheet(origin, (168, 0, 0), (0, -deep, high)))
    sun(plate, (-214, -60, high + 70), 32)


def _module(plate: Plate, sheet: Sheet) -> None:
    thick: Point = (0, 8, 9)
    lower = Sheet(sheet.origin, sheet.u, sheet.v)
    plate.block(lower.origin, plate.tones("steel"), u=sheet.u, v=sheet.v, w=thick)
    face = Sheet(move(sheet.origin, (thick, 1)), sheet.u, sheet.v)
    cells = face.part((0.04, 0.03), (0.96, 0.97))
    plate.polygon(cells.corners(), plate.tones("steel").lit)
    tones = plate.tones("accent")
    piles: tuple[list[list[Point]], list[list[Point]]] = ([], [])
    for i in range(4):
        for j in range(6):
            cell = cells.part(((i + 0.05) / 4, (j + 0.04) / 6), ((i + 0.95) / 4, (j + 0.96) / 6))
            cut = [(0.14, 0), (0.86, 0), (1, 0.14), (1, 0.86), (0.86, 1), (0.14, 1), (0, 0.86), (0, 0.14)]
            piles[(i + j) % 5 == 0].append([cell.at(*spot) for spot in cut])
    plate.patches(piles[0], tones.mid)
    plate.patches(piles[1], tones.lit)
    flutes(plate, cells, 12, line=plate.tones("bone").lit, width=1)


def elevators(plate: Plate) -> None:
    """A shaft with its near sides away: the car, its ropes, the wheel and the counterweight."""
    plate.accent = plate.chance.pick(["moss", "brass", "terracotta", "lake", "celadon", "slate"])
    lift = plate.chance.between(6, 48)
    plate.shade_under((-95, -95, 0), (190, 190))
    plate.box((-95, -95, 0), (190, 190, 16), plate.tones("concrete"))
    back = plate.box((-95, -110, 0), (190, 15, 356), plate.tones("concrete"))
    side = plate.box((-110, -110, 0), (15, 205, 356), plate.tones("plaster"))
    courses(plate, side.x, 12, columns=3, line=plate.tones("stone").shade)
    courses(plate, back.y, 12, columns=3, line=plate.tones("stone").shade)
    for x in (-64.0, 64.0):
        plate.box((x, -94, 16), (8, 8, 332), plate.tones("steel"))
    weight = plate.box((-92, 50, 206 - lift), (20, 36, 92), plate.tones("slate"))
    flutes(plate, Sheet(weight.x.origin, weight.x.v, weight.x.u), 5, line=plate.paint.line)
    _ropes(plate, lift)
    _car(plate, 16 + lift)


def _ropes(plate: Plate, lift: float) -> None:
    for shift in (-5, 5):
        plate.stroke([(shift, -shift, 196 + lift), (shift, -shift, 356)], width=2)
        plate.stroke([(-76 + shift, 68, 298 - lift), (-76 + shift, 68, 356)], width=2)
    plate.box((-104, -20, 356), (140, 24, 12), plate.tones("steel"))
    on = tube(plate, ((-36, 4, 382), (-36, 22, 382)), plate.tones("accent"), radius=34)
    for radius in (24, 8):
        centre, arms = on.circle(18, radius)
        plate.disc(centre, plate.tones("slate" if radius == 8 else "accent").mid, arms=arms)


def _car(plate: Plate, z: float) -> None:
    car = plate.box((-62, -72, z), (146, 140, 172), plate.tones("accent"))
    door = car.y.part((0.14, 0.04), (0.86, 0.84))
    plate.polygon(door.corners(), plate.tones("bone").lit)
    inner = door.part((0.28, 0.0), (0.72, 1))
    plate.polygon(inner.corners(), plate.tones("brass").lit)
    plate.polygon([inner.at(0, 0), inner.at(1, 0), inner.at(0.8, 0.14), inner.at(0.2, 0.14)], plate.tones("walnut").mid)
    for low, high in ((0.0, 0.28), (0.72, 1.0)):
        plate.polygon(door.part((low, 0), (high, 1)).corners(), plate.tones("steel").mid)
    plate.strokes([[inner.at(0.2, 0.14), inner.at(0.2, 0.9)], [inner.at(0.8, 0.14), inner.at(0.8, 0.9)]], opacity=0.5)
    up = car.y.part((0.42, 0.87), (0.58, 0.97))
    plate.patches([[up.at(0, 0.1), up.at(1, 0.1), up.at(0.5, 1)]], plate.tones("bone").lit, line=plate.paint.line)
    flutes(plate, car.x, 3, line=plate.tones("accent").lit, width=2)
    plate.box((-30, -40, z + 172), (80, 80, 12), plate.tones("steel"))


def permeable_paving(plate: Plate) -> None:
    """Pavers over gravel and soil, cut so that the rain can be followed down."""
    plate.accent = plate.chance.pick(["terracotta", "clay", "stone", "celadon", "slate", "brass"])
    plate.shade_under((-165, -150, 0), (330, 300))
    soil = plate.box((-165, -150, 0), (330, 300, 56), plate.tones("soil"))
    stones = plate.box((-165, -150, 56), (330, 300, 58), plate.tones("plaster"))
    for face in (stones.x, stones.y):
        aggregate(
            plate, face, 26, colours=[plate.colour("stone"), plate.colour("slate"), plate.colour("bone")], size=13
        )
    sand = plate.box((-165, -150, 114), (330, 300, 16), plate.tones("kraft"))
    for face, colour in ((soil.x, "walnut"), (soil.y, "walnut"), (sand.x, "soil"), (sand.y, "soil")):
        speckle(plate, face, 30, colours=[plate.tones(colour).shade], size=4)
    _pavers(plate)
    for s, t in ((0.24, 0.2), (0.6, 0.2), (0.84, 0.2)):
        x = -165 + 330 * s
        arrow(plate, [(x, 151, 122), (x, 151, 84), (x, 151, 16 + 40 * t)], plate.colour("lake"), width=5)
    for x, y, z in ((-90, -20, 226), (10, -70, 250), (60, 40, 214), (-10, 60, 236), (100, -60, 222)):
        drop(plate, (x, y, z), 13)


def _pavers(plate: Plate) -> None:
    crossed = plate.chance.flag()
    for row in range(4):
        for column in range(4):
            x, y = -165.0 + 83 * column, -150.0 + 75.5 * row
            tones = plate.tones(
                "accent" if (row * 3 + column * 2 + crossed) % 5 else "stone" if plate.accent != "stone" else "clay"
            )
            halves = [((x, y), (79.0, 34.0)), ((x, y + 37.5), (79.0, 34.0))]
            if (row + column) % 2 == crossed:
                halves = [((x, y), (38.0, 71.0)), ((x + 41, y), (38.0, 71.0))]
            for (a, b), (wide, deep) in halves:
                stone = plate.box((a, b, 130), (wide, deep, 26), tones)
                speckle(plate, stone.top, 6, colours=[tones.shade, tones.lit], size=4)
    tufts: list[list[Point]] = []
    for x, y in ((-84.0, -2.0), (0.0, 74.0), (80.0, -78.0)):
        tufts += [[(x, y, 154.0), (x + way, y - way, 172.0)] for way in (-6, 0, 6)]
    plate.strokes(tufts, line=plate.colour("moss"), width=3)


def rainwater_systems(plate: Plate) -> None:
    """Rain from roof to gutter to a buried tank, and up again to a plant."""
    plate.accent = plate.chance.pick(["slate", "terracotta", "moss", "clay", "lake"])
    plate.shade_under((-170, -110, 0), (340, 220))
    ground = plate.box((-170, -110, 0), (340, 220, 120), plate.tones("soil"))
    for face in (ground.x, ground.y):
        speckle(plate, face, 46, colours=[plate.tones("walnut").shade, plate.tones("kraft").lit], size=5)
    turf = plate.box((-170, -110, 120), (340, 220, 12), plate.tones("moss"))
    speckle(plate, turf.top, 40, colours=[plate.tones("celadon").mid], size=4)
    _buried_tank(plate, ground.y)
    _house(plate)
    _plant(plate)
    rain(plate, Sheet((-190, 60, 330), (300, -160, 0), (0, 0, 90)), 13)


def _buried_tank(plate: Plate, cut: Sheet) -> None:
    """The tank shown in the cut earth, half full."""
    level = plate.chance.between(0.42, 0.68)
    tank = cut.part((0.2, 0.12), (0.82, 0.86))
    plate.polygon(tank.corners(), plate.tones("bone").lit)
    water = tank.part((0.03, 0.06), (0.97, level))
    top = [water.at(i / 12, 1 + 0.06 * sin(i * pi / 2)) for i in range(13)]
    plate.polygon([water.at(0, 0), *top[::1], water.at(1, 0)], plate.tones("lake").mid, line=False)
    plate.strokes(
        [[tank.at(0.6 + 0.06 * k, 0.2 + 0.1 * k), tank.at(0.7 + 0.06 * k, 0.2 + 0.1 * k)] for k in range(2)],
        line=plate.tones("lake").lit,
        width=3,
    )
    plate.polygon(tank.corners(), "none")
    plate.stroke([cut.at(0.3, 1.1), cut.at(0.3, 0.62)], width=12)
    plate.stroke([cut.at(0.3, 1.1), cut.at(0.3, 0.62)], line=plate.tones("steel").lit, width=7)


def _house(plate: Plate) -> None:
    body = plate.box((-150, -90, 132), (190, 120, 96), plate.tones("bone"))
    plate.polygon(body.y.part((0.56, 0), (0.8, 0.7)).corners(), plate.tones("walnut").mid)
    plate.polygon(body.x.part((0.3, 0.34), (0.7, 0.74)).corners(), plate.tones("glass").mid)
    ridge: list[Point] = [(-166, -30, 296), (56, -30, 296)]
    near: list[Point] = [(56, 46, 226), (-166, 46, 226)]
    plate.polygon([(40, -90, 228), (40, 30, 228), (40, -30, 288)], plate.tones("bone").shade)
    plate.polygon([*ridge, *near], plate.tones("accent").lit)
    plate.polygon(
        [(56, -30, 296), (56, 46, 226), (56, 46, 218), (56, -30, 286), (56, -106, 218), (56, -106, 226)],
        plate.tones("accent").shade,
    )
    roof = Sheet(near[1], (222, 0, 0), (0, -76, 70))
    courses(plate, roof, 5, columns=11, line=plate.tones("accent").shade)
    tube(plate, ((-168, 52, 220), (60, 52, 220)), plate.tones("steel"), radius=8)
    pipe(
        plate,
        [(-66, 58, 216), (-66, 58, 200), (-66, 40, 180), (-66, 40, 150), (-66, 62, 138), (-66, 108, 132)],
        plate.tones("steel"),
        radius=6,
    )


def _plant(plate: Plate) -> None:
    foot: Point = (118, 40, 132)
    plate.stroke([(100, 108, 132), (100, 108, 168), (112, 96, 168), (112, 96, 158)], width=7)
    for dx, dz in ((-26, 44), (0, 66), (26, 48), (-16, 24), (20, 26)):
        leaf(plate, foot, move(foot, ((dx, -dx, dz), 1)))
    drop(plate, (112, 96, 146), 8)


def shading(plate: Plate) -> None:
    """Slats before a window, turned against the sun, their shadow on the wall."""
    plate.accent = plate.chance.pick(["wood", "terracotta", "slate", "moss", "brass", "celadon"])
    slats = plate.chance.whole(7, 10)
    plate.shade_under((-165, -40, 0), (330, 80))
    wall = plate.box((-165, -40, 0), (330, 22, 290), plate.tones("plaster"))
    window = wall.y.part((0.1, 0.14), (0.9, 0.88))
    plate.polygon(window.corners(), plate.tones("slate").mid)
    for low, high in ((0.03, 0.485), (0.515, 0.97)):
        plate.polygon(window.part((low, 0.04), (high, 0.96)).corners(), plate.tones("glass").mid)
    shade = [window.part((0.03, (i + 0.1) / slats), (0.97, (i + 0.55) / slats)).corners() for i in range(slats)]
    plate.patches(shade, plate.tones("lake").shade, opacity=0.35)
    _slats(plate, slats)
    sun(plate, (-226, 0, 300), 32)
    rays = [[(-214 + 20 * k, 40, 276 - 26 * k), (-186 + 20 * k, 40, 262 - 26 * k)] for k in range(3)]
    plate.strokes(rays, line=plate.colour("brass"), width=4)


def _slats(plate: Plate, slats: int) -> None:
    tones = plate.tones("accent")
    steel = plate.tones("steel")
    for x in (-140.0, 128.0):
        plate.box((x, -18, 262), (8, 76, 8), steel)
        plate.box((x, 50, 34), (8, 8, 236), steel)
    for index in range(slats):
        z = 40 + 214 * index / slats
        plate.block((-150, 38, z + 16), tones, u=(300, 0, 0), v=(0, 30, -18), w=(0, 3, 4))
        face = Sheet((-150, 41, z + 20), (300, 0, 0), (0, 30, -18))
        if plate.accent == "wood":
            grain(plate, face, 3, line=plate.tones("walnut").mid)
    plate.box((-154, 30, 258), (308, 44, 16), steel)


EXHIBITS = {
    "photovoltaics": photovoltaics,
    "elevators": elevators,
    "permeable-paving": permeable_paving,
    "rainwater-systems": rainwater_systems,
    "shading": shading,
}
