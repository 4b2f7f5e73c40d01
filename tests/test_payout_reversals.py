"""What a buyer gets back is taken back from the supplier first, in parts, once; where that fails the debt is told."""

from datetime import timedelta

import pytest

from db import orders as orders_store
from db.engine import transaction
from db.orders import Purchase
from db.payouts import PayoutStatus
from services import order_reductions, payments, payouts
from services.order_flow import MUSEUM
from services.order_reductions import Cut
from services.orders import PaymentState
from services.payouts import Share
from tests.buying import code, right_books, state  # noqa: F401  a fixture
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.paying_out import accepted, draw, money_agrees, movements, passed_on, transfers, with_account

A_DAY = timedelta(days=1)


def give_back(bought: Purchase, fen: int) -> None:
    """So much is taken off the price of a paid order, and goes back to its buyer."""
    with transaction() as db:
        [order] = orders_store.of_purchase(db, bought.id)
        cut = Cut(order_reductions.off(db, order, fen), f"reduced:{order.code}:{fen}", "scratched")
        order_reductions.reduce(db, MUSEUM, order, cut)
    payments.refund(bought.id)


def test_part_of_a_share_is_taken_back_before_the_buyer_is_refunded(desk, buyer, supplier):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    payouts.go_round()
    desk.calls.clear()
    give_back(bought, 5_000)
    posts = [call for call in desk.calls if call.startswith("POST")]
    assert [call.split("/")[-1] for call in posts] == ["reversals", "POST refunds"]
    assert transfers(desk) == [(bought.total_fen, 5_000)]
    assert passed_on(bought) == [bought.total_fen - 5_000]
    money_agrees(desk)


def test_taken_back_again_and_again_to_the_last_fen(desk, buyer, supplier):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    payouts.go_round()
    for fen in (1, 999, bought.total_fen - 1_000):
        give_back(bought, fen)
    assert (transfers(desk), passed_on(bought)) == ([(bought.total_fen, bought.total_fen)], [0])
    assert state(bought) is PaymentState.REFUNDED
    money_agrees(desk)


def test_what_was_reduced_before_is_not_passed_on(desk, buyer, supplier):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    give_back(bought, 7_000)
    payouts.go_round()
    assert transfers(desk) == [(bought.total_fen - 7_000, 0)]


@pytest.fixture(name="owing")
def an_order_in_debt(desk, buyer, supplier):
    """The supplier has drawn all of its share before part of it had to go back; account and purchase."""
    account = with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    payouts.go_round()
    draw(desk, account, bought.total_fen)
    give_back(bought, 6_000)
    return account, bought


def test_a_buyer_is_refunded_although_the_supplier_has_drawn_its_share(desk, owing, supplier, official):
    _, bought = owing
    assert [one["amount"] for one in desk.refunds()] == [6_000]
    [debt] = payouts.debts(official)
    assert (debt.order_code, debt.amount_fen, debt.reason) == (code(bought), 6_000, "balance_insufficient")
    assert payouts.statement(supplier).lines[0].share is Share.IN_DEBT
    money_agrees(desk)


def test_a_debt_is_taken_back_once_there_is_something_again(desk, owing, official, pass_time):
    account, bought = owing
    payouts.go_round()
    assert len(movements(PayoutStatus.REFUSED)) == 1  # not asked again at once
    draw(desk, account, 0)
    pass_time(A_DAY)
    payouts.go_round()
    assert (payouts.debts(official), passed_on(bought)) == ([], [bought.total_fen - 6_000])


@pytest.mark.parametrize("trouble", ["fail", "lose"])
def test_a_reversal_that_was_interrupted_is_finished_once(desk, buyer, supplier, trouble):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    payouts.go_round()
    desk.before = lambda call: trouble if call.endswith("/reversals") and call.startswith("POST") else None
    give_back(bought, 5_000)
    assert [one["amount"] for one in desk.refunds()] == [5_000]
    desk.before = lambda _: None
    payouts.go_round()
    assert transfers(desk) == [(bought.total_fen, 5_000)]
    money_agrees(desk)


def test_a_plan_that_does_not_fit_any_more_is_dropped(desk, buyer, supplier):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    desk.before = lambda call: "fail" if call == "POST transfers" else None
    payouts.go_round()
    desk.before = lambda _: None
    give_back(bought, 5_000)
    payouts.go_round()
    assert len(movements(PayoutStatus.DROPPED)) == 1
    assert transfers(desk) == [(bought.total_fen - 5_000, 0)]
