"""The sandbox, asked by Stripe's own SDK: sessions, refusals, repeated keys, lists, and the end of a session's time."""

import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import stripe

from pages.machine import sandbox
from tests import sandbox_stand
from tests.sandbox_stand import START, a_basket, a_paid_session, again, an_open_session, pay, pay_late, token_of

pytestmark = pytest.mark.pure
sandbox_server, stand = sandbox_stand.sandbox_server, sandbox_stand.stand


def test_the_whole_way_from_basket_to_signed_event(stand):
    session = an_open_session(stand)
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 24_690)
    assert (session.currency, session.livemode, session.payment_intent) == ("cny", False, None)
    assert session.url == f"{stand.base}/sandbox/pay/{session.id}"
    answer = pay(stand, session)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stand.base}/orders?cs={session.id}")
    paid = again(stand, session, expand=["line_items", "payment_intent.latest_charge"])
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.client_reference_id == "purchase-7"
    assert paid.metadata.to_dict() == {"purchase": "7", "1": "digits are names too"}
    assert paid.customer_details.name == "测试员"
    assert paid.total_details.amount_tax == 0
    assert paid.line_items.data[0].quantity == 2
    intent = paid.payment_intent
    assert (intent.status, intent.amount_received, intent.transfer_group) == ("succeeded", 24_690, "C-2026-000007")
    assert (intent.latest_charge.captured, intent.latest_charge.metadata["purchase"]) == (True, "7")
    assert intent.latest_charge.payment_method_details.card.last4 == "4242"
    names = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
    assert [event.type for event in stand.receiver.wait(*names)] == names
    event = stand.receiver.wait("checkout.session.completed")[0]
    assert (event.api_version, event.livemode) == (stripe.api_version, False)
    assert (event.data.object.id, event.data.object.payment_status) == (session.id, "paid")


def test_nothing_private_is_ever_shown(stand):
    session = a_paid_session(stand)
    stand.receiver.wait("checkout.session.completed")
    listed = stand.stripe.v1.checkout.sessions.list({"expand": ["data.payment_intent", "data.line_items"]})
    assert listed.data[0].payment_intent.id == session.payment_intent
    assert "private" not in json.dumps([str(listed), *map(str, stand.receiver.events)])


def test_the_name_of_the_methods_in_this_version_of_the_sdk_is_known_too(stand):
    basket = a_basket(stand, allowed_payment_method_types=["alipay"])
    del basket["payment_method_types"]
    assert stand.stripe.v1.checkout.sessions.create(basket).payment_method_types == ["alipay"]


def a_line(**changes: object) -> dict:
    line = {"currency": "cny", "unit_amount": 1, "product_data": {"name": "x"}}
    return {"line_items": [{"price_data": {**line, **changes}, "quantity": 1}]}


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"success_url": None}, "parameter_missing", "success_url"),
        ({"success_url": "javascript:alert(1)"}, "url_invalid", "success_url"),
        ({"cancel_url": "/cart"}, "url_invalid", "cancel_url"),
        ({"mode": None}, "parameter_missing", "mode"),
        ({"mode": "subscription"}, None, "mode"),
        ({"line_items": None}, "parameter_missing", "line_items"),
        (a_line(unit_amount=-1), "parameter_invalid_integer", "line_items[0][price_data][unit_amount]"),
        (a_line(unit_amount="1.5"), "parameter_invalid_integer", "line_items[0][price_data][unit_amount]"),
        (a_line(unit_amount=0), "amount_too_small", "line_items"),
        (a_line(currency="xyz"), None, "line_items[0][price_data][currency]"),
        (a_line(product_data={"name": ""}), "parameter_invalid_empty", "line_items[0][price_data][product_data][name]"),
        ({"line_items": [{"price": "price_none", "quantity": 1}]}, "resource_missing", "line_items[0][price]"),
        ({"fen": 100_000_000, "quantity": 1}, "amount_too_large", "line_items"),
        ({"fen": 50_000_000, "quantity": 2}, "amount_too_large", "line_items"),
        ({"quantity": 0}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"currency": "usd"}, None, "line_items"),
        ({"payment_method_types": ["sepa_debit"]}, None, "payment_method_types[0]"),
        ({"metadata": {"k" * 41: "v"}}, None, f"metadata[{'k' * 41}]"),
        ({"expires_at": START + 1799}, None, "expires_at"),
        ({"expires_at": START + 86_401}, None, "expires_at"),
        ({"expires_at": "soon"}, "parameter_invalid_integer", "expires_at"),
        ({"colour": "moss"}, "parameter_unknown", "colour"),
        ({"expand": ["secrets"]}, None, "expand"),
    ],
)
def test_a_wrong_basket_is_refused_and_leaves_nothing(stand, change, code, param):
    basket = {name: value for name, value in a_basket(stand, **change).items() if value is not None}
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stand.stripe.v1.checkout.sessions.create(basket)
    assert (refusal.value.code, refusal.value.param, refusal.value.http_status // 100) == (code, param, 4)
    assert stand.stripe.v1.checkout.sessions.list().data == []


def test_the_largest_amount_is_taken(stand):
    assert an_open_session(stand, fen=99_999_999, quantity=1).amount_total == 99_999_999


@pytest.mark.parametrize("key", ["", "sk_live_" + "x" * 24, "pk_test_x", "sk_test_"])
def test_only_test_keys_are_let_in(stand, key):
    head = {"Authorization": f"Bearer {key}"} if key else {}
    answer = stand.web.get("/sandbox/v1/balance", headers=head)
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")
    assert answer.headers["request-id"].startswith("req_")
    assert "x" * 24 not in answer.text
    with pytest.raises(stripe.AuthenticationError):
        stand.client("sk_live_museum").v1.balance.retrieve()


def test_what_is_not_there_is_missing(stand):
    api = stand.stripe.v1
    lookups: list[Callable[[str], object]] = [
        api.checkout.sessions.retrieve, api.checkout.sessions.expire, api.checkout.sessions.line_items.list,
        api.payment_intents.retrieve, api.charges.retrieve, api.refunds.retrieve, api.accounts.retrieve,
        api.transfers.retrieve, api.transfers.reversals.create, api.transfers.reversals.list, api.events.retrieve,
    ]  # fmt: skip
    for look in lookups:
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            look("nothing_here")
        assert (refusal.value.code, refusal.value.http_status) == ("resource_missing", 404)
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        api.customers.create({"name": "x"})


def test_an_id_of_another_kind_is_missing_too(stand):
    session = an_open_session(stand)
    with pytest.raises(stripe.InvalidRequestError, match="No such payment_intent"):
        stand.stripe.v1.payment_intents.retrieve(session.id)


@pytest.mark.parametrize(
    "body", ["a[b]=1&a=2&a[c]=3", "[x]=1", "a[b=1", "metadata=x", "x=%ff", "line_items[x][quantity]=1"]
)
def test_odd_parameters_are_refused_not_an_error(stand, body):
    head = {"Authorization": "Bearer sk_test_x", "Content-Type": "application/x-www-form-urlencoded"}
    answer = stand.web.post("/sandbox/v1/checkout/sessions", content=f"mode=payment&{body}", headers=head)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert stand.web.post("/sandbox/v1/refunds", content=b"x" * 1_000_001, headers=head).status_code == 413


def test_the_same_key_gives_the_same_answer_once(stand):
    first = stand.stripe.v1.checkout.sessions.create(a_basket(stand), {"idempotency_key": "purchase-7-1"})
    second = stand.stripe.v1.checkout.sessions.create(a_basket(stand), {"idempotency_key": "purchase-7-1"})
    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers
    with pytest.raises(stripe.IdempotencyError) as refusal:
        stand.stripe.v1.checkout.sessions.create(a_basket(stand, fen=1), {"idempotency_key": "purchase-7-1"})
    assert refusal.value.http_status == 400
    assert len(stand.stripe.v1.checkout.sessions.list().data) == 1


def test_a_refused_request_does_not_use_up_its_key(stand):
    with pytest.raises(stripe.InvalidRequestError):
        stand.stripe.v1.checkout.sessions.create(a_basket(stand, mode="setup"), {"idempotency_key": "k"})
    assert stand.stripe.v1.checkout.sessions.create(a_basket(stand), {"idempotency_key": "k"}).status == "open"


def test_a_key_in_use_is_a_conflict_until_its_holder_is_dead(stand):
    an_open_session(stand)
    options = {"idempotency_key": "busy"}
    session = stand.stripe.v1.checkout.sessions.create(a_basket(stand), options)
    with closing(sqlite3.connect(stand.state)) as book, book:
        book.execute("UPDATE idempotency SET status = NULL, body = NULL WHERE key = 'busy'")
    with pytest.raises(stripe.StripeError) as refusal:
        stand.stripe.v1.checkout.sessions.create(a_basket(stand), options)
    assert (refusal.value.http_status, refusal.value.json_body["error"]["code"]) == (409, "idempotency_key_in_use")
    stand.now += 61
    assert stand.stripe.v1.checkout.sessions.create(a_basket(stand), options).id != session.id


def test_twenty_at_once_with_one_key_make_one_session(stand):
    def create(_: int) -> str:
        # The SDK itself tries again when the key is in use.
        client = stand.client(retries=10)
        return client.v1.checkout.sessions.create(a_basket(stand), {"idempotency_key": "race"}).id

    with ThreadPoolExecutor(20) as crowd:
        answers = set(crowd.map(create, range(20)))
    assert answers == {session.id for session in stand.stripe.v1.checkout.sessions.list().data}
    assert len(answers) == 1


def test_without_a_key_twenty_make_twenty(stand):
    """The control for the race above."""
    with ThreadPoolExecutor(20) as crowd:
        made = set(crowd.map(lambda _: an_open_session(stand).id, range(20)))
    assert len(made) == 20
    assert {session.id for session in stand.stripe.v1.checkout.sessions.list({"limit": 7}).auto_paging_iter()} == made


def test_lists_come_newest_first_a_page_at_a_time(stand):
    ids = []
    for _ in range(5):
        stand.now += 10
        ids.append(an_open_session(stand).id)
    sessions = stand.stripe.v1.checkout.sessions
    page = sessions.list({"limit": 2})
    assert ([one.id for one in page.data], page.has_more) == (ids[:2:-1], True)
    assert [one.id for one in sessions.list({"limit": 2, "starting_after": ids[3]}).data] == [ids[2], ids[1]]
    assert [one.id for one in sessions.list({"limit": 2, "ending_before": ids[1]}).data] == [ids[3], ids[2]]
    assert [one.id for one in sessions.list({"created": {"gte": START + 40}}).data] == [ids[4], ids[3]]
    assert [one.id for one in sessions.list({"created": {"gt": START + 40, "lte": START + 50}}).data] == [ids[4]]
    assert sessions.list({"status": "complete"}).data == []
    with pytest.raises(stripe.InvalidRequestError):
        sessions.list({"starting_after": "cs_nobody"})


def test_a_session_lapses_at_its_time_and_cannot_be_paid(stand):
    session = an_open_session(stand, expires_at=START + 1860)
    token = token_of(stand, session)
    stand.now += 1859
    assert again(stand, session).status == "open"
    stand.now += 1
    answer = pay_late(stand, session, token)
    assert (answer.status_code, "付款时间已过" in answer.text) == (200, True)
    lapsed = again(stand, session)
    assert (lapsed.status, lapsed.url, lapsed.payment_intent) == ("expired", None, None)
    assert stand.receiver.wait("checkout.session.expired")[0].data.object.id == session.id
    assert stand.stripe.v1.charges.list().data == []


def test_a_sweep_closes_what_nobody_looks_at(stand):
    an_open_session(stand, expires_at=START + 1800)
    stand.now += 1800
    assert sandbox.sweep() >= 1
    stand.receiver.wait("checkout.session.expired")


def test_an_open_session_can_be_expired_once(stand):
    session = an_open_session(stand)
    assert stand.stripe.v1.checkout.sessions.expire(session.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError, match=r"Only Checkout Sessions with a status in \[\"open\"\]"):
        stand.stripe.v1.checkout.sessions.expire(session.id)
    paid = a_paid_session(stand)
    with pytest.raises(stripe.InvalidRequestError, match="`complete`"):
        stand.stripe.v1.checkout.sessions.expire(paid.id)
    assert again(stand, paid).payment_status == "paid"


def test_paying_and_expiring_at_once_has_one_winner(stand):
    for _ in range(5):
        session = an_open_session(stand)
        token = token_of(stand, session)
        with ThreadPoolExecutor(2) as two:
            expiring = two.submit(stand.client().v1.checkout.sessions.expire, session.id)
            paying = two.submit(pay_late, stand, session, token)
        refused = isinstance(expiring.exception(), stripe.InvalidRequestError)
        assert (paying.result().status_code == 303) == refused
        assert again(stand, session).status == ("complete" if refused else "expired")
