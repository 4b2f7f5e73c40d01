"""The way to the site: a mass that is stated or marked, a vehicle that is large enough, and tonne-kilometres."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed.reading import table
from services.freight import FAR_KM, Load, a4, load, usual

pytestmark = pytest.mark.pure


@dataclass(frozen=True)
class Way:
    mode: str
    gwp: Decimal = Decimal("0.1")


@dataclass(frozen=True)
class Thing:
    unit: str = "m2"
    mass_kg: Decimal | None = None


KNOWN = [Way(line["mode"], Decimal(line["gwp"])) for line in table("carbon_transport")]
masses = st.decimals(min_value="0.001", max_value=10**7, places=3)
ways = st.decimals(min_value=0, max_value=20_000, places=0)


@pytest.mark.parametrize(
    ("mass", "km", "mode"),
    [(900, 100, "light diesel truck 2 t"), (2001, 100, "medium diesel truck 8 t"), (30_000, 100, "truck 30 t"),
     (400_000, 100, "diesel truck 46 t"), (400_000, 900, "rail, China market average"),
     (900, 2000, "light diesel truck 2 t")],
)  # fmt: skip
def test_the_usual_vehicle_follows_from_mass_and_distance(mass, km, mode):
    found = usual(KNOWN, mass_kg=Decimal(mass), km=Decimal(km))
    assert found is not None
    assert mode in found.mode


@given(masses, ways)
def test_a_heavier_load_never_rides_in_a_smaller_truck(mass, km):
    def tonnes(kg):
        return int(usual(KNOWN, mass_kg=kg, km=min(km, FAR_KM)).mode.split()[-2])

    assert tonnes(mass) <= tonnes(mass * 2)
    assert tonnes(mass) == 46 or tonnes(mass) * 1000 >= mass


def test_without_a_truck_nothing_is_guessed():
    assert usual([Way("water, container 200 TEU")], mass_kg=Decimal(1), km=Decimal(1)) is None


def test_a_mass_is_by_definition_stated_or_typical_and_marked_never_nothing():
    assert load(Thing("t"), Thing("t", Decimal(7))) == Load(Decimal(1000))
    assert load(Thing("m2", Decimal(9)), Thing("m2", Decimal(22))) == Load(Decimal(9))
    assert load(Thing("m2"), Thing("m2", Decimal(22))) == Load(Decimal(22), typical=True)
    assert load(Thing("m2"), Thing("piece", Decimal(22))) is None


@given(masses, ways)
def test_twice_the_way_is_twice_the_carbon(mass, km):
    once, twice = (a4(mass, km=far, vehicle=KNOWN[0]) for far in (km / 2, km))
    assert abs(twice - 2 * once) <= Decimal("0.002")


def test_a_typed_distance_is_bounded():
    assert a4(Decimal(1000), km=Decimal(-5), vehicle=Way("any")) == 0
    assert a4(Decimal(1000), km=Decimal(10**9), vehicle=Way("any")) == Decimal(2000)
