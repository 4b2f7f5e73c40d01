"""Two at the same moment, and the twin of each with its protection off: so we know that the race is run at all."""

import threading
from uuid import uuid4

import pytest
from sqlmodel import select

from db.engine import reading
from db.ledger import Posting, PostingReason
from db.orders import Purchase
from services import order_placing, orders, payment_refunds, payment_settlement, payments, stock
from services.order_reductions import Part
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    BY_TRANSFER,
    at_once,
    check_books,
    code,
    departed,
    offered,
    on_shelf,
    ordered,
    paid,
    session,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.fair.faults import any_key, booked_again, sent_anew
from tests.fair.goods import undone

pytestmark = pytest.mark.race
MANY = 4
unprotected = pytest.mark.parametrize("unprotected", [False, True], ids=["held", "twin"])


def all_there(desk, call):
    """Nobody goes on from this call of the provider before everybody has made it."""
    meeting = threading.Barrier(MANY)
    desk.before = lambda one: meeting.wait(20) and None if one.startswith(call) else None


@unprotected
def test_a_double_click(buyer, supplier, monkeypatch, unprotected):
    if unprotected:
        monkeypatch.setattr(order_placing, "key_of", any_key(order_placing.key_of))
    lines = [(make.a_product(supplier).code, 2000, 9_900)]
    at_once(*[lambda: orders.place_direct_sale(buyer, BY_TRANSFER, lines, key="one")] * MANY)
    with reading() as db:
        assert (len(db.exec(select(Purchase)).all()) > 1) is unprotected


@unprotected
def test_event_and_returning_browser(desk, bought, url, monkeypatch, unprotected):
    if unprotected:
        monkeypatch.setattr(payment_settlement, "receive", booked_again(payment_settlement.receive))
    desk.pay(url)
    name = session(bought).provider_id
    all_there(desk, "GET checkout/sessions")
    at_once(*[lambda: payments.fulfil(name)] * MANY)
    with reading() as db:
        booked = db.exec(select(Posting).where(Posting.reason == PostingReason.PAID)).all()
    assert (len(booked) > 1) is unprotected


@unprotected
def test_a_refund(desk, buyer, supplier, monkeypatch, unprotected):
    if unprotected:
        monkeypatch.setattr(payment_refunds.Owed, "key", property(lambda _: str(uuid4())))
        monkeypatch.setattr(payments, "sent_before", sent_anew(payments.sent_before))
    bought = paid(desk, buyer, make.a_product(supplier), milli=10_000)
    line = orders.order(buyer, code(bought)).lines[0]
    undone(supplier, code(bought), Part(line.id, 1000))
    all_there(desk, "POST refunds")
    at_once(*[lambda: payments.refund(bought.id)] * MANY)
    assert (len(desk.refunds()) > 1) is unprotected


@unprotected
def test_two_lines_of_one_product(supplier, monkeypatch, unprotected):
    if unprotected:
        monkeypatch.setattr(stock, "wanted", lambda lines: {line.product_id: line.quantity_milli for line in lines})
    product = make.a_product(supplier, stock_milli=MANY * 1000)
    lines = [(product.code, 500, 9_900), (product.code, 500, 9_800)]
    buyers = [make.a_buyer(f"buyer {number}") for number in range(2 * MANY)]
    errands = [lambda buyer=buyer: orders.place_direct_sale(buyer, BY_TRANSFER, lines, key="one") for buyer in buyers]
    bought = [answer for answer in at_once(*errands) if isinstance(answer, Purchase)]
    assert (len(bought) > MANY) is unprotected
    if not unprotected:
        assert len(bought) == MANY
        assert on_shelf(product) == (0, 0)
        check_books()
