"""The details of a notice in one language: of every pair the one half, and sums as people read them."""

from collections.abc import Mapping
from typing import Any, Literal

from services import money

Language = Literal["zh", "en"]
SIGNS = {"m2": "m²", "m3": "m³", "sqft": "sq ft"}  # of units whose code is not their sign


class Datum(str):
    """Words that somebody has written: filled in as they are, never translated."""

    __slots__ = ()


def spoken(details: Mapping[str, Any], language: Language) -> dict[str, object]:
    """`…_zh` and `…_en` become one detail, the other language's where one is empty; `…_fen` becomes yuan; a unit
    stays a word that the house knows in both languages."""
    said: dict[str, object] = {}
    other = "zh" if language == "en" else "en"
    for name, value in details.items():
        stem, _, kind = name.rpartition("_")
        if kind == "fen":
            said[stem] = Datum(f"¥{money.yuan(value):,.2f}")
        elif name == "unit":
            said[name] = SIGNS.get(value, value)
        elif kind in {"zh", "en"}:
            said[stem] = Datum(details[f"{stem}_{language}"] or details[f"{stem}_{other}"])
        else:
            said[name] = Datum(value)
    return said
