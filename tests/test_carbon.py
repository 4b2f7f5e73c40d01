"""The rule of embodied carbon: declared before generic, joined by unit or mass, "not comparable" rather than zero."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.carbon import (
    Accounting,
    Basis,
    Origin,
    accounting,
    comparable,
    footprint,
    of_quantity,
    of_source,
    spread,
    transport,
)

pytestmark = pytest.mark.pure
UNITS = ["kg", "t", "m", "m2", "m3", "piece", "set", "W", "kW"]
amounts = st.decimals(min_value="0.001", max_value=10_000, places=3)
factors = st.decimals(min_value=-1000, max_value=30_000, places=3)
SOURCES = ["GB/T 51366-2019", "ICE v2 (2011)", "Ökobaudat"]


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


known_factors = st.builds(
    Known,
    unit=st.sampled_from(["kg", "t", "m2"]),
    gwp=factors,
    source=st.sampled_from(SOURCES),
    basis=st.sampled_from(["Glulam", "Glulam, biogenic carbon included"]),
    confidence=st.sampled_from(["verified", "disputed"]),
)
things = st.builds(Thing, mass_kg=st.just(Decimal(22)), carbon=st.none() | factors, carbon_source=st.just("EPD"))
footprints = st.builds(footprint, things, known_factors)


@given(footprints, footprints)
def test_whether_two_figures_may_meet_does_not_depend_on_who_asks(one, other):
    assert (comparable(one, other) is None) == (comparable(other, one) is None)
    assert comparable(one, one) is None


@given(footprints, footprints)
def test_stored_carbon_is_never_held_against_emitted_carbon_nor_one_source_against_another(one, other):
    if one.accounting is not other.accounting or one.basis is not other.basis:
        assert comparable(one, other) is not None
    if one.basis is other.basis is Basis.GENERIC and one.source != other.source:
        assert comparable(one, other) is not None


def test_what_has_no_figure_meets_nothing():
    nothing = footprint(Thing(), None)
    refusal = comparable(nothing, footprint(Thing(carbon=Decimal(1)), None))
    assert refusal is not None
    assert refusal.phrase == "One of the two has no carbon figure."


@given(factors.filter(lambda gwp: gwp < 0), st.text(max_size=9))
def test_a_negative_sum_counts_storage_whatever_is_said_of_it(gwp, said):
    assert accounting(gwp, said) is Accounting.STORED


def test_a_source_may_say_that_it_counts_storage():
    assert accounting(Decimal(3), "Parquet, German average, biogenic included") is Accounting.STORED
    assert accounting(Decimal("0.106"), "Glulam, spruce (GWP-GHG, no biogenic credit)") is Accounting.EMITTED


@given(st.lists(known_factors, min_size=1, max_size=8))
def test_the_range_of_a_generic_figure_holds_it_and_knows_one_source_one_accounting_and_no_dispute(kept):
    thing = Thing(mass_kg=Decimal(22))
    known = footprint(thing, kept[0])
    found = spread(thing, known, kept)
    alike = [
        one for one in kept
        if one.source == known.source and one.confidence != "disputed"
        and accounting(one.gwp, one.basis) is known.accounting
    ]  # fmt: skip
    assert (found is not None) == (len(alike) > 1)
    if found:
        assert (found.origin, found.source, found.count) == (Origin.FACTORS, known.source, len(alike))
        assert found.low <= found.high
        assert kept[0].confidence == "disputed" or found.low <= known.per_unit <= found.high


@given(st.lists(known_factors, min_size=1, max_size=6), known_factors)
def test_a_factor_of_another_source_changes_no_range(kept, stranger):
    thing = Thing(mass_kg=Decimal(22))
    known = footprint(thing, kept[0])
    if stranger.source != known.source:
        assert spread(thing, known, kept) == spread(thing, known, [*kept, stranger])


@given(factors)
def test_a_declared_figure_is_known_to_half_its_last_digit(carbon):
    known = footprint(Thing(carbon=carbon, carbon_source="EPD"), None)
    found = spread(Thing(carbon=carbon), known, [])
    assert found is not None
    assert found.origin is Origin.DIGITS
    assert found.high - carbon == carbon - found.low
    assert Decimal("0.0005") <= found.high - carbon <= Decimal("0.5")


def test_nothing_is_told_where_nothing_can_be_joined():
    assert (
        of_source(Thing(unit="piece"), [Known(unit="m2")], source="ICE v2 (2011)", counted=Accounting.EMITTED) is None
    )
    assert spread(Thing(), footprint(Thing(), None), []) is None
