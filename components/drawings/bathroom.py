"""What belongs to water in the house: sanitary ceramics, taps and showers."""

from math import pi

from components.drawings.canvas import Plate
from components.drawings.palette import Tones
from components.drawings.signs import drop
from components.drawings.space import Point, move
from components.drawings.textures import courses, speckle
from components.drawings.turned import Spindle, lathe, pipe

OVAL = (1.3, 0.98)


def sanitary_ceramics(plate: Plate) -> None:
    """A water closet, lid up, on its piece of tiled floor."""
    plate.accent = plate.chance.pick(["celadon", "lake", "terracotta", "moss", "brass", "slate"])
    glaze = plate.tones(plate.chance.pick(["bone", "bone", "mist", "plaster"]))
    plate.shade_under((-150, -110, 0), (300, 220))
    floor = plate.box((-150, -110, 0), (300, 220, 14), plate.tones("accent"))
    courses(plate, floor.top, 4, columns=4, line=plate.tones("accent").shade)
    plate.shadow([(-90, -46, 14), (96, -46, 14), (96, 46, 14), (-90, 46, 14)])
    plate.box((-104, -36, 14), (90, 72, 104), glaze)
    bowl = Spindle((34, 0, 14), stretch=OVAL)
    lathe(plate, [(0, 46), (14, 42), (44, 38), (72, 50), (98, 64), (112, 67)], glaze, on=bowl, creases=False)
    _cistern(plate, glaze)
    _seat(plate, glaze, bowl)


def _cistern(plate: Plate, glaze: Tones) -> None:
    plate.box((-128, -66, 112), (54, 132, 112), glaze)
    plate.box((-132, -70, 224), (62, 140, 14), glaze)
    centre: Point = (-101, 0, 238)
    plate.disc(centre, plate.tones("steel").mid, arms=((15, 0, 0), (0, 15, 0)))
    plate.strokes([[(-101, -14, 238), (-101, 14, 238)]])


def _seat(plate: Plate, glaze: Tones, bowl: Spindle) -> None:
    lid: Point = (-56, 0, 200)
    lean: Point = (-14, 0, 74)
    for push in (-7.0, 0.0):
        plate.disc(move(lid, ((push, 0, 0), 1)), glaze.shade if push else glaze.mid, arms=((0, 62, 0), lean))
    lathe(plate, [(112, 67), (121, 68)], glaze, on=bowl)
    for radius, fill in ((47.0, glaze.shade), (40.0, glaze.mid)):
        centre, arms = bowl.circle(120 if radius > 45 else 112, radius)
        plate.disc(centre, fill, arms=arms)
    centre, arms = Spindle((30, 0, 14), stretch=OVAL).circle(104, 24)
    plate.disc(centre, plate.tones("lake").lit, arms=arms)
    plate.box((-52, -40, 126), (14, 80, 11), glaze)


def faucets_showers(plate: Plate) -> None:
    """A basin tap, and a shower raining behind it."""
    metal = plate.tones(plate.chance.pick(["steel", "brass", "copper", "slate"]))
    plate.accent = plate.chance.pick(["celadon", "lake", "mist", "clay", "moss"])
    plate.shade_under((-160, -90, 0), (320, 210))
    deck = plate.box((-160, -90, 0), (320, 210, 18), plate.tones("stone"))
    speckle(plate, deck.top, 60, colours=[plate.colour("bone"), plate.colour("slate")], size=3)
    wall = plate.box((-160, -112, 0), (320, 22, 310), plate.tones("accent"))
    courses(plate, wall.y, 7, columns=5, line=plate.tones("bone").lit)
    _shower(plate, metal)
    _tap(plate, metal)


def _shower(plate: Plate, metal: Tones) -> None:
    x = 74.0
    for z in (60.0, 250.0):
        lathe(plate, [(0, 13), (22, 13)], metal, on=Spindle((x, -90, z), (0, 1, 0)))
    pipe(
        plate,
        [(x, -66, 56), (x, -66, 284), (x, -62, 298), (x, -44, 304), (x, 6, 304), (x, 18, 300), (x, 20, 280)],
        metal,
        radius=6.5,
    )
    streams = []
    for k in range(7):
        for row in (-1, 0, 1):
            a, b = x - 40 + 13 * k, 20 + 22 * row
            streams += [[(a, b, 256 - 46 * j - 7 * (k % 2)), (a, b, 234 - 46 * j - 7 * (k % 2))] for j in range(4)]
    plate.strokes(
        streams, line=plate.tones("lake").mid if plate.accent != "lake" else plate.tones("bone").lit, width=2.4
    )
    head = Spindle((x, 20, 262))
    lathe(plate, [(0, 62), (8, 62), (18, 20), (26, 12)], metal, on=head)


def _tap(plate: Plate, metal: Tones) -> None:
    foot: Point = (-84, 20, 18)
    on = Spindle(foot)
    plate.shadow([on.spot(0, 34, k * pi / 4) for k in range(8)])
    high = plate.chance.between(128, 156)
    lathe(plate, [(0, 32), (10, 30), (12, 21), (56, 19)], metal, on=on)
    neck = [move(foot, ((0, 0, 1), 54)), move(foot, ((0, 0, 1), high))]
    neck += [move(foot, ((0, out, high + up), 1)) for out, up in ((8, 26), (36, 42), (64, 28), (72, -4))]
    pipe(plate, neck, metal, radius=12)
    lathe(plate, [(0, 16), (22, 16)], metal, on=Spindle(move(foot, ((0, 72, high - 24), 1))))
    plate.block(move(foot, ((14, -8, 40), 1)), metal, u=(52, 0, 26), v=(0, 16, 0), w=(-3, 0, 9))
    for k, size in ((0, 11.0), (1, 14.0)):
        drop(plate, move(foot, ((0, 72, high - 54 - 40 * k), 1)), size, colour="lake")
    centre = move(foot, ((0, 72, 1), 1))
    for radius in (16.0, 30.0):
        plate.path(plate.round(centre, ((radius, 0, 0), (0, radius, 0))), line=plate.tones("lake").mid, width=2.4)


EXHIBITS = {"sanitary-ceramics": sanitary_ceramics, "faucets-showers": faucets_showers}
