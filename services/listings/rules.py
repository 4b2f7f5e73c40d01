"""Rules of a listing, without a database: its life, its form, and prices that look like a slip of the pen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import median_low
from typing import Any

from db.products import Product, ProductStatus, Proof
from services import money
from services.errors import Conflict, Invalid
from services.standards import Indicator, Kind, Operator
from services.texts import line, paragraphs, required

P = ProductStatus
FLOW: dict[ProductStatus, frozenset[ProductStatus]] = {
    P.DRAFT: frozenset({P.SUBMITTED}),
    P.SUBMITTED: frozenset({P.PUBLISHED, P.RETURNED}),
    P.RETURNED: frozenset({P.SUBMITTED}),
    P.PUBLISHED: frozenset({P.OFF_SHELF}),
    P.OFF_SHELF: frozenset({P.SUBMITTED, P.PUBLISHED}),
}
EDITABLE = frozenset({P.DRAFT, P.RETURNED, P.OFF_SHELF})
COUNTED = frozenset({"piece", "set"})  # units that cannot be cut
LARGEST_STEP = 10  # a price on show changes at most tenfold at once
FAR = 5  # times dearer or cheaper than the kind's middle price
LARGEST_VALUE = 10**9
SMALLEST_VALUE = Decimal("0.000001")
FIRST_PRICE_FEN, LAST_PRICE_FEN = 1, 10**10


class ReturnReason(StrEnum):
    """Why an exhibit goes back to its supplier."""

    TITLE = "title"
    INDICATORS = "indicators"
    CATEGORY = "category"
    DUPLICATE = "duplicate"
    IRRELEVANT = "irrelevant"
    PICTURE = "picture"
    PRICE = "price"


@dataclass(frozen=True)
class Answer:
    """A listing's value for an indicator (1 or 0 for yes or no), and what stands behind it."""

    value: Decimal
    proof: Proof = Proof.DECLARED


@dataclass(frozen=True, kw_only=True)
class ListingForm:
    """What a supplier says of an exhibit. `price_fen` is for one `unit`; `carbon` is kgCO2e (A1-A3) per `unit`."""

    kind: str
    name_zh: str
    price_fen: int
    unit: str
    name_en: str = ""
    specification_zh: str = ""
    specification_en: str = ""
    description_zh: str = ""
    description_en: str = ""
    minimum_milli: int = 1000
    step_milli: int = 1000
    mass_kg: Decimal | None = None
    carbon: Decimal | None = None
    carbon_source: str = ""
    origin_city: str = ""
    values: Mapping[str, Answer] = field(default_factory=dict)
    price_confirmed: bool = False


def columns_of(form: ListingForm, kind: Kind) -> dict[str, Any]:
    """The listing's columns, trimmed and judged. Raises Invalid with the field's name."""
    if form.unit not in kind.units:
        raise Invalid("This kind is not sold by {unit}.", unit=form.unit[:20])
    require_price(form.price_fen)
    require_steps(form)
    if form.carbon is not None and not form.carbon_source.strip():
        raise Invalid("Name the declaration that the carbon figure is taken from.")
    return {
        "kind": kind.code,
        "name_zh": required(form.name_zh, field="Name (Chinese)", longest=120),
        "name_en": line(form.name_en, field="Name (English)", longest=160),
        "specification_zh": line(form.specification_zh, field="Specification (Chinese)", longest=200),
        "specification_en": line(form.specification_en, field="Specification (English)", longest=300),
        "description_zh": paragraphs(form.description_zh, field="Description (Chinese)", longest=2000),
        "description_en": paragraphs(form.description_en, field="Description (English)", longest=3000),
        "price_fen": form.price_fen,
        "unit": form.unit,
        "minimum_milli": form.minimum_milli,
        "step_milli": form.step_milli,
        "mass_kg": exact(form.mass_kg, field="Mass", least=SMALLEST_VALUE),
        "carbon": exact(form.carbon, field="Carbon", least=Decimal(-LARGEST_VALUE)),
        "carbon_source": line(form.carbon_source, field="Source of the carbon figure", longest=200),
        "origin_city": line(form.origin_city, field="Place of origin", longest=40),
    }


def require_price(price_fen: int) -> None:
    if not FIRST_PRICE_FEN <= price_fen <= LAST_PRICE_FEN:
        raise Invalid(
            "Price must lie between {least} and {most} yuan.",
            least=str(money.yuan(FIRST_PRICE_FEN)),
            most=f"{money.yuan(LAST_PRICE_FEN):,.0f}",
        )


def require_steps(form: ListingForm) -> None:
    """The least quantity is a whole number of steps, and what is counted is not cut."""
    if form.step_milli < 1 or form.minimum_milli < 1 or form.minimum_milli > money.LARGEST_MILLI:
        raise Invalid("The least quantity and the step must be more than zero.")
    if form.minimum_milli % form.step_milli:
        raise Invalid("The least quantity must be a whole number of steps.")
    if form.unit in COUNTED and (form.step_milli % money.MILLI or form.minimum_milli % money.MILLI):
        raise Invalid("What is sold by {unit} is sold in whole numbers.", unit=form.unit)


def exact(value: Decimal | None, *, field: str, least: Decimal) -> Decimal | None:
    """A figure with at most six decimals."""
    if value is None:
        return None
    if not value.is_finite() or not least <= value <= LARGEST_VALUE:
        raise Invalid("{field} reads “{read}”; that cannot be right.", field=field, read=str(value))
    if value != value.quantize(SMALLEST_VALUE):
        raise Invalid("{field} reads “{read}”; at most six decimals are expected.", field=field, read=str(value))
    return value


def answers_of(form: ListingForm, indicators: Sequence[Indicator]) -> dict[str, Answer]:
    """The values that belong to the kind's template, judged; anything else is refused."""
    asked = {indicator.key: indicator for indicator in indicators}
    for key, answer in form.values.items():
        if key not in asked:
            raise Invalid("This kind has no indicator {key}.", key=key[:80])
        name = f"{asked[key].name_zh} / {asked[key].name_en}"
        exact(answer.value, field=name, least=Decimal(-LARGEST_VALUE))
        if asked[key].operator is Operator.YES and answer.value not in {0, 1}:
            raise Invalid("{field} is answered by yes or no.", field=name)
    return dict(form.values)


def usual(prices: Sequence[int]) -> int | None:
    """The kind's middle price in fen."""
    return median_low(prices) if prices else None


def is_far(price_fen: int, prices: Sequence[int]) -> bool:
    """Whether a price is more than five times away from the kind's middle price: 1225 or 122.5?"""
    middle = usual(prices)
    return middle is not None and not middle <= price_fen * FAR <= middle * FAR * FAR


def require_plausible(price_fen: int, prices: Sequence[int], *, confirmed: bool) -> None:
    if is_far(price_fen, prices) and not confirmed:
        raise Conflict(
            "{asked} yuan a unit is far from the {usual} yuan usual for this kind. If it is right, confirm the price.",
            asked=f"{money.yuan(price_fen):,.2f}",
            usual=f"{money.yuan(usual(prices) or 0):,.2f}",
        )


def require_small_step(now_fen: int, wanted_fen: int) -> None:
    if not now_fen <= wanted_fen * LARGEST_STEP <= now_fen * LARGEST_STEP * LARGEST_STEP:
        raise Conflict("A price on show changes at most tenfold at once; take the exhibit off view for more.")


def require_editable(product: Product) -> None:
    if product.status is P.SUBMITTED:
        raise Conflict("This exhibit is being reviewed; it can be changed after the decision.")
    if product.status not in EDITABLE:
        raise Conflict("This exhibit is on view; take it off view to change more than its price and stock.")
