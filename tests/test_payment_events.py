"""Events: only the provider is believed, each event takes effect once, a failed effect is tried again."""

import json
import time
from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading
from db.payments import ProviderEvent
from services import payments
from services.errors import Invalid
from services.orders import PaymentState
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


@pytest.mark.parametrize(
    "signature",
    [
        lambda _: "",
        lambda raw: signed(raw, secret="whsec_of_somebody_else"),
        lambda raw: signed(raw).replace("v1=", "v0="),
        lambda raw: signed(raw, at=time.time() - 302),
        lambda raw: signed(raw, at=time.time() + 310),
        lambda raw: signed(raw + b" "),
        lambda _: "t=abc,v1=00",
        lambda _: "\u0661" * 20,
    ],
)
def test_an_event_that_is_not_the_providers_is_refused(desk, bought, product, url, signature):
    desk.pay(url)
    [raw] = desk.events(COMPLETED)
    desk.calls.clear()
    with pytest.raises(Invalid):
        payments.handle_event(raw, signature(raw))
    assert desk.calls == []
    assert untouched(bought, product)


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b"1", b"null", b"{}", b'{"id": 5, "type": []}', b"not json",
                                 b'{"id":"evt_1","object":"event","type":"x","data":[]}', b"[" * 100_000])  # fmt: skip
@pytest.mark.usefixtures("desk")
def test_a_body_that_is_no_event_is_refused_even_when_signed(raw):
    with pytest.raises(Invalid):
        payments.handle_event(raw, signed(raw))
    with reading() as db:
        assert db.exec(select(ProviderEvent)).all() == []


def test_almost_five_minutes_of_delay_are_forgiven(desk, bought, url):
    desk.pay(url)
    [raw] = desk.events(COMPLETED)
    payments.handle_event(raw, signed(raw, at=time.time() - 295))
    assert state(bought) is PaymentState.PAID


def test_while_a_secret_is_changed_both_are_ours(desk, bought, url, configure):
    configure(stripe_webhook_secret="whsec_new, whsec_old")
    desk.pay(url)
    first, *rest, last = desk.events()
    payments.handle_event(first, signed(first, secret="whsec_old"))
    for secret in (SECRET, "whsec_new, whsec_old", "whsec_new,"):
        with pytest.raises(Invalid):
            payments.handle_event(last, signed(last, secret=secret))
    for raw in [*rest, last]:
        payments.handle_event(raw, signed(raw, secret="whsec_new"))
    assert state(bought) is PaymentState.PAID


def test_foreign_events_are_taken_and_change_nothing(desk, bought, product, url):
    desk.pay(url)
    for raw in desk.events("charge.succeeded", "payment_intent.succeeded"):
        deliver(raw)
    foreign = {"id": "evt_foreign", "object": "event", "type": COMPLETED, "livemode": False,
               "data": {"object": {"id": "cs_test_of_another_shop", "object": "checkout.session"}}}  # fmt: skip
    deliver(json.dumps(foreign).encode())
    assert untouched(bought, product)


def test_an_event_without_a_session_finds_no_other(desk, bought, product, url):
    desk.pay(url)
    for name in ("", None):
        event = {
            "id": f"evt_{name}",
            "object": "event",
            "type": COMPLETED,
            "data": {"object": {"id": name, "object": "x"}},
        }
        deliver(json.dumps(event).encode())
    assert untouched(bought, product)


def test_an_effect_that_failed_is_tried_again_with_the_next_delivery(desk, bought, url):
    desk.pay(url)
    [raw] = desk.events(COMPLETED)
    desk.before = lambda _: "fail"
    with pytest.raises(payments.Unreachable):
        deliver(raw)
    desk.before = lambda _: None
    deliver(raw)
    assert state(bought) is PaymentState.PAID
    desk.calls.clear()
    deliver(raw)  # four days later, with a fresh signature
    assert desk.calls == []


def test_the_door_answers_as_the_provider_expects(desk, bought, url):
    desk.pay(url)
    [raw] = desk.events(COMPLETED)

    def knock(body, signature):
        door = f"{desk.url}/webhooks/stripe"
        return httpx.post(door, content=body, headers={"stripe-signature": signature}, trust_env=False).status_code

    assert knock(raw, "") == 400
    assert knock(b"x" * (1024 * 1024 + 1), signed(b"x")) == 413
    desk.before = lambda call: "fail" if call.startswith("GET checkout") else None
    assert knock(raw, signed(raw)) == 503
    desk.before = lambda _: None
    assert knock(raw, signed(raw)) == 200
    assert state(bought) is PaymentState.PAID


@pytest.mark.usefixtures("desk", "bought", "url")
def test_no_secret_is_kept_or_said():
    with reading() as db:
        said = " ".join(str(entry.data) for entry in db.exec(select(AuditEntry)))
    assert SECRET not in said
    assert "sk_test" not in said
