"""Payments that are late: promises, deadlines, and goods that are freed only when nothing can pay for them any more."""

from datetime import timedelta

import pytest
import stripe

from db.engine import reading, transaction
from db.orders import OrderStatus
from db.payments import SessionStatus
from db.stock import held
from services import clock, orders, payments
from services.errors import Conflict
from services.orders import PaymentState
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    amend_session,
    at_once,
    code,
    codes,
    departed,
    noted,
    offered,
    on_shelf,
    ordered,
    paid,
    placed,
    right_books,
    session,
    state,
    status,
    untouched,
)
from tests.desk import DECLINED, SECRET, deliver, opened_desk, signed  # noqa: F401  a fixture

COMPLETED, EXPIRED = "checkout.session.completed", "checkout.session.expired"
SUCCEEDED, FAILED = "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed"
A_MINUTE = timedelta(minutes=1)


def test_a_promise_keeps_the_goods_until_it_is_kept(desk, bought, product, url, pass_time):
    desk.promise(url, seconds=7200)
    for raw in desk.events():
        deliver(raw)
    assert (session(bought).status, state(bought)) == (SessionStatus.WAITING, PaymentState.NONE)
    pass_time(timedelta(hours=1))
    payments.sweep()
    assert untouched(bought, product)
    pass_time(timedelta(hours=2))
    payments.sweep()
    assert state(bought) is PaymentState.PAID


def test_a_promise_is_waited_for_beyond_a_day(desk, bought, product, url, pass_time):
    desk.promise(url, seconds=24 * 3600)
    payments.fulfil(session(bought).provider_id)
    for _ in range(3):
        pass_time(timedelta(hours=7, minutes=50))
        payments.sweep()
    assert untouched(bought, product)


def test_a_broken_promise_frees_the_goods(desk, bought, product, url, pass_time):
    desk.promise(url, seconds=60, outcome="fail")
    deliver(desk.events(COMPLETED)[0])
    pass_time(2 * A_MINUTE)
    desk.api("balance")
    deliver(desk.events(FAILED)[0])
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], (100_000, 0))
    assert session(bought).status is SessionStatus.FAILED


@pytest.mark.usefixtures("desk", "url")
def test_what_is_not_paid_in_time_is_free_again(bought, product, pass_time):
    pass_time(timedelta(minutes=35))
    payments.sweep()
    assert on_shelf(product) == ((100_000, 0) if session(bought).status is SessionStatus.EXPIRED else (100_000, 2000))
    pass_time(timedelta(minutes=2))
    payments.sweep()
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], (100_000, 0))
    assert session(bought).status is SessionStatus.EXPIRED


def test_a_purchase_nobody_began_to_pay_lapses_without_the_provider(desk, bought, product, pass_time):
    desk.before = lambda _: "fail"
    pass_time(timedelta(minutes=35))
    payments.sweep()
    assert untouched(bought, product)
    pass_time(A_MINUTE)
    payments.sweep()
    assert (status(bought), on_shelf(product), desk.calls) == ([OrderStatus.CANCELLED], (100_000, 0), [])


@pytest.mark.usefixtures("url")
def test_goods_are_not_freed_while_the_provider_does_not_answer(desk, bought, product, pass_time):
    desk.before = lambda _: "fail"
    pass_time(timedelta(minutes=40))
    payments.sweep()
    assert untouched(bought, product)
    desk.before = lambda _: None
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], (100_000, 0))


def test_paid_in_the_last_moment_is_fulfilled_not_lapsed(desk, bought, product, url, pass_time):
    """Our time is up, theirs is not: the payment arrives between looking and closing."""
    pass_time(3 * A_MINUTE)
    end_hold(bought)

    def pay_while_closing(call):
        if call.endswith("/expire"):
            desk.before = lambda _: None
            desk.pay(url)

    desk.before = pay_while_closing
    payments.sweep()
    assert (state(bought), on_shelf(product)) == (PaymentState.PAID, (98_000, 0))
    assert noted("payment:lapsed") == []


def end_hold(bought):
    with transaction(audited=False) as db:
        for hold in held(db, bought.id):
            hold.expires_at = clock.now()


def test_paid_after_the_goods_are_gone_goes_back_by_itself(desk, buyer, other_buyer, supplier):
    product = make.a_product(supplier, stock_milli=2000)
    bought = placed(buyer, product)
    url = payments.open_session(buyer, bought.code)
    desk.before = lambda call: "fail" if call.endswith("/expire") else None
    orders.cancel(buyer, code(bought), reason="changed my mind")
    agreed(other_buyer, product)
    desk.pay(url)
    desk.before = lambda _: None
    for raw in desk.events(COMPLETED) * 2:
        deliver(raw)
    assert state(bought) is PaymentState.REFUNDED
    assert [one["amount"] for one in desk.refunds()] == [bought.total_fen]
    assert on_shelf(product) == (0, 0)
    assert noted("payment:received", "payment:refunded") == ["payment:received", "payment:refunded"]


@pytest.mark.usefixtures("desk", "url")
def test_one_bad_row_stops_nobody_else(buyer, product, bought, pass_time):
    other = placed(buyer, product, key="two")
    payments.open_session(buyer, other.code)
    amend_session(bought, provider_id="cs_test_nobody_knows_it")
    pass_time(timedelta(minutes=40))
    payments.sweep()
    assert status(other) == [OrderStatus.CANCELLED]


def test_a_promise_heard_again_is_not_told_again(desk, bought, url, pass_time):
    desk.promise(url, seconds=7200)
    payments.fulfil(session(bought).provider_id)
    told, until = len(noted("payment:opened")), hold_ends(bought)
    for _ in range(3):
        pass_time(3 * A_MINUTE)
        payments.sweep()
    assert (len(noted("payment:opened")), hold_ends(bought)) == (told, until)


def hold_ends(bought):
    with reading() as db:
        return [hold.expires_at for hold in held(db, bought.id)]


def test_what_the_provider_refuses_to_collect_is_free_again(desk, buyer, supplier, pass_time, monkeypatch):
    monkeypatch.setattr("services.order_checkout.CARD_LEAST_FEN", 1)
    product = make.a_product(supplier, price_fen=100)
    bought = placed(buyer, product)
    with pytest.raises(Conflict, match="refuses this") as refused:
        payments.open_session(buyer, bought.code)
    assert not isinstance(refused.value, payments.Unreachable)
    pass_time(3 * A_MINUTE)
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.PLACED], (100_000, 2000))
    pass_time(timedelta(minutes=40))
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], (100_000, 0))
    assert (session(bought).status, desk.api("checkout/sessions")["data"]) == (SessionStatus.EXPIRED, [])


@pytest.mark.usefixtures("desk", "url")
@pytest.mark.parametrize("minutes", [3, 40])
def test_a_session_the_provider_no_longer_knows_has_expired(bought, product, pass_time, minutes):
    amend_session(bought, provider_id="cs_test_nobody_knows_it")
    pass_time(minutes * A_MINUTE)
    payments.sweep()
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], (100_000, 0))
    assert (session(bought).status, noted("payment:lapsed")) == (SessionStatus.EXPIRED, ["payment:lapsed"])


def test_a_purchase_that_is_refused_ends_nobody_elses_round(desk, buyer, product, pass_time, configure):
    """The museum has moved to another address: what is asked again is not what was asked first, and is refused."""
    bought = placed(buyer, product)
    desk.before = lambda call: "lose" if call == "POST checkout/sessions" else None
    with pytest.raises(payments.Unreachable):
        payments.open_session(buyer, bought.code)
    desk.before = lambda _: None
    configure(base_url="https://museum.example")
    other = placed(buyer, product, key="two")
    payments.open_session(buyer, other.code)
    pass_time(timedelta(minutes=40))
    payments.sweep()
    assert (status(bought), status(other)) == ([OrderStatus.CANCELLED], [OrderStatus.CANCELLED])
    assert on_shelf(product) == (100_000, 0)


@pytest.mark.once
@pytest.mark.parametrize(
    ("error", "away"),
    [
        (stripe.APIConnectionError("no route"), True),
        (stripe.RateLimitError("slower", http_status=429), True),
        (stripe.APIError("a page of a proxy", http_status=502), True),
        (stripe.IdempotencyError("at once", http_status=409, code="idempotency_key_in_use"), True),
        (stripe.IdempotencyError("other words", http_status=400), False),
        (stripe.AuthenticationError("which key?", http_status=401), False),
        (stripe.PermissionError("not yours", http_status=403), False),
        (stripe.InvalidRequestError("too small", "line_items", http_status=400), False),
    ],
)
def test_away_is_only_who_may_answer_later(error, away):
    assert payments.is_away(error) is away
