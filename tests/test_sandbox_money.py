"""Connected accounts, transfers, and the signed events that tell of them, also after a restart."""

import json
import re
import sqlite3
import time
from contextlib import closing

import pytest
import stripe

from pages.machine import sandbox
from pages.machine.sandbox import shapes, webhooks
from tests import sandbox_stand
from tests.sandbox_stand import (
    SECRET,
    START,
    Stand,
    a_basket,
    a_paid_session,
    an_open_session,
    pay_late,
    token_of,
    until,
)

pytestmark = pytest.mark.pure
sandbox_server, stand = sandbox_stand.sandbox_server, sandbox_stand.stand


def an_account(stand: Stand) -> stripe.Account:
    asked = {"transfers": {"requested": True}}
    return stand.stripe.v1.accounts.create(
        {"type": "express", "country": "CN", "email": "s@demo.example", "capabilities": asked}
    )


def a_link(stand: Stand, account: str) -> str:
    addresses = {"refresh_url": f"{stand.base}/refresh", "return_url": f"{stand.base}/return"}
    return stand.stripe.v1.account_links.create({"account": account, "type": "account_onboarding", **addresses}).url


def an_onboarded_account(stand: Stand) -> stripe.Account:
    account = an_account(stand)
    url = a_link(stand, account.id)
    token = re.search(r'name="token" value="([0-9a-f]{64})"', stand.web.get(url).text)[1]
    answer = stand.web.post(url, data={"token": token, "action": "complete"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stand.base}/return")
    return stand.stripe.v1.accounts.retrieve(account.id)


def test_an_account_is_completed_on_its_own_page(stand):
    account = an_account(stand)
    assert (account.charges_enabled, account.capabilities.transfers) == (False, "inactive")
    url = a_link(stand, account.id)
    assert account.id in stand.web.get(url).text
    assert stand.web.post(url, data={"token": "0" * 64, "action": "complete"}).status_code == 403
    assert stand.web.get(f"/sandbox/onboard/{account.id}").status_code == 404
    assert not stand.stripe.v1.accounts.retrieve(account.id).charges_enabled
    done = an_onboarded_account(stand)
    assert (done.charges_enabled, done.payouts_enabled, done.details_submitted) == (True, True, True)
    assert (done.requirements.currently_due, done.capabilities.transfers) == ([], "active")
    assert stand.receiver.wait("account.updated")[0].data.object.id == done.id


def test_an_onboarding_link_is_good_for_one_use_and_five_minutes(stand):
    account = an_account(stand)
    url = a_link(stand, account.id)
    token = re.search(r'name="token" value="([0-9a-f]{64})"', stand.web.get(url).text)[1]
    assert stand.web.post(url, data={"token": token}).headers["location"] == f"{stand.base}/return"
    assert not stand.stripe.v1.accounts.retrieve(account.id).details_submitted
    stand.now += 300
    assert stand.web.get(url).headers["location"] == f"{stand.base}/refresh"
    assert stand.web.post(url, data={"token": token, "action": "complete"}).headers["location"].endswith("/refresh")
    assert not stand.stripe.v1.accounts.retrieve(account.id).details_submitted


def test_a_transfer_needs_an_account_that_may_receive(stand):
    share = {"amount": 100, "currency": "cny", "destination": an_account(stand).id}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stand.stripe.v1.transfers.create(share)
    assert refusal.value.code == "insufficient_capabilities_for_transfer"


def test_shares_are_passed_on_and_taken_back_within_their_sums(stand):
    session, account = a_paid_session(stand), an_onboarded_account(stand)
    charge = stand.stripe.v1.payment_intents.retrieve(session.payment_intent).latest_charge
    transfers = stand.stripe.v1.transfers
    share = {"amount": 20_000, "currency": "cny", "destination": account.id, "transfer_group": "C-2026-000007",
             "source_transaction": charge, "metadata": {"order": "9"}}  # fmt: skip
    transfer = transfers.create(share)
    assert (transfer.amount_reversed, transfer.reversed, transfer.reversals.data) == (0, False, [])
    with pytest.raises(stripe.InvalidRequestError):
        transfers.create(share)
    back = transfers.reversals.create(transfer.id, {"amount": 5_000})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        transfers.reversals.create(transfer.id, {"amount": 15_001})
    assert refusal.value.param == "amount"
    available = stand.stripe.v1.balance.retrieve({}, {"stripe_account": account.id}).available[0]
    assert (available.amount, available.currency) == (15_000, "cny")
    assert stand.stripe.v1.balance.retrieve().available[0].amount == 9_690
    transfers.reversals.create(transfer.id)
    after = transfers.retrieve(transfer.id)
    assert (after.amount_reversed, after.reversed, len(after.reversals.data)) == (20_000, True, 2)
    assert transfers.reversals.retrieve(transfer.id, back.id).amount == 5_000
    assert [one.id for one in transfers.list({"transfer_group": "C-2026-000007"}).data] == [transfer.id]
    assert stand.receiver.wait("transfer.created", "transfer.reversed")


def test_acting_as_a_connected_account_is_refused_plainly(stand):
    with pytest.raises(stripe.PermissionError):
        stand.stripe.v1.balance.retrieve({}, {"stripe_account": "acct_nobody"})
    with pytest.raises(stripe.InvalidRequestError, match="Stripe-Account"):
        stand.stripe.v1.charges.list({}, {"stripe_account": an_account(stand).id})


def test_events_can_be_asked_for_afterwards(stand):
    a_paid_session(stand)
    stand.receiver.wait("checkout.session.completed")
    events = stand.stripe.v1.events
    until(lambda: len(events.list({"delivery_success": True}).data) == 3)
    assert events.list({"delivery_success": False}).data == []
    some = events.list({"types": ["charge.succeeded", "no.such'event"]}).data
    assert [event.type for event in some] == ["charge.succeeded"]
    assert events.list({"type": "charge.succeeded", "created": {"gte": START + 1}}).data == []
    assert events.retrieve(some[0].id).pending_webhooks == 0


def test_an_event_is_posted_again_until_it_is_taken(stand, monkeypatch):
    monkeypatch.setattr(webhooks, "DELAYS", (0.05, 0.05, 0.05))
    stand.receiver.refuse = 2
    session = an_open_session(stand)
    stand.stripe.v1.checkout.sessions.expire(session.id)
    assert stand.receiver.wait("checkout.session.expired")
    assert stand.receiver.attempts == 3


def test_an_event_that_is_never_taken_is_listed_as_undelivered(stand, monkeypatch):
    monkeypatch.setattr(webhooks, "DELAYS", (0.01, 0.01))
    stand.receiver.refuse = 99
    stand.stripe.v1.checkout.sessions.expire(an_open_session(stand).id)
    until(lambda: stand.receiver.attempts == 3)
    undelivered = stand.stripe.v1.events.list({"delivery_success": False}).data
    assert [event.type for event in undelivered] == ["checkout.session.expired"]
    assert stand.receiver.events == []


def test_state_and_undelivered_mail_survive_a_restart(stand, monkeypatch):
    monkeypatch.setattr(webhooks, "DELAYS", (600,))
    stand.receiver.refuse = 1
    open_one, key = an_open_session(stand), {"idempotency_key": "before"}
    token = token_of(stand, open_one)
    before = stand.stripe.v1.checkout.sessions.create(a_basket(stand), key)
    stand.stripe.v1.checkout.sessions.expire(before.id)
    until(lambda: stand.receiver.attempts == 1)
    until(lambda: undelivered(stand) == [(1,)])
    stand.stop()
    on_file(stand, "UPDATE objects SET body = json_set(body, '$.private.next_try', 0) WHERE kind = 'event'")
    stand.move_in(stand.state)
    stand.start()
    assert stand.stripe.v1.checkout.sessions.create(a_basket(stand), key).id == before.id
    assert stand.receiver.wait("checkout.session.expired")[0].data.object.id == before.id
    assert pay_late(stand, open_one, token).status_code == 303


def undelivered(stand: Stand) -> list[tuple]:
    """How often each waiting event was tried."""
    return on_file(stand, "SELECT json_extract(body, '$.private.attempts') FROM objects WHERE kind = 'event'")


def on_file(stand: Stand, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(stand.state)) as book, book:
        return book.execute(statement).fetchall()


def test_events_are_kept_thirty_days(stand):
    stand.stripe.v1.checkout.sessions.expire(an_open_session(stand).id)
    stand.receiver.wait("checkout.session.expired")
    until(lambda: len(stand.stripe.v1.events.list({"delivery_success": True}).data) == 1)
    stand.now += 30 * 24 * 3600
    sandbox.sweep()
    assert len(stand.stripe.v1.events.list().data) == 1
    stand.now += 1
    sandbox.sweep()
    assert stand.stripe.v1.events.list().data == []


def test_a_signature_is_only_good_for_its_body_and_its_secret():
    raw = json.dumps(shapes.blank("event", START, type="x", data={"object": {}})).encode()
    header = webhooks.signature(raw, SECRET, int(time.time()))
    assert stripe.Webhook.construct_event(raw, header, SECRET).type == "x"
    for body, secret in [(raw + b" ", SECRET), (raw, "whsec_other")]:
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body, header, secret)
    old = webhooks.signature(raw, SECRET, int(time.time()) - 301)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(raw, old, SECRET)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("http://127.0.0.1:9/webhooks/stripe", True),
        ("http://[::1]:9/x", True),
        ("http://localhost/x", True),
        ("https://museum.example/webhooks/stripe", True),
        ("https://museum.example.evil.example/x", False),
        ("http://museum.example/x", False),
        ("http://10.0.0.1/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_events_stay_on_this_machine_or_at_home(url, may):
    assert webhooks.may_receive(url, "https://museum.example") is may


def test_the_version_is_the_sdks_own():
    assert stripe.api_version == shapes.API_VERSION


def test_no_money_field_is_a_fraction(stand):
    session = a_paid_session(stand)
    everything = json.dumps(session.to_dict()) + str(stand.stripe.v1.charges.list())
    assert not re.search(r'"amount\w*": \d+\.\d', everything)
