"""Stock: promised once, sold once, given back once; what is on hand is always the sum of what moved."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import reading, transaction
from db.orders import Purchase
from db.stock import Hold, Reason, Reservation, StockMovement, held
from services import clock, stock
from services.errors import Conflict, Forbidden, Invalid, Missing
from tests import make
from tests.buying import check_books, on_shelf, placed

SOON = timedelta(minutes=36)


@pytest.fixture
def product(supplier):
    return make.a_product(supplier, stock_milli=10_000)


@pytest.fixture
def bought(buyer, product) -> Purchase:
    return placed(buyer, product, milli=4000)


def movements(product):
    with reading() as db:
        found = db.exec(select(StockMovement).where(StockMovement.product_id == product.id).order_by(StockMovement.id))
        return [(row.reason, row.quantity_milli) for row in found]


def test_placing_reserves_and_moves_nothing(bought, product):
    assert on_shelf(product) == (10_000, 4000)
    assert stock.available(product.code) == 6000
    assert movements(product) == [(Reason.RECEIVED, 10_000)]
    with reading() as db:
        [hold] = held(db, bought.id)
        assert hold.expires_at == clock.now() + SOON
    check_books()


def test_more_than_is_there_is_not_reserved_and_leaves_no_trace(buyer, product):
    other = make.a_product(stock_milli=1000)
    with pytest.raises(Conflict, match=rf"Of {other.code} only 1 m2 are left"):
        placed(buyer, product, other, milli=2000)
    assert on_shelf(product) == (10_000, 0)
    with reading() as db:
        assert db.exec(select(Reservation)).all() == []
        assert db.exec(select(Purchase)).all() == []
    check_books()


def test_releasing_twice_gives_back_once(bought, product):
    with transaction(audited=False) as db:
        assert stock.release(db, bought)
        assert not stock.release(db, bought)
    assert on_shelf(product) == (10_000, 0)


def test_what_was_released_cannot_be_sold(bought, product):
    with transaction(audited=False) as db:
        stock.release(db, bought)
        assert not stock.sell(db, bought, [])
    assert movements(product) == [(Reason.RECEIVED, 10_000)]


def test_a_reservation_is_extended_and_never_shortened(bought):
    for later in (timedelta(hours=2), timedelta(minutes=1)):
        with transaction(audited=False) as db:
            stock.extend(db, bought, clock.now() + later)
    with reading() as db:
        [hold] = held(db, bought.id)
        assert (hold.status, hold.expires_at) == (Hold.HELD, clock.now() + timedelta(hours=2))


def test_several_lines_of_one_product_are_summed(bought):
    from db.orders import OrderLine  # noqa: PLC0415  only to build lines nobody stores

    lines = [OrderLine(product_id=bought.id, quantity_milli=milli) for milli in (1500, 2500)]
    assert stock.wanted(lines) == {bought.id: 4000}


def test_a_stocktake_is_noted_as_a_movement(supplier, product):
    stock.set_on_hand(supplier, product.code, on_hand_milli=7500, note="counted by two")
    assert on_shelf(product) == (7500, 0)
    assert movements(product)[-1] == (Reason.STOCKTAKE, -2500)
    check_books()


@pytest.mark.usefixtures("bought")
def test_a_stocktake_never_goes_below_what_is_promised(supplier, product):
    with pytest.raises(Conflict, match="4 are promised"):
        stock.set_on_hand(supplier, product.code, on_hand_milli=3999)
    stock.set_on_hand(supplier, product.code, on_hand_milli=4000)
    assert on_shelf(product) == (4000, 4000)


@pytest.mark.parametrize("milli", [-1, 10**9 + 1, 2**63])
def test_a_stock_has_bounds(supplier, product, milli):
    with pytest.raises(Invalid):
        stock.set_on_hand(supplier, product.code, on_hand_milli=milli)
    assert on_shelf(product) == (10_000, 0)


def test_nobody_else_counts_the_stock(rival, buyer, official, product):
    with pytest.raises(Missing):
        stock.set_on_hand(rival, product.code, on_hand_milli=1)
    for visitor in (buyer, official):
        with pytest.raises(Forbidden):
            stock.set_on_hand(visitor, product.code, on_hand_milli=1)
    assert on_shelf(product) == (10_000, 0)


def test_what_nobody_has_counted_is_not_available():
    assert stock.available("P-999999") == 0
    assert stock.availability(["P-\x00", ""]) == {}


def test_a_note_is_kept_without_what_cannot_be_printed(supplier, product):
    stock.set_on_hand(supplier, product.code, on_hand_milli=9000, note="counted\x00 by\ud800\n hand")
    with reading() as db:
        notes = db.exec(select(StockMovement.note).where(StockMovement.reason == Reason.STOCKTAKE)).all()
    assert notes == ["counted by hand"]
    with pytest.raises(Missing):
        stock.set_on_hand(supplier, "P-\x00", on_hand_milli=1)
