"""Refunds: what was paid goes back once, also when the provider is away; and a transfer instead of a card."""

from datetime import timedelta

import httpx
import pytest

from db.orders import OrderStatus
from db.payments import SessionStatus
from services import orders, payments
from services.errors import Conflict
from services.orders import PaymentState
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    at_once,
    code,
    codes,
    departed,
    noted,
    offered,
    on_shelf,
    ordered,
    paid,
    right_books,
    session,
    state,
    status,
)
from tests.desk import DECLINED, SECRET, deliver, opened_desk, signed  # noqa: F401  a fixture

COMPLETED, EXPIRED = "checkout.session.completed", "checkout.session.expired"
SUCCEEDED, FAILED = "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed"
A_MINUTE = timedelta(minutes=1)


def test_a_paid_order_that_is_cancelled_is_refunded_once(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    orders.cancel(supplier, code(bought), reason="sold out")
    for _ in range(2):
        payments.refund(bought.id)
        payments.sweep()
    assert state(bought) is PaymentState.REFUNDED
    assert [one["amount"] for one in desk.refunds()] == [bought.total_fen]
    assert on_shelf(product) == (100_000, 0)


def test_one_order_of_a_paid_purchase_is_refunded_alone(desk, buyer, supplier, rival):
    bought = paid(desk, buyer, make.a_product(supplier, price_fen=100), make.a_product(rival, price_fen=250))
    orders.cancel(buyer, codes(bought)[0], reason="no longer needed")
    assert state(bought) is PaymentState.PART_REFUNDED
    states = {row.order.code: row.payment_state for row in orders.my_orders(buyer)}
    assert states == {codes(bought)[0]: PaymentState.REFUNDED, codes(bought)[1]: PaymentState.PAID}
    orders.cancel(buyer, codes(bought)[1], reason="nor this")
    assert sum(one["amount"] for one in desk.refunds()) == bought.total_fen
    assert state(bought) is PaymentState.REFUNDED


@pytest.mark.parametrize("trouble", ["fail", "lose"])
def test_a_refund_that_was_interrupted_is_finished_by_the_keeper(desk, buyer, product, trouble):
    bought = paid(desk, buyer, product)
    desk.before = lambda call: trouble if call == "POST refunds" else None
    orders.cancel(buyer, code(bought), reason="no longer needed")
    assert status(bought) == [OrderStatus.CANCELLED]
    assert orders.order(buyer, code(bought)).owed_back_fen == bought.total_fen
    desk.before = lambda _: None
    payments.sweep()
    assert state(bought) is PaymentState.REFUNDED
    assert len(desk.refunds()) == 1


def test_cancelling_from_both_sides_refunds_once(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    number = code(bought)
    at_once(
        *[lambda: orders.cancel(buyer, number, reason="late")] * 2,
        *[lambda: orders.cancel(supplier, number, reason="sold out")] * 2,
        payments.sweep,
    )
    payments.sweep()
    assert len(desk.refunds()) == 1
    assert state(bought) is PaymentState.REFUNDED


@pytest.mark.usefixtures("supplier", "url")
def test_an_unpaid_purchase_turns_to_transfer_and_its_session_is_closed(desk, buyer, product, bought):
    payments.agree_transfer(buyer, bought.code)
    assert (state(bought), on_shelf(product)) == (PaymentState.AGREED, (98_000, 0))
    assert session(bought).status is SessionStatus.EXPIRED
    for raw in desk.events(EXPIRED):
        deliver(raw)
    assert status(bought) == [OrderStatus.PLACED]
    with pytest.raises(Conflict):
        payments.agree_transfer(buyer, bought.code)
    with pytest.raises(Conflict):
        payments.open_session(buyer, bought.code)


def test_a_card_payment_that_still_comes_pays_the_debt_of_the_transfer(desk, buyer, bought, url):
    desk.before = lambda call: "fail" if call.endswith("/expire") else None
    payments.agree_transfer(buyer, bought.code)
    desk.pay(url)
    desk.before = lambda _: None
    deliver(desk.events(COMPLETED)[0])
    assert state(bought) is PaymentState.PAID
    orders.cancel(buyer, code(bought), reason="no longer needed")
    assert state(bought) is PaymentState.REFUNDED
    assert len(desk.refunds()) == 1


@pytest.fixture
def promised(desk, buyer, bought, url):
    """A card payment on its way, then a transfer instead."""
    desk.promise(url, seconds=3600)
    payments.agree_transfer(buyer, bought.code)
    return bought


@pytest.fixture
def twice(promised, supplier, pass_time):
    """Both have come; the card payment, too late, is sent back."""
    orders.confirm(supplier, code(promised))
    payments.transfer_received(supplier, code(promised))
    pass_time(timedelta(hours=2))
    payments.sweep()
    return promised


def test_a_card_payment_after_the_transfer_goes_back_and_the_order_goes_on(desk, buyer, supplier, twice):
    assert [one["amount"] for one in desk.refunds()] == [twice.total_fen]
    assert state(twice) is PaymentState.PAID
    orders.ship(supplier, code(twice), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(twice))
    orders.accept(buyer, code(twice))
    assert status(twice) == [OrderStatus.CLOSED]


def test_a_transfer_beside_a_refunded_card_can_still_be_sent_back(desk, supplier, twice):
    orders.cancel(supplier, code(twice), reason="sold out")
    payments.transfer_returned(supplier, code(twice))
    assert (state(twice), len(desk.refunds())) == (PaymentState.REFUNDED, 1)


def by_hand(desk, bought, **more):
    """A refund made on the provider's own pages, and heard of."""
    asked = {"payment_intent": session(bought).payment_intent} | more
    key = {"Authorization": "Bearer sk_test_x"}
    assert httpx.post(f"{desk.url}/sandbox/v1/refunds", headers=key, data=asked, trust_env=False).status_code == 200
    for raw in desk.events("charge.refunded"):
        deliver(raw)


def test_a_refund_made_by_hand_ends_what_was_paid(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    by_hand(desk, bought)
    assert (state(bought), status(bought)) == (PaymentState.REFUNDED, [OrderStatus.CANCELLED])
    assert on_shelf(product) == (100_000, 0)
    payments.sweep()
    assert len(desk.refunds()) == 1


def test_a_refund_by_hand_of_one_orders_sum_is_that_orders(desk, buyer, supplier, rival):
    bought = paid(desk, buyer, make.a_product(supplier, price_fen=100), make.a_product(rival, price_fen=250))
    by_hand(desk, bought, amount=500)
    assert state(bought) is PaymentState.PART_REFUNDED
    assert sorted(status(bought)) == [OrderStatus.CANCELLED, OrderStatus.PLACED]


def test_a_refund_by_hand_that_fits_no_order_is_told(desk, buyer, product):
    bought = paid(desk, buyer, product)
    by_hand(desk, bought, amount=77)
    assert (state(bought), status(bought)) == (PaymentState.PAID, [OrderStatus.PLACED])
    assert noted("payment:mismatched") == ["payment:mismatched"]


def test_our_own_refund_heard_of_again_is_booked_once(desk, buyer, product):
    bought = paid(desk, buyer, product)
    orders.cancel(buyer, code(bought), reason="no longer needed")
    for raw in desk.events("charge.refunded") * 2:
        deliver(raw)
    assert (state(bought), noted("payment:refunded")) == (PaymentState.REFUNDED, ["payment:refunded"])
