"""Embodied carbon, A1-A3 and A4: a pure rule that names its source and says "not comparable" rather than guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol

from services import money
from services.errors import Missing

__all__ = [
    "Accounting",
    "Basis",
    "Factor",
    "Facts",
    "Footprint",
    "Origin",
    "Spread",
    "Ware",
    "accounting",
    "comparable",
    "footprint",
    "generic",
    "mismatch",
    "of_quantity",
    "of_source",
    "spread",
    "together",
    "transport",
]

FINEST = Decimal("0.000001")
KILOGRAMS: Mapping[str, Decimal] = {"kg": Decimal(1), "t": Decimal(1000)}
STORED_SAID = ("biogenic carbon included", "biogenic included")  # how sources say that storage is counted
DISPUTED = "disputed"


class Basis(StrEnum):
    """Where the number comes from."""

    DECLARED = "declared"
    GENERIC = "generic"
    NONE = "none"


class Accounting(StrEnum):
    """Whether the carbon that a plant has stored is counted as negative, or only what is emitted is counted."""

    STORED = "stored"
    EMITTED = "emitted"


class Origin(StrEnum):
    """Where a range comes from: several factors of one source, or the last digit a declaration is given to."""

    FACTORS = "factors"
    DIGITS = "digits"


class Factor(Protocol):
    """A1-A3 in kgCO2e per `unit`, from one source."""

    @property
    def basis(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def gwp(self) -> Decimal: ...
    @property
    def source(self) -> str: ...
    @property
    def confidence(self) -> str: ...


class Ware(Protocol):
    """What is sold: `mass_kg` is the mass of one `unit`, where it is stated."""

    @property
    def unit(self) -> str: ...
    @property
    def mass_kg(self) -> Decimal | None: ...


class Facts(Ware, Protocol):
    """What a product says of itself: `carbon` is kgCO2e (A1-A3) per selling unit."""

    @property
    def carbon(self) -> Decimal | None: ...
    @property
    def carbon_source(self) -> str: ...


@dataclass(frozen=True)
class Footprint:
    """kgCO2e (A1-A3) per selling unit. Where `per_unit` is None, `reason` and `values` (codes of units) say why.

    `confidence` is "declared" for the product's own declaration, else the factor's: verified, unverified,
    verified-proxy or disputed. `described` is what the generic factor was made for."""

    per_unit: Decimal | None
    basis: Basis
    source: str = ""
    described: str = ""
    confidence: str = ""
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def accounting(self) -> Accounting | None:
        return None if self.per_unit is None else accounting(self.per_unit, self.described)


@dataclass(frozen=True)
class Spread:
    """kgCO2e (A1-A3) per selling unit: what `count` factors of one `source` span, or what a figure's digits hide."""

    low: Decimal
    high: Decimal
    origin: Origin
    source: str
    count: int = 1


def footprint(product: Facts, factor: Factor | None) -> Footprint:
    """The product's declared value, else the kind's default `factor` joined by unit or mass, else "not comparable"."""
    if product.carbon is not None:
        return Footprint(product.carbon, Basis.DECLARED, source=product.carbon_source, confidence="declared")
    return generic(product, factor)


def generic(product: Ware, factor: Factor | None) -> Footprint:
    """By `factor` alone, joined by unit or mass, else "not comparable"."""
    if factor is None:
        return not_comparable(Missing("No carbon factor is known for this kind."))
    share = units_in(product, factor.unit)
    if share is None:
        return unjoined(product, factor)
    return Footprint(
        (factor.gwp * share).quantize(FINEST, ROUND_HALF_UP),
        Basis.GENERIC,
        source=factor.source,
        described=factor.basis,
        confidence=str(factor.confidence),
    )


def unjoined(product: Ware, factor: Factor) -> Footprint:
    units = {"factor_unit": factor.unit, "unit": product.unit}
    if factor.unit in KILOGRAMS:
        return not_comparable(
            Missing("The factor is per {factor_unit}, and the mass of one {unit} is not given.", **units)
        )
    return not_comparable(Missing("The factor is per {factor_unit}, and the exhibit is sold by the {unit}.", **units))


def not_comparable(why: Missing) -> Footprint:
    return Footprint(
        None, Basis.NONE, reason=why.phrase, values={name: str(value) for name, value in why.values.items()}
    )


def units_in(product: Ware, factor_unit: str) -> Decimal | None:
    """How many of the factor's units one selling unit holds; None when nothing joins the two."""
    if factor_unit == product.unit:
        return Decimal(1)
    mass = KILOGRAMS.get(product.unit, product.mass_kg)
    return mass / KILOGRAMS[factor_unit] if mass is not None and factor_unit in KILOGRAMS else None


def of_quantity(known: Footprint, quantity_milli: int) -> Decimal | None:
    """kgCO2e (A1-A3) of a quantity in thousandths, to the gram; None stays None."""
    return None if known.per_unit is None else money.per_unit(known.per_unit, quantity_milli)


def together(figures: Sequence[Decimal | None]) -> Decimal | None:
    """Their sum; None as soon as one of them is not known."""
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if len(known) == len(figures) else None


def transport(mass_kg: Decimal | None, *, km: Decimal, gwp: Decimal) -> Decimal | None:
    """A4 in kgCO2e: tonnes x kilometres x the mode's factor (kgCO2e per tonne-kilometre); None without a mass."""
    if mass_kg is None:
        return None
    return (mass_kg / 1000 * km * gwp).quantize(Decimal("0.001"), ROUND_HALF_UP)


def accounting(gwp: Decimal, described: str = "") -> Accounting:
    """A negative sum can only come from storage; some sources also say so where the sum is positive."""
    said = any(words in described.lower() for words in STORED_SAID)
    return Accounting.STORED if gwp < 0 or said else Accounting.EMITTED


def comparable(one: Footprint, other: Footprint) -> Missing | None:
    """Why two figures a unit must not be held against each other; None where they may.

    A declaration meets declarations, a generic factor only factors of its own source."""
    if one.per_unit is None or other.per_unit is None:
        return Missing("One of the two has no carbon figure.")
    if one.accounting is not other.accounting:
        return mismatch()
    if one.basis is not other.basis or (one.basis is Basis.GENERIC and one.source != other.source):
        return Missing("The two figures come from different sources.")
    return None


def mismatch() -> Missing:
    return Missing("One counts the carbon stored in plants as negative, the other does not.")


def spread(product: Ware, known: Footprint, factors: Sequence[Factor]) -> Spread | None:
    """How sure the figure is. None where nothing tells: no source gives a margin to a single factor."""
    if known.per_unit is None:
        return None
    if known.basis is Basis.DECLARED:
        half = last_digit(known.per_unit) / 2
        return Spread(known.per_unit - half, known.per_unit + half, Origin.DIGITS, known.source)
    found = of_source(product, factors, source=known.source, counted=known.accounting)
    return found if found is not None and found.count > 1 else None


def last_digit(value: Decimal) -> Decimal:
    """One in the last place the figure is given to, at least to the whole kilogram."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(0, int(exponent)))


def of_source(product: Ware, factors: Sequence[Factor], *, source: str, counted: Accounting | None) -> Spread | None:
    """From the lowest to the highest factor of one source that can be joined and counts storage as `counted` does."""
    fits = [
        (factor.gwp * share).quantize(FINEST, ROUND_HALF_UP)
        for factor in factors
        if factor.source == source
        and factor.confidence != DISPUTED
        and accounting(factor.gwp, factor.basis) is counted
        and (share := units_in(product, factor.unit)) is not None
    ]
    return Spread(min(fits), max(fits), Origin.FACTORS, source, len(fits)) if fits else None
