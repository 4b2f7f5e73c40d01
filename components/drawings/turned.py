"""What a lathe or a bender makes: tubes, cones, drums, bottles, domes, and bent pipes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

from components.drawings.canvas import CONTOUR, VIEWER, Plate, trail
from components.drawings.palette import Tones
from components.drawings.space import Flat, Point, cross, dot, move, normal, smooth, unit

STRIPS = 24


@dataclass(frozen=True)
class Spindle:
    """The axis something is turned about, and how far its circle is stretched along its two arms."""

    base: Point
    axis: Point = (0.0, 0.0, 1.0)
    stretch: tuple[float, float] = (1.0, 1.0)

    def arms(self) -> tuple[Point, Point]:
        axis = unit(self.axis)
        if abs(axis[2]) > 0.99:
            return (self.stretch[0], 0.0, 0.0), (0.0, self.stretch[1], 0.0)
        one = normal((0.0, 0.0, 1.0), axis)
        two = cross(axis, one)
        return move((0, 0, 0), (one, self.stretch[0])), move((0, 0, 0), (two, self.stretch[1]))

    def spot(self, along: float, radius: float, angle: float) -> Point:
        one, two = self.arms()
        return move(self.base, (unit(self.axis), along), (one, radius * cos(angle)), (two, radius * sin(angle)))

    def circle(self, along: float, radius: float) -> tuple[Point, tuple[Point, Point]]:
        one, two = self.arms()
        centre = move(self.base, (unit(self.axis), along))
        return centre, (move((0, 0, 0), (one, radius)), move((0, 0, 0), (two, radius)))


Ring = tuple[float, float]  # how far along the spindle, and how wide there


def lathe(plate: Plate, rings: Sequence[Ring], tones: Tones, *, on: Spindle, creases: bool = True) -> None:
    """A solid of revolution through the rings; creases draws the edge at each ring."""
    toward = dot(unit(on.axis), VIEWER) > 0
    pairs = list(pairwise(rings))
    for lower, upper in pairs if toward else reversed(pairs):
        _segment(plate, (lower, upper), tones, on)
        if creases:
            _edge(plate, lower if toward else upper, on)
    along, radius = rings[-1] if toward else rings[0]
    if radius > 1:
        facing = unit(on.axis) if toward else move((0, 0, 0), (unit(on.axis), -1))
        centre, arms = on.circle(along, radius)
        plate.disc(centre, plate.tone(tones, facing), arms=arms)
    if not creases:
        _edge(plate, rings[0] if toward else rings[-1], on)


def _facing(rings: tuple[Ring, Ring], on: Spindle, angle: float) -> Point:
    (low, wide), (high, narrow) = rings
    one, two = on.arms()
    out = move((0, 0, 0), (one, cos(angle) / on.stretch[0] ** 2), (two, sin(angle) / on.stretch[1] ** 2))
    return move((0, 0, 0), (unit(out), high - low), (unit(on.axis), wide - narrow))


def _segment(plate: Plate, rings: tuple[Ring, Ring], tones: Tones, on: Spindle) -> None:
    step = 2 * pi / STRIPS
    facing = [_facing(rings, on, (index + 0.5) * step) for index in range(STRIPS)]
    shown = [dot(side, VIEWER) > 0 for side in facing]
    if not any(shown):
        return
    fills = [plate.tone(tones, side) if seen else "" for side, seen in zip(facing, shown, strict=True)]
    start = next((index for index in range(STRIPS) if fills[index] != fills[index - 1]), 0)
    index = start
    while index < start + STRIPS:
        end = index + 1
        while end < start + STRIPS and fills[end % STRIPS] == fills[index % STRIPS]:
            end += 1
        if fills[index % STRIPS]:
            _band(plate, rings, (index * step, end * step), on=on, fill=fills[index % STRIPS])
        index = end
    sides = [index * step for index in range(STRIPS) if shown[index] != shown[index - 1]]
    for angle in sides:
        plate.stroke([on.spot(*rings[0], angle), on.spot(*rings[1], angle)])


def _band(plate: Plate, rings: tuple[Ring, Ring], span: tuple[float, float], *, on: Spindle, fill: str) -> None:
    angles = _between(span)
    there = [plate.at(on.spot(*rings[0], angle)) for angle in angles]
    back = [plate.at(on.spot(*rings[1], angle)) for angle in reversed(angles)]
    plate.path(trail(there + back, closed=True), fill=fill, line=fill, width=0.8)


def _between(span: tuple[float, float]) -> list[float]:
    low, high = span
    count = max(1, round((high - low) / (2 * pi / STRIPS)))
    return [low + (high - low) * index / count for index in range(count + 1)]


def _edge(plate: Plate, ring: Ring, on: Spindle) -> None:
    """The half of a ring that is not hidden by its own solid."""
    step = 2 * pi / STRIPS
    out = [dot(_facing(((0, 1), (1, 1)), on, index * step), VIEWER) > 0 for index in range(STRIPS)]
    start = next((index for index in range(STRIPS) if out[index] and not out[index - 1]), 0)
    low, high = (start - 0.5) * step, (start + sum(out) - 0.5) * step
    points = [plate.at(on.spot(*ring, low + (high - low) * share / 7)) for share in range(8)]
    plate.seen += points
    plate.path(smooth(points), line=plate.paint.line)


def hollow(plate: Plate, ring: Ring, tones: Tones, *, on: Spindle, wall: float = 5) -> None:
    """The open mouth of a tube or vessel."""
    centre, arms = on.circle(*ring)
    plate.disc(centre, tones.lit, arms=arms)
    centre, arms = on.circle(ring[0], ring[1] - wall)
    plate.disc(centre, tones.shade, arms=arms)


def pipe(plate: Plate, points: Sequence[Point], tones: Tones, *, radius: float, soft: bool = True) -> None:
    """A bent pipe, hose or cable: contour, body, and a lit and a shaded stripe."""
    flat = [plate.at(point) for point in points]
    plate.seen += flat
    for shift, width, colour in (
        ((0.0, 0.0), 2 * radius + 2 * CONTOUR, plate.paint.line),
        ((0.0, 0.0), 2 * radius, tones.mid),
        ((0.42 * radius, 0.42 * radius), 0.7 * radius, tones.shade),
        ((-0.4 * radius, -0.4 * radius), 0.6 * radius, tones.lit),
    ):
        moved: list[Flat] = [(x + shift[0], y + shift[1]) for x, y in flat]
        d = smooth(moved) if soft else trail(moved)
        plate.parts.append(f'<path d="{d}" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="butt"/>')


def tube(plate: Plate, ends: tuple[Point, Point], tones: Tones, *, radius: float) -> Spindle:
    """A straight tube between two points; returns its spindle, for what is drawn on its ends."""
    start, end = ends
    along = move(end, (start, -1))
    on = Spindle(start, along)
    lathe(plate, [(0, radius), (dot(along, along) ** 0.5, radius)], tones, on=on)
    return on
