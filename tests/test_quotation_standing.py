"""A standing price: ordered by again and again, never beyond its day or its quantity, however many order at once."""

import threading
from datetime import timedelta

import pytest

from db import orders as order_store
from db.engine import reading, transaction
from db.orders import Channel, Purchase
from db.quotations import Quotation
from services import order_placing as placing
from services import orders, quotations
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.order_placing import Draft
from services.quotations import choosing, rules
from tests import make
from tests.buying import at_once, check_books, code, on_shelf
from tests.quoting import RECEIVING, asked, given, shown, standing, status

MILLI, MOST = 1000, 5


@pytest.fixture
def tile(supplier):
    return make.a_product(supplier)


@pytest.fixture
def request_code(buyer, supplier, tile):
    return asked(buyer, tile, suppliers=[supplier])


@pytest.fixture
def price(buyer, supplier, tile, request_code):
    """Agreed: 90 yuan a square metre for five square metres in all, to the end of the year."""
    quote = standing(supplier, request_code, tile, most_milli=MOST * MILLI)
    quotations.agree(buyer, quote.id)
    return quote


def call_off(buyer, price, product, *, milli=MILLI, key="one") -> Purchase:
    return quotations.call_off(buyer, price.id, {product.code: milli}, RECEIVING, key=key)


def test_agreeing_orders_nothing_and_ordering_follows(buyer, price, tile, request_code):
    assert status(buyer, request_code) == ("accepted", ["accepted"])
    assert on_shelf(tile) == (100_000, 0)
    bought = call_off(buyer, price, tile, milli=2000)
    assert (bought.channel, bought.total_fen, bought.quotation_id) == (Channel.FRAMEWORK, 18_000, price.id)
    [seen] = shown(buyer, request_code).offers
    assert (seen.lines[0].left_milli, [one.code for one in seen.purchases]) == (3000, [bought.code])
    check_books()


def test_the_quantity_is_used_up(buyer, price, tile, request_code):
    call_off(buyer, price, tile, milli=4000)
    with pytest.raises(Conflict, match="only 1 can"):
        call_off(buyer, price, tile, milli=1001, key="two")
    call_off(buyer, price, tile, milli=1000, key="three")
    assert not shown(buyer, request_code).offers[0].may_call_off


def test_what_was_cancelled_can_be_ordered_again(buyer, supplier, price, tile):
    bought = call_off(buyer, price, tile, milli=5000)
    orders.cancel(supplier, code(bought), reason="the kiln is cold")
    call_off(buyer, price, tile, milli=5000, key="two")
    check_books()


def test_the_price_ends_with_its_day(buyer, price, tile, pass_time):
    pass_time(timedelta(days=214))  # 1 January
    with pytest.raises(Conflict, match="held until"):
        call_off(buyer, price, tile)


def test_one_form_is_one_order(buyer, price, tile):
    first = call_off(buyer, price, tile)
    assert call_off(buyer, price, tile).code == first.code
    assert call_off(buyer, price, tile, key="two").code != first.code
    with pytest.raises(Invalid):
        call_off(buyer, price, tile, key="")


def test_nobody_else_orders_by_it(buyer, other_buyer, supplier, price, tile):
    with pytest.raises(Missing):
        call_off(other_buyer, price, tile)
    with pytest.raises(Forbidden):
        call_off(supplier, price, tile)
    with pytest.raises(Missing):
        call_off(buyer, price, make.a_product(supplier))
    for quantities in ({}, {tile.code: 0}, {tile.code: -1}):
        with pytest.raises(Invalid):
            quotations.call_off(buyer, price.id, quantities, RECEIVING, key="one")


def test_a_standing_price_and_a_price_for_one_order_are_not_mixed_up(buyer, supplier, tile, request_code):
    once = given(supplier, request_code, (tile, 11_000))
    with pytest.raises(Conflict):
        quotations.agree(buyer, once.id)
    with pytest.raises(Conflict):
        call_off(buyer, once, tile)
    quote = standing(supplier, request_code, tile)
    with pytest.raises(Conflict):
        quotations.accept(buyer, quote.id, RECEIVING)
    with pytest.raises(Conflict, match="no standing price"):
        call_off(buyer, quote, tile)


@pytest.mark.race
def test_twelve_orders_at_once_take_the_five_that_are_left(buyer, price, tile):
    answers = at_once(*(lambda key=str(key): call_off(buyer, price, tile, key=key) for key in range(12)))
    assert sum(isinstance(answer, Purchase) for answer in answers) == MOST, answers
    assert all(isinstance(answer, Purchase | Conflict) for answer in answers), answers
    with reading() as db:
        assert order_store.ordered_of(db, price.id) == {tile.id: MOST * MILLI}
    check_books()


def order_carelessly(buyer, price, tile, key, meeting) -> None:
    """Counts what is left, thinks, then orders: what the lock of the request is there to prevent."""
    with reading() as db:
        left = MOST * MILLI - order_store.ordered_of(db, price.id).get(tile.id, 0)
    assert left >= MILLI
    meeting.wait(timeout=30)
    with transaction() as db:
        asked_in, _ = rules.own_quotation(db, buyer, price.id)
        items = placing.quoted(db, [(tile.code, MILLI, 9_000)])
        checkout = choosing.checkout_of(db, asked_in, RECEIVING)
        placing.written(db, buyer, Draft(checkout, Channel.FRAMEWORK, key, items, price.id))


@pytest.mark.race
def test_the_twin_that_counts_before_it_locks_sells_more(buyer, price, tile):
    meeting = threading.Barrier(MOST + 2)
    errands = [lambda key=f"key {key}": order_carelessly(buyer, price, tile, key, meeting) for key in range(MOST + 2)]
    assert at_once(*errands) == [None] * (MOST + 2)  # everybody had looked before anybody wrote
    with reading() as db:
        assert order_store.ordered_of(db, price.id)[tile.id] > MOST * MILLI


@pytest.mark.race
def test_accepting_at_once_from_six_windows_is_one_order(buyer, supplier, tile, request_code):
    quote = given(supplier, request_code, (tile, 11_000))
    answers = at_once(*[lambda: quotations.accept(buyer, quote.id, RECEIVING)] * 6)
    assert len({answer.id for answer in answers}) == 1, answers
    assert on_shelf(tile) == (98_000, 0)
    check_books()


@pytest.mark.race
def test_a_new_answer_and_a_choice_at_once_end_in_one_of_the_two(buyer, supplier, tile, request_code):
    quote = given(supplier, request_code, (tile, 11_000))
    chosen, answered = at_once(
        lambda: quotations.accept(buyer, quote.id, RECEIVING),
        lambda: given(supplier, request_code, (tile, 12_000)),
    )
    assert isinstance(chosen, Conflict) is isinstance(answered, Quotation), (chosen, answered)
    assert isinstance(answered, Conflict) is isinstance(chosen, Purchase), (chosen, answered)
