"""Every request the museum sends is one that the SDK's own types of the pinned version allow, field by field."""

import httpx
import pytest
import stripe

from pages.machine.sandbox import shapes
from services import chargebacks, orders, payments, payouts, reconciling, service_orders
from tests import make, serving
from tests.buying import codes, paid, placed
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.paying_out import accepted, with_account
from tests.typed_params import TYPES, Sent, faults, operation

once = pytest.mark.once


@pytest.fixture(name="sent")
def what_is_sent(monkeypatch):
    """Everything the SDK puts on the wire."""
    found: list[Sent] = []
    send = stripe.RequestsClient.request

    def noted(client, method, url, headers, post_data=None):
        address = httpx.URL(url)
        path = address.path.split("/v1/", 1)[1]
        words = post_data if method == "post" else address.query
        found.append(Sent(method.upper(), path, words.decode() if isinstance(words, bytes) else words or ""))
        return send(client, method, url, headers, post_data=post_data)

    monkeypatch.setattr(stripe.RequestsClient, "request", noted)
    return found


@once
def test_the_whole_life_of_money_is_asked_for_in_the_sdks_own_words(desk, sent, buyer, supplier, official):
    with_account(desk, supplier)
    payouts.look_again(supplier)
    sold = accepted(desk, buyer, supplier)
    payouts.go_round()
    gone = paid(desk, buyer, make.a_product(supplier), key="two")
    orders.cancel(buyer, codes(gone)[0], reason="no longer needed")
    left = placed(buyer, make.a_product(supplier), key="three")
    payments.open_session(buyer, left.code)
    payments.close_session(left.id)
    disputed(desk, buyer, supplier, official)
    served(desk, supplier)
    payments.hear_what_was_lost()
    reconciling.compare()
    assert [(one, faults(one)) for one in sent if faults(one)] == []
    assert sold
    asked = {(one.method, operation(one.path)) for one in sent}
    assert {("POST", "transfers"), ("POST", "transfers/{id}/reversals"), ("POST", "disputes/{id}")} <= asked


def served(desk, supplier):
    """A service is paid and paid back; another's session is closed, and asked after."""
    gone = serving.paid(desk, supplier)
    service_orders.cancel(supplier, gone.code, reason="no longer needed")
    left = serving.ordered(supplier, key="two")
    service_orders.open_session(supplier, left.code)
    service_orders.cancel(supplier, left.code, reason="no longer needed")


def disputed(desk, buyer, supplier, official):
    """A share is passed on, its payment disputed, the answer handed in; an answer to the first try is lost."""
    bought = placed(buyer, make.a_product(supplier), key="four")
    desk.pay(payments.open_session(buyer, bought.code), card="4000000000000259")
    deliver(desk.events("checkout.session.completed")[-1])
    [order] = codes(bought)
    orders.confirm(supplier, order)
    orders.ship(supplier, order, carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, order)
    orders.accept(buyer, order)
    desk.before = lambda call: "lose" if call == "POST transfers" else None
    payouts.go_round()
    desk.before = lambda _: None
    payouts.go_round()
    for raw in desk.events():
        deliver(raw)
    [view] = chargebacks.newest(official)
    chargebacks.state(official, view.chargeback.id, text="Delivered.")
    payments.answer_dispute(official, view.chargeback.id)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        (Sent("POST", "transfers", "amount=1&currency=cny&destination=a&colour=moss"), "colour"),
        (Sent("POST", "transfers", "amount=1&currency=cny"), " lacks destination"),
        (Sent("POST", "transfers", "amount=x&currency=cny&destination=a"), "amount"),
        (Sent("POST", "accounts", "controller[fees][payor]=application"), "controller[fees][payor]"),
        (Sent("POST", "disputes/dp_12345678", "evidence[uncategorised_text]=x"), "evidence[uncategorised_text]"),
        (Sent("POST", "checkout/sessions", "line_items[0][price_data][curency]=cny"),
         "line_items[0][price_data] lacks currency"),
        (Sent("POST", "payouts", "amount=1"), "no type for POST payouts"),
    ],
)  # fmt: skip
def test_a_misspelt_field_is_found(request_, fault):
    assert fault in faults(request_)


@pytest.mark.pure
def test_every_operation_has_its_type():
    assert all(hasattr(kind, "__annotations__") for kind in TYPES.values())


CLASSES = {
    "account": stripe.Account, "balance_transaction": stripe.BalanceTransaction, "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session, "dispute": stripe.Dispute, "event": stripe.Event,
    "payment_intent": stripe.PaymentIntent, "price": stripe.Price, "refund": stripe.Refund,
    "transfer": stripe.Transfer, "transfer_reversal": stripe.TransferReversal,
}  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_what_the_sandbox_answers_has_fields_the_sdk_knows(kind):
    known = {name for base in CLASSES[kind].__mro__ for name in vars(base).get("__annotations__", {})}
    assert set(shapes.blank(kind, 0)) - known - {"source"} == set()
