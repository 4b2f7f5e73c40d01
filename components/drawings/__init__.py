"""The museum's own drawings: every kind of building material, the three halls, the foyer and the mark, all as SVG."""

from typing import Final

from components.drawings.chance import Chance
from components.drawings.collection import HALLS, hang, niche, plate_for
from components.drawings.mark import mark_shape
from components.drawings.palette import Palette, Theme
from components.drawings.scenes import cover_scene, foyer_scene, hall_scene

__all__ = ["KINDS", "cover", "draw", "foyer", "hall", "mark"]

KINDS: Final[tuple[str, ...]] = tuple(kind for kinds in HALLS.values() for kind in kinds)


def document(width: int, height: int, *, body: str) -> str:
    """A drawing that stands alone; it carries no words, its caption is the page's business."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">{body}</svg>'


def draw(kind: str, seed: str, *, theme: Theme = "light") -> str:
    """The plate of one exhibit, 800 by 600; the same words always give the same drawing."""
    paint = Palette(dark=theme == "dark")
    category = next((hall for hall, kinds in HALLS.items() if kind in kinds), "structure")
    ground = f'<path fill="{paint.ground}" d="M0 0H800V600H0Z"/>'
    behind = niche(category, Chance(kind, seed, "niche"), colour=paint.niche)
    exhibit = hang(plate_for(kind, seed, paint=paint), room=(600, 440), middle=(400, 306))
    return document(800, 600, body=ground + behind + exhibit)


def hall(category: str, *, theme: Theme = "light") -> str:
    """One of the three halls (structure, finishing, services), 1600 by 600; any other word shows the first."""
    return document(1600, 600, body=hall_scene(category, Palette(dark=theme == "dark")))


def cover(name: str, *, theme: Theme = "light") -> str:
    """The scene over a special exhibition, 1600 by 600; any other word shows the first."""
    return document(1600, 600, body=cover_scene(name, Palette(dark=theme == "dark")))


def foyer(*, theme: Theme = "light") -> str:
    """The museum above its lake, 1800 by 700."""
    return document(1800, 700, body=foyer_scene(Palette(dark=theme == "dark")))


def mark() -> str:
    """The museum's mark, square, clear from 24 pixels up; the same by day and by night."""
    return document(64, 64, body=mark_shape())
