"""Events come in any order and more than once: a purchase ends as the provider says, whichever was first."""

import itertools
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from db.orders import OrderStatus
from services import orders, payments
from services.orders import PaymentState
from tests import make
from tests.buying import code, codes, noted, offered, on_shelf, placed, right_books, state, status  # noqa: F401
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.extent import LONG
from tests.paying_out import send

COMPLETED, EXPIRED = "checkout.session.completed", "checkout.session.expired"
SUCCEEDED, FAILED = "checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed"
REFUNDED = "charge.refunded"
A_MINUTE = timedelta(minutes=1)
KEPT, GONE = OrderStatus.PLACED, OrderStatus.CANCELLED
ENDS = {
    (COMPLETED, SUCCEEDED): (PaymentState.PAID, KEPT),
    (COMPLETED, FAILED): (PaymentState.NONE, GONE),
    (COMPLETED, SUCCEEDED, REFUNDED): (PaymentState.REFUNDED, GONE),
    (EXPIRED,): (PaymentState.NONE, GONE),
}


def every_order(kinds):
    """Each event twice, in every order there is; without LONG each once, and all before one comes again."""
    if LONG:
        return sorted(set(itertools.permutations(kinds * 2)))
    once = list(itertools.permutations(kinds))
    return [*once, *(one + one[::-1] for one in once)]


def happen(desk, buyer, product, kinds, pass_time):
    """All of it happens at the provider, and nobody has told the museum: the purchase and its events."""
    pass_time(10 * A_MINUTE)  # nobody may start more than ten payments within an hour
    bought = placed(buyer, product, key=str(uuid4()))
    url = payments.open_session(buyer, bought.code)
    if EXPIRED in kinds:
        pass_time(35 * A_MINUTE)
    else:
        desk.promise(url, seconds=60, outcome="fail" if FAILED in kinds else "succeed")
        pass_time(2 * A_MINUTE)
    desk.api("balance")
    if REFUNDED in kinds:
        intent = desk.api("checkout/sessions")["data"][0]["payment_intent"]
        send(desk, "refunds", {"payment_intent": intent})
    return bought, {kind: json.loads(desk.events(kind)[-1]) for kind in kinds}


@pytest.mark.parametrize("kinds", ENDS, ids=lambda kinds: " ".join(kind.rpartition(".")[2] for kind in kinds))
def test_every_order_of_events_ends_as_the_provider_says(desk, buyer, pass_time, kinds):
    supplier, sold = make.a_supplier(), 0
    product = make.a_product(supplier)
    for order in every_order(kinds):
        bought, told = happen(desk, buyer, product, kinds, pass_time)
        for kind in order:
            event = told[kind] | {"id": f"evt_{uuid4().hex}"}  # the same news in an event of its own
            deliver(json.dumps(told[kind]).encode())
            deliver(json.dumps(event).encode())
        payments.sweep()
        assert (state(bought), status(bought)) == (ENDS[kinds][0], [ENDS[kinds][1]]), order
        if status(bought) == [KEPT]:
            sold += 2000
            orders.confirm(supplier, code(bought))  # nobody may leave many purchases open
    assert on_shelf(product) == (100_000 - sold, 0)
    assert len(noted("payment:mismatched")) == 0
