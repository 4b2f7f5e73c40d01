"""
What a purchasing protocol holds, as it is kept: one document a purchase, in the words of its version, sealed.

Money is in fen, quantities in thousandths, carbon in kgCO2e (A1-A3) per selling unit. A field is added under a new
version with a default; none is ever given another meaning, for what was written stays as it is.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from db.limits import LimitScope
from db.orders import Channel
from db.products import Proof, Scheme
from db.quotations import QuotationStatus
from db.standards import Confidence, Operator, Scenario
from services.carbon import Basis
from services.conformity import Outcome
from services.order_checkout import Ground

__all__ = [
    "Alone", "Band", "Carbon", "Checked", "Document", "Line", "Named", "Offer", "Quoted", "QuotedLine", "Used",
    "fingerprint", "undercut",
]  # fmt: skip


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alone(StrEnum):
    """Why nothing stands beside an offer."""

    NO_OTHER = "no_other"
    OTHER_UNITS = "other_units"
    OFF_SHOW = "off_show"


class Named(Part):
    zh: str
    en: str
    code: str = ""


class Carbon(Part):
    """`per_unit` is None where the figure cannot be said; `reason` and `values` then say why."""

    per_unit: Decimal | None
    basis: Basis
    source: str = ""
    described: str = ""
    confidence: str = ""
    reason: str = ""
    values: dict[str, str] = {}


class Offer(Part):
    """An exhibit as it hung at that moment. `passed` of `asked` mandatory indicators; `as_good`: it passes every
    indicator that the chosen one passes and is sold by the same unit; `by_buyer`: the buyer had hung it beside."""

    code: str
    name_zh: str
    name_en: str
    specification_zh: str
    specification_en: str
    supplier: Named
    price_fen: int
    unit: str
    minimum_milli: int
    available_milli: int
    passed: int
    asked: int
    proved: bool
    stars: int | None
    schemes: tuple[Scheme, ...]
    carbon: Carbon
    as_good: bool = True
    by_buyer: bool = False

    @property
    def in_stock(self) -> bool:
        return self.available_milli >= self.minimum_milli


class Checked(Part):
    """An indicator of the kind as it was asked then, and what the chosen exhibit shows for it."""

    key: str
    name_zh: str
    name_en: str
    operator: Operator
    low: Decimal | None
    high: Decimal | None
    unit: str
    standard: str
    confidence: Confidence
    source: str
    mandatory: bool
    scenario: Scenario
    edition: str
    value: Decimal | None
    proof: Proof | None
    outcome: Outcome
    reference: bool
    distance: Decimal | None


class Band(Part):
    """The kind's prices for one unit then; `below` exhibits cost less than was agreed on."""

    count: int
    least: int
    lower: int
    middle: int
    upper: int
    most: int
    below: int


class Line(Part):
    """One line at the price agreed on. `others` are what hung beside it, `on_show` how many others of its kind hung at
    all; `cheaper`: one of them costs less, passes as much and was there to be had."""

    code: str
    name_zh: str
    name_en: str
    kind: Named
    unit: str
    quantity_milli: int
    price_fen: int
    total_fen: int
    carbon_kg: Decimal | None
    carbon_source: str
    chosen: Offer | None
    others: tuple[Offer, ...]
    on_show: int
    alone: Alone | None
    band: Band | None
    checked: tuple[Checked, ...]
    cheaper: bool
    ground: Ground | None
    words: str

    @property
    def undercut(self) -> list[Offer]:
        return undercut(self.others, self.price_fen)


class Used(Part):
    """A limit as it stood: spent before, and added by this purchase; `asks`: it demands a reason."""

    scope: LimitScope
    of: Named | None
    amount_fen: int
    used_fen: int
    adding_fen: int
    asks: bool


class QuotedLine(Part):
    position: int
    code: str
    name_zh: str
    name_en: str
    unit: str
    quantity_milli: int
    price_fen: int
    total_fen: int
    passed: int
    asked: int


class Quoted(Part):
    """One supplier's answer as it stood; its carbon in kgCO2e is None as soon as it cannot be said of one line."""

    supplier: Named
    status: QuotationStatus
    chosen: bool
    total_fen: int
    given_at: datetime
    valid_until: date
    delivery_days: int
    reason: str
    lines: tuple[QuotedLine, ...]
    made_kg: Decimal | None
    moved_kg: Decimal | None


class Document(Part):
    """The whole. `request` and `quotations` are those of a direct sale, `asked` how many suppliers were asked."""

    version: int = 1
    channel: Channel
    buyer: Named
    placed_by: str
    approver: bool
    lines: tuple[Line, ...]
    limits: tuple[Used, ...] = ()
    request: str = ""
    asked: int = 0
    quotations: tuple[Quoted, ...] = ()


def undercut(others: Sequence[Offer], price_fen: int) -> list[Offer]:
    """Those that pass as much, are there to be had and cost less; the cheapest first."""
    found = [one for one in others if one.as_good and one.in_stock and one.price_fen < price_fen]
    return sorted(found, key=lambda one: (one.price_fen, one.code))


def fingerprint(document: Mapping[str, Any]) -> str:
    """SHA-256 over the document's one canonical spelling, whichever database has kept it."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
