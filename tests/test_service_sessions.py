"""Payment sessions of services over time: expired, delayed, lapsed, replaced, none at all."""

from datetime import timedelta

import pytest

from db.payments import SessionStatus
from services import due_handlers, payments, reconciling, service_orders
from services.audit import Event
from services.errors import Conflict
from services.payment_opening import Unreachable
from services.service_orders import ServiceStatus
from tests import make
from tests.buying import noted
from tests.buying import paid as bought
from tests.desk import DECLINED, deliver, opened_desk  # noqa: F401  a fixture
from tests.paying_out import send
from tests.serving import (  # noqa: F401  fixtures
    PRICE,
    a_price,
    ordered,
    paid,
    papers,
    right_books,
    sessions,
    stands,
    status,
)

S = ServiceStatus
COMPLETED, EXPIRED = "checkout.session.completed", "checkout.session.expired"
SUCCEEDED = "checkout.session.async_payment_succeeded"
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
EARNED = {"service_receipts": PRICE, "service_income": -100_000, "service_vat": -6_000}


def test_an_expired_session_is_followed_by_another_and_never_are_two_open(desk, supplier, pass_time):
    row = ordered(supplier)
    first = service_orders.open_session(supplier, row.code)
    pass_time(AN_HOUR)
    second = service_orders.open_session(supplier, row.code)
    assert first != second
    assert sorted(one["status"] for one in desk.api("checkout/sessions")["data"]) == ["expired", "open"]
    for event in desk.events(EXPIRED):
        deliver(event)
    desk.pay(second)
    deliver(desk.events(COMPLETED)[-1])
    assert (status(row), stands(row)) == (S.PAID, EARNED)


def test_an_attempt_the_provider_never_took_is_replaced(desk, supplier, pass_time):
    row = ordered(supplier)
    desk.before = lambda _: "fail"
    with pytest.raises(Unreachable):
        service_orders.open_session(supplier, row.code)
    desk.before = lambda _: None
    pass_time(AN_HOUR)
    assert service_orders.open_session(supplier, row.code).startswith(desk.url)
    assert [one.status for one in sessions(row)] == [SessionStatus.EXPIRED, SessionStatus.OPEN]


def test_a_delayed_method_waits_and_then_pays(desk, supplier, pass_time):
    row = ordered(supplier)
    desk.promise(service_orders.open_session(supplier, row.code), seconds=60)
    deliver(desk.events(COMPLETED)[-1])
    assert (status(row), sessions(row)[0].status) == (S.ORDERED, SessionStatus.WAITING)
    with pytest.raises(Conflict):
        service_orders.open_session(supplier, row.code)
    pass_time(timedelta(minutes=5))
    payments.sweep()
    assert (status(row), stands(row)) == (S.PAID, EARNED)


def test_a_delayed_method_that_fails_leaves_it_to_be_paid_again(desk, supplier, pass_time):
    row = ordered(supplier)
    desk.promise(service_orders.open_session(supplier, row.code), seconds=60, outcome="fail")
    pass_time(timedelta(minutes=5))
    payments.sweep()
    assert status(row) is S.ORDERED
    desk.pay(service_orders.open_session(supplier, row.code))
    payments.sweep()
    deliver(desk.events(COMPLETED)[-1])
    assert (status(row), stands(row)) == (S.PAID, EARNED)


def test_the_lapse_closes_the_session_first_and_what_was_paid_meanwhile_counts(desk, supplier, pass_time):
    lost, kept = ordered(supplier), ordered(supplier, key="two")
    pass_time(7 * A_DAY - timedelta(minutes=10))
    for row in (lost, kept):
        service_orders.open_session(supplier, row.code)
    desk.pay(sessions(kept)[0].url)
    pass_time(timedelta(minutes=11))
    due_handlers.sweep()
    assert (status(lost), status(kept)) == (S.CANCELLED, S.PAID)
    assert sorted(one["status"] for one in desk.api("checkout/sessions")["data"]) == ["complete", "expired"]


def test_a_provider_that_is_away_delays_the_lapse(desk, supplier, pass_time):
    row = ordered(supplier)
    pass_time(7 * A_DAY - timedelta(minutes=10))
    service_orders.open_session(supplier, row.code)
    pass_time(timedelta(minutes=11))
    desk.before = lambda _: "fail"
    due_handlers.sweep()
    assert status(row) is S.ORDERED
    desk.before = lambda _: None
    pass_time(AN_HOUR)
    due_handlers.sweep()
    assert status(row) is S.CANCELLED


def test_more_than_a_card_can_pay_is_paid_by_transfer(desk, supplier):
    row = ordered(supplier, item=a_price(price_fen=50_000_000), quantity=2)
    with pytest.raises(Conflict, match="corporate transfer"):
        service_orders.open_session(supplier, row.code)
    assert desk.api("checkout/sessions")["data"] == []


def test_a_refund_by_hand_of_all_ends_the_order_and_of_a_part_is_left_to_a_person(desk, supplier):
    whole, part = paid(desk, supplier), paid(desk, supplier, key="two")
    charges = {one["payment_intent"]: one["id"] for one in desk.api("charges")["data"]}
    send(desk, "refunds", {"charge": charges[sessions(whole)[0].payment_intent]})
    send(desk, "refunds", {"charge": charges[sessions(part)[0].payment_intent], "amount": "100"})
    for event in desk.events("charge.refunded"):
        deliver(event)
    assert (status(whole), stands(whole)) == (S.CANCELLED, {})
    assert (status(part), stands(part)) == (S.PAID, EARNED)
    assert noted(Event.SERVICE_PAYMENT_MISMATCHED) == [Event.SERVICE_PAYMENT_MISMATCHED]


def test_the_nightly_comparison_knows_payments_of_services(desk, buyer, supplier, pass_time):
    paid(desk, supplier)
    gone = paid(desk, supplier, key="two")
    service_orders.cancel(supplier, gone.code, reason="not needed")
    bought(desk, buyer, make.a_product(supplier))
    pass_time(AN_HOUR)
    assert reconciling.compare() == []
    pass_time(90 * A_DAY)
    assert reconciling.compare() == []


def test_a_house_without_a_provider_takes_transfers_only(configure, official, supplier):
    row = ordered(supplier)
    configure(museum_mode="production", base_url="https://museum.example", stripe_secret_key="")
    with pytest.raises(Conflict):
        service_orders.open_session(supplier, row.code)
    service_orders.transfer_received(official, row.code)
    assert status(row) is S.PAID
