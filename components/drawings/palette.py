"""The colours of the museum: a few named pigments, each with its lit, middle and shaded tone, by day and by night."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Theme = Literal["light", "dark"]

PAPER: Final = "#F4EFE4"
NIGHT: Final = "#1B211E"
INK: Final = "#24312B"
CHALK: Final = "#E6E0D0"
BONE: Final = "#FAF7F0"

PIGMENTS: Final[dict[str, str]] = {
    "paper": PAPER,
    "plaster": "#E7DFCE",
    "ink": INK,
    "moss": "#2F6B4F",
    "celadon": "#8FB3A1",
    "mist": "#C9D8CF",
    "terracotta": "#B4583A",
    "brass": "#B08D57",
    "slate": "#5B6B70",
    "lake": "#3F6C84",
    "clay": "#C98F6B",
    "bone": BONE,
    # what things are made of, mixed from the pigments above
    "concrete": "#C3C1B6",
    "stone": "#A9ABA4",
    "steel": "#A5B0B0",
    "bitumen": "#3E4A48",
    "wood": "#CDA878",
    "walnut": "#9A7350",
    "kraft": "#CBB48C",
    "soil": "#9C7F62",
    "white": "#F1ECE1",
    "glass": "#B5D0CC",
    "copper": "#C07B4F",
    "wool": "#C2A561",
}


class Tones(NamedTuple):
    """One material under the museum's lamp: upper left is bright."""

    lit: str
    mid: str
    shade: str


def blend(one: str, other: str, share: float) -> str:
    """The colour that is `share` of the way from one to the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _brightness(colour: str) -> float:
    red, green, blue = _channels(colour)
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


@dataclass(frozen=True)
class Palette:
    """The pigments as one theme shows them."""

    dark: bool = False

    @property
    def ground(self) -> str:
        return NIGHT if self.dark else PAPER

    @property
    def line(self) -> str:
        return "#0F1412" if self.dark else INK

    @property
    def chalk(self) -> str:
        """For lines drawn on the bare ground, where the contour colour would be lost at night."""
        return CHALK if self.dark else INK

    @property
    def niche(self) -> str:
        return "#252D29" if self.dark else "#EBE4D5"

    def colour(self, name: str) -> str:
        """One flat colour; at night pale pigments step back so that they do not glare."""
        pigment = PIGMENTS[name]
        if not self.dark:
            return pigment
        return blend(pigment, NIGHT, max(0.0, _brightness(pigment) - 0.42) * 0.5)

    def tones(self, name: str) -> Tones:
        own = self.colour(name)
        light, depth = (CHALK, NIGHT) if self.dark else (BONE, INK)
        pale = _brightness(PIGMENTS[name])
        return Tones(
            blend(own, light, 0.16 + 0.3 * pale), blend(own, depth, 0.04), blend(own, depth, 0.28 - 0.12 * pale)
        )
