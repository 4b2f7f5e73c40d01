"""How far cities lie apart: symmetric, never nothing, and unknown rather than guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.distances import CITIES, DETOUR, WITHIN_KM, great_circle, km_between
from services.regions import CITIES as SERVED

pytestmark = pytest.mark.pure
cities = st.sampled_from(sorted(CITIES))


@given(cities, cities)
def test_the_way_back_is_as_long_and_no_way_is_shorter_than_a_city(here, there):
    km = km_between(here, there)
    assert km is not None
    assert km == km_between(there, here) >= WITHIN_KM


@given(cities, cities, cities)
def test_a_detour_is_never_shorter_than_the_great_circle(here, there, over):
    straight = great_circle(CITIES[here], CITIES[there])
    assert straight <= great_circle(CITIES[here], CITIES[over]) + great_circle(CITIES[over], CITIES[there]) + 1e-6


def test_known_distances_come_out():
    assert 60 < great_circle(CITIES["湖州"], CITIES["杭州"]) < 70
    assert 1590 < great_circle(CITIES["青岛"], CITIES["佛山"]) < 1625
    assert km_between("湖州", "湖州") == WITHIN_KM
    assert km_between("湖州", "杭州") == round(Decimal(great_circle(CITIES["湖州"], CITIES["杭州"])) * DETOUR)


@given(st.text(max_size=5).filter(lambda name: name not in CITIES))
def test_an_unknown_city_is_never_guessed(name):
    assert km_between(name, "湖州") is None
    assert km_between("湖州", name) is None


def test_every_city_the_museum_serves_has_its_place():
    assert set(SERVED) <= set(CITIES)
