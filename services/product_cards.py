"""What a visitor sees of an exhibit: plain facts put together from rows, a whole page of them in a few queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from db import products as store
from db import shelves
from db.products import Certificate, Product, ProductValue, Proof, Scheme
from db.shelves import Found
from db.standards import CarbonFactor, Category, Indicator, Kind
from services import carbon, clock, conformity
from services.carbon import Footprint
from services.conformity import Judgement, Outcome

__all__ = ["Card", "Paper", "Plan", "Validity"]

SOON = timedelta(days=90)
Item = TypeVar("Item")
Plan = Mapping[str, tuple[Kind, Category]]


class Validity(StrEnum):
    """How a paper stands today."""

    FUTURE = "future"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Paper:
    """A certificate or a test report, and how it stands today; the file itself is shown to the review only."""

    scheme: Scheme
    number: str
    stars: int | None
    issued_by_zh: str
    issued_by_en: str
    valid_from: date
    valid_until: date
    validity: Validity

    @classmethod
    def of(cls, row: Certificate, today: date) -> "Paper":
        kept = {name: getattr(row, name) for name in cls.__dataclass_fields__ if name != "validity"}
        return cls(**kept, validity=validity(row.valid_from, row.valid_until, today))

    @property
    def counts(self) -> bool:
        return self.validity in {Validity.VALID, Validity.EXPIRING}


def validity(valid_from: date, valid_until: date, today: date) -> Validity:
    """Both days are included; the last ninety are announced."""
    if today < valid_from:
        return Validity.FUTURE
    if today > valid_until:
        return Validity.EXPIRED
    return Validity.EXPIRING if valid_until - today <= SOON else Validity.VALID


@dataclass(frozen=True)
class Card:
    """An exhibit as it hangs in a hall. Prices are in fen a unit, quantities in thousandths of it."""

    code: str
    name_zh: str
    name_en: str
    specification_zh: str
    specification_en: str
    category: str
    kind: str
    kind_zh: str
    kind_en: str
    supplier: str
    supplier_zh: str
    supplier_en: str
    origin: str
    price_fen: int
    unit: str
    minimum_milli: int
    step_milli: int
    available_milli: int
    mass_kg: Decimal | None
    papers: tuple[Paper, ...]
    pictures: tuple[UUID, ...]
    judgement: Judgement
    proved: bool
    footprint: Footprint

    @property
    def drawing(self) -> str:
        return f"/drawings/{self.kind}.{self.code}.svg"

    @property
    def in_stock(self) -> bool:
        return self.available_milli >= self.minimum_milli

    @property
    def schemes(self) -> frozenset[Scheme]:
        """What it is certified by today."""
        return frozenset(paper.scheme for paper in self.papers if paper.counts)

    @property
    def stars(self) -> int | None:
        """The most stars a certificate gives it today."""
        return max((paper.stars for paper in self.papers if paper.counts and paper.stars), default=None)

    @property
    def green_product(self) -> bool:
        return Scheme.GREEN_PRODUCT in self.schemes


@dataclass(frozen=True)
class Behind:
    """What is stored behind the exhibits of one page, by product or by kind."""

    values: Mapping[UUID, Sequence[ProductValue]]
    certificates: Mapping[UUID, Sequence[Certificate]]
    pictures: Mapping[UUID, Sequence[store.Picture]]
    indicators: Mapping[str, Sequence[Indicator]]
    factors: Mapping[str, CarbonFactor]


def behind(db: Session, products: Sequence[Product]) -> Behind:
    """Five queries, however many exhibits."""
    ids, kinds = [product.id for product in products], sorted({product.kind for product in products})
    return Behind(
        values=grouped(store.values(db, ids), "product_id"),
        certificates=grouped(store.certificates(db, ids), "product_id"),
        pictures=grouped(store.pictures(db, ids), "product_id"),
        indicators=grouped(shelves.indicators_of(db, kinds), "kind"),
        factors=shelves.default_factors(db, kinds),
    )


def grouped(rows: Sequence[Item], by: str) -> Mapping[Any, Sequence[Item]]:
    groups: dict[Any, list[Item]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, by)].append(row)
    return groups


def cards(db: Session, found: Sequence[Found], plan: Plan) -> list[Card]:
    if not found:
        return []
    known, today = behind(db, [row[0] for row in found]), clock.today()
    return [card(row, known, plan, today=today) for row in found]


def card(row: Found, known: Behind, plan: Plan, *, today: date) -> Card:
    product, supplier, organisation, stock = row
    kind, _ = plan[product.kind]
    values = known.values.get(product.id, [])
    indicators = known.indicators.get(product.kind, [])
    judgement = conformity.judge_all(indicators, {value.indicator: value.value for value in values})
    copied = ("code", "name_zh", "name_en", "specification_zh", "specification_en", "kind", "price_fen", "unit",
              "minimum_milli", "step_milli", "mass_kg")  # fmt: skip
    return Card(
        **{name: getattr(product, name) for name in copied},
        category=kind.category,
        kind_zh=kind.name_zh,
        kind_en=kind.name_en,
        supplier=supplier.code,
        supplier_zh=organisation.name_zh,
        supplier_en=organisation.name_en,
        origin=product.origin_city,
        available_milli=stock.on_hand_milli - stock.reserved_milli if stock else 0,
        papers=tuple(Paper.of(paper, today) for paper in known.certificates.get(product.id, [])),
        pictures=tuple(picture.file_id for picture in known.pictures.get(product.id, [])),
        judgement=judgement,
        proved=is_proved(judgement, values),
        footprint=carbon.footprint(product, known.factors.get(product.kind)),
    )


def is_proved(judgement: Judgement, values: Sequence[ProductValue]) -> bool:
    """Whether a report or certificate stands behind every mandatory value, and none misses a verified threshold."""
    shown = {value.indicator for value in values if value.proof is not Proof.DECLARED}
    said = all(judgement.verdicts[key].outcome is not Outcome.MISSING for key in judgement.mandatory)
    return bool(judgement.mandatory) and said and judgement.conforms and judgement.mandatory <= shown
