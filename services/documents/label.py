"""The printable label of an exhibit: one page that says what hangs there, with the code that leads back to it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.documents.printing import language, long_date, printable, render

MOST_LINES, LONGEST = 12, 500


@dataclass(frozen=True, kw_only=True)
class Measured:
    """An indicator as the label prints it, everything in words. `met` is None where there is nothing to judge,
    `reference` marks a threshold that nobody has read in its standard."""

    name: str
    required: str
    value: str
    verdict: str
    met: bool | None
    reference: bool


@dataclass(frozen=True, kw_only=True)
class ExhibitLabel:
    """All texts come worded in the reader's language; `address` is what the code `qr` (an SVG) holds."""

    code: str
    name: str
    other_name: str
    kind: str
    maker: str
    price: str
    per_unit: str
    facts: Sequence[tuple[str, str]]
    reasons: Sequence[str]
    indicators: Sequence[Measured]
    certificates: Sequence[tuple[str, str]]
    carbon: Sequence[tuple[str, str]]
    address: str
    qr: str
    dated: date
    demonstration: bool = False


def exhibit_label(label: ExhibitLabel, *, lang: str) -> bytes:
    """The label as PDF. The same label gives the same bytes, and is set once."""
    reader = language(lang)
    values: dict[str, object] = {
        "lang": reader,
        "reference": printable(label.code, "Number", required=True),
        "day": label.dated.isoformat(),
        "dated": long_date(label.dated, reader),
        "demonstration": label.demonstration,
        "qr": label.qr,
        "address": printable(label.address, "Address", limit=LONGEST, required=True),
    }
    values |= {
        name: said(getattr(label, name)) for name in ("name", "other_name", "kind", "maker", "price", "per_unit")
    }
    values |= {name: pairs(getattr(label, name)) for name in ("facts", "carbon", "certificates")}
    values["reasons"] = [said(line) for line in label.reasons[:MOST_LINES]]
    values["indicators"] = [measured(one) for one in label.indicators[:MOST_LINES]]
    return printed(json.dumps(values, sort_keys=True), label.dated)


def said(text: str) -> str:
    """The fonts have no lowered 2; the template lowers a plain one."""
    return printable(text.replace("CO₂", "CO2"), "Label", limit=LONGEST)


def pairs(lines: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[said(term), said(text)] for term, text in lines if text]


def measured(one: Measured) -> dict[str, object]:
    texts = {name: said(getattr(one, name)) for name in ("name", "required", "value", "verdict")}
    return texts | {"met": one.met, "reference": one.reference}


@lru_cache(maxsize=64)
def printed(values: str, on: date) -> bytes:
    return render("label.typ", json.loads(values), on=on)
