"""Saved searches: each person's own, kept once, with a notice of what was hung since the last look."""

from datetime import timedelta

import pytest

from services import saved_searches as searches
from services.errors import Conflict, Forbidden, Invalid, Missing
from tests import make

TILES = {"kind": "ceramic-tiles", "lang": "en", "page": "3", "in_stock": "yes", "nonsense": "x"}


def test_a_search_is_kept_by_what_it_asks_and_nothing_else(buyer):
    searches.save(buyer, " Tiles   in stock ", TILES)
    (kept,) = searches.mine(buyer)
    assert (kept.name, kept.address) == ("Tiles in stock", {"kind": "ceramic-tiles", "in_stock": "yes"})
    assert searches.is_kept(buyer, TILES | {"page": "9", "lang": "zh"})


def test_the_same_search_is_kept_once_under_its_newest_name(buyer):
    for name in ("first", "second"):
        searches.save(buyer, name, TILES)
    assert [one.name for one in searches.mine(buyer)] == ["second"]


def test_exhibits_hung_since_the_last_look_are_counted(buyer, supplier, pass_time):
    make.a_product(supplier)
    searches.save(buyer, "tiles", TILES)
    assert searches.mine(buyer)[0].new == 0
    pass_time(timedelta(hours=1))
    make.a_product(supplier)
    make.a_product(supplier, kind="sealants")
    make.a_product(supplier, stock_milli=0)
    assert searches.mine(buyer)[0].new == 1
    searches.look(buyer, searches.mine(buyer)[0].id)
    assert searches.mine(buyer)[0].new == 0


def test_nobody_sees_opens_or_forgets_the_search_of_another(buyer, other_buyer, guest):
    searches.save(buyer, "tiles", TILES)
    (kept,) = searches.mine(buyer)
    assert list(searches.mine(other_buyer)) == list(searches.mine(guest)) == []
    for act in (searches.look, searches.forget):
        with pytest.raises(Missing):
            act(other_buyer, kept.id)
    assert len(searches.mine(buyer)) == 1
    searches.forget(buyer, kept.id)
    assert not searches.mine(buyer)


def test_a_guest_keeps_nothing(guest):
    with pytest.raises(Forbidden):
        searches.save(guest, "tiles", TILES)


@pytest.mark.parametrize("address", [{}, {"page": "2"}, {"lang": "en"}, {"kind": ""}, {"q": "x" * 3000}])
def test_what_asks_for_nothing_or_without_end_is_not_kept(buyer, address):
    with pytest.raises(Invalid):
        searches.save(buyer, "all", address)


@pytest.mark.parametrize("name", ["", "  ", "\x00", "n" * 81])
def test_a_search_needs_a_name_that_can_be_read(buyer, name):
    with pytest.raises(Invalid):
        searches.save(buyer, name, TILES)


def test_nobody_keeps_searches_without_end(buyer):
    for number in range(searches.MOST):
        searches.save(buyer, "tiles", {"price_to": str(number + 1)})
    with pytest.raises(Conflict):
        searches.save(buyer, "one more", TILES)


def test_the_halls_offer_to_keep_and_to_open_a_search(visit, buyer, supplier):
    make.a_product(supplier)
    at = visit("halls.py", buyer, kind="ceramic-tiles")
    at.text_input(key="keep-search-name").set_value("Tiles")
    [keep] = [button for button in at.button if button.label == "Keep"]
    keep.click().run()
    assert [one.name for one in searches.mine(buyer)] == ["Tiles"]
    (kept,) = searches.mine(buyer)
    doors = visit("halls.py", buyer)
    doors.button(key=f"open-search-{kept.id}").click().run()
    assert doors.query_params["kind"] == "ceramic-tiles"


def test_a_guest_is_not_offered_to_keep_a_search(visit, guest, supplier):
    make.a_product(supplier)
    at = visit("halls.py", guest, kind="ceramic-tiles")
    assert not [button for button in at.button if button.label == "Keep"]
