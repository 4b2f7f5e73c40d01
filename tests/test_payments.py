"""Payments: opened once, believed only when the provider says so, counted once however often they are heard of."""

import time
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from db.engine import reading
from db.ledger import Posting
from db.orders import OrderStatus
from db.payments import SessionStatus
from services import payment_opening as opening
from services import payments
from services.errors import Conflict, Forbidden, Missing
from services.orders import PaymentState
from services.tokens import form_token, hash_of
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    amend_session,
    at_once,
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


def test_the_session_asks_for_what_was_ordered(desk, buyer, supplier):
    products = [make.a_product(supplier, price_fen=333), make.a_product(supplier, price_fen=1_000)]
    bought = placed(buyer, *products, milli=1500)
    payments.open_session(buyer, bought.code)
    asked = desk.api(f"checkout/sessions/{session(bought).provider_id}?expand[]=line_items")
    assert (asked["amount_total"], asked["currency"], asked["client_reference_id"]) == (2000, "cny", str(bought.id))
    assert [line["amount_total"] for line in asked["line_items"]["data"]] == [500, 1500]
    assert {line["quantity"] for line in asked["line_items"]["data"]} == {1}
    assert "1.5 m2" in asked["line_items"]["data"][0]["description"]
    assert asked["expires_at"] - asked["created"] == 31 * 60
    assert asked["success_url"].endswith(f"/orders?purchase={bought.code}&session_id={{CHECKOUT_SESSION_ID}}")


def test_one_purchase_has_one_session_however_often_it_is_opened(desk, buyer, bought):
    opened = at_once(*[lambda: payments.open_session(buyer, bought.code)] * 4)
    assert len(set(opened)) == 1, opened
    assert len(desk.api("checkout/sessions")["data"]) == 1


def test_nobody_else_opens_it(desk, other_buyer, supplier, guest, bought):
    with pytest.raises(Missing):
        payments.open_session(other_buyer, bought.code)
    for visitor in (supplier, guest):
        with pytest.raises(Forbidden):
            payments.open_session(visitor, bought.code)
    assert desk.api("checkout/sessions")["data"] == []


def test_what_is_paid_agreed_or_over_cannot_be_paid(desk, buyer, product, pass_time):
    done, transfer, late = (
        paid(desk, buyer, product),
        agreed(buyer, product, key="two"),
        placed(buyer, product, key="three"),
    )
    pass_time(timedelta(minutes=36))
    for purchase in (done, transfer, late):
        with pytest.raises(Conflict):
            payments.open_session(buyer, purchase.code)
    assert len(desk.api("checkout/sessions")["data"]) == 1


@pytest.mark.usefixtures("desk")
def test_payments_started_are_counted(buyer, product, monkeypatch, pass_time):
    monkeypatch.setattr(opening, "MOST_AN_HOUR", 2)
    bought = [placed(buyer, product, key=str(number)) for number in range(3)]
    for purchase in bought[:2]:
        payments.open_session(buyer, purchase.code)
    with pytest.raises(Conflict, match="started 2 payments within an hour"):
        payments.open_session(buyer, bought[2].code)
    payments.open_session(buyer, bought[0].code)
    pass_time(timedelta(minutes=61))
    payments.open_session(buyer, placed(buyer, product, key="later").code)


def test_a_provider_that_is_away_charges_nothing_and_can_be_asked_again(desk, buyer, bought, product):
    desk.before = lambda _: "fail"
    with pytest.raises(payments.Unreachable):
        payments.open_session(buyer, bought.code)
    assert untouched(bought, product)
    desk.before = lambda _: None
    assert payments.open_session(buyer, bought.code).startswith(desk.url)


def test_an_answer_that_was_lost_is_found_again(desk, buyer, bought):
    """The provider made the session, we did not hear of it: the next try must not make a second."""
    desk.before = lambda call: "lose" if call == "POST checkout/sessions" else None
    with pytest.raises(payments.Unreachable):
        payments.open_session(buyer, bought.code)
    desk.before = lambda _: None
    [made] = desk.api("checkout/sessions")["data"]
    assert payments.open_session(buyer, bought.code) == made["url"]
    assert len(desk.api("checkout/sessions")["data"]) == 1


def test_an_attempt_the_provider_never_saw_is_renewed(desk, buyer, bought, pass_time):
    desk.before = lambda _: "fail"
    with pytest.raises(payments.Unreachable):
        payments.open_session(buyer, bought.code)
    desk.before = lambda _: None
    pass_time(timedelta(minutes=20))
    opened = at_once(*[lambda: payments.open_session(buyer, bought.code)] * 3)
    assert len(set(opened)) == 1, opened
    [made] = desk.api("checkout/sessions")["data"]
    assert made["expires_at"] - made["created"] == 31 * 60


def test_the_keeper_finishes_an_opening_that_was_interrupted(desk, buyer, bought, pass_time):
    desk.before = lambda call: "lose" if call == "POST checkout/sessions" else None
    with pytest.raises(payments.Unreachable):
        payments.open_session(buyer, bought.code)
    desk.before = lambda _: None
    pass_time(3 * A_MINUTE)
    payments.sweep()
    assert (session(bought).status, session(bought).url) == (
        SessionStatus.OPEN,
        desk.api("checkout/sessions")["data"][0]["url"],
    )


def test_no_other_buyer_waits_for_a_slow_provider(desk, buyer, other_buyer, bought, product):
    """The provider is called outside every transaction: while it thinks, others buy the same product."""
    during = []

    def think(call):
        if call == "POST checkout/sessions":
            during.append(agreed(other_buyer, product).code)

    desk.before = think
    payments.open_session(buyer, bought.code)
    assert len(during) == 1


@pytest.mark.usefixtures("buyer")
def press_pay(desk, visitor, bought, *, token=None):
    """What the browser sends when the buyer presses the button."""
    cookies = {"museum": make.signed_in(visitor), "museum_visit": "a browser"}
    form = {"form_token": form_token(hash_of("a browser")) if token is None else token, "f_lang": "zh"}
    with httpx.Client(trust_env=False, cookies=cookies) as browser:
        answer = browser.post(f"{desk.url}/pay/{bought.code}", data=form)
    assert answer.status_code == 303
    return answer.headers["location"]


def test_the_button_leads_to_the_payment_page(desk, buyer, bought):
    assert press_pay(desk, buyer, bought) == payments.open_session(buyer, bought.code)


def test_a_button_pressed_by_a_stranger_or_another_site_leads_back(desk, buyer, other_buyer, bought):
    for back in (press_pay(desk, buyer, bought, token="forged"), press_pay(desk, other_buyer, bought)):
        assert back.startswith(f"/orders?purchase={bought.code}&note=")
        assert back.endswith("&lang=zh")
    assert desk.api("checkout/sessions")["data"] == []


def test_a_paid_session_binds_the_purchase_once(desk, product, bought, url):
    assert desk.pay(url).status_code == 303
    assert untouched(bought, product)  # the provider knows, we have not been told
    for raw in desk.events(COMPLETED) * 3:
        deliver(raw)
    assert (status(bought), state(bought)) == ([OrderStatus.PLACED], PaymentState.PAID)
    assert on_shelf(product) == (98_000, 0)
    assert noted("payment:received") == ["payment:received"]


def test_a_browser_that_returns_is_enough_without_any_event(desk, bought, url):
    desk.pay(url)
    assert payments.fulfil(session(bought).provider_id) is SessionStatus.PAID
    assert state(bought) is PaymentState.PAID


@pytest.mark.usefixtures("desk", "url")
def test_typing_the_address_of_success_pays_nothing(bought, product):
    for name in (
        session(bought).provider_id,
        "cs_test_invented000000",
        "",
        "{CHECKOUT_SESSION_ID}",
        "../refunds",
        "cs_" + "a" * 500,
    ):
        payments.fulfil(name)
    assert untouched(bought, product)


@pytest.mark.usefixtures("bought", "url")
def test_an_unknown_session_is_not_even_asked_after(desk):
    desk.calls.clear()
    assert payments.fulfil("cs_test_invented000000") is None
    assert desk.calls == []


def test_event_return_and_keeper_at_once_count_once(desk, bought, url, pass_time):
    desk.pay(url)
    [raw], name = desk.events(COMPLETED), session(bought).provider_id
    pass_time(3 * A_MINUTE)
    answers = at_once(*[lambda: deliver(raw)] * 3, *[lambda: payments.fulfil(name)] * 3, payments.sweep, payments.sweep)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert state(bought) is PaymentState.PAID
    with reading() as db:
        assert len(db.exec(select(Posting)).all()) == 1


def test_a_declined_card_may_try_again(desk, bought, product, url):
    desk.pay(url, card=DECLINED)
    for raw in desk.events():
        deliver(raw)
    assert untouched(bought, product)
    desk.pay(url)
    for raw in reversed(desk.events()):  # the failure arrives after the success and must not undo it
        deliver(raw)
    assert state(bought) is PaymentState.PAID


def test_the_sandbox_itself_delivers_the_event(desk, bought, url):
    desk.webhooks = f"{desk.url}/webhooks/stripe"
    desk.pay(url)
    until = time.monotonic() + 10
    while state(bought) is not PaymentState.PAID and time.monotonic() < until:
        time.sleep(0.02)
    assert state(bought) is PaymentState.PAID


@pytest.mark.parametrize("wrong", [{"amount_fen": 1}, {"amount_fen": 10**9}])
def test_another_amount_fulfils_nothing_and_is_told(desk, bought, product, url, wrong):
    amend_session(bought, **wrong)
    desk.pay(url)
    for raw in desk.events(COMPLETED) * 2:
        deliver(raw)
    payments.fulfil(session(bought).provider_id)
    assert untouched(bought, product)
    assert noted("payment:mismatched") == ["payment:mismatched"]
    assert session(bought).status is SessionStatus.FAILED


def test_live_money_is_no_test_money(desk, bought, product, url, configure):
    desk.pay(url)
    configure(stripe_secret_key="sk_live_of_somebody", stripe_api_base=f"{desk.url}/sandbox")
    report = payments.report_on(payments.connected("sk_test_x", f"{desk.url}/sandbox").v1.checkout.sessions.retrieve(
        session(bought).provider_id, {"expand": ["payment_intent"]}))  # fmt: skip
    payments.settled(report)
    assert untouched(bought, product)
    assert noted("payment:mismatched") == ["payment:mismatched"]


@pytest.mark.usefixtures("bought")
def test_a_session_of_another_purchase_is_not_adopted(desk, buyer, product, url):
    other = placed(buyer, product, key="two")
    payments.open_session(buyer, other.code)
    amend_session(other, provider_id="cs_test_somewhere_else")
    desk.pay(url)
    assert payments.fulfil("cs_test_somewhere_else") is None
    assert state(other) is PaymentState.NONE
