"""A refund that the buyer's bank does not take: the money is here again, is owed as before, and is sent again later."""

from datetime import timedelta

import pytest

from pages.machine.sandbox.cards import CLOSED_CARD
from pages.machine.sandbox.store import opened
from services import orders, payments, reconciling, service_orders
from services.audit import Event
from services.orders import OrderStatus, PaymentState
from services.provider import refunds
from services.service_orders import ServiceStatus
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    code,
    codes,
    noted,
    offered,
    paid,
    right_books,
    state,
)
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.hearing import compose, told
from tests.paying_out import accepted, money_agrees, send, with_account
from tests.serving import ordered as service_ordered
from tests.serving import right_books as right_service_books  # noqa: F401  a fixture
from tests.serving import stands, status

FAILED = "refund.failed"
A_MINUTE, HALF_A_DAY = timedelta(minutes=1, seconds=1), timedelta(hours=12, seconds=1)


@pytest.fixture
def gone(desk, buyer, product):
    """Paid with a card that is closed since, and cancelled; its bank has not spoken yet."""
    bought = paid(desk, buyer, product, card=CLOSED_CARD)
    orders.cancel(buyer, code(bought), reason="no longer needed")
    return bought


def reopen(desk):
    """The bank takes refunds from now on."""
    with opened(desk.folder / "sandbox.db", writing=True) as book:
        for charge in book.select("kind = 'charge'", {}):
            book.put(charge | {"private": {}})


def statuses(desk):
    return [one["status"] for one in desk.refunds()]


def test_it_is_owed_again_and_both_sides_are_told(desk, buyer, official, gone, pass_time):
    assert state(gone) is PaymentState.REFUNDED
    pass_time(A_MINUTE)
    for raw in desk.events(FAILED) * 2:
        deliver(raw)
    view = orders.order(buyer, code(gone))
    assert (view.owed_back_fen, view.refund_rests) == (gone.total_fen, True)
    assert noted(Event.PAYMENT_REFUND_FAILED) == [Event.PAYMENT_REFUND_FAILED]
    money_agrees(desk)
    compose()
    assert any("did not take the refund" in one for one in told(buyer))
    assert any("has come back" in one for one in told(official))


def test_it_is_sent_again_after_half_a_day_and_not_before(desk, gone, pass_time):
    pass_time(A_MINUTE)
    deliver(desk.events(FAILED)[-1])
    reopen(desk)
    payments.sweep()
    assert statuses(desk) == ["failed"]
    pass_time(HALF_A_DAY)
    for _ in range(2):
        payments.sweep()
    assert statuses(desk) == ["succeeded", "failed"]
    assert state(gone) is PaymentState.REFUNDED
    money_agrees(desk)


@pytest.mark.once
def test_a_card_that_stays_closed_is_tried_twice_a_day_and_never_at_once(desk, buyer, gone, pass_time):
    for _ in range(3):
        pass_time(A_MINUTE)
        payments.hear_what_was_lost()
        payments.sweep()
        pass_time(HALF_A_DAY)
        payments.sweep()
    assert statuses(desk) == ["succeeded", "failed", "failed", "failed"]
    pass_time(A_MINUTE)
    payments.hear_what_was_lost()
    assert orders.order(buyer, code(gone)).owed_back_fen == gone.total_fen
    money_agrees(desk)


def test_one_that_failed_before_its_answer_was_heard_is_booked_and_taken_back(desk, buyer, product, pass_time):
    bought = paid(desk, buyer, product, card=CLOSED_CARD)
    desk.before = lambda call: "lose" if call == "POST refunds" else None
    orders.cancel(buyer, code(bought), reason="no longer needed")
    desk.before = lambda _: None
    pass_time(A_MINUTE)
    deliver(desk.events(FAILED)[-1])
    reopen(desk)
    pass_time(HALF_A_DAY)
    payments.sweep()
    assert statuses(desk) == ["succeeded", "failed"]
    assert state(bought) is PaymentState.REFUNDED
    money_agrees(desk)


@pytest.mark.once
def test_only_the_order_whose_refund_failed_is_owed_again(desk, buyer, supplier, rival, pass_time):
    bought = paid(
        desk, buyer, make.a_product(supplier, price_fen=100), make.a_product(rival, price_fen=250), card=CLOSED_CARD
    )
    orders.cancel(buyer, codes(bought)[0], reason="no longer needed")
    pass_time(A_MINUTE)
    deliver(desk.events(FAILED)[-1])
    assert [orders.order(buyer, one).owed_back_fen for one in codes(bought)] == [200, 0]


@pytest.mark.once
def test_an_event_that_says_so_of_a_refund_that_stands_changes_nothing(desk, gone):
    payments.refund_failed(desk.refunds()[0]["id"], desk.refunds()[0]["payment_intent"])
    payments.refund_failed("not a refund", "pi_of_nobody")
    assert (state(gone), noted(Event.PAYMENT_REFUND_FAILED)) == (PaymentState.REFUNDED, [])


@pytest.mark.once
@pytest.mark.usefixtures("gone")
def test_the_books_still_agree_with_the_provider_by_night(desk, buyer, supplier, pass_time):
    with_account(desk, supplier)
    accepted(desk, buyer, supplier, key="beside it")
    pass_time(A_MINUTE)
    deliver(desk.events(FAILED)[-1])
    pass_time(timedelta(hours=1))
    assert reconciling.compare() == []


def test_what_was_paid_for_a_service_is_sent_again_too(desk, supplier, official, pass_time):
    row = service_ordered(supplier)
    desk.pay(service_orders.open_session(supplier, row.code), card=CLOSED_CARD)
    deliver(desk.events("checkout.session.completed")[-1])
    service_orders.cancel(supplier, row.code, reason="not needed")
    assert (status(row), stands(row)) == (ServiceStatus.CANCELLED, {})
    pass_time(A_MINUTE)
    for raw in desk.events(FAILED) * 2:
        deliver(raw)
    assert stands(row) == {"service_receipts": row.total_fen, "service_owed_back": -row.total_fen}
    compose()
    assert any("did not take the refund" in one for one in told(supplier))
    assert any("has come back" in one for one in told(official))
    reopen(desk)
    payments.sweep()
    assert statuses(desk) == ["failed"]
    pass_time(HALF_A_DAY)
    payments.sweep()
    assert (statuses(desk), stands(row)) == (["succeeded", "failed"], {})
    pass_time(timedelta(hours=1))
    assert reconciling.compare() == []


@pytest.mark.once
def test_what_finance_sends_by_hand_meanwhile_is_of_the_order_it_is_owed_for(desk, buyer, supplier, rival, pass_time):
    bought = paid(
        desk, buyer, make.a_product(supplier, price_fen=100), make.a_product(rival, price_fen=100), card=CLOSED_CARD
    )
    orders.cancel(buyer, codes(bought)[1], reason="no longer needed")
    pass_time(A_MINUTE)
    deliver(desk.events(FAILED)[-1])
    reopen(desk)
    send(desk, "refunds", {"payment_intent": desk.refunds()[0]["payment_intent"], "amount": "200"})
    deliver(desk.events("charge.refunded")[-1])
    assert [orders.order(buyer, one).owed_back_fen for one in codes(bought)] == [0, 0]
    assert orders.order(buyer, codes(bought)[0]).order.status is OrderStatus.PLACED
    pass_time(HALF_A_DAY)
    payments.sweep()
    assert statuses(desk) == ["succeeded", "failed"]


@pytest.mark.once
def test_one_sent_by_hand_that_fails_between_two_looks_is_not_booked_for_good(desk, buyer, product, pass_time):
    bought = paid(desk, buyer, product, card=CLOSED_CARD)
    intent = desk.api("charges")["data"][0]["payment_intent"]
    send(desk, "refunds", {"payment_intent": intent})
    listed = refunds.listed(intent)
    pass_time(A_MINUTE)
    deliver(desk.events(FAILED)[-1])
    with pytest.MonkeyPatch.context() as patch:
        looks = iter([listed, refunds.listed(intent)])
        patch.setattr(refunds, "listed", lambda _: next(looks))
        payments.refunded_by_hand(intent)
    assert orders.order(buyer, code(bought)).owed_back_fen == bought.total_fen
    money_agrees(desk)
