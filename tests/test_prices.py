"""Prices: every new one on show is remembered once, and a band says nothing where too few stand behind it."""

from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db import migrations
from db.engine import engine, transaction
from services import listings, prices
from services.listings import ListingForm
from services.prices import Band, band_of
from tests import make

DAY = timedelta(days=1)


def a_listing(supplier, official, price_fen=12_000):
    """Handed in and put on show."""
    make.a_kind()
    form = ListingForm(kind="ceramic-tiles", name_zh="砖", specification_zh="。", description_zh="。",
                       price_fen=price_fen, unit="m2")  # fmt: skip
    code = listings.draft(supplier, form).code
    listings.submit(supplier, code)
    listings.publish(official, code)
    return code


def told(visitor, code):
    return [(spell.price_fen, spell.since, spell.until) for spell in prices.history(visitor, code)]


def test_the_first_price_and_every_new_one_are_remembered_with_their_days(supplier, official, guest, pass_time):
    code = a_listing(supplier, official)
    began = prices.history(guest, code)[0].since
    pass_time(DAY)
    listings.set_price(supplier, code, price_fen=12_000)
    listings.set_price(supplier, code, price_fen=11_500)
    assert told(guest, code) == [(12_000, began, began + DAY), (11_500, began + DAY, None)]


def test_a_price_that_was_refused_or_undone_leaves_no_trace(supplier, official, guest):
    code = a_listing(supplier, official)
    with pytest.raises(listings.rules.Conflict):
        listings.set_price(supplier, code, price_fen=12_000 * 11)
    assert len(told(guest, code)) == 1


def test_a_draft_s_prices_are_nobody_s_business_and_going_off_and_on_is_no_new_price(supplier, official, guest):
    code = a_listing(supplier, official)
    listings.take_off(supplier, code)
    assert told(guest, code) == []
    listings.put_back(supplier, code)
    assert len(told(guest, code)) == 1


def test_nobody_rewrites_what_a_price_has_been(supplier, official):
    a_listing(supplier, official)
    for change in ("UPDATE price_change SET price_fen = 1", "DELETE FROM price_change"):
        with (
            pytest.raises(DBAPIError, match="only grows"),
            engine().execution_options(writes=True).begin() as connection,
        ):
            connection.execute(text(change))


def test_the_migration_carries_over_what_the_log_tells_and_invents_nothing(supplier, official, guest, pass_time):
    code = a_listing(supplier, official)
    bulk = make.a_product(supplier).code
    pass_time(DAY)
    listings.set_price(supplier, code, price_fen=11_000)
    kept = told(guest, code)
    before = ScriptDirectory.from_config(migrations.config()).get_revision("0003").down_revision
    migrations.downgrade(to=str(before))
    migrations.upgrade()
    assert told(guest, code) == kept
    assert told(guest, bulk) == []


def test_a_band_counts_what_is_on_show_of_the_kind_and_unit_alone(supplier):
    for price in (300, 100, 200):
        make.a_product(supplier, price_fen=price)
    make.a_product(supplier, price_fen=1, status="off_shelf")
    make.a_product(supplier, price_fen=1, unit="piece")
    make.a_product(make.a_supplier("gone", status="suspended"), price_fen=1)
    assert prices.band("ceramic-tiles", "m2") == Band(3, 100, 100, 200, 300, 300)
    assert prices.band("ceramic-tiles", "piece") is None


@pytest.mark.pure
@given(st.lists(st.integers(min_value=1, max_value=10**10), max_size=40).map(sorted))
def test_a_band_is_in_order_holds_only_prices_asked_and_needs_three(asked):
    found = band_of(asked)
    assert (found is None) == (len(asked) < prices.FEWEST)
    if found:
        marks = [found.least, found.lower, found.middle, found.upper, found.most]
        assert marks == sorted(marks)
        assert set(marks) <= set(asked)
        assert (found.least, found.most, found.count) == (asked[0], asked[-1], len(asked))
        assert sum(price <= found.middle for price in asked) * 2 >= len(asked)


def change_and_fail(code):
    with transaction() as db:
        product = listings.exhibits.found(db, code)
        product.price_fen = 1
        prices.note(db, product)
        raise RuntimeError


def test_a_price_is_noted_with_its_change_or_not_at_all(supplier, official, guest):
    code = a_listing(supplier, official)
    with pytest.raises(RuntimeError):
        change_and_fail(code)
    assert len(told(guest, code)) == 1
