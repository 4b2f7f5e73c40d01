"""Returns after acceptance: asked in time, agreed or declined, and the money follows the goods once."""

from datetime import timedelta

import pytest

from services import order_returns, orders, payments
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.orders import Fault, OrderStatus, PaymentState, ReturnStatus
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    delivered,
    noted,
    on_shelf,
    paid,
    right_books,
    state,
    status,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.test_inspection import refused

R = ReturnStatus


@pytest.fixture
def product(supplier):
    return make.a_product(supplier, price_fen=833)


@pytest.fixture
def bought(desk, buyer, supplier, product):
    """Two square metres for 16.66 yuan, paid by card, accepted and closed."""
    made = paid(desk, buyer, product)
    delivered(buyer, supplier, code(made))
    return made


def ask(buyer, bought, milli: int = 500, number: int = 1) -> None:
    order_returns.ask(buyer, code(bought), refused(buyer, bought, milli, Fault.BELOW_STANDARD), number=number)


def now(buyer, bought) -> list[ReturnStatus]:
    return [one.back.status for one in orders.order(buyer, code(bought)).returns]


def test_what_comes_back_is_paid_back(desk, buyer, supplier, product, bought):
    ask(buyer, bought)
    assert (now(buyer, bought), desk.refunds()) == ([R.ASKED], [])
    order_returns.agree(supplier, code(bought), 1)
    assert desk.refunds() == []
    order_returns.arrived(supplier, code(bought), 1, saleable=True)
    assert [one["amount"] for one in desk.refunds()] == [417]
    assert (status(bought), state(bought)) == ([OrderStatus.CLOSED], PaymentState.PART_REFUNDED)
    assert on_shelf(product) == (98_500, 0)
    [back] = orders.order(buyer, code(bought)).returns
    assert [step.status for step in back.steps] == [R.ASKED, R.AGREED, R.ARRIVED]
    events = ["return:asked", "return:agreed", "return:arrived"]
    assert noted(*events) == events


def test_a_supplier_may_waive_the_goods_and_still_pays_back(desk, buyer, supplier, product, bought):
    ask(buyer, bought)
    order_returns.agree(supplier, code(bought), 1)
    at_once(*[lambda: order_returns.waive(supplier, code(bought), 1)] * 3)
    assert [one["amount"] for one in desk.refunds()] == [417]
    assert on_shelf(product) == (98_000, 0)


def test_two_returns_are_paid_back_one_by_one(desk, buyer, supplier, bought):
    for number in (1, 2):
        ask(buyer, bought, 500, number)
        order_returns.agree(supplier, code(bought), number)
        order_returns.arrived(supplier, code(bought), number, saleable=False)
    assert sorted(one["amount"] for one in desk.refunds()) == [416, 417]


def test_a_request_is_declined_with_a_reason_or_withdrawn(desk, buyer, supplier, bought):
    ask(buyer, bought)
    with pytest.raises(Invalid, match="Reason"):
        order_returns.decline(supplier, code(bought), 1, reason=" ")
    order_returns.decline(supplier, code(bought), 1, reason="as ordered")
    ask(buyer, bought, 500, 2)
    order_returns.withdraw(buyer, code(bought), 2)
    assert (now(buyer, bought), desk.refunds()) == ([R.DECLINED, R.WITHDRAWN], [])
    for step in (order_returns.agree, order_returns.waive):
        with pytest.raises(Conflict):
            step(supplier, code(bought), 1)


def test_each_step_is_taken_by_the_one_whose_step_it_is(buyer, supplier, rival, other_buyer, guest, bought):  # noqa: PLR0913, PLR0917
    ask(buyer, bought)
    for step in (order_returns.agree, order_returns.waive):
        with pytest.raises(Forbidden):
            step(buyer, code(bought), 1)
    with pytest.raises(Forbidden):
        order_returns.withdraw(supplier, code(bought), 1)
    with pytest.raises(Missing):
        order_returns.agree(rival, code(bought), 1)
    with pytest.raises(Missing):
        order_returns.agree(supplier, code(bought), 2)
    for stranger in (other_buyer, guest, supplier):
        with pytest.raises((Forbidden, Missing)):
            order_returns.ask(stranger, code(bought), refused(buyer, bought, 500), number=2)
    assert now(buyer, bought) == [R.ASKED]


def test_no_more_is_asked_back_than_was_kept(buyer, supplier, bought):
    ask(buyer, bought, 1500)
    with pytest.raises(Invalid):
        ask(buyer, bought, 1000, 2)
    with pytest.raises(Conflict):
        ask(buyer, bought, 500, 1)
    assert now(buyer, bought) == [R.ASKED]


def test_nothing_is_asked_back_before_acceptance_or_a_week_after_it(buyer, supplier, product, bought, pass_time):
    early = agreed(buyer, product, key="two")
    with pytest.raises(Conflict):
        ask(buyer, early)
    assert orders.order(buyer, code(bought)).return_until
    pass_time(timedelta(days=order_returns.DAYS, seconds=1))
    with pytest.raises(Conflict):
        ask(buyer, bought)
    assert orders.order(buyer, code(bought)).return_until is None


def test_a_return_lowers_a_transfer_that_is_still_to_come(buyer, supplier, product):
    bought = agreed(buyer, product)
    delivered(buyer, supplier, code(bought))
    ask(buyer, bought, 2000)
    order_returns.agree(supplier, code(bought), 1)
    order_returns.arrived(supplier, code(bought), 1, saleable=True)
    seen = orders.order(buyer, code(bought))
    assert (seen.order.status, seen.debt_fen, seen.payment_state) == ("closed", 0, PaymentState.NONE)
    assert on_shelf(product) == (100_000, 0)


def test_a_transfer_that_was_received_is_sent_back_by_the_supplier(buyer, supplier, product):
    bought = agreed(buyer, product)
    delivered(buyer, supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    ask(buyer, bought)
    order_returns.agree(supplier, code(bought), 1)
    order_returns.waive(supplier, code(bought), 1)
    assert orders.order(supplier, code(bought)).by_transfer_fen == 417
    payments.transfer_returned(supplier, code(bought))
    assert state(bought) is PaymentState.PART_REFUNDED
