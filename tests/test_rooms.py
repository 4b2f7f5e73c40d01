"""Rooms and halls tell of themselves: how to choose, bands of price and carbon, what hangs newest, who is next door."""

import re
import tomllib
from datetime import timedelta
from decimal import Decimal
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import rooms as walls
from seed.reading import table
from services import listings, rooms
from services.rooms import CHOOSING, Band, mixed
from tests import make


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


@pytest.mark.pure
def test_every_kind_has_its_advice_in_both_languages_and_no_invented_number():
    said = tomllib.loads(CHOOSING.read_text("utf-8"))
    assert set(said) == {line["code"] for line in table("kinds")}
    for kind, words in said.items():
        assert set(words) == {"look_zh", "look_en", "trap_zh", "trap_en"}, kind
        assert all(len(text) > 30 for text in words.values()), kind
        assert not re.search(r"\d", "".join(words.values())), kind


def test_a_band_has_the_lowest_the_middle_and_the_highest_of_what_is_on_show(supplier):
    prices = [9_000, 12_000, 15_000, 31_000]
    for price in prices:
        make.a_product(supplier, price_fen=price)
    make.a_product(supplier, price_fen=1, status="draft")
    make.a_product(make.a_supplier("gone", status="suspended"), price_fen=2)
    found = rooms.room("ceramic-tiles").prices
    assert found == [Band("m2", 4, Decimal(9000), Decimal(12000), Decimal(31000))]


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=9))
@pytest.mark.pure
def test_the_mark_of_the_middle_stays_on_the_line(prices):
    band = Band("m2", len(prices), Decimal(min(prices)), Decimal(median_low(prices)), Decimal(max(prices)))
    assert 0 <= walls.place_of(band) <= 100


def test_units_are_never_mixed_in_a_band(supplier):
    for price in (1000, 2000, 3000):
        make.a_product(supplier, price_fen=price)
    make.a_product(supplier, price_fen=900_000, unit="piece")
    bands = {band.unit: (band.count, band.most) for band in rooms.room("ceramic-tiles").prices}
    assert bands == {"m2": (3, 3000), "piece": (1, 900_000)}


def test_only_declared_carbon_makes_a_carbon_band(supplier):
    for carbon in ("3.9", "4.5", "9.1", None):
        make.a_product(supplier, carbon=carbon and Decimal(carbon))
    [band] = rooms.room("ceramic-tiles").carbon
    assert (band.count, band.least, band.middle, band.most) == (3, Decimal("3.9"), Decimal("4.5"), Decimal("9.1"))


def test_declarations_that_count_stored_carbon_and_those_that_do_not_make_no_band(supplier):
    for carbon in ("-600", "120", "130"):
        make.a_product(supplier, carbon=Decimal(carbon))
    found = rooms.room("ceramic-tiles")
    assert found.mixed_carbon
    assert found.carbon == ()
    assert not mixed([Band("m3", 2, Decimal(-600), Decimal(-600), Decimal(-500))])


def test_the_newest_hang_first_and_what_is_taken_off_is_gone_at_once(supplier, pass_time):
    old = make.a_product(supplier).code
    pass_time(timedelta(hours=1))
    new = make.a_product(supplier).code
    assert [one.code for one in rooms.room("ceramic-tiles").newest] == [new, old]
    listings.take_off(supplier, new)
    assert [one.code for one in rooms.room("ceramic-tiles").newest] == [old]
    assert rooms.room("ceramic-tiles").exhibits == 1


def test_a_hall_tells_its_suppliers_and_its_newest_over_all_rooms(supplier, rival, pass_time):
    make.a_product(supplier)
    pass_time(timedelta(hours=1))
    newest = make.a_product(rival, kind="wall-coatings").code
    make.a_product(rival, kind="elevators", status="draft")
    found = rooms.hall("finishing")
    assert (found.suppliers, found.newest[0].code, len(found.newest)) == (2, newest, 2)


def test_neighbours_follow_the_plan_and_the_first_room_has_none_before(supplier):
    for kind in ("ceramic-tiles", "wall-coatings", "wood-flooring"):
        make.a_kind(kind)
    before, here, after = (rooms.room(kind) for kind in ("ceramic-tiles", "wall-coatings", "wood-flooring"))
    assert before.before is None
    assert (here.before.code, here.after.code) == ("ceramic-tiles", "wood-flooring")
    assert after.after is None


def test_there_is_no_room_where_there_is_no_kind(database):
    assert rooms.opening("", "") is None
    assert rooms.opening("no-such-kind", "") is None
    assert rooms.opening("", "no-such-hall") is None
    assert rooms.opening("\x00", "") is None


@pytest.mark.once
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_wall_of_a_kind_has_its_room_and_names_cannot_smuggle_markup(visit, supplier, guest, lang):
    name = "<img src=x onerror=alert(1)>"
    for price in (1000, 2000):
        make.a_product(supplier, price_fen=price, name_zh=name, name_en=name)
    shown = wall(visit("halls.py", guest, lang=lang, kind="ceramic-tiles"))
    assert '<details class="room">' in shown
    assert "spread-line" not in shown, "two exhibits make no band"
    assert "<img src=x" not in shown
    make.a_product(supplier, price_fen=3000)
    listings.set_price(supplier, make.a_product(supplier, price_fen=4000).code, price_fen=4100)
    assert "spread-line" in wall(visit("halls.py", guest, lang=lang, kind="ceramic-tiles"))


@pytest.mark.once
def test_a_hall_has_its_opening_and_a_search_has_none(visit, supplier, guest):
    make.a_product(supplier)
    assert "About this hall" in wall(visit("halls.py", guest, category="finishing"))
    assert '<details class="room">' not in wall(visit("halls.py", guest, q="celadon"))
