"""The steps of an order: each taken once, by the one whose step it is; and what cancelling undoes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading, transaction
from db.facts import Fact
from db.orders import Order, OrderStatus, Purchase
from db.stock import StockMovement
from services import orders, payments
from services.errors import Conflict, Forbidden, Invalid, Missing, Refused
from services.order_rights import RULES
from services.orders import Action, PaymentState
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    check_books,
    code,
    codes,
    delivered,
    offered,
    on_shelf,
    placed,
    right_books,
    state,
    status,
)

S = OrderStatus
PATH = [S.PLACED, S.CONFIRMED, S.SHIPPED, S.RECEIVED, S.ACCEPTED, S.CLOSED]


@pytest.fixture
def bought(buyer, product) -> Purchase:
    """By transfer, so that it binds at once."""
    return agreed(buyer, product)


def put_into(status: OrderStatus, order_code: str) -> None:
    with transaction(audited=False) as db:
        db.exec(select(Order).where(Order.code == order_code)).one().status = status


@pytest.mark.usefixtures("product")
def test_an_order_goes_its_way_and_closes_when_it_is_paid(buyer, supplier, bought, pass_time):
    delivered(buyer, supplier, code(bought))
    assert status(bought) == [S.ACCEPTED]
    pass_time(timedelta(days=3))
    payments.transfer_received(supplier, code(bought))
    seen = orders.order(buyer, code(bought))
    assert [step.status for step in seen.steps] == PATH
    assert {step.by for step in seen.steps} == {buyer.signature, supplier.signature, "museum"}
    [parcel] = seen.way.parcels
    assert (parcel.shipment.carrier, parcel.shipment.tracking_number, seen.may) == ("Slow Boat", "SB-1", [])
    assert state(bought) is PaymentState.PAID
    check_books()


def test_paid_first_an_order_closes_on_acceptance(buyer, supplier, bought):
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    for refused in (
        lambda: payments.transfer_received(supplier, code(bought)),
        lambda: orders.confirm(supplier, code(bought)),
    ):
        with pytest.raises(Conflict):
            refused()
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    orders.accept(buyer, code(bought))
    assert status(bought) == [S.CLOSED]


ERRANDS = {
    Action.CONFIRM: orders.confirm,
    Action.SHIP: lambda visitor, number: orders.ship(visitor, number, carrier="Slow Boat", tracking_number="SB-1"),
    Action.RECEIVE: orders.receive,
    Action.ACCEPT: orders.accept,
    Action.CLOSE: orders.close,
    Action.CANCEL: lambda visitor, number: orders.cancel(visitor, number, reason="no longer needed"),
    Action.TRANSFER_RECEIVED: payments.transfer_received,
    Action.TRANSFER_RETURNED: payments.transfer_returned,
    Action.UNDELIVERABLE: lambda visitor, number: orders.undeliverable(visitor, number, reason="sold out"),
}


def test_every_action_has_its_errand():
    assert set(ERRANDS) == set(Action) == {rule.action for rule in RULES}


EVERYBODY = ("guest", "buyer", "other_buyer", "supplier", "rival", "official", "expert", "administrator")


@pytest.mark.parametrize("now", [status for status in S if status is not S.APPROVED])
def test_nobody_takes_a_step_that_is_not_theirs_now(now, request, bought):
    """Every status × every action × every kind of visitor: refused, and nothing changes, unless the table grants it."""
    number, people = code(bought), {who: request.getfixturevalue(who) for who in EVERYBODY}
    put_into(now, number)
    for action, errand in ERRANDS.items():
        for who in set(EVERYBODY) - granted(action, now):
            with pytest.raises(Refused) as refusal:
                errand(people[who], number)
            if who in {"other_buyer", "rival"}:
                assert isinstance(refusal.value, Forbidden | Missing)
    assert status(bought) == [now]
    assert state(bought) is PaymentState.AGREED
    put_into(S.PLACED, number)  # where the books left it


def granted(action: Action, now: OrderStatus) -> set[str]:
    fitting = [rule for rule in RULES if rule.action is action and now in rule.statuses]
    return {rule.party for rule in fitting if PaymentState.AGREED in rule.states}


@pytest.mark.parametrize("action", [Action.CONFIRM, Action.SHIP, Action.CANCEL])
def test_a_supplier_does_nothing_with_an_order_nobody_has_paid_or_agreed_to(action, buyer, supplier, product):
    bought = placed(buyer, product)
    if action is Action.SHIP:
        put_into(S.CONFIRMED, code(bought))
    with pytest.raises(Conflict, match="payment of order"):
        ERRANDS[action](supplier, code(bought))
    assert on_shelf(product) == (100_000, 2000)


def test_what_is_offered_is_what_is_allowed(buyer, supplier, bought):
    def shown():
        return [set(orders.order(visitor, code(bought)).may) for visitor in (buyer, supplier)]

    assert shown() == [{Action.CANCEL}, {Action.CONFIRM, Action.CANCEL}]
    orders.confirm(supplier, code(bought))
    assert shown() == [set(), {Action.SHIP, Action.CANCEL, Action.TRANSFER_RECEIVED}]
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    assert shown() == [{Action.RECEIVE}, {Action.TRANSFER_RECEIVED}]


def test_shipping_names_carrier_and_number(supplier, bought):
    orders.confirm(supplier, code(bought))
    for carrier, number in (("", "SB-1"), ("Slow Boat", " "), ("x" * 81, "SB-1")):
        with pytest.raises(Invalid):
            orders.ship(supplier, code(bought), carrier=carrier, tracking_number=number)
    assert status(bought) == [S.CONFIRMED]


def test_every_step_is_in_the_audit_log(buyer, supplier, bought):
    delivered(buyer, supplier, code(bought))
    with reading() as db:
        noted = [entry.event for entry in db.exec(select(AuditEntry).order_by(AuditEntry.number))]
    assert noted[-4:] == ["order:confirmed", "order:shipped", "order:received", "order:accepted"]
    assert {"purchase:placed", "payment:agreed"} <= set(noted)


@pytest.mark.usefixtures("supplier")
def test_a_cancelled_agreement_is_as_if_it_had_not_been(buyer, product, bought):
    orders.cancel(buyer, code(bought), reason="no longer needed")
    assert status(bought) == [S.CANCELLED]
    assert state(bought) is PaymentState.NONE
    assert on_shelf(product) == (100_000, 0)
    with reading() as db:
        assert sum(fact.amount_fen for fact in db.exec(select(Fact))) == 0
        assert sum(fact.orders for fact in db.exec(select(Fact))) == 0
    check_books()


def test_cancelling_twice_changes_nothing_more(buyer, supplier, product, bought):
    orders.cancel(supplier, code(bought), reason="sold out")
    for visitor in (buyer, supplier):
        with pytest.raises(Conflict):
            orders.cancel(visitor, code(bought), reason="again")
    assert on_shelf(product) == (100_000, 0)
    with reading() as db:
        assert len(db.exec(select(StockMovement).where(StockMovement.product_id == product.id)).all()) == 3


def test_one_order_of_a_purchase_is_cancelled_alone_once_it_binds(buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier), make.a_product(rival))
    orders.cancel(buyer, codes(bought)[0], reason="no longer needed")
    assert status(bought) == [S.CANCELLED, S.PLACED]
    check_books()


def test_an_unpaid_purchase_ends_as_a_whole(buyer, supplier, rival):
    products = [make.a_product(supplier), make.a_product(rival)]
    bought = placed(buyer, *products)
    orders.cancel(buyer, codes(bought)[1], reason="no longer needed")
    assert status(bought) == [S.CANCELLED, S.CANCELLED]
    assert [on_shelf(product) for product in products] == [(100_000, 0)] * 2
    assert [step.note for step in orders.order(buyer, codes(bought)[0]).steps] == ["", "no longer needed"]
    check_books()


def test_cancelling_asks_for_a_reason(buyer, bought):
    with pytest.raises(Invalid, match="Reason"):
        orders.cancel(buyer, code(bought), reason=" ")


def test_a_transfer_that_arrived_is_returned_by_its_supplier(buyer, supplier, bought):
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    orders.cancel(supplier, code(bought), reason="sold out")
    assert orders.order(buyer, code(bought)).owed_back_fen == bought.total_fen
    payments.sweep()
    assert state(bought) is PaymentState.PAID
    payments.transfer_returned(supplier, code(bought))
    assert state(bought) is PaymentState.REFUNDED
    with pytest.raises(Conflict):
        payments.transfer_returned(supplier, code(bought))
    check_books()
