"""Paying for services: the same provider, other books; believed once, returned in full, never mixed with purchases."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import reading
from db.ledger import Posting
from db.service_books import ServicePosting
from services import payments, service_orders
from services.audit import Event
from services.errors import Conflict, Forbidden, Missing
from services.payment_opening import Unreachable
from services.service_orders import ServicePaperKind, ServiceStatus
from tests import make
from tests.buying import at_once, noted
from tests.buying import paid as bought
from tests.desk import DECLINED, deliver, opened_desk  # noqa: F401  a fixture
from tests.serving import (  # noqa: F401  fixtures
    PRICE,
    a_price,
    amend,
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


def test_the_session_asks_for_what_was_ordered(desk, supplier):
    row = ordered(supplier, quantity=2)
    assert service_orders.open_session(supplier, row.code).startswith(desk.url)
    asked = desk.api(f"checkout/sessions/{sessions(row)[0].provider_id}?expand[]=line_items")
    assert (asked["amount_total"], asked["currency"], asked["client_reference_id"]) == (2 * PRICE, "cny", str(row.id))
    assert asked["metadata"] == {"service_order": row.code}
    assert asked["success_url"].endswith(f"/service_orders?order={row.code}&session_id={{CHECKOUT_SESSION_ID}}")


def test_one_order_has_one_session_however_often_it_is_opened(desk, supplier):
    row = ordered(supplier)
    opened = at_once(*[lambda: service_orders.open_session(supplier, row.code)] * 4)
    assert len(set(opened)) == 1, opened
    assert len(desk.api("checkout/sessions")["data"]) == 1


def test_nobody_else_pays(desk, supplier, rival, official, guest):
    row = ordered(supplier)
    for stranger in (rival, official, guest):
        with pytest.raises((Missing, Forbidden)):
            service_orders.open_session(stranger, row.code)
    assert desk.api("checkout/sessions")["data"] == []


def test_paid_by_card_it_stands_in_its_own_books_only(desk, supplier):
    row = paid(desk, supplier)
    assert (status(row), stands(row)) == (S.PAID, EARNED)
    assert [kind for _, kind in papers(row)] == [ServicePaperKind.INVOICE]
    with reading() as db:
        assert db.exec(select(Posting)).all() == []


def test_every_way_of_hearing_of_it_at_once_books_it_once(desk, supplier):
    row = ordered(supplier)
    desk.pay(service_orders.open_session(supplier, row.code))
    event, name = desk.events(COMPLETED)[-1], sessions(row)[0].provider_id
    at_once(*[lambda: deliver(event)] * 3, *[lambda: payments.fulfil(name)] * 3, payments.sweep)
    assert stands(row) == EARNED
    assert noted(Event.SERVICE_PAID) == [Event.SERVICE_PAID]


def test_a_declined_card_leaves_it_unpaid(desk, supplier):
    row = ordered(supplier)
    desk.pay(service_orders.open_session(supplier, row.code), card=DECLINED)
    payments.fulfil(sessions(row)[0].provider_id)
    assert (status(row), stands(row)) == (S.ORDERED, {})


@pytest.mark.parametrize("wrong", [{"amount_fen": PRICE - 1}, {"amount_fen": PRICE + 1}], ids=str)
def test_another_amount_than_was_asked_fulfils_nothing(desk, supplier, wrong):
    row = ordered(supplier)
    address = service_orders.open_session(supplier, row.code)
    amend(row, **wrong)
    desk.pay(address)
    deliver(desk.events(COMPLETED)[-1])
    deliver(desk.events(COMPLETED)[-1])
    assert (status(row), stands(row), papers(row)) == (S.ORDERED, {}, [])
    assert noted(Event.SERVICE_PAYMENT_MISMATCHED) == [Event.SERVICE_PAYMENT_MISMATCHED]


def test_a_session_of_a_purchase_pays_no_service_and_the_other_way_round(desk, buyer, supplier):
    row = ordered(supplier)
    service_orders.open_session(supplier, row.code)
    purchase = bought(desk, buyer, make.a_product(supplier))
    assert (status(row), stands(row)) == (S.ORDERED, {})
    desk.pay(sessions(row)[0].url)
    deliver(desk.events(COMPLETED)[-1])
    with reading() as db:
        assert {one.purchase_id for one in db.exec(select(Posting))} == {purchase.id}
        assert {one.order_id for one in db.exec(select(ServicePosting))} == {row.id}


def test_paid_twice_the_second_goes_back_by_itself(desk, official, supplier):
    row = ordered(supplier)
    address = service_orders.open_session(supplier, row.code)
    desk.pay(address)
    service_orders.transfer_received(official, row.code)
    payments.sweep()
    assert stands(row) == {"service_transfers": PRICE, "service_income": -100_000, "service_vat": -6_000}
    assert [one["amount"] for one in desk.refunds()] == [PRICE]
    assert noted(Event.SERVICE_PAID_TWICE) == [Event.SERVICE_PAID_TWICE]
    assert status(row) is S.PAID
    assert len(papers(row)) == 1


def test_once_the_transfer_is_there_the_session_is_closed(desk, official, supplier):
    row = ordered(supplier)
    service_orders.open_session(supplier, row.code)
    service_orders.transfer_received(official, row.code)
    assert [one["status"] for one in desk.api("checkout/sessions")["data"]] == ["expired"]
    assert desk.refunds() == []


def test_cancelled_it_goes_back_once_however_often_it_is_tried(desk, supplier):
    row = paid(desk, supplier)
    desk.before = lambda call: "lose" if call == "POST refunds" else None
    service_orders.cancel(supplier, row.code, reason="not needed")
    assert stands(row) == {"service_receipts": PRICE, "service_owed_back": -PRICE}
    desk.before = lambda _: None
    at_once(*[payments.sweep] * 3)
    for event in desk.events("charge.refunded"):
        deliver(event)
    payments.sweep()
    assert (stands(row), len(desk.refunds())) == ({}, 1)
    assert [kind for _, kind in papers(row)] == [ServicePaperKind.INVOICE, ServicePaperKind.CREDIT_NOTE]
    with pytest.raises(Conflict):
        service_orders.cancel(supplier, row.code, reason="again")


def test_a_payment_that_comes_after_the_end_goes_back(desk, supplier):
    row = ordered(supplier)
    address = service_orders.open_session(supplier, row.code)
    desk.pay(address)
    desk.before = lambda _: "fail"
    service_orders.cancel(supplier, row.code, reason="not needed")
    desk.before = lambda _: None
    deliver(desk.events(COMPLETED)[-1])
    assert (status(row), stands(row)) == (S.CANCELLED, {})
    assert [one["amount"] for one in desk.refunds()] == [PRICE]
    assert papers(row) == []


def test_a_crash_after_the_provider_was_asked_finds_the_same_session(desk, supplier):
    row = ordered(supplier)
    desk.before = lambda call: "lose" if call == "POST checkout/sessions" else None
    with pytest.raises(Unreachable):
        service_orders.open_session(supplier, row.code)
    assert sessions(row)[0].provider_id is None
    desk.before = lambda _: None
    address = service_orders.open_session(supplier, row.code)
    assert len(desk.api("checkout/sessions")["data"]) == 1
    desk.pay(address)
    deliver(desk.events(COMPLETED)[-1])
    assert status(row) is S.PAID


def test_a_payment_whose_event_and_name_were_lost_is_found_by_the_sweep(desk, supplier, pass_time):
    row = ordered(supplier)
    desk.before = lambda call: "lose" if call == "POST checkout/sessions" else None
    with pytest.raises(Unreachable):
        service_orders.open_session(supplier, row.code)
    desk.before = lambda _: None
    desk.pay(desk.api("checkout/sessions")["data"][0]["url"])
    pass_time(timedelta(minutes=3))
    payments.sweep()  # the provider repeats its first answer, and so its name becomes known
    payments.sweep()
    assert (status(row), stands(row)) == (S.PAID, EARNED)


def test_an_event_that_was_never_delivered_is_heard_of(desk, supplier):
    row = ordered(supplier)
    desk.pay(service_orders.open_session(supplier, row.code))
    payments.hear_what_was_lost()
    assert status(row) is S.PAID
