"""The drawing table: how a point in space falls on the paper, and the ink, planes, boxes and shadows laid there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from components.drawings.chance import Chance
from components.drawings.palette import Palette, Tones
from components.drawings.space import Flat, Point, Sheet, cross, dot, move, normal, smooth

CONTOUR = 2.4
FINE = 1.5
ACROSS, DOWN = 0.86, 0.43  # where one step along the x axis falls on the paper: a low three-quarter view
VIEWER: Point = (1.0, 1.0, 0.86)
LIGHT: Point = (-0.25, 0.5, 0.83)
KAPPA = 0.5523  # a cubic curve with this handle is a quarter of a circle to the eye


def short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def pair(point: Flat) -> str:
    return f"{short(point[0])} {short(point[1])}"


def trail(points: Iterable[Flat], *, closed: bool = False) -> str:
    return "M" + "L".join(pair(point) for point in points) + ("Z" if closed else "")


@dataclass(frozen=True)
class Box:
    """The three faces of a box that the visitor sees."""

    top: Sheet
    x: Sheet
    y: Sheet


@dataclass
class Plate:
    """One drawing in the making. Contours inherit the group's stroke; everything finer states its own."""

    paint: Palette
    chance: Chance
    mirrored: bool = False
    raised: bool = False  # on a plinth, where a wide shadow would fall over the edge
    accent: str = "moss"
    parts: list[str] = field(default_factory=list)
    seen: list[Flat] = field(default_factory=list)
    standing: list[Point] = field(default_factory=list)  # the outline of what touches the floor

    # --- looking

    def at(self, point: Point) -> Flat:
        x, y, z = point
        if self.mirrored:
            x, y = y, x
        return (x - y) * ACROSS, (x + y) * DOWN - z

    def tones(self, name: str) -> Tones:
        return self.paint.tones(self.accent if name == "accent" else name)

    def colour(self, name: str) -> str:
        return self.paint.colour(self.accent if name == "accent" else name)

    def glow(self, facing: Point) -> float:
        """How much of the lamp's light a plane with this normal catches, from -1 to 1."""
        x, y, z = facing
        if self.mirrored:
            x, y = y, x
        return dot((x, y, z), LIGHT) / (dot(facing, facing) ** 0.5 or 1.0)

    def tone(self, tones: Tones, facing: Point) -> str:
        glow = self.glow(facing)
        return tones.lit if glow > 0.62 else tones.mid if glow > 0.1 else tones.shade

    def easel(self, centre: Point, wide: float, high: float) -> Sheet:
        """A sheet that faces the visitor squarely, for what has no place in space: a sun, a lens, a drop."""
        right: Point = (
            (-wide / 2 / ACROSS, wide / 2 / ACROSS, 0) if self.mirrored else (wide / 2 / ACROSS, -wide / 2 / ACROSS, 0)
        )
        return Sheet(move(centre, (right, -0.5), ((0, 0, high), -0.5)), right, (0, 0, high))

    # --- ink and planes

    def path(self, d: str, *, fill: str = "none", line: str = "", width: float = 0, opacity: float = 1) -> None:
        """Lays one SVG path; an empty line means no contour, width 0 the contour's own width."""
        look = f' fill="{fill}"' if fill != "none" else ""
        look += f' stroke="{line}"' if line else ""
        look += f' stroke-width="{short(width)}"' if width else ""
        look += f' opacity="{opacity:.2f}"' if opacity < 1 else ""
        self.parts.append(f'<path d="{d}"{look}/>')

    def polygon(self, points: Sequence[Point], fill: str, *, line: bool = True, opacity: float = 1) -> None:
        flat = [self.at(point) for point in points]
        if line:
            self.seen += flat
        self.path(trail(flat, closed=True), fill=fill, line=self.paint.line if line else "", opacity=opacity)

    def stroke(self, points: Sequence[Point], *, line: str = "", width: float = 0, opacity: float = 1) -> None:
        flat = [self.at(point) for point in points]
        self.seen += flat
        self.path(trail(flat), line=line or self.paint.line, width=width, opacity=opacity)

    def strokes(
        self, lines: Iterable[Sequence[Point]], *, line: str = "", width: float = FINE, opacity: float = 1
    ) -> None:
        """Many fine lines as one path."""
        d = "".join(trail([self.at(point) for point in points]) for points in lines if points)
        if d:
            self.path(d, line=line or self.paint.line, width=width, opacity=opacity)

    def curve(self, points: Sequence[Point], *, fill: str = "none", width: float = 0, closed: bool = False) -> None:
        flat = [self.at(point) for point in points]
        self.seen += flat
        self.path(smooth(flat, closed=closed), fill=fill, line=self.paint.line, width=width)

    def patches(self, shapes: Iterable[Sequence[Point]], fill: str, *, line: str = "", opacity: float = 1) -> None:
        """Many small planes of one colour as one path."""
        d = "".join(trail([self.at(point) for point in points], closed=True) for points in shapes)
        if d:
            self.path(d, fill=fill, line=line, width=FINE if line else 0, opacity=opacity)

    def dots(self, points: Iterable[Point], colour: str, *, size: float, opacity: float = 1) -> None:
        d = "".join(f"M{pair(self.at(point))}h0" for point in points)
        if d:
            self.path(d, line=colour, width=size, opacity=opacity)

    def disc(self, centre: Point, fill: str, *, arms: tuple[Point, Point], line: bool = True) -> None:
        """A round plate whose two radii in space are the arms."""
        self.path(self.round(centre, arms), fill=fill, line=self.paint.line if line else "")

    def round(self, centre: Point, arms: tuple[Point, Point]) -> str:
        """The path of a circle lying anywhere in space."""
        one, two = arms

        def spot(s: float, t: float) -> Flat:
            return self.at(move(centre, (one, s), (two, t)))

        k = KAPPA
        corners = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
        d = "M" + pair(spot(1, 0))
        for (a, b), (c, e) in pairwise(corners):
            d += f"C{pair(spot(a + k * c, b + k * e))} {pair(spot(c + k * a, e + k * b))} {pair(spot(c, e))}"
        self.seen += [spot(a, b) for a, b in corners]
        return d + "Z"

    # --- solids

    def block(self, origin: Point, tones: Tones, *, u: Point, v: Point, w: Point) -> None:
        """A slanted box given by its three edges."""
        for first, second, third in ((u, v, w), (v, w, u), (w, u, v)):
            facing = normal(first, second)
            out = dot(facing, third) > 0
            facing = facing if out else move((0, 0, 0), (facing, -1))
            far = dot(facing, VIEWER) > 0
            if not far:
                facing = move((0, 0, 0), (facing, -1))
            start = move(origin, (third, 1)) if far else origin
            self.polygon(Sheet(start, first, second).corners(), self.tone(tones, facing))

    def box(self, origin: Point, size: Point, tones: Tones) -> Box:
        """An upright box; its faces come back so that something can be drawn on them."""
        (x, y, z), (a, b, c) = origin, size
        faces = Box(
            Sheet((x, y, z + c), (a, 0, 0), (0, b, 0)),
            Sheet((x + a, y, z), (0, b, 0), (0, 0, c)),
            Sheet((x, y + b, z), (a, 0, 0), (0, 0, c)),
        )
        for sheet, facing in ((faces.top, (0, 0, 1)), (faces.x, (1, 0, 0)), (faces.y, (0, 1, 0))):
            self.polygon(sheet.corners(), self.tone(tones, facing))
        return faces

    def prism(self, outline: Sequence[Point], tones: Tones, *, push: Point) -> list[Point]:
        """A flat outline in space, pushed along; returns the end that faces the visitor."""
        far = [move(point, (push, 1)) for point in outline]
        middle = [sum(axis) / len(outline) for axis in zip(*outline, strict=True)]
        sides = []
        area = [0.0, 0.0, 0.0]
        for here, there in zip(outline, [*outline[1:], outline[0]], strict=True):
            turn = cross(move(here, ((middle[0], middle[1], middle[2]), -1)), move(there, (here, -1)))
            area = [a + b for a, b in zip(area, turn, strict=True)]
        around = 1 if dot((area[0], area[1], area[2]), push) > 0 else -1
        for here, there in zip(outline, [*outline[1:], outline[0]], strict=True):
            facing = move((0, 0, 0), (cross(move(there, (here, -1)), push), around))
            if dot(facing, VIEWER) > 0:
                quad = [here, there, move(there, (push, 1)), move(here, (push, 1))]
                sides.append((sum(dot(point, VIEWER) for point in quad), quad, facing))
        for _, quad, facing in sorted(sides, key=lambda side: side[0]):
            self.polygon(quad, self.tone(tones, facing))
        toward = dot(push, VIEWER) > 0
        near = far if toward else list(outline)
        self.polygon(near, self.tone(tones, push if toward else move((0, 0, 0), (push, -1))))
        return near

    def shadow(self, points: Sequence[Point]) -> None:
        """A soft shadow on the floor, a little to the right, in three thin washes."""
        self.standing += [point for point in points if point[2] < 1]
        x, y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
        colour, strength = ("#070A09", 0.28) if self.paint.dark else (self.paint.line, 0.055)
        aside, down = (5, 2) if self.raised else (12, 5)
        for grow in (1.02,) if self.raised else (1.16, 1.09, 1.02):
            flat = [self.at((x + (a - x) * grow, y + (b - y) * grow, z)) for a, b, z in points]
            d = smooth([(a + aside, b + down) for a, b in flat], closed=True, pull=0.06)
            self.path(d, fill=colour, opacity=strength)

    def shade_under(self, origin: Point, size: tuple[float, float]) -> None:
        (x, y, z), (a, b) = origin, size
        self.shadow([(x, y, z), (x + a, y, z), (x + a, y + b, z), (x, y + b, z)])
