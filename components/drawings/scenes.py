"""The museum drawn as a place: its foyer above the lake, and one view for each of its three halls."""

from typing import Literal

from components.drawings.architecture import arch, daylight, doorway, floor, moon_gate, plinth, roof_light, room
from components.drawings.canvas import CONTOUR, Plate, trail
from components.drawings.chance import Chance
from components.drawings.collection import HALLS, place, plate_for
from components.drawings.landscape import View, bamboo, bridge, landscape, orb, pagoda, shore_ring
from components.drawings.palette import Palette
from components.drawings.space import Flat, put, smooth

Loan = tuple[str, str]  # the kind of an exhibit and the seed of the piece that is lent

SHOWN: dict[str, tuple[Loan, ...]] = {
    "structure": (
        ("masonry-units", "tea"),
        ("structural-steel", "lake"),
        ("ready-mixed-concrete", "hall"),
        ("structural-timber", "silk"),
        ("building-glass", "hall"),
    ),
    "finishing": (
        ("wall-coverings", "tea"),
        ("ceramic-tiles", "bamboo"),
        ("faucets-showers", "hall"),
        ("natural-stone", "stone"),
        ("wood-based-panels", "silk"),
    ),
    "services": (
        ("heat-pumps", "hall"),
        ("wires-cables", "brush"),
        ("photovoltaics", "silk"),
        ("fresh-air", "hall"),
        ("rainwater-systems", "hall"),
    ),
}
FOYER: tuple[tuple[Loan, float], ...] = (
    (("structural-steel", "silk"), 196.0),
    (("ceramic-tiles", "bamboo"), 470.0),
    (("wires-cables", "silk"), 1330.0),
    (("structural-timber", "silk"), 1604.0),
)


def stand(plate: Plate, loan: Loan, top: Flat, *, half: float, tall: float) -> None:
    """Sets an exhibit on a plinth's face."""
    plate.parts.append(place(plate_for(*loan, paint=plate.paint, raised=True), half=half, tall=tall, top=top))


COAT: list[Flat] = [(-0.15, 0.1), (-0.15, 0.55), (-0.07, 0.8), (0.07, 0.8), (0.15, 0.55), (0.15, 0.1)]


def visitor(plate: Plate, foot: Flat, high: float, *, coat: str) -> None:
    """Somebody seen from behind, looking."""
    (x, y), line = foot, plate.paint.line
    plate.path(
        trail(put([(-0.16, 0), (0.3, 0), (0.4, -0.05), (-0.06, -0.05)], foot, high), closed=True),
        fill=line,
        opacity=0.14,
    )
    legs = put([(-0.06, 0.12), (-0.06, 0)], foot, high), put([(0.06, 0.12), (0.06, 0)], foot, high)
    plate.path("".join(trail(leg) for leg in legs), line=line, width=high * 0.07)
    plate.path(smooth(put(COAT, foot, high)) + "Z", fill=plate.tones(coat).mid, line=line)
    plate.path(f"M{x:.1f} {y - high * 0.83:.1f}v{high * 0.04:.1f}", line=plate.tones("clay").lit, width=high * 0.08)
    plate.path(f"M{x:.1f} {y - high * 0.91:.1f}h0", line=line, width=high * 0.19 + 3)
    plate.path(f"M{x:.1f} {y - high * 0.91:.1f}h0", line=plate.tones("walnut").shade, width=high * 0.19)


def finish(plate: Plate) -> str:
    look = f'stroke-width="{CONTOUR}" stroke-linejoin="round" stroke-linecap="round" fill="none"'
    return f"<g {look}>{''.join(plate.parts)}</g>"


Opening = Literal["doorway", "arch", "moon gate"]
COVERS: dict[str, tuple[Opening, tuple[Loan, ...]]] = {
    "structure": ("doorway", SHOWN["structure"]),
    "finishing": ("arch", SHOWN["finishing"]),
    "services": ("moon gate", SHOWN["services"]),
    "craft": (
        "moon gate",
        (
            ("wood-flooring", "nanxun"),
            ("structural-timber", "silk"),
            ("elevators", "nanxun"),
            ("wood-based-panels", "anji"),
            ("wood-flooring", "tea"),
        ),
    ),
    "quiet": (
        "arch",
        (
            ("ceiling-systems", "school"),
            ("led-lighting", "school"),
            ("fresh-air", "school"),
            ("wall-coatings", "school"),
            ("resilient-flooring", "school"),
        ),
    ),
    "water": (
        "doorway",
        (
            ("permeable-paving", "rain"),
            ("plastic-pipes", "rain"),
            ("rainwater-systems", "rain"),
            ("faucets-showers", "rain"),
            ("sanitary-ceramics", "rain"),
        ),
    ),
    "energy": (
        "moon gate",
        (
            ("building-glass", "sun"),
            ("heat-pumps", "sun"),
            ("photovoltaics", "sun"),
            ("shading", "sun"),
            ("windows-doors", "sun"),
        ),
    ),
}


def openings_of(kind: Opening) -> list[str]:
    spots = (800, 495, 1105, 190, 1410)
    return {
        "doorway": [doorway(x, 104, top=78, foot=420) for x in spots],
        "arch": [arch(x, 104, top=70, foot=420) for x in spots],
        "moon gate": [moon_gate(x, 132, middle=246) for x in spots],
    }[kind]


def hall_scene(category: str, paint: Palette) -> str:
    """Five exhibits of one hall before its own kind of opening, 1600 by 600."""
    return cover_scene(category if category in HALLS else "structure", paint)


def cover_scene(name: str, paint: Palette) -> str:
    """Five exhibits that belong together before one kind of opening, 1600 by 600; any other name is the first."""
    name = name if name in COVERS else "structure"
    opening, loans = COVERS[name]
    plate = Plate(paint, Chance("hall", name))
    view = View(1600, 352, 420)
    landscape(plate, view)
    orb(plate, (1058, 176), 30)
    bridge(plate, (480, 366), 190)
    pagoda(plate, (1150, 330), 120)
    room(plate, view, openings_of(opening))
    roof_light(plate, view)
    floor(plate, view, 600)
    daylight(plate, view, 600)
    for loan, x, half in zip(loans, (190, 495, 800, 1105, 1410), (116, 116, 150, 116, 116), strict=True):
        y = 462.0 if half > 120 else 448.0
        plinth(plate, (x, y), half, high=46)
        stand(plate, loan, (x, y), half=half, tall=270 if half > 120 else 226)
    return finish(plate)


def foyer_scene(paint: Palette) -> str:
    """The hall above the lake with its moon gate, 1800 by 700."""
    plate = Plate(paint, Chance("foyer"))
    view = View(1800, 386, 496)
    landscape(plate, view)
    orb(plate, (968, 200), 36)
    pagoda(plate, (560, 366), 176)
    shore_ring(plate, (1246, 404), 58)
    bridge(plate, (880, 414), 290)
    bamboo(plate, (200, 500), 330, stems=4)
    bamboo(plate, (1612, 500), 330, stems=4)
    arches = [arch(x, 116, top=92, foot=496) for x in (230, 550, 1250, 1570)]
    room(plate, view, [*arches, moon_gate(900, 186, middle=292)])
    roof_light(plate, view)
    floor(plate, view, 700)
    daylight(plate, view, 700)
    for loan, x in FOYER:
        plinth(plate, (x, 556), 118, high=58)
        stand(plate, loan, (x, 556), half=118, tall=236)
    visitor(plate, (836, 592), 122, coat="moss")
    visitor(plate, (888, 600), 80, coat="terracotta")
    return finish(plate)
