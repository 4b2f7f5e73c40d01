"""What the museum looks out on: Huzhou's lake and hills, a stone bridge, a pagoda, the ring on the shore, bamboo."""

from dataclasses import dataclass
from math import cos, pi, sin

from components.drawings.canvas import Plate, pair, trail
from components.drawings.palette import NIGHT, blend
from components.drawings.signs import leaf_shape
from components.drawings.space import Flat, put, smooth


@dataclass(frozen=True)
class View:
    """How wide the view is, and at which height lake and sky meet."""

    wide: float
    shore: float
    foot: float


def mist(plate: Plate, name: str, share: float) -> str:
    """A pigment seen through so much air."""
    air = blend(NIGHT, plate.colour("lake"), 0.16) if plate.paint.dark else plate.colour("bone")
    pigment = blend(plate.colour(name), NIGHT, 0.45) if plate.paint.dark else plate.colour(name)
    return blend(pigment, air, share)


def landscape(plate: Plate, view: View) -> None:
    wide, shore, foot = view.wide, view.shore, view.foot
    sky = mist(plate, "mist", 0.55)
    plate.path(f"M0 0H{wide:.0f}V{shore:.0f}H0Z", fill=sky)
    for height, name, air, turn in (
        (150.0, "mist", 0.15, 0.0),
        (112.0, "celadon", 0.3, 2.1),
        (66.0, "celadon", 0.02, 4.4),
    ):
        plate.path(_hills(view, height, turn), fill=mist(plate, name, air))
    plate.path(f"M0 {shore:.0f}H{wide:.0f}V{foot:.0f}H0Z", fill=mist(plate, "lake", 0.62))
    plate.path(f"M0 {shore:.0f}H{wide:.0f}", line=mist(plate, "moss", 0.1), width=3)
    _ripples(plate, view)


def _hills(view: View, height: float, turn: float) -> str:
    ridge = []
    for step in range(25):
        x = view.wide * step / 24
        swell = 0.55 + 0.3 * sin(x / 148 + turn) + 0.15 * sin(x / 61 + 2 * turn)
        ridge.append((x, view.shore - height * swell))
    return smooth(ridge) + f"L{view.wide:.0f} {view.shore:.0f}L0 {view.shore:.0f}Z"


def _ripples(plate: Plate, view: View) -> None:
    chance, d = plate.chance, ""
    for _ in range(round(view.wide / 18)):
        x, y = chance.between(0, view.wide), chance.between(view.shore + 10, view.foot)
        d += f"M{x:.0f} {y:.0f}h{chance.between(14, 60):.0f}"
    plate.path(d, line=mist(plate, "bone" if not plate.paint.dark else "celadon", 0.2), width=2, opacity=0.7)


def orb(plate: Plate, centre: Flat, radius: float) -> None:
    """The sun by day, the moon by night."""
    x, y = centre
    fill = plate.tones("bone").lit if plate.paint.dark else blend(plate.colour("brass"), plate.colour("bone"), 0.35)
    plate.parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{fill}"/>')


BACK: list[Flat] = [(-0.5, 0.01), (-0.28, 0.19), (0, 0.3), (0.28, 0.19), (0.5, 0.01)]
RAIL: list[Flat] = [(-0.5, 0.06), (-0.42, 0.13), (-0.28, 0.235), (0, 0.345), (0.28, 0.235), (0.42, 0.13), (0.5, 0.06)]
ISLE: list[Flat] = [(-1.15, -0.15), (-0.5, -0.05), (-0.12, 0), (0.2, 0), (0.6, -0.07), (1.15, -0.15)]
STOREY: list[Flat] = [(-1, 0), (-0.94, 1), (0.94, 1), (1, 0)]
EAVE: list[Flat] = [(-1.6, 0.78), (-0.9, 0.98), (0.9, 0.98), (1.6, 0.78)]


def bridge(plate: Plate, centre: Flat, span: float) -> None:
    """A stone bridge with one high arch, and the other half of its circle in the water."""
    (x, y), eye, line = centre, span * 0.19, plate.paint.line
    back = smooth(put(BACK, centre, span))
    body = f"{back}V{y + 4:.0f}H{x + eye:.0f}A{eye:.0f} {eye:.0f} 0 0 0 {x - eye:.0f} {y + 4:.0f}H{x - span / 2:.0f}Z"
    plate.path(body, fill=plate.tones("plaster").mid, line=line)
    rim = eye * 1.16
    plate.path(f"M{x - rim:.0f} {y + 4:.0f}a{rim:.0f} {rim:.0f} 0 0 1 {2 * rim:.0f} 0", line=line, width=1.4)
    mirror = f"M{x - eye:.0f} {y + 6:.0f}a{eye:.0f} {eye * 0.9:.0f} 0 0 0 {2 * eye:.0f} 0Z"
    plate.path(mirror, fill=mist(plate, "plaster", 0.3), opacity=0.55)
    rail = put(RAIL, centre, span)
    plate.path(smooth(rail) + "".join(f"M{pair(post)}v{span * 0.045:.0f}" for post in rail[1:-1]), line=line, width=2)


def pagoda(plate: Plate, foot: Flat, high: float) -> None:
    """Six storeys on a small rise."""
    x, y = foot
    plate.path(smooth(put(ISLE, foot, high)) + "Z", fill=mist(plate, "moss", 0.45))
    step = high * 0.82 / 6
    for level in range(6):
        wide, base = high * (0.13 - 0.013 * level), y - level * step
        walls = [(x + a * wide, base - b * step) for a, b in STOREY]
        eave = [(x + a * wide, base - b * step) for a, b in EAVE]
        plate.path(trail(walls, closed=True), fill=plate.tones("plaster").mid, line=plate.paint.line, width=1.6)
        plate.path(smooth(eave) + "Z", fill=plate.tones("terracotta").mid, line=plate.paint.line, width=1.6)
    plate.path(f"M{x:.0f} {y - 6 * step:.0f}v{-high * 0.16:.0f}", line=plate.paint.line, width=2.4)


def shore_ring(plate: Plate, foot: Flat, radius: float) -> None:
    """The round tower that stands in the lake: a ring open at the water."""
    x, y = foot
    outer = [(radius * sin(a), radius * (0.72 - cos(a))) for a in _open_circle(0.76)]
    inner = [(0.56 * radius * sin(a), radius * (0.72 - 0.56 * cos(a))) for a in _open_circle(0.76)]
    ring = [(x + a, y - radius * 1.44 + b) for a, b in [*outer, *inner[::-1]]]
    plate.path(trail(ring, closed=True), fill=plate.tones("mist").mid, line=plate.paint.line, width=1.8)
    for share in (0.67, 0.78, 0.89):
        floor = [(x + share * radius * sin(a), y - radius * (0.72 + share * cos(a))) for a in _open_circle(0.74)]
        plate.path(smooth(floor), line=plate.paint.line, width=1, opacity=0.5)


def _open_circle(share: float) -> list[float]:
    return [share * pi * (k / 14 - 1) for k in range(29)]


def bamboo(plate: Plate, foot: Flat, high: float, *, stems: int) -> None:
    """A few stems with their joints, and leaves in threes."""
    chance = plate.chance
    green, dark = plate.tones("moss"), plate.tones("celadon")
    for index in range(stems):
        x = foot[0] + (index - (stems - 1) / 2) * high * 0.06
        tall, lean = high * chance.between(0.74, 1.0), chance.between(-0.05, 0.07)
        joints = [(x + lean * tall * (k / 7) ** 2, foot[1] - tall * k / 7) for k in range(8)]
        plate.path(smooth(joints), line=plate.paint.line, width=10)
        plate.path(smooth(joints), line=(green if index % 2 else dark).mid, width=6)
        plate.path("".join(f"M{a - 5:.1f} {b:.1f}h10" for a, b in joints[1:7]), line=plate.paint.line, width=2)
        _sprays(plate, joints[3:], high)


def _sprays(plate: Plate, joints: list[Flat], high: float) -> None:
    chance, d = plate.chance, ""
    for place, (x, y) in enumerate(joints):
        way = 1 if place % 2 else -1
        for out, fall in ((0.14, -0.01), (0.13, 0.05), (0.08, 0.1)):
            reach = high * out * chance.between(0.8, 1.15)
            d += leaf_shape((x, y), (x + way * reach, y + high * (fall + chance.between(-0.015, 0.015))), plump=0.34)
    plate.path(d, fill=plate.tones("moss").mid, line=plate.paint.line, width=1.2)
