"""Cities and districts in the visitor's language."""

from components import session
from services.regions import in_english


def named(city: str, district: str = "") -> str:
    """湖州 吴兴区, or Wuxing, Huzhou."""
    if session.language() == "zh":
        return f"{city} {district}".strip()
    return ", ".join(in_english(place) for place in (district, city) if place)
