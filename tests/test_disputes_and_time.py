"""Disputes and their time: who is reminded, what stands still meanwhile, and when one may still be opened."""

from datetime import timedelta

import pytest

from db.orders import OrderStatus
from services import disputes, due_handlers, orders, payments
from services.disputes import Act, DisputeStatus, Ground, Outcome, Relief, Remedy, Step
from services.errors import Conflict, Invalid
from services.orders import ReturnStatus
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    noted,
    on_shelf,
    paid,
    right_books,
    state,
    status,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.disputing import (
    a_cheap_product,  # noqa: F401  a fixture
    answered,
    both_heard,  # noqa: F401  a fixture
    decided,
    just_arrived,  # noqa: F401  a fixture
    lodged,
    off,
    promised_and_arrived,  # noqa: F401  a fixture
    right_disputes,  # noqa: F401  a fixture
    row,
    stands,
)
from tests.test_inspection import arrived

S, O, R = DisputeStatus, OrderStatus, ReturnStatus  # noqa: E741
A_DAY = timedelta(days=1)
SENT = {"carrier": "Slow Boat", "tracking_number": "SB-1"}


@pytest.fixture
def live(pass_time):
    """Let days pass with the keeper at work."""

    def days(number: int) -> None:
        pass_time(A_DAY * number)
        due_handlers.sweep()

    return days


def test_who_does_not_answer_is_reminded_once_and_the_dispute_goes_on_without(live, buyer, supplier, official, bought):
    dispute = lodged(buyer, bought)
    live(4)
    assert (noted("dispute:reminded"), stands(dispute)) == (["dispute:reminded"], S.OPEN)
    live(4)
    live(4)
    assert (noted("dispute:reminded", "dispute:passed_on"), stands(dispute)) == (
        ["dispute:reminded", "dispute:passed_on"],
        S.WITH_OFFICIAL,
    )
    with pytest.raises(Conflict):
        answered(supplier, dispute)
    decided(official, dispute, off(500))
    assert stands(dispute) is S.DECIDED


def test_five_working_days_are_five_working_days(buyer, bought):
    dispute = row(lodged(buyer, bought))
    assert f"{dispute.answer_by:%Y-%m-%d %H:%M}" == "2026-06-08 16:00"  # from Monday noon to the Monday after, in China


def test_who_answers_in_time_is_not_reminded(live, supplier, heard):
    live(20)
    assert (noted("dispute:reminded", "dispute:passed_on"), stands(heard)) == ([], S.ANSWERED)


def test_nothing_happens_to_the_order_by_itself_until_it_is_decided(live, supplier, official, bought, heard):
    live(30)
    assert (status(bought), noted("order:acceptance:announced")) == ([O.RECEIVED], [])
    decided(official, heard, Relief(Outcome.DISMISSED))
    live(6)
    assert status(bought) == [O.RECEIVED]
    live(1)
    assert status(bought) == [O.CLOSED]


def test_goods_that_arrive_during_a_dispute_are_not_accepted_by_themselves(live, desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), **SENT)
    dispute = lodged(buyer, bought, ground=Ground.NOT_DELIVERED, remedy=Remedy.DELIVERY)
    orders.receive(buyer, code(bought))
    live(20)
    due_handlers.accept_unanswered(code(bought))
    assert status(bought) == [O.RECEIVED]
    disputes.act(buyer, dispute, Step(Act.WITHDRAW))
    live(7)
    assert status(bought) == [O.CLOSED]


def test_an_order_does_not_close_while_its_parties_dispute(buyer, supplier, promised):
    orders.accept(buyer, code(promised))
    dispute = lodged(buyer, promised)
    payments.transfer_received(supplier, code(promised))
    assert status(promised) == [O.ACCEPTED]
    with pytest.raises(Conflict):
        orders.close(buyer, code(promised))
    disputes.act(buyer, dispute, Step(Act.WITHDRAW))
    assert status(promised) == [O.CLOSED]


def test_an_order_is_not_cancelled_behind_a_dispute(buyer, supplier, product):
    bought = agreed(buyer, product)
    orders.confirm(supplier, code(bought))
    lodged(buyer, bought, ground=Ground.NOT_DELIVERED, remedy=Remedy.DELIVERY)
    with pytest.raises(Conflict):
        orders.cancel(supplier, code(bought), reason="sold out")
    assert orders.Action.CANCEL not in orders.order(supplier, code(bought)).may


def test_a_supplier_asks_for_its_money_however_long_it_waits(pass_time, buyer, supplier, official, promised):
    asked = {"ground": Ground.PAYMENT, "remedy": Remedy.PAYMENT, "amount_fen": 0}
    with pytest.raises(Invalid):
        lodged(supplier, promised, **asked)
    orders.accept(buyer, code(promised))
    pass_time(A_DAY * 60)
    with pytest.raises(Conflict):
        lodged(buyer, promised)
    dispute = lodged(supplier, promised, key="two", **asked)
    answered(buyer, dispute, "The invoice has never come.")
    decided(official, dispute, Relief(Outcome.UPHELD))
    assert (row(dispute).outcome, orders.order(buyer, code(promised)).debt_fen) == (Outcome.UPHELD, 1666)


def test_a_dispute_is_opened_from_confirmation_until_thirty_days_after_acceptance(pass_time, buyer, supplier, product):
    bought = agreed(buyer, product)
    assert disputes.ways(buyer, code(bought)) is None
    with pytest.raises(Conflict):
        lodged(buyer, bought)
    arrived(buyer, supplier, bought)
    orders.accept(buyer, code(bought))
    pass_time(A_DAY * 30)
    assert disputes.ways(buyer, code(bought))
    pass_time(A_DAY)
    assert disputes.ways(buyer, code(bought)) is None
    with pytest.raises(Conflict):
        lodged(buyer, bought)
