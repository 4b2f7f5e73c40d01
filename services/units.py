"""Units: what joins two of them, how many whole packs a wish needs, what one declared unit costs; never a guess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from services import money
from services.dimensions import contents, thickness
from services.errors import Invalid

__all__ = [
    "CEFACT", "SIZES", "Amount", "Converted", "Goods", "Ground", "Packs", "Price", "convert", "declared_unit", "goods",
    "held", "named", "packs", "packs_for", "price_per",
]  # fmt: skip

# unit: (what it measures, how much of the first unit that measures it)
SIZES: Mapping[str, tuple[str, Fraction]] = {
    "kg": ("mass", Fraction(1)),
    "t": ("mass", Fraction(1000)),
    "m": ("length", Fraction(1)),
    "m2": ("area", Fraction(1)),
    "sqft": ("area", Fraction("0.09290304")),  # by definition: 0.3048 m squared
    "m3": ("volume", Fraction(1)),
    "W": ("power", Fraction(1)),
    "kW": ("power", Fraction(1000)),
    "tkm": ("transport", Fraction(1)),
    "piece": ("piece", Fraction(1)),
    "set": ("set", Fraction(1)),
    "roll": ("roll", Fraction(1)),
    "item": ("item", Fraction(1)),
}
SPELLINGS = {
    "m^2": "m2", "m²": "m2", "sqm": "m2", "m^3": "m3", "m³": "m3", "tonne": "t", "metric_ton": "t", "each": "item",
    "ft2": "sqft", "ft^2": "sqft", "t*km": "tkm",
}  # fmt: skip
# UN/CEFACT Recommendation 20; a roll is a package, of Recommendation 21.
CEFACT = {
    "kg": "KGM", "t": "TNE", "m": "MTR", "m2": "MTK", "m3": "MTQ", "W": "WTT", "kW": "KWT", "piece": "H87",
    "set": "SET", "roll": "XRO",
}  # fmt: skip
Measured = tuple[str, str, Decimal | None]  # an indicator's English name, its unit, the product's value
THICKNESS = ("thickness", "mm")
COUNTED = ("piece", "set")  # one of them is one `item` of openEPD


class Ground(StrEnum):
    """What a conversion rests upon, beside definitions."""

    CONTENT = "content"
    MASS = "mass"
    THICKNESS = "thickness"
    TYPICAL_MASS = "typical_mass"


class Sold(Protocol):
    """What a product says of itself; `mass_kg` is the mass of one `unit`."""

    @property
    def unit(self) -> str: ...
    @property
    def mass_kg(self) -> Decimal | None: ...
    @property
    def specification_zh(self) -> str: ...
    @property
    def specification_en(self) -> str: ...


class Typical(Protocol):
    """What is usual for its kind: an assumption wherever the product says nothing."""

    @property
    def unit(self) -> str: ...
    @property
    def mass_kg(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Goods:
    """All that joins the selling unit with others: the mass of one, the thickness, how many a piece or roll holds."""

    unit: str
    mass_kg: Decimal | None = None
    typical_mass_kg: Decimal | None = None
    thickness_mm: Decimal | None = None
    contents: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Amount:
    quantity: Decimal
    unit: str


@dataclass(frozen=True)
class Converted:
    """An exact amount and what the conversion rests upon."""

    amount: Fraction
    grounds: frozenset[Ground] = frozenset()


@dataclass(frozen=True)
class Packs:
    """Whole packs: how many, what they hold together, and how much more that is than was asked."""

    count: int
    quantity_milli: int
    surplus_milli: int


@dataclass(frozen=True)
class Price:
    """Fen, rounded once; for showing."""

    fen: Decimal
    grounds: frozenset[Ground]


def goods(sold: Sold, typical: Typical | None = None, measured: Iterable[Measured] = ()) -> Goods:
    """What the product's words and its measured indicators say; a thickness they disagree on is not known."""
    usual = typical.mass_kg if typical and typical.unit == sold.unit else None
    written = thickness(sold.specification_zh, sold.specification_en)
    said = {value for name, unit, value in measured if value is not None and (name.lower(), unit) == THICKNESS}
    said |= set() if written is None else {written}
    return Goods(
        unit=sold.unit,
        mass_kg=sold.mass_kg,
        typical_mass_kg=usual,
        thickness_mm=said.pop() if len(said) == 1 else None,
        contents=contents(sold.specification_zh, unit=sold.unit),
    )


def named(unit: str, *, field: str = "Unit") -> str:
    """Our code of a unit, however it is spelled."""
    plain = "".join(unit.split())
    code = SPELLINGS.get(plain, plain)
    if code not in SIZES:
        raise Invalid("{field} reads “{read}”; one of {units} is expected.", field=field, read=unit, units=known())
    return code


def known() -> str:
    return ", ".join(SIZES)


def convert(goods: Goods, amount: Fraction, unit: str, to: str) -> Converted:
    """So many `unit` of the goods in `to`, exactly. Raises Invalid where nothing joins the two."""
    unit, to = named(unit), named(to)
    if SIZES[unit][0] == SIZES[to][0]:
        return Converted(amount * SIZES[unit][1] / SIZES[to][1])
    one, other = held(goods, unit), held(goods, to)
    return Converted(amount * other.amount / one.amount, one.grounds | other.grounds)


def held(goods: Goods, unit: str) -> Converted:
    """How many `unit` one selling unit holds."""
    (measure, size), (own, own_size) = SIZES[unit], SIZES[goods.unit]
    if own == measure:
        return Converted(own_size / size)
    if unit == "item" and goods.unit in COUNTED:
        return Converted(Fraction(1))
    if unit in goods.contents:
        return Converted(1 / positive(goods.contents[unit], unit, goods), frozenset({Ground.CONTENT}))
    if measure == "mass":
        kilograms = mass(goods, unit)
        return Converted(kilograms.amount / size, kilograms.grounds)
    if {own, measure} == {"area", "volume"}:
        return Converted(through(goods, unit) * own_size / size, frozenset({Ground.THICKNESS}))
    raise unjoined(goods, unit)


def mass(goods: Goods, unit: str) -> Converted:
    """Kilograms of one selling unit: its own, else the kind's."""
    if goods.mass_kg is not None:
        return Converted(positive(goods.mass_kg, unit, goods), frozenset({Ground.MASS}))
    if goods.typical_mass_kg is not None:
        return Converted(positive(goods.typical_mass_kg, unit, goods), frozenset({Ground.TYPICAL_MASS}))
    raise Invalid(
        "{field} reads “{read}”; to join it to {unit}, the mass of one {unit} must be known.",
        field="Unit", read=unit, unit=goods.unit,
    )  # fmt: skip


def through(goods: Goods, unit: str) -> Fraction:
    """m2 in one m3 or m3 in one m2."""
    if goods.thickness_mm is None:
        raise Invalid(
            "{field} reads “{read}”; to join it to {unit}, the thickness must be known: "
            "state it in the specification, as in “14 mm”.",
            field="Unit", read=unit, unit=goods.unit,
        )  # fmt: skip
    thick = positive(goods.thickness_mm, unit, goods) / 1000
    return thick if SIZES[unit][0] == "volume" else 1 / thick


def positive(value: Decimal, unit: str, goods: Goods) -> Fraction:
    if not value.is_finite() or value <= 0:
        raise unjoined(goods, unit)
    return Fraction(value)


def unjoined(goods: Goods, unit: str) -> Invalid:
    return Invalid(
        "{field} reads “{read}”; it cannot be joined to {unit}, the unit of sale.",
        field="Unit", read=unit, unit=goods.unit,
    )  # fmt: skip


def packs(quantity_milli: int, minimum_milli: int, step_milli: int) -> Packs:
    """Whole packs of `step_milli` that hold at least the quantity and the smallest lot."""
    count = -(-max(quantity_milli, minimum_milli) // step_milli)
    return Packs(count, count * step_milli, count * step_milli - quantity_milli)


def packs_for(goods: Goods, amount: Amount, *, minimum_milli: int, step_milli: int) -> tuple[Packs, Converted]:
    """What to buy to have `amount`; the conversion, in the selling unit, stands beside it."""
    wanted = convert(goods, Fraction(amount.quantity), amount.unit, goods.unit)
    return packs(money.milli_up(wanted.amount), minimum_milli, step_milli), wanted


def declared_unit(written: str) -> Amount:
    """What a classification counts in, as in "1.0 m^3"."""
    number, _, unit = written.partition(" ")
    if not unit:
        raise Invalid("The classification names no declared unit for this kind.")
    return Amount(money.number(number, "Declared unit"), named(unit, field="Declared unit"))


def price_per(goods: Goods, price_fen: int, declared: Amount) -> Price:
    """What one declared unit costs when one selling unit costs `price_fen`."""
    share = convert(goods, Fraction(declared.quantity), declared.unit, goods.unit)
    return Price(money.price_of(price_fen, share.amount), share.grounds)
