"""The rooms of the museum: a wall with its openings, the floor, the light from the roof, the plinths."""

from collections.abc import Sequence

from components.drawings.canvas import CONTOUR, Plate, trail
from components.drawings.landscape import View, mist
from components.drawings.palette import CHALK, NIGHT, blend
from components.drawings.space import Flat


def room(plate: Plate, view: View, openings: Sequence[str]) -> None:
    """One wall with openings on the landscape, and the floor before it."""
    wall = blend(NIGHT, CHALK, 0.1) if plate.paint.dark else blend(plate.colour("plaster"), plate.paint.ground, 0.35)
    inside = blend(wall, plate.paint.line, 0.12)
    holes = "".join(openings)
    for shape in openings:
        plate.path(shape, line=inside, width=26)
    plate.parts.append(f'<path d="M0 0H{view.wide:.0f}V{view.foot:.0f}H0Z{holes}" fill="{wall}" fill-rule="evenodd"/>')
    for shape in openings:
        plate.path(shape, line=plate.paint.line if not plate.paint.dark else blend(plate.paint.chalk, wall, 0.5))


def floor(plate: Plate, view: View, bottom: float) -> None:
    tone = blend(plate.colour("plaster"), plate.colour("brass"), 0.1)
    tone = blend(tone, plate.paint.ground, 0.72) if plate.paint.dark else tone
    plate.path(f"M0 {view.foot:.0f}H{view.wide:.0f}V{bottom:.0f}H0Z", fill=tone)
    deep = bottom - view.foot
    lines = "".join(
        trail([(x, view.foot), (x + way * 2 * deep, bottom)])
        for way in (1, -1)
        for x in range(-600, round(view.wide) + 600, 120)
    )
    plate.path(lines, line=plate.paint.chalk, width=1, opacity=0.14)
    plate.path(f"M0 {view.foot:.0f}H{view.wide:.0f}", line=plate.paint.line, width=CONTOUR)


def roof_light(plate: Plate, view: View) -> None:
    """The long pane under the roof that the daylight comes through."""
    deep = 26
    plate.path(f"M0 0H{view.wide:.0f}V{deep}H0Z", fill=mist(plate, "mist", 0.5), line=plate.paint.line)
    plate.path("".join(f"M{x} 0v{deep}" for x in range(50, round(view.wide), 100)), line=plate.paint.line, width=1.6)


def daylight(plate: Plate, view: View, bottom: float) -> None:
    """Light falling in from the roof, in broad slanting bands."""
    colour, strength = (plate.colour("brass"), 0.05) if plate.paint.dark else (plate.colour("bone"), 0.32)
    for x in range(120, round(view.wide), 420):
        band: list[Flat] = [(x, 0), (x + 120, 0), (x + 330, bottom), (x + 130, bottom)]
        plate.path(trail(band, closed=True), fill=colour, opacity=strength)


def plinth(plate: Plate, top: Flat, half: float, *, high: float) -> None:
    """A low block; `top` is the middle of the face something stands on."""
    x, y = top
    tones, dark = plate.tones("bone"), plate.paint.dark
    for grow, wash in ((26, 0.07), (12, 0.09)):
        cast = _lozenge((x + 14, y + high), half + grow)
        plate.path(
            trail(cast, closed=True), fill="#070A09" if dark else plate.paint.line, opacity=wash * (3 if dark else 1)
        )
    left, near, right, _ = face = _lozenge(top, half)
    for (a, b), (c, d), fill in ((left, near, tones.mid), (near, right, tones.shade)):
        side = [(a, b), (c, d), (c, d + high), (a, b + high)]
        plate.path(trail(side, closed=True), fill=fill, line=plate.paint.line)
    plate.path(trail(face, closed=True), fill=tones.lit, line=plate.paint.line)


def _lozenge(middle: Flat, half: float) -> list[Flat]:
    """A square lying on the floor: its left, near, right and far corner."""
    x, y = middle
    return [(x - half, y), (x, y + half / 2), (x + half, y), (x, y - half / 2)]


def arch(x: float, half: float, *, top: float, foot: float) -> str:
    spring = top + half
    return f"M{x - half:.0f} {foot:.0f}V{spring:.0f}a{half:.0f} {half:.0f} 0 0 1 {2 * half:.0f} 0V{foot:.0f}Z"


def doorway(x: float, half: float, *, top: float, foot: float) -> str:
    return f"M{x - half:.0f} {foot:.0f}V{top:.0f}H{x + half:.0f}V{foot:.0f}Z"


def moon_gate(x: float, radius: float, *, middle: float) -> str:
    turn = f"a{radius:.0f} {radius:.0f} 0 1 1"
    return f"M{x - radius:.0f} {middle:.0f}{turn} {2 * radius:.0f} 0{turn} {-2 * radius:.0f} 0Z"
