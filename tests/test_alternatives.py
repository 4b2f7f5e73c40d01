"""What could hang in an exhibit's place: cheaper or greener, never by passing less, never by comparing what differs."""

from decimal import Decimal

import pytest

from db.products import ProductValue
from services import alternatives
from tests import make


@pytest.fixture
def own(supplier):
    """1.00 m² for 10 yuan, 10 kg declared, its one indicator passed."""
    return rival(supplier, price_fen=1000)


def rival(supplier, *, value="0.5", carbon="10", **more):
    declared = {"carbon": Decimal(carbon), "carbon_source": "EPD"} if carbon else {}
    product = make.a_product(supplier, **declared, **more)
    if value:
        make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal(value)))
    return product


def better(own):
    return {one.card.code: (one.greener, one.cheaper) for one in alternatives.of(own.code).better}


def near(own):
    return {one.card.code for one in alternatives.of(own.code).near}


def test_what_is_greener_or_cheaper_and_passes_as_much_is_named_with_its_merits(supplier, own):
    greener = rival(supplier, price_fen=2000, carbon="8")
    cheaper = rival(supplier, price_fen=500, carbon="12")
    assert better(own) == {greener.code: (Decimal("0.2"), None), cheaper.code: (None, Decimal("0.5"))}
    assert alternatives.of(own.code).met == 1


@pytest.mark.parametrize("value", ["1.5", None])
def test_what_fails_or_does_not_answer_is_near_but_never_better(supplier, own, value):
    failing = rival(supplier, price_fen=500, value=value)
    assert better(own) == {}
    assert near(own) == {failing.code}


def test_an_exhibit_that_passes_nothing_is_replaced_by_nothing(supplier):
    own = rival(supplier, price_fen=1000, value="1.5")
    rival(supplier, price_fen=500)
    assert better(own) == {}


def test_another_unit_another_accounting_and_no_declaration_are_never_compared(supplier, own):
    other_unit = rival(supplier, price_fen=1, unit="piece", carbon="1")
    stored = rival(supplier, price_fen=1000, carbon="-5")
    silent = rival(supplier, price_fen=1000, carbon=None)
    assert better(own) == {}
    assert near(own) == {other_unit.code, stored.code, silent.code}


def test_what_is_not_on_show_is_no_alternative(supplier, own):
    rival(supplier, price_fen=1, status="off_shelf")
    rival(make.a_supplier("gone", status="suspended"), price_fen=1)
    found = alternatives.of(own.code)
    assert (found.better, found.near) == ([], [])


def test_a_crowd_of_cheap_ones_does_not_hide_the_green_one(supplier, own):
    for price in range(100, 100 + alternatives.LOOKED_AT + 2):
        rival(supplier, price_fen=price, value="1.5")
    green = rival(supplier, price_fen=5000, carbon="1")
    assert better(own) == {green.code: (Decimal("0.9"), None)}


def test_of_what_nobody_has_there_is_nothing(database):
    assert alternatives.of("P-999999").better == []
