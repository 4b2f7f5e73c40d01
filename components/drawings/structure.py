"""The load-bearing exhibits: ready-mixed concrete, stairs from the mould, steel, timber and bars."""

from components.drawings.canvas import VIEWER, Plate
from components.drawings.palette import Tones
from components.drawings.space import Point, Sheet, dot, move
from components.drawings.textures import aggregate, flutes, grain, rings, speckle
from components.drawings.turned import Spindle, lathe, tube

DRUM = [(0.0, 30.0), (26.0, 52.0), (110.0, 68.0), (160.0, 60.0), (238.0, 30.0), (250.0, 30.0)]


def ready_mixed_concrete(plate: Plate) -> None:
    """A mixer lorry and the cube cast from its load."""
    plate.accent = plate.chance.pick(["moss", "lake", "terracotta", "brass", "celadon"])
    plate.shade_under((-165, -52, 0), (345, 118))
    _wheels(plate, (-120, -70, 80), side=-52)
    plate.box((-165, -50, 34), (330, 100, 18), plate.tones("slate"))
    _chute(plate)
    _drum(plate)
    _cab(plate)
    _wheels(plate, (-120, -62, 118), side=42)
    _cast_cube(plate)


def _wheels(plate: Plate, places: tuple[int, ...], *, side: float) -> None:
    for x in places:
        on = tube(plate, ((x, side - 10, 27), (x, side + 16, 27)), plate.tones("bitumen"), radius=27)
        centre, arms = on.circle(26, 12)
        plate.disc(centre, plate.tones("steel").lit, arms=arms)


def _drum(plate: Plate) -> None:
    on = Spindle((78, 0, 118), (-1, 0, 0.26))
    plate.box((-120, -36, 52), (26, 72, 60), plate.tones("slate"))
    lathe(plate, DRUM, plate.tones("bone"), on=on, creases=False)
    for turn in range(plate.chance.pick([3, 4])):
        for along, wide, next_wide, span in ((30.0, 53.0, 67.0, 76.0), (110.0, 68.0, 60.0, 50.0)):
            _ribbon(plate, on, (along, wide), (along + span, next_wide), turn=2.1 * turn + along / 60)
    plate.box((52, -32, 52), (24, 64, 40), plate.tones("slate"))


def _ribbon(plate: Plate, on: Spindle, start: tuple[float, float], end: tuple[float, float], *, turn: float) -> None:
    """One painted stripe winding along the drum, as far as it faces the visitor."""
    (low, wide), (high, narrow) = start, end
    front: list[Point] = []
    back: list[Point] = []
    for step in range(9):
        share = step / 8
        angle = turn + (high - low) / 60 * share
        spot = on.spot(low + (high - low) * share, wide + (narrow - wide) * share, angle)
        if dot(move(spot, (on.spot(low + (high - low) * share, 0, 0), -1)), VIEWER) > 0:
            front.append(spot)
            back.append(on.spot(low + (high - low) * share, wide + (narrow - wide) * share, angle + 0.38))
    if len(front) > 2:
        plate.patches([front + back[::-1]], plate.colour("accent"), line=plate.paint.line)


def _chute(plate: Plate) -> None:
    steel = plate.tones("steel")
    plate.block((-172, -20, 128), steel, u=(24, 0, 30), v=(0, 40, 0), w=(-8, 0, 8))
    plate.block((-166, 10, 104), steel, u=(0, 66, -52), v=(26, 0, 0), w=(0, 0, 9))


def _cab(plate: Plate) -> None:
    cab = plate.box((92, -52, 40), (76, 104, 112), plate.tones("accent"))
    glass = plate.tones("glass")
    plate.polygon(cab.x.part((0.1, 0.5), (0.9, 0.9)).corners(), glass.mid)
    plate.polygon(cab.y.part((0.22, 0.5), (0.86, 0.9)).corners(), glass.lit)
    plate.strokes([[cab.y.at(0.16, 0.12), cab.y.at(0.16, 0.94)], [cab.x.at(0.1, 0.2), cab.x.at(0.9, 0.2)]])
    plate.dots([cab.x.at(0.16, 0.1), cab.x.at(0.84, 0.1)], plate.colour("bone"), size=11)


def _cast_cube(plate: Plate) -> None:
    plate.shade_under((60, 120, 0), (62, 62))
    cube = plate.box((60, 120, 0), (62, 62, 62), plate.tones("concrete"))
    aggregate(plate, cube.y, 11, colours=[plate.colour("stone"), plate.colour("bone"), plate.colour("slate")], size=7)
    aggregate(plate, cube.x, 10, colours=[plate.colour("slate"), plate.colour("stone")], size=7)
    speckle(plate, cube.top, 26, colours=[plate.colour("slate"), plate.colour("bone")], size=3)


def precast_concrete(plate: Plate) -> None:
    """A flight of stairs from the mould, still hanging in its slings."""
    plate.accent = plate.chance.pick(["terracotta", "brass", "lake", "moss"])
    steps = plate.chance.whole(5, 7)
    run, rise, wide = 300 / steps, 190 / steps, 150
    plate.shade_under((-150, -75, 0), (310, wide))
    outline: list[Point] = [(150, -75, 26), (150, -75, 26 + rise)]
    for index in range(1, steps):
        x, z = 150 - index * run, 26 + index * rise
        outline += [(x, -75, z), (x, -75, z + rise)]
    outline += [(-150, -75, 26 + steps * rise), (-150, -75, steps * rise - 12), (118, -75, 26)]
    plate.prism(outline, plate.tones("concrete"), push=(0, wide, 0))
    for index in range(steps):
        edge = Sheet((150 - index * run - 10, -75, 26.5 + (index + 1) * rise), (0, wide, 0), (7, 0, 0))
        plate.strokes([[edge.at(0.04, 0.2), edge.at(0.96, 0.2)], [edge.at(0.04, 0.9), edge.at(0.96, 0.9)]], opacity=0.6)
    _stair_flank(plate, steps, run)
    _slings(plate, run, steps * rise)


def _stair_flank(plate: Plate, steps: int, run: float) -> None:
    grains = [
        (150 - s * 300, 75.0, 26 + max(0.0, (s * 300 - 32) * 0.62) + t * 26 + 4)
        for s, t in ((plate.chance.between(0.12, 0.96), plate.chance.share()) for _ in range(12 * steps))
    ]
    plate.dots(grains, plate.colour("slate"), size=2.6 + run / 60)


def _slings(plate: Plate, run: float, top: float) -> None:
    hook = (0.0, 0.0, top + 150)
    low, high = 150 - 1.5 * run, -150 + 0.5 * run
    slope = top / 300
    ends: list[Point] = [(x, y, 26 + (150 - x) * slope + 6) for x in (high, low) for y in (-48, 48)]
    for end in ends:
        plate.dots([end], plate.paint.line, size=11)
        plate.strokes([[end, hook]], line=plate.paint.chalk, width=6)
        plate.strokes([[end, hook]], line=plate.colour("accent"), width=3)
    plate.seen.append(plate.at(move(hook, ((0, 0, 1), 46))))
    tube(plate, (hook, move(hook, ((0, 0, 1), 26))), plate.tones("accent"), radius=11)
    plate.strokes([[move(hook, ((0, 0, 1), 27)), move(hook, ((0, 0, 1), 60))]], line=plate.paint.chalk, width=4)


def _i_outline(high: float, wide: float, *, flange: float = 13, web: float = 9) -> list[tuple[float, float]]:
    half, core, top = wide / 2, web / 2, high / 2
    inner = top - flange
    right = [(half, -top), (half, -inner), (core, -inner), (core, inner), (half, inner), (half, top)]
    return right + [(-a, b) for a, b in reversed(right)]


def structural_steel(plate: Plate) -> None:
    """Where a rolled beam is bolted to its column."""
    plate.accent = plate.chance.pick(["terracotta", "slate", "moss", "lake", "brass"])
    high = plate.chance.between(84, 112)
    paint, steel = plate.tones("accent"), plate.tones("steel")
    plate.shade_under((-78, -78, 0), (156, 156))
    base = plate.box((-78, -78, 0), (156, 156, 14), steel)
    plate.dots([base.top.at(s, t) for s in (0.1, 0.9) for t in (0.1, 0.9)], plate.paint.line, size=12)
    beam: list[Point] = [(-200, a, 185 + b) for a, b in _i_outline(high, 64)]
    plate.prism(beam, paint, push=(152, 0, 0))
    column: list[Point] = [(b, a, 14) for a, b in _i_outline(96, 92)]
    plate.prism(column, paint, push=(0, 0, 292))
    face = plate.box((48, -42, 185 - high / 2 - 16), (10, 84, high + 32), steel).x
    plate.prism([(58, y, z) for _, y, z in beam], paint, push=(170, 0, 0))
    plate.dots([face.at(s, t) for s in (0.1, 0.9) for t in (0.08, 0.36, 0.64, 0.92)], plate.paint.line, size=11)
    plate.dots([face.at(s, t) for s in (0.1, 0.9) for t in (0.08, 0.36, 0.64, 0.92)], steel.lit, size=6)


def structural_timber(plate: Plate) -> None:
    """A glued-laminated beam resting on a slab of cross-laminated timber."""
    layers = plate.chance.pick([3, 5])
    plate.accent = plate.chance.pick(["wood", "wood", "kraft", "brass"])
    high, line = 66 / layers, plate.colour("walnut")
    plate.shade_under((-170, -110, 0), (340, 220))
    for index in range(layers):
        crossed = bool(index % 2)
        box = plate.box((-170, -110, index * high), (340, 220, high), plate.tones("walnut" if crossed else "accent"))
        end, long = (box.y, box.x) if crossed else (box.x, box.y)
        grain(plate, long, 2, line=line)
        _boards(plate, end, round(end.wide / 74))
    flutes(plate, Sheet(box.top.origin, box.top.v, box.top.u), 3, line=plate.paint.line)
    grain(plate, box.top, 12, line=line)
    _glulam(plate, plate.chance.whole(5, 7))


def _boards(plate: Plate, face: Sheet, count: int) -> None:
    """The ends of boards lying side by side, each with its own year rings."""
    flutes(plate, face, count, line=plate.paint.line)
    for index in range(count):
        heart = (plate.chance.between(0.3, 0.7), plate.chance.pick([-0.9, 1.9]))
        board = face.part((index / count, 0), ((index + 1) / count, 1))
        rings(plate, board, heart, line=plate.colour("walnut"), gap=8)


def _glulam(plate: Plate, laminations: int) -> None:
    plate.shade_under((-150, -50, 66), (300, 76))
    beam = plate.box((-150, -50, 66), (300, 76, 140), plate.tones("accent"))
    for index in range(laminations):
        low, high = index / laminations, (index + 1) / laminations
        grain(plate, beam.y.part((0, low), (1, high)), 2, line=plate.colour("walnut"))
        board = beam.x.part((0, low), (1, high))
        rings(
            plate,
            board,
            (plate.chance.between(0.3, 0.7), plate.chance.pick([-1.2, 2.2])),
            line=plate.colour("walnut"),
            gap=7,
        )
    rows = [
        [face.at(0, i / laminations), face.at(1, i / laminations)]
        for face in (beam.x, beam.y)
        for i in range(1, laminations)
    ]
    plate.strokes(rows, width=1.8)
    grain(plate, beam.top, 4, line=plate.colour("walnut"))
    plate.dots([beam.y.at(s, t) for s in (0.84, 0.92) for t in (0.2, 0.5, 0.8)], plate.paint.line, size=10)
    plate.dots([beam.y.at(s, t) for s in (0.84, 0.92) for t in (0.2, 0.5, 0.8)], plate.tones("steel").lit, size=6)


def rebar(plate: Plate) -> None:
    """A tied bundle of ribbed bars."""
    plate.accent = plate.chance.pick(["terracotta", "moss", "lake", "brass"])
    rows = plate.chance.pick([(4, 3, 2), (3, 4, 3), (4, 3)])
    radius = 24.0 if len(rows) > 2 else 28.0
    plate.shade_under((-180, -radius * rows[0], 0), (360, 2 * radius * rows[0]))
    steel = Tones(plate.tones("steel").lit, plate.tones("steel").mid, plate.tones("slate").mid)
    for level, count in enumerate(rows):
        z = radius + level * radius * 1.74
        for index in range(count):
            y = (index - (count - 1) / 2) * 2 * radius
            reach = plate.chance.between(-14, 14)
            _bar(plate, (y, z), (-180 + reach, 180 + reach), steel=steel, radius=radius)
    tops = max(rows)
    for x in (-90.0, 80.0):
        _tie(plate, x, radius, levels=len(rows), widest=(rows[0], rows[-1], tops))


def _bar(plate: Plate, at: tuple[float, float], span: tuple[float, float], *, steel: Tones, radius: float) -> None:
    (y, z), (low, high) = at, span
    on = tube(plate, ((low, y, z), (high, y, z)), steel, radius=radius)
    ribs = []
    for step in range(1, 14):
        along = (high - low) * step / 14
        ribs.append([on.spot(along + 5 * part, radius, -1.1 + 0.62 * part) for part in range(5)])
    plate.strokes(ribs, width=2, opacity=0.75)
    centre, arms = on.circle(high - low, radius * 0.72)
    plate.path(plate.round(centre, arms), line=plate.paint.line, width=1.2, opacity=0.5)


def _tie(plate: Plate, x: float, radius: float, *, levels: int, widest: tuple[int, int, int]) -> None:
    first, last, most = widest
    top = radius * 2 + (levels - 1) * radius * 1.74
    left, crown = first * radius, last * radius
    belly: list[Point] = [(x, most * radius + 1, top / 2)] if most > first else []
    loop: list[Point] = [
        (x, left + 1, radius * 0.5),
        *belly,
        (x, crown + 1, top - radius),
        (x, crown - radius, top + 1),
    ]
    loop += [(x, -crown + radius, top + 1), (x, -crown, top - radius * 0.6)]
    for line, width in ((plate.paint.line, 9.0), (plate.colour("accent"), 5.0)):
        plate.strokes([loop], line=line, width=width)


EXHIBITS = {
    "ready-mixed-concrete": ready_mixed_concrete,
    "precast-concrete": precast_concrete,
    "structural-steel": structural_steel,
    "structural-timber": structural_timber,
    "rebar": rebar,
}
