"""Paying for services: the same provider, other books; believed once, returned in full, never mixed with purchases."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import reading, transaction
from db.ledger import Posting
from db.payments import SessionStatus
from db.service_books import ServicePosting, ServiceSession
from services import due_handlers, payments, reconciling, service_orders
from services.audit import Event
from services.errors import Conflict, Forbidden, Missing
from services.payment_opening import Unreachable
from services.service_orders import ServicePaperKind, ServiceStatus
from tests import make
from tests.buying import at_once, noted
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


def amend(row, **values):
    with transaction(audited=False) as db:
        session = db.exec(select(ServiceSession).where(ServiceSession.order_id == row.id)).one()
        for name, value in values.items():
            setattr(session, name, value)


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
