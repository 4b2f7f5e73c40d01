"""The rule of embodied carbon: declared before generic, joined by unit or mass, "not comparable" rather than zero."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.carbon import Basis, footprint, of_quantity, transport

pytestmark = pytest.mark.pure
UNITS = ["kg", "t", "m", "m2", "m3", "piece", "set", "W", "kW"]
amounts = st.decimals(min_value="0.001", max_value=10_000, places=3)
factors = st.decimals(min_value=-1000, max_value=30_000, places=3)


@dataclass(frozen=True)
class Thing:
    unit: str = "m2"
    mass_kg: Decimal | None = None
    carbon: Decimal | None = None
    carbon_source: str = ""


@dataclass(frozen=True)
class Known:
    unit: str = "kg"
    gwp: Decimal = Decimal("0.78")
    basis: str = "Ceramic tiles"
    source: str = "ICE v2 (2011)"
    confidence: str = "verified"


def test_the_product_s_own_declaration_comes_first_and_keeps_its_source():
    found = footprint(Thing(carbon=Decimal("9.5"), carbon_source="EPD-1", mass_kg=Decimal(22)), Known())
    assert (found.per_unit, found.basis, found.source) == (Decimal("9.5"), Basis.DECLARED, "EPD-1")
    assert found.confidence == "declared"


def test_a_generic_factor_is_joined_by_mass_and_names_its_source():
    found = footprint(Thing(mass_kg=Decimal(22)), Known())
    assert (found.per_unit, found.basis, found.source) == (Decimal("17.16"), Basis.GENERIC, "ICE v2 (2011)")
    assert (found.described, found.confidence) == ("Ceramic tiles", "verified")


@given(factors, st.sampled_from(UNITS))
def test_the_same_unit_needs_no_mass(gwp, unit):
    assert footprint(Thing(unit=unit), Known(unit=unit, gwp=gwp)).per_unit == gwp


@given(factors)
def test_tonnes_and_kilograms_are_a_thousand_apart(gwp):
    by_tonne = footprint(Thing(unit="t"), Known(unit="kg", gwp=gwp)).per_unit
    assert by_tonne == gwp * 1000


@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.none() | amounts, factors)
def test_what_cannot_be_joined_is_none_with_a_reason_and_never_zero(unit, factor_unit, mass, gwp):
    found = footprint(Thing(unit=unit, mass_kg=mass), Known(unit=factor_unit, gwp=gwp))
    joined = unit == factor_unit or (factor_unit in {"kg", "t"} and (mass is not None or unit in {"kg", "t"}))
    assert (found.per_unit is not None) == joined
    assert bool(found.reason) == (not joined)
    if not joined:
        assert found.basis is Basis.NONE
        assert found.reason.format(**found.values)


def test_no_factor_is_said_to_be_none():
    found = footprint(Thing(), None)
    assert found.per_unit is None
    assert found.reason


@given(amounts, st.integers(min_value=1, max_value=10**9))
def test_a_quantity_has_its_share_to_the_gram(per_unit, quantity_milli):
    known = footprint(Thing(carbon=per_unit), None)
    found = of_quantity(known, quantity_milli)
    assert found is not None
    assert abs(found - per_unit * quantity_milli / 1000) <= Decimal("0.0005")


def test_a_quantity_of_what_is_not_comparable_is_not_comparable():
    assert of_quantity(footprint(Thing(), None), 1000) is None


def test_transport_is_tonne_kilometres_times_the_mode():
    assert transport(Decimal(2390), km=Decimal(100), gwp=Decimal("0.129")) == Decimal("30.831")
    assert transport(None, km=Decimal(100), gwp=Decimal("0.129")) is None
