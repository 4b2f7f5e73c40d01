"""What lies underfoot: wood, resilient and ceramic floors, and slabs of stone."""

from math import pi, sin

from components.drawings.canvas import Plate
from components.drawings.signs import circle
from components.drawings.space import Flat, Point, Sheet, move
from components.drawings.textures import grain, speckle

Patch = tuple[Flat, Flat]  # two corners of a rectangle on a sheet


def herringbone(columns: int, rows: int, *, long: int) -> list[Patch]:
    """Planks of one by `long` units laid in zigzag over a field of columns by rows, cut at its edge."""
    planks: list[Patch] = []
    reach = columns + rows
    for band in range(-reach, reach):
        for step in range(-reach, reach):
            x, y = step + band * long, step - band * long
            planks += [((x, y), (x + long, y + 1)), ((x + long, y + 1 - long), (x + long + 1, y + 1))]
    return _cut(planks, columns, rows)


def staggered(columns: int, rows: int, *, long: int) -> list[Patch]:
    """Rows of equal planks, each row shifted by a part of their length."""
    planks: list[Patch] = []
    for row in range(rows):
        shift = (row * 2) % long - long
        planks += [((x + shift, row), (x + shift + long, row + 1)) for x in range(0, columns + 2 * long, long)]
    return _cut(planks, columns, rows)


def basket(columns: int, rows: int, *, long: int) -> list[Patch]:
    """Square groups of planks, lengthways and crossways by turns."""
    planks: list[Patch] = []
    for x in range(0, columns, long):
        for y in range(0, rows, long):
            for step in range(long):
                crossed = (x // long + y // long) % 2
                planks.append(
                    ((x + step, y), (x + step + 1, y + long)) if crossed else ((x, y + step), (x + long, y + step + 1))
                )
    return _cut(planks, columns, rows)


def _cut(planks: list[Patch], columns: int, rows: int) -> list[Patch]:
    """The planks inside the field, in shares of its width and height."""
    kept = []
    for (a, b), (c, d) in planks:
        left, low, right, high = max(a, 0), max(b, 0), min(c, columns), min(d, rows)
        if left < right and low < high:
            kept.append(((left / columns, low / rows), (right / columns, high / rows)))
    return kept


def wood_flooring(plate: Plate) -> None:
    """A piece of parquet with its underlay showing and one plank being let in."""
    plate.accent = plate.chance.pick(["wood", "walnut", "clay", "brass"])
    pattern = plate.chance.pick([herringbone, staggered, basket, herringbone])
    plate.shade_under((-170, -130, 0), (340, 260))
    plate.box((-170, -130, 0), (340, 260, 16), plate.tones("concrete"))
    plate.box((-170, -130, 16), (326, 246, 6), plate.tones("celadon"))
    floor = plate.box((-170, -130, 22), (308, 228, 16), plate.tones("accent"))
    planks = pattern(12, 9, long=3) if pattern is not staggered else pattern(12, 7, long=5)
    _lay(plate, floor.top, planks)
    _loose_plank(plate)


def _lay(plate: Plate, top: Sheet, planks: list[Patch]) -> None:
    tones = plate.tones("accent")
    deep = plate.tones("walnut")
    fills = [tones.lit, tones.mid, deep.lit if plate.accent != "walnut" else plate.tones("wood").mid]
    piles: list[list[list[Point]]] = [[], [], []]
    lines: list[list[Point]] = []
    for low, high in planks:
        piece = top.part(low, high)
        piles[plate.chance.whole(0, 2)].append(piece.corners())
        length = piece if piece.wide > piece.high else Sheet(piece.origin, piece.v, piece.u)
        at, bend = plate.chance.between(0.3, 0.7), plate.chance.between(-0.12, 0.12)
        lines.append([length.at(s / 4, at + bend * sin(s)) for s in range(5)])
    for pile, fill in zip(piles, fills, strict=True):
        plate.patches(pile, fill, line=plate.paint.line)
    plate.strokes(lines, line=deep.shade, opacity=0.5)
    plate.polygon(top.corners(), "none")


def _loose_plank(plate: Plate) -> None:
    """Two planks laid ready, tongue and groove showing."""
    tones = plate.tones("accent")
    for x, y, z in ((-116.0, 16.0, 40.0), (-92.0, 34.0, 56.0)):
        plate.shadow([(x, y, z - 2), (x + 190, y, z - 2), (x + 190, y + 42, z - 2), (x, y + 42, z - 2)])
        plate.box((x, y, z + 4), (196, 46, 5), plate.tones("walnut"))
        plank = plate.box((x, y, z), (190, 42, 13), tones)
        grain(plate, plank.top, 6, line=plate.tones("walnut").shade)
        grain(plate, plank.y, 2, line=plate.tones("walnut").shade)


def resilient_flooring(plate: Plate) -> None:
    """A sports floor in its layers, and the ball it gives back."""
    plate.accent = plate.chance.pick(["celadon", "lake", "terracotta", "moss", "clay", "brass"])
    plate.shade_under((-175, -125, 0), (350, 250))
    base = plate.box((-175, -125, 0), (350, 250, 26), plate.tones("concrete"))
    speckle(plate, base.y, 40, colours=[plate.colour("slate")], size=3)
    screed = plate.box((-175, -125, 26), (314, 250, 12), plate.tones("slate"))
    foam = plate.box((-175, -125, 38), (274, 250, 20), plate.tones("wool"))
    plate.dots(
        [foam.y.at((i + 0.5) / 30, (j + 0.5) / 3) for i in range(30) for j in range(3)],
        plate.tones("wool").shade,
        size=4,
    )
    plate.dots(
        [foam.x.at((i + 0.5) / 26, (j + 0.5) / 3) for i in range(26) for j in range(3)], plate.tones("wool").lit, size=4
    )
    speckle(plate, screed.top, 30, colours=[plate.tones("slate").lit], size=3)
    wear = plate.box((-175, -125, 58), (234, 250, 9), plate.tones("accent"))
    speckle(plate, wear.top, 90, colours=[plate.tones("accent").lit, plate.tones("accent").shade], size=4)
    _court(plate, wear.top)
    _bounce(plate)


def _court(plate: Plate, top: Sheet) -> None:
    white = plate.tones("bone").lit
    centre = top.at(0, 0.5)
    reach = plate.chance.between(70, 92)
    arc = [
        move(centre, ((reach * sin(pi * k / 16), 0, 0), 1), ((0, reach * sin(pi * k / 16 - pi / 2), 0), 1))
        for k in range(17)
    ]
    plate.strokes([arc, [top.at(0.84, 0), top.at(0.84, 1)], [top.at(0, 0.9), top.at(0.84, 0.9)]], line=white, width=6)
    plate.polygon(top.corners(), "none")


def _bounce(plate: Plate) -> None:
    hops: list[Point] = [
        (-110 + 4.2 * k, 110 - 4.2 * k, 70 + (112 if k > 16 else 84) * abs(sin(pi * k / 16))) for k in range(27)
    ]
    plate.strokes([[hops[i], hops[i + 1]] for i in range(0, 24, 2)], line=plate.paint.line, width=3)
    for k, size in ((0, 9.0), (16, 15.0)):
        x, y, _ = hops[k]
        plate.disc((x, y, 67.5), plate.tones("accent").shade, arms=((size, 0, 0), (0, size, 0)), line=False)
    hue = plate.tones("terracotta" if plate.accent not in {"terracotta", "clay"} else "lake")
    sheet = circle(plate, hops[-1], 36, fill=hue.mid)
    lines = [
        [sheet.at(0.5 + way * (0.5 - 0.32 * sin(pi * k / 8)), 0.06 + 0.88 * k / 8) for k in range(1, 8)]
        for way in (-1, 1)
    ]
    plate.strokes(
        [*lines, [sheet.at(0.5, 0.01), sheet.at(0.5, 0.99)], [sheet.at(0.01, 0.5), sheet.at(0.99, 0.5)]], width=1.8
    )


def ceramic_tiles(plate: Plate) -> None:
    """Glazed tiles on their combed bed, a spare leaning on the pile."""
    plate.accent = plate.chance.pick(["celadon", "lake", "terracotta", "moss", "clay", "brass"])
    second = plate.chance.pick(["bone", "mist", "plaster"])
    figure = plate.chance.pick([_quarter_rounds, _stars, _chequers, _crossings])
    plate.shade_under((-160, -160, 0), (320, 320))
    base = plate.box((-160, -160, 0), (320, 320, 22), plate.tones("concrete"))
    grooves = [[base.top.at(0.03, t / 30), base.top.at(0.97, t / 30)] for t in range(1, 30)]
    plate.strokes(grooves, line=plate.tones("slate").mid, width=2.4, opacity=0.7)
    for row in range(4):
        for column in range(4):
            if (column, row) not in {(3, 3), (2, 3), (3, 2)}:
                tile = plate.box((-158 + 79 * column, -158 + 79 * row, 22), (76, 76, 9), plate.tones(second))
                figure(plate, tile.top, (column + row) % 2)
    _pile(plate, second)


def _quarter_rounds(plate: Plate, tile: Sheet, turn: int) -> None:
    for s, t, way in (((0, 0, 1), (1, 1, -1)), ((1, 0, 1), (0, 1, -1)))[turn]:
        across = 1 if s == 0 else -1
        arc = [
            tile.at(s + across * 0.62 * sin(pi * k / 12), t + way * 0.62 * sin(pi / 2 - pi * k / 12)) for k in range(7)
        ]
        plate.patches([[tile.at(s, t), *arc]], plate.colour("accent"), line=plate.paint.line)


def _stars(plate: Plate, tile: Sheet, turn: int) -> None:
    reach = ((0.46, 0.2), (0.3, 0.3))[turn]
    star = [
        tile.at(0.5 + reach[k % 2] * sin(pi * k / 4), 0.5 + reach[k % 2] * sin(pi * k / 4 + pi / 2)) for k in range(8)
    ]
    plate.patches([star], plate.colour("accent"), line=plate.paint.line)


def _chequers(plate: Plate, tile: Sheet, turn: int) -> None:
    if turn:
        plate.polygon(tile.corners(), plate.tones("accent").mid)
    else:
        corners = [tile.at(0.5, 0.3), tile.at(0.7, 0.5), tile.at(0.5, 0.7), tile.at(0.3, 0.5)]
        plate.patches([corners], plate.colour("accent"), line=plate.paint.line)


def _crossings(plate: Plate, tile: Sheet, turn: int) -> None:
    plate.patches(
        [[tile.at(0, 0), tile.at(0.5, 0.5), tile.at(0, 1)], [tile.at(1, 0), tile.at(0.5, 0.5), tile.at(1, 1)]]
        if turn
        else [[tile.at(0, 0), tile.at(0.5, 0.5), tile.at(1, 0)], [tile.at(0, 1), tile.at(0.5, 0.5), tile.at(1, 1)]],
        plate.colour("accent"),
        line=plate.paint.line,
    )


def _pile(plate: Plate, second: str) -> None:
    for level in range(plate.chance.whole(3, 5)):
        plate.box((66, 66, 24 + 11 * level), (78, 78, 10), plate.tones("accent" if level % 2 else second))


def natural_stone(plate: Plate) -> None:
    """Polished slabs leaning on their rack before the rough block they were sawn from."""
    plate.accent = plate.chance.pick(["stone", "slate", "clay", "moss", "plaster"])
    plate.shade_under((-170, -120, 0), (340, 230))
    _rough_block(plate)
    for index in range(plate.chance.pick([2, 3])):
        _slab(plate, 8 + 40 * index, 176 - 26 * index)
    plate.box((-150, 118, 0), (300, 16, 14), plate.tones("walnut"))


def _rough_block(plate: Plate) -> None:
    tones = plate.tones("accent")
    top: list[Point] = [
        (-170, -120, 196),
        (-60, -124, 206),
        (60, -118, 194),
        (150, -120, 202),
        (154, -60, 198),
        (150, -20, 190),
    ]
    top += [(40, -16, 198), (-70, -20, 188), (-166, -18, 196), (-172, -70, 204)]
    for edge, fill in ((top[3:6], tones.shade), (top[5:9], tones.mid)):
        plate.polygon([*edge, *[(x, y, 0.0) for x, y, _ in reversed(edge)]], fill)
    plate.polygon(top, tones.lit)
    marks = [[(152, -108 + 14 * i, 192), (152, -108 + 14 * i, 120)] for i in range(6)]
    plate.strokes(marks, width=3, opacity=0.6)
    speckle(
        plate,
        Sheet((-166, -110, 198), (310, 0, 0), (0, 84, 0)),
        60,
        colours=[tones.shade, plate.colour("bone")],
        size=4,
    )


def _slab(plate: Plate, y: float, high: float) -> None:
    x = -150 + y * 0.25
    origin: Point = (x, y + 32, 8)
    tilt: Point = (0, -26, high)
    tones = plate.tones("accent")
    plate.block(origin, tones, u=(270, 0, 0), v=(0, 13, 0), w=tilt)
    front = Sheet(move(origin, ((0, 13, 0), 1)), (270, 0, 0), tilt)
    speckle(plate, front, 130, colours=[tones.shade, plate.colour("bone"), plate.paint.line], size=5)
    seam = [front.at(min(1, 0.1 * i), 0.25 + 0.05 * i + 0.05 * sin(2.4 * i)) for i in range(11)]
    plate.strokes([seam], line=plate.colour("bone"), width=3, opacity=0.8)


EXHIBITS = {
    "wood-flooring": wood_flooring,
    "resilient-flooring": resilient_flooring,
    "ceramic-tiles": ceramic_tiles,
    "natural-stone": natural_stone,
}
