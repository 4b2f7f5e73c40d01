"""How surfaces are told apart: aggregate, pores, wood grain, rings, fibres, joints, flutes and weave."""

from collections.abc import Iterable
from math import cos, hypot, pi, sin

from components.drawings.canvas import FINE, Plate
from components.drawings.space import Flat, Point, Sheet


def speckle(plate: Plate, sheet: Sheet, count: int, *, colours: Iterable[str], size: float = 4) -> None:
    """Grains strewn over a sheet, shared out among the colours (given as colour values)."""
    named = list(colours)
    chance = plate.chance
    for index, colour in enumerate(named):
        grains = [sheet.at(chance.between(0.03, 0.97), chance.between(0.03, 0.97)) for _ in range(count // len(named))]
        plate.dots(grains, colour, size=size * (1 - 0.22 * index))


def aggregate(plate: Plate, sheet: Sheet, count: int, *, colours: Iterable[str], size: float = 9) -> None:
    """Broken stone in a cut face: small angular pebbles that keep a distance from each other."""
    kept: list[Flat] = []
    chance = plate.chance
    for _ in range(count * 6):
        s, t = chance.share(), chance.share()
        inside = min(s, 1 - s) * sheet.wide > size and min(t, 1 - t) * sheet.high > size
        apart = all(hypot((s - p) * sheet.wide, (t - q) * sheet.high) > size * 2 for p, q in kept)
        if inside and apart and len(kept) < count:
            kept.append((s, t))
    named = list(colours)
    for index, colour in enumerate(named):
        plate.patches(
            [_pebble(plate, sheet, spot, size) for spot in kept[index :: len(named)]], colour, line=plate.paint.line
        )


def _pebble(plate: Plate, sheet: Sheet, spot: Flat, size: float) -> list[Point]:
    chance = plate.chance
    corners = chance.whole(5, 6)
    start = chance.between(0, pi)
    radii = [size * chance.between(0.5, 0.95) for _ in range(corners)]
    turns = [start + 2 * pi * index / corners for index in range(corners)]
    s, t = spot
    return [
        sheet.at(s + r * cos(a) / sheet.wide, t + r * sin(a) / sheet.high) for r, a in zip(radii, turns, strict=True)
    ]


def grain(plate: Plate, sheet: Sheet, count: int, *, line: str, sway: float = 0.25) -> None:
    """Long wood grain along the sheet's first direction; some lines stop short."""
    chance = plate.chance
    lines = []
    for index in range(count):
        t = (index + 0.5) / count
        bend, turn = chance.between(-sway, sway) / count, chance.between(0, 6)
        low, high = chance.pick([(0.0, 1.0), (0.0, 0.62), (0.3, 1.0), (0.12, 0.8)])
        steps = [low + (high - low) * step / 7 for step in range(8)]
        lines.append([sheet.at(s, min(0.98, max(0.02, t + bend * sin(turn + 5 * s)))) for s in steps])
    plate.strokes(lines, line=line, opacity=0.55)


def rings(plate: Plate, sheet: Sheet, heart: Flat, *, line: str, gap: float = 9) -> None:
    """End grain: year rings about a heart that may lie outside the sheet."""
    lines: list[list[Point]] = []
    radius = gap
    while radius < 2.4 * max(sheet.wide, sheet.high):
        run: list[Point] = []
        for index in range(49):
            angle = 2 * pi * index / 48
            s = heart[0] + radius * cos(angle) / sheet.wide
            t = heart[1] + radius * sin(angle) / sheet.high
            if 0 <= s <= 1 and 0 <= t <= 1:
                run.append(sheet.at(s, t))
            elif run:
                lines.append(run)
                run = []
        lines.append(run)
        radius += gap
    plate.strokes([run for run in lines if len(run) > 1], line=line, opacity=0.6)


def fibres(plate: Plate, sheet: Sheet, count: int, *, line: str, length: float = 26) -> None:
    """Loose wool: short curled strands lying mostly along the sheet."""
    chance = plate.chance
    strands = []
    for _ in range(count):
        s, t = chance.between(0.02, 0.9), chance.between(0.08, 0.92)
        curl, rise = chance.between(-5, 5), chance.between(-3, 3)
        long = min(length * chance.between(0.5, 1.1), (0.99 - s) * sheet.wide)
        spots = ((0.0, 0.0), (0.5, curl), (1.0, rise))
        strands.append(
            [sheet.at(s + a * long / sheet.wide, min(0.97, max(0.03, t + b / sheet.high))) for a, b in spots]
        )
    plate.strokes(strands, line=line, opacity=0.6)


def flutes(plate: Plate, sheet: Sheet, count: int, *, line: str, width: float = FINE) -> None:
    """Even lines along the second direction: corrugation, slats, joints; broad ones are opaque."""
    at = [index / count for index in range(1, count)]
    opacity = 0.65 if width <= FINE else 1.0
    plate.strokes([[sheet.at(s, 0), sheet.at(s, 1)] for s in at], line=line, width=width, opacity=opacity)


def courses(plate: Plate, sheet: Sheet, rows: int, *, columns: int, line: str) -> None:
    """Running bond: rows of units, every second row shifted by half."""
    lines = [[sheet.at(0, row / rows), sheet.at(1, row / rows)] for row in range(1, rows)]
    for row in range(rows):
        shift = 0.5 if row % 2 else 0.0
        for column in range(columns + 1):
            s = (column + shift) / columns
            if 0 < s < 1:
                lines.append([sheet.at(s, row / rows), sheet.at(s, (row + 1) / rows)])
    plate.strokes(lines, line=line, opacity=0.8)


def hatch(plate: Plate, sheet: Sheet, gap: float, *, line: str, opacity: float = 0.5) -> None:
    """The draughtsman's sign for a cut face: slanting lines."""
    wide, high = sheet.wide, sheet.high
    lines = []
    offset = gap
    while offset < wide + high:
        low = (min(offset, wide) / wide, max(0.0, offset - wide) / high)
        top = (max(0.0, offset - high) / wide, min(offset, high) / high)
        lines.append([sheet.at(*low), sheet.at(*top)])
        offset += gap
    plate.strokes(lines, line=line, opacity=opacity)


def weave(plate: Plate, sheet: Sheet, columns: int, *, rows: int, line: str) -> None:
    """Cloth or mesh: an even grid of short over-and-under strokes."""
    lines = []
    for row in range(rows):
        for column in range(columns):
            s, t = (column + 0.5) / columns, (row + 0.5) / rows
            a, b = (0.36 / columns, 0.0) if (row + column) % 2 else (0.0, 0.36 / rows)
            lines.append([sheet.at(s - a, t - b), sheet.at(s + a, t + b)])
    plate.strokes(lines, line=line, opacity=0.6)
