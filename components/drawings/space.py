"""Plain geometry: points and steps in space, sheets with their own coordinates, smooth lines through points."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Point = tuple[float, float, float]
Flat = tuple[float, float]


def move(start: Point, *steps: tuple[Point, float]) -> Point:
    """From start, each step taken so many times."""
    x, y, z = start
    for (a, b, c), times in steps:
        x, y, z = x + a * times, y + b * times, z + c * times
    return x, y, z


def dot(one: Point, two: Point) -> float:
    return one[0] * two[0] + one[1] * two[1] + one[2] * two[2]


def cross(one: Point, two: Point) -> Point:
    (a, b, c), (d, e, f) = one, two
    return b * f - c * e, c * d - a * f, a * e - b * d


def unit(step: Point) -> Point:
    length = sqrt(dot(step, step)) or 1.0
    return step[0] / length, step[1] / length, step[2] / length


def normal(one: Point, two: Point) -> Point:
    return unit(cross(one, two))


@dataclass(frozen=True)
class Sheet:
    """A flat parallelogram in space: s runs along u, t along v, both from 0 to 1."""

    origin: Point
    u: Point
    v: Point

    def at(self, s: float, t: float) -> Point:
        return move(self.origin, (self.u, s), (self.v, t))

    def corners(self) -> list[Point]:
        return [self.at(0, 0), self.at(1, 0), self.at(1, 1), self.at(0, 1)]

    def part(self, low: Flat, high: Flat) -> "Sheet":
        """The piece between two corners given in this sheet's own coordinates."""
        (s, t), (p, q) = low, high
        return Sheet(self.at(s, t), move((0, 0, 0), (self.u, p - s)), move((0, 0, 0), (self.v, q - t)))

    @property
    def wide(self) -> float:
        return sqrt(dot(self.u, self.u))

    @property
    def high(self) -> float:
        return sqrt(dot(self.v, self.v))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def smooth(points: Sequence[Flat], *, closed: bool = False, pull: float = 0.17) -> str:
    """The path of a soft line through all points (Catmull-Rom, as cubic curves)."""
    last = len(points) - 1
    count = len(points) if closed else last

    def near(index: int) -> Flat:
        return points[index % len(points)] if closed else points[min(max(index, 0), last)]

    d = f"M{_short(points[0][0])} {_short(points[0][1])}"
    for index in range(count):
        (a, b), (c, e), (f, g), (h, i) = (near(index + step) for step in (-1, 0, 1, 2))
        handles = (c + (f - a) * pull, e + (g - b) * pull, f - (h - c) * pull, g - (i - e) * pull, f, g)
        d += "C" + " ".join(_short(value) for value in handles)
    return d + ("Z" if closed else "")


def put(points: Sequence[Flat], at: Flat, size: float) -> list[Flat]:
    """A small flat drawing, given about its foot with up as plus, moved and sized onto the paper."""
    return [(at[0] + a * size, at[1] - b * size) for a, b in points]
