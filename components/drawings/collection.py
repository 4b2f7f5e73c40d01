"""How an exhibit is hung: the paper, the niche behind it, its size on the plate; and which hand draws which kind."""

from collections.abc import Callable

from components.drawings import (
    bathroom,
    boards,
    ceilings,
    electric,
    envelope,
    floors,
    masonry,
    openings,
    outdoors,
    services,
    structure,
    walls,
)
from components.drawings.canvas import ACROSS, CONTOUR, Plate, short
from components.drawings.chance import Chance
from components.drawings.palette import Palette
from components.drawings.space import Point

Draughtsman = Callable[[Plate], None]

HANDS: dict[str, Draughtsman] = {
    **structure.EXHIBITS,
    **masonry.EXHIBITS,
    **envelope.EXHIBITS,
    **openings.EXHIBITS,
    **walls.EXHIBITS,
    **boards.EXHIBITS,
    **ceilings.EXHIBITS,
    **floors.EXHIBITS,
    **bathroom.EXHIBITS,
    **services.EXHIBITS,
    **electric.EXHIBITS,
    **outdoors.EXHIBITS,
}

# One hall, one order: the order of the museum's catalogue.
HALLS: dict[str, tuple[str, ...]] = {
    "structure": (
        "ready-mixed-concrete",
        "ready-mixed-mortar",
        "precast-concrete",
        "structural-steel",
        "structural-timber",
        "rebar",
        "masonry-units",
        "partition-panels",
        "mineral-insulation",
        "organic-insulation",
        "waterproof-membranes",
        "waterproof-coatings",
        "sealants",
        "windows-doors",
        "building-glass",
    ),
    "finishing": (
        "wall-coatings",
        "wall-coverings",
        "integrated-wall-panels",
        "ceiling-systems",
        "gypsum-boards",
        "decorative-boards",
        "wood-based-panels",
        "wood-flooring",
        "resilient-flooring",
        "ceramic-tiles",
        "natural-stone",
        "sanitary-ceramics",
        "faucets-showers",
    ),
    "services": (
        "plastic-pipes",
        "wires-cables",
        "led-lighting",
        "fresh-air",
        "heating-cooling",
        "heat-pumps",
        "photovoltaics",
        "elevators",
        "permeable-paving",
        "rainwater-systems",
        "shading",
    ),
}


CROWN: list[Point] = [(-52, -52, 214), (52, -52, 214), (52, 52, 214), (-52, 52, 214)]
HEM_RIGHT: list[Point] = [(78, -80, 72), (66, -40, 72), (80, 0, 70), (68, 40, 72), (80, 80, 68)]
HEM_LEFT: list[Point] = [(80, 80, 68), (40, 66, 72), (0, 80, 70), (-40, 66, 72), (-80, 78, 72)]
FOLDS: list[list[Point]] = [
    [(52, 0, 206), (72, 2, 84)],
    [(54, 34, 190), (68, 40, 86)],
    [(0, 52, 206), (2, 74, 84)],
    [(34, 54, 190), (40, 68, 86)],
]


def covered(plate: Plate) -> None:
    """What stands for a kind nobody has drawn yet: a piece under its cloth, waiting on a plinth."""
    plate.accent = plate.chance.pick(["celadon", "mist", "clay", "brass", "lake"])
    plate.shade_under((-90, -90, 0), (180, 180))
    plate.box((-90, -90, 0), (180, 180, 70), plate.tones("plaster"))
    tones = plate.tones("accent")
    plate.polygon([CROWN[1], *HEM_RIGHT, CROWN[2]], tones.shade if not plate.mirrored else tones.mid)
    plate.polygon([CROWN[2], *HEM_LEFT, CROWN[3]], tones.mid if not plate.mirrored else tones.shade)
    plate.polygon(CROWN, tones.lit)
    plate.strokes(FOLDS, opacity=0.6)


def plate_for(kind: str, seed: str, *, paint: Palette, raised: bool = False) -> Plate:
    """A drawn but not yet hung plate."""
    chance = Chance(kind, seed)
    plate = Plate(paint, chance, mirrored=chance.flag(), raised=raised)
    HANDS.get(kind, covered)(plate)
    return plate


def hang(plate: Plate, *, room: tuple[float, float], middle: tuple[float, float]) -> str:
    """The drawing scaled into its room and centred there."""
    left, right, top, base = _bounds(plate)
    scale = min(room[0] / (right - left), room[1] / (base - top))
    return _placed(plate, scale, middle=((left + right) / 2, (top + base) / 2), at=middle)


def place(plate: Plate, *, half: float, tall: float, top: tuple[float, float]) -> str:
    """The drawing set on a plinth: its standing outline centred on the top face, `half` as wide to either side."""
    xs, ys = [x for x, _, _ in plate.standing], [y for _, y, _ in plate.standing]
    deep = max(max(xs) - min(xs), max(ys) - min(ys))
    left, right, high, low = _bounds(plate)
    scale = min(1.04 * half / ACROSS / deep, 2.1 * half / (right - left), tall / (low - high))
    centre = plate.at(((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2, 0))
    return _placed(plate, scale, middle=centre, at=top)


def _bounds(plate: Plate) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in plate.seen], [y for _, y in plate.seen]
    return min(xs), max(xs), min(ys), max(ys)


def _placed(plate: Plate, scale: float, *, middle: tuple[float, float], at: tuple[float, float]) -> str:
    """The contour keeps its weight, whatever the scale."""
    x, y = at[0] - scale * middle[0], at[1] - scale * middle[1]
    look = f'stroke-width="{CONTOUR / scale:.2f}" stroke-linejoin="round" stroke-linecap="round" fill="none"'
    return f'<g transform="translate({short(x)} {short(y)}) scale({scale:.3f})" {look}>{"".join(plate.parts)}</g>'


def niche(category: str, chance: Chance, *, colour: str) -> str:
    """The pale shape behind an exhibit tells its hall: a doorway, an arch, or a moon gate."""
    x, lift = chance.between(330, 470), chance.between(-14, 14)
    if category == "services":
        return f'<circle cx="{x:.0f}" cy="{270 + lift:.0f}" r="{chance.between(196, 224):.0f}" fill="{colour}"/>'
    wide = chance.between(172, 206)
    left, right, top = x - wide, x + wide, 62 + lift
    if category == "finishing":
        d = f"M{left:.0f} 600V{top + wide:.0f}A{wide:.0f} {wide:.0f} 0 0 1 {right:.0f} {top + wide:.0f}V600Z"
    else:
        d = f"M{left:.0f} 600V{top + 12:.0f}H{right:.0f}V600Z"
    return f'<path d="{d}" fill="{colour}"/>'
