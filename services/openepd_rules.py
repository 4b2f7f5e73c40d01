"""What may stand in an exhibit's openEPD: only its own declaration counts, joined without an assumption.

Here without the library of openEPD, which takes 17 MB of memory and is loaded by the first file written or read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from services import units
from services.carbon import Basis, Footprint
from services.errors import Conflict, Invalid
from services.money import half_up
from services.units import Amount, Goods

__all__ = ["CATEGORY", "FINEST", "GWP_UNIT", "NO_METHOD", "Declaration", "Outlook", "Withheld", "outlook"]

CATEGORY = "io.cqd.ec3"  # the key of openEPD's own categories among `product_classes`
GWP_UNIT = "kgCO2e"
NO_METHOD = "Unknown LCIA"
FINEST = Decimal("0.000001")


class Classified(Protocol):
    """How openEPD classifies a kind."""

    @property
    def openepd_category(self) -> str: ...
    @property
    def openepd_unit(self) -> str: ...


class Withheld(StrEnum):
    """Why a file holds no impacts."""

    NOT_DECLARED = "not_declared"  # a generic factor is no declaration of this product
    STORED_CARBON = "stored_carbon"  # openEPD asks for removals apart, and only their sum is on record


@dataclass(frozen=True)
class Outlook:
    """A file that can be written. `gwp` (kgCO2e, A1-A3) and `kilograms` are of one `declared` unit."""

    declared: Amount
    gwp: Decimal | None
    kilograms: Decimal | None
    withheld: Withheld | None


@dataclass(frozen=True)
class Declaration:
    """What a listing takes from the file. `gwp` (kgCO2e, A1-A3) and `kilograms` are of the whole `declared` amount."""

    names: Sequence[str]
    product_name: str
    description: str
    language: str
    declared: Amount
    kilograms: Decimal | None
    gwp: Decimal
    method: str
    operator: str
    document: str
    category: str
    valid_until: date | None
    private: bool

    @property
    def source(self) -> str:
        """Programme operator, the number there, and how it was assessed."""
        method = "" if self.method == NO_METHOD else f", {self.method}"
        return f"{self.operator}, {self.document}, A1–A3{method}"


def outlook(goods: Goods, kind: Classified, footprint: Footprint, *, by_its_maker: bool) -> Outlook:
    """Raises Conflict or Invalid where no file can be written. The kind's typical mass is no word of the product's."""
    if not by_its_maker:
        raise Conflict("A distributor offers this exhibit; an openEPD names the manufacturer, who is not on record.")
    if not kind.openepd_category:
        raise Conflict("openEPD has no category for this kind.")
    own, declared = replace(goods, typical_mass_kg=None), units.declared_unit(kind.openepd_unit)
    share = units.convert(own, Fraction(declared.quantity), declared.unit, own.unit).amount
    withheld = withheld_from(footprint)
    gwp = None if withheld or footprint.per_unit is None else scaled(footprint.per_unit, share)
    return Outlook(declared, gwp, kilograms(own, declared), withheld)


def withheld_from(footprint: Footprint) -> Withheld | None:
    if footprint.basis is not Basis.DECLARED or footprint.per_unit is None:
        return Withheld.NOT_DECLARED
    return Withheld.STORED_CARBON if footprint.per_unit < 0 else None


def scaled(per_selling_unit: Decimal, selling_units: Fraction) -> Decimal:
    return half_up(Fraction(per_selling_unit) * selling_units, FINEST)


def kilograms(own: Goods, declared: Amount) -> Decimal | None:
    """The mass of one declared unit, where the product's own words tell it."""
    try:
        return half_up(units.convert(own, Fraction(declared.quantity), declared.unit, "kg").amount, FINEST)
    except Invalid:
        return None
