"""Embodied carbon, A1-A3 and A4: a pure rule that names its source and says "not comparable" rather than guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol

from services import money
from services.errors import Missing

__all__ = ["Basis", "Factor", "Facts", "Footprint", "footprint", "of_quantity", "transport"]

FINEST = Decimal("0.000001")
KILOGRAMS: Mapping[str, Decimal] = {"kg": Decimal(1), "t": Decimal(1000)}


class Basis(StrEnum):
    """Where the number comes from."""

    DECLARED = "declared"
    GENERIC = "generic"
    NONE = "none"


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


class Facts(Protocol):
    """What a product says of itself: `carbon` is kgCO2e (A1-A3) per selling unit, `mass_kg` the mass of one."""

    @property
    def unit(self) -> str: ...
    @property
    def mass_kg(self) -> Decimal | None: ...
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


def footprint(product: Facts, factor: Factor | None) -> Footprint:
    """The product's declared value, else the kind's default `factor` joined by unit or mass, else "not comparable"."""
    if product.carbon is not None:
        return Footprint(product.carbon, Basis.DECLARED, source=product.carbon_source, confidence="declared")
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


def unjoined(product: Facts, factor: Factor) -> Footprint:
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


def units_in(product: Facts, factor_unit: str) -> Decimal | None:
    """How many of the factor's units one selling unit holds; None when nothing joins the two."""
    if factor_unit == product.unit:
        return Decimal(1)
    mass = KILOGRAMS.get(product.unit, product.mass_kg)
    return mass / KILOGRAMS[factor_unit] if mass is not None and factor_unit in KILOGRAMS else None


def of_quantity(known: Footprint, quantity_milli: int) -> Decimal | None:
    """kgCO2e (A1-A3) of a quantity in thousandths, to the gram; None stays None."""
    return None if known.per_unit is None else money.per_unit(known.per_unit, quantity_milli)


def transport(mass_kg: Decimal | None, *, km: Decimal, gwp: Decimal) -> Decimal | None:
    """A4 in kgCO2e: tonnes x kilometres x the mode's factor (kgCO2e per tonne-kilometre); None without a mass."""
    if mass_kg is None:
        return None
    return (mass_kg / 1000 * km * gwp).quantize(Decimal("0.001"), ROUND_HALF_UP)
