"""Small hints of what an exhibit is for: sun, drops, rain, moving air, warmth, a lens, a leaf."""

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from components.drawings.canvas import Plate, pair, trail
from components.drawings.space import Flat, Point, Sheet, move, put, smooth


def circle(plate: Plate, centre: Point, radius: float, *, fill: str, line: bool = True) -> Sheet:
    """A round thing facing the visitor; returns the sheet it is drawn on."""
    sheet = plate.easel(centre, 2 * radius, 2 * radius)
    arms = (move((0, 0, 0), (sheet.u, 0.5)), move((0, 0, 0), (sheet.v, 0.5)))
    plate.disc(centre, fill, arms=arms, line=line)
    return sheet


def sun(plate: Plate, centre: Point, radius: float) -> None:
    sheet = circle(plate, centre, radius, fill=plate.tones("brass").lit)
    rays = []
    for index in range(12):
        angle = 2 * pi * index / 12
        near, far = (1.34, 1.62) if index % 2 else (1.34, 1.84)
        rays.append([sheet.at(0.5 + r / 2 * cos(angle), 0.5 + r / 2 * sin(angle)) for r in (near, far)])
    plate.strokes(rays, line=plate.colour("brass"), width=3.4)
    plate.seen += [plate.at(sheet.at(0.5 + 0.95 * cos(a), 0.5 + 0.95 * sin(a))) for a in (0, pi / 2, pi, -pi / 2)]


DROP: list[Flat] = [(0, 1.25), (0.3, 0.62), (0.6, 0.12), (0.6, -0.3), (0.32, -0.66), (-0.32, -0.66), (-0.6, -0.3)]
DROP += [(-0.6, 0.12), (-0.3, 0.62)]
BEAD: list[Flat] = [(-1, 0.05), (-0.72, 0.6), (0, 0.84), (0.72, 0.6), (1, 0.05), (0.6, -0.3), (0, -0.4), (-0.6, -0.3)]


def drop(plate: Plate, centre: Point, size: float, *, colour: str = "lake") -> None:
    """A falling drop."""
    at, tones = plate.at(centre), plate.tones(colour)
    plate.seen += put([(0, 1.25), (0, -1)], at, size)
    plate.path(smooth(put(DROP, at, size), closed=True), fill=tones.lit, line=plate.paint.line)
    plate.path(smooth(put([(-0.34, -0.1), (-0.24, -0.36), (0, -0.46)], at, size)), line=tones.mid, width=2.2)


def bead(plate: Plate, foot: Point, size: float, *, colour: str = "lake") -> None:
    """Water standing on a surface that lets none through."""
    at = plate.at(foot)
    plate.path(smooth(put(BEAD, at, size), closed=True), fill=plate.tones(colour).lit, line=plate.paint.line)
    glint = put([(-0.56, 0.16), (-0.4, 0.42), (0, 0.56)], at, size)
    plate.path(smooth(glint), line=plate.colour("bone"), width=2.2)


def arrow(plate: Plate, points: Sequence[Point], colour: str, *, width: float = 5) -> None:
    """A soft line with a head, for air and water on the move."""
    flat = [plate.at(point) for point in points]
    plate.seen += flat
    plate.path(smooth(flat), line=colour, width=width)
    (a, b), (c, e) = flat[-2], flat[-1]
    reach = hypot(c - a, e - b) or 1.0
    u, v = (c - a) / reach * width * 2.6, (e - b) / reach * width * 2.6
    head: list[Flat] = [(c - u - v * 0.8, e - v + u * 0.8), (c, e), (c - u + v * 0.8, e - v - u * 0.8)]
    plate.path(trail(head), line=colour, width=width)


def wave(plate: Plate, start: Point, step: Point, *, colour: str, swing: Point = (0, 0, 9)) -> None:
    """A wavering line of warmth or cool air."""
    spots = [move(start, (step, i / 12), (swing, sin(i * pi / 4))) for i in range(13)]
    flat = [plate.at(spot) for spot in spots]
    plate.seen += flat
    plate.path(smooth(flat), line=colour, width=4)


def rain(plate: Plate, sheet: Sheet, count: int) -> None:
    lines = []
    for index in range(count):
        s, t = (index + plate.chance.share()) / count, plate.chance.between(0.1, 0.9)
        lines.append([sheet.at(s, t), sheet.at(s - 0.05, t - 0.22)])
    plate.seen += [plate.at(spot) for line in lines for spot in line]
    plate.strokes(lines, line=plate.tones("lake").lit if plate.paint.dark else plate.tones("lake").mid, width=3)


def leaf_shape(foot: Flat, tip: Flat, *, plump: float = 0.9) -> str:
    """The path of one leaf between two points on the paper."""
    (a, b), (c, e) = foot, tip
    u, v = (c - a) * 0.32, (e - b) * 0.32
    p, q = u * plump, v * plump
    d = f"M{pair((a, b))}C{pair((a + u - q, b + v + p))} {pair((c - u - q * 0.6, e - v + p * 0.6))} {pair((c, e))}"
    return d + f"C{pair((c - u + q, e - v - p))} {pair((a + u * 0.4 + q, b + v * 0.4 - p))} {pair((a, b))}Z"


def leaf(plate: Plate, foot: Point, tip: Point, *, colour: str = "moss") -> None:
    (a, b), (c, e) = plate.at(foot), plate.at(tip)
    plate.path(leaf_shape((a, b), (c, e)), fill=plate.tones(colour).mid, line=plate.paint.line)
    plate.path(trail([(a, b), (a + (c - a) * 0.8, b + (e - b) * 0.8)]), line=plate.paint.line, width=1.2, opacity=0.6)
