"""What carries current and what it becomes: cables and light."""

from itertools import pairwise
from math import cos, pi, sin

from components.drawings.canvas import FINE, Plate
from components.drawings.palette import Tones, blend
from components.drawings.signs import circle
from components.drawings.space import Point, Sheet, move
from components.drawings.textures import grain
from components.drawings.turned import Spindle, lathe, pipe


def wires_cables(plate: Plate) -> None:
    """A wooden drum of cable, the end stripped to its copper."""
    plate.accent = plate.chance.pick(["bitumen", "moss", "terracotta", "lake", "slate"])
    radius = plate.chance.between(112, 126)
    plate.shade_under((-130, -96, 0), (260, 160))
    wood, cable = plate.tones("wood"), plate.tones("accent")
    axis = Spindle((0, -80, radius), (0, 1, 0))
    _flange(plate, axis, (0, radius), wood)
    lathe(plate, [(14, radius * 0.8), (112, radius * 0.8)], cable, on=axis)
    for turn in range(10):
        along = 14 + 98 * (turn + 0.5) / 10
        spots = [axis.spot(along, radius * 0.8, -pi / 2 + pi * k / 12) for k in range(-9, 22)]
        plate.strokes([spots], opacity=0.75)
    _flange(plate, axis, (112, radius), wood)
    _stripped_end(plate, radius)


def _flange(plate: Plate, axis: Spindle, ring: tuple[float, float], wood: Tones) -> None:
    along, radius = ring
    lathe(plate, [(along, radius), (along + 14, radius)], wood, on=axis)
    face = Sheet(axis.spot(along + 14, 0, 0), (radius, 0, 0), (0, 0, radius))
    planks = [t / 4 for t in range(-3, 4)]
    plate.strokes([[face.at(-((1 - t * t) ** 0.5), t), face.at((1 - t * t) ** 0.5, t)] for t in planks])
    grain(plate, face.part((-0.62, -0.75), (0.62, 0.75)), 12, line=plate.tones("walnut").mid)
    for size, fill in ((0.36, wood.shade), (0.16, plate.tones("ink").shade)):
        centre, arms = axis.circle(along + 14, radius * size)
        plate.disc(centre, fill, arms=arms)
    plate.dots([face.at(0.27 * cos(pi * k / 3), 0.27 * sin(pi * k / 3)) for k in range(6)], plate.paint.line, size=7)


def _stripped_end(plate: Plate, radius: float) -> None:
    cable = plate.tones("accent")
    spots: list[Point] = [
        (radius * 0.72, -10, 50),
        (radius + 6, 6, 18),
        (radius + 20, 50, 13),
        (radius - 4, 100, 13),
        (radius - 44, 138, 13),
    ]
    plate.standing += [(x, y, 0) for x, y, _ in spots[1:]]
    pipe(plate, spots, cable, radius=15)
    end = spots[-1]
    cores = [plate.tones(name) for name in ("terracotta", "brass", "lake", "moss")[: plate.chance.pick([3, 4])]]
    for index, core in enumerate(cores):
        fan = (index - (len(cores) - 1) / 2) * 15
        lift = 10 - abs(fan) * 0.2
        middle, tip = (
            (end[0] - 30 + fan * 0.9, end[1] + 26 + fan * 0.7, end[2] + lift),
            (end[0] - 58 + fan * 1.7, end[1] + 50 + fan * 1.5, end[2] + 12),
        )
        pipe(plate, [(end[0] + 4, end[1] - 4, end[2]), middle, tip], core, radius=6)
        bare = move(tip, (move(tip, (middle, -1)), 0.6))
        pipe(plate, [tip, bare], plate.tones("copper"), radius=3.4, soft=False)


def led_lighting(plate: Plate) -> None:
    """A lamp with its cooling fins, a reel of light strip below, and the pool of light."""
    plate.accent = plate.chance.pick(["moss", "terracotta", "slate", "lake", "brass", "bone"])
    pale = blend(plate.tones("brass").lit, plate.paint.ground, 0.4)
    centre, arms = Spindle((0, 0, 0)).circle(0, 132)
    plate.disc(centre, pale, arms=arms, line=False)
    edge = plate.at((93, -93, 0))[0]
    plate.path(f"M-52 -196L52 -196L{edge:.0f} 0L{-edge:.0f} 0Z", fill=pale, opacity=0.6)
    _light_strip(plate)
    _lamp(plate, (0, 0, 206))


def _lamp(plate: Plate, middle: Point) -> None:
    on = Spindle(middle)
    sheet = circle(plate, middle, 84, fill=plate.tones("bone").lit)
    shade = [sheet.at(0.5 + 0.485 * sin(pi * k / 12 + 0.6), 0.5 - 0.485 * cos(pi * k / 12 + 0.6)) for k in range(9)]
    inner = [
        sheet.at(0.44 + 0.42 * sin(pi * k / 12 + 0.5), 0.55 - 0.42 * cos(pi * k / 12 + 0.5)) for k in range(8, -1, -1)
    ]
    plate.patches([[*shade, *inner]], plate.tones("plaster").mid)
    lathe(plate, [(30, 80), (42, 82), (116, 46)], plate.tones("accent"), on=on)
    ribs = [[on.spot(42, 82, k * pi / 12), on.spot(116, 46, k * pi / 12)] for k in range(-5, 12)]
    plate.strokes(ribs, width=1.8, opacity=0.8)
    lathe(plate, [(116, 28), (164, 28)], plate.tones("steel"), on=on)
    plate.strokes([[on.spot(along, 28.5, pi * k / 10) for k in range(-3, 9)] for along in (126, 139, 152)], width=1.8)
    plate.stroke([move(middle, ((0, 0, 1), 166)), move(middle, ((0, 0, 1), 240))], line=plate.paint.chalk, width=4)


def _light_strip(plate: Plate) -> None:
    """A ribbon with its row of chips, half on its reel."""
    bend = plate.chance.pick([-1, 1])
    reel = Spindle((-86, 62, 0))
    plate.shadow([reel.spot(0, 44, k * pi / 4) for k in range(8)])
    spots = [(-80.0 + 26 * k, 108 - 8 * k + 15 * bend * sin(pi * k / 4.5)) for k in range(10)]
    near: list[Point] = [(x, y + 20, 1.0) for x, y in spots]
    far: list[Point] = [(x, y - 20, 1.0) for x, y in spots]
    plate.polygon([*near, *far[::-1]], plate.tones("bone").lit)
    middles: list[Point] = [((a + c) / 2, (b + d) / 2, 1) for (a, b), (c, d) in pairwise(spots)]
    plate.dots(middles, plate.paint.line, size=17)
    plate.dots(middles, plate.tones("brass").lit, size=12)
    lathe(plate, [(0, 44), (26, 44)], plate.tones("bone"), on=reel)
    plate.curve([reel.spot(26, 44 - 30 * k / 72, pi * k / 12) for k in range(73)], width=FINE)
    centre, arms = reel.circle(26, 13)
    plate.disc(centre, plate.tones("slate").mid, arms=arms)


EXHIBITS = {
    "wires-cables": wires_cables,
    "led-lighting": led_lighting,
}
