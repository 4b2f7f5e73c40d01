"""Shares: passed on after acceptance, once, never too much; taken back with what the buyer gets back."""

from datetime import timedelta

import pytest

from db import orders as orders_store
from db.engine import reading
from db.payouts import Payout, PayoutKind, PayoutStatus
from services import clock, orders, payments, payouts
from services.errors import Forbidden
from services.payouts import Share, Totals, moving
from services.payouts.requirements import asked_for
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    codes,
    delivered,
    noted,
    offered,
    paid,
    placed,
    right_books,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.paying_out import accepted, money_agrees, movements, passed_on, transfers, with_account

A_DAY = timedelta(days=1)


def test_a_share_is_passed_on_whole_once_the_goods_are_accepted(desk, buyer, supplier):
    account = with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    for _ in range(3):
        payouts.go_round()
    [one] = desk.api("transfers")["data"]
    assert (one["amount"], one["destination"], one["transfer_group"]) == (bought.total_fen, account, bought.code)
    assert one["source_transaction"].startswith("ch_")
    assert passed_on(bought) == [bought.total_fen]
    assert noted("payout:sent") == ["payout:sent"]
    money_agrees(desk)


def test_nothing_is_passed_on_before_acceptance(desk, buyer, supplier, product):
    with_account(desk, supplier)
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    payouts.go_round()
    payouts.settle(bought.id)
    assert (transfers(desk), movements()) == ([], [])
    assert payouts.statement(supplier).lines[0].share is Share.NOT_YET


def test_who_has_no_account_is_told_what_is_due_and_paid_when_it_has_one(desk, buyer, supplier):
    bought = accepted(desk, buyer, supplier)
    payouts.go_round()
    [line] = payouts.statement(supplier).lines
    assert (line.share, line.open_fen, transfers(desk)) == (Share.NO_ACCOUNT, bought.total_fen, [])
    with_account(desk, supplier)
    payouts.go_round()
    assert passed_on(bought) == [bought.total_fen]
    [line] = payouts.statement(supplier).lines
    assert (line.share, line.open_fen, line.fee_fen, line.commission_fen) == (Share.PAID_OUT, 0, 0, 0)


def test_an_account_that_may_not_receive_yet_gets_nothing(desk, buyer, supplier):
    payouts.onboard(supplier)
    accepted(desk, buyer, supplier)
    payouts.go_round()
    assert transfers(desk) == []


def test_a_supplier_who_may_not_receive_keeps_nobody_waiting(desk, buyer, supplier, rival, monkeypatch):
    monkeypatch.setattr(moving, "A_PORTION", 1)
    payouts.onboard(rival)
    accepted(desk, buyer, rival, key="one")
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier, key="two")
    payouts.go_round()
    assert passed_on(bought) == [bought.total_fen]


def test_a_share_that_was_refused_lately_keeps_nobody_waiting(desk, buyer, supplier, rival, monkeypatch):
    monkeypatch.setattr(moving, "A_PORTION", 1)
    with_account(desk, rival)
    with_account(desk, supplier)
    refused, bought = (accepted(desk, buyer, seller, key=seller.name) for seller in (rival, supplier))
    with reading() as db:
        order, account = orders_store.of_purchase(db, refused.id)[0], payouts.own_account(rival)
    make.add(Payout(order_id=order.id, account_id=account.id, kind=PayoutKind.TRANSFER, status=PayoutStatus.REFUSED,
                    amount_fen=order.total_fen, planned_at=clock.now(), done_at=clock.now()))  # fmt: skip
    payouts.go_round()
    assert (passed_on(refused), passed_on(bought)) == ([0], [bought.total_fen])


def test_a_transfer_between_companies_never_goes_through_the_museum(desk, buyer, supplier, product):
    with_account(desk, supplier)
    bought = agreed(buyer, product)
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    orders.accept(buyer, code(bought))
    payouts.go_round()
    assert transfers(desk) == []
    assert payouts.statement(supplier).lines[0].share is Share.OUTSIDE


def test_two_suppliers_in_one_cart_one_cancels_the_other_is_paid(desk, buyer, supplier, rival):
    accounts = with_account(desk, supplier), with_account(desk, rival)
    bought = paid(desk, buyer, make.a_product(supplier, price_fen=100), make.a_product(rival, price_fen=251))
    first, second = (one for one in codes(bought))
    by_code = {row.order.code: seller for seller in (supplier, rival) for row in orders.sales(seller)}
    orders.confirm(by_code[first], first)
    orders.cancel(by_code[first], first, reason="sold out")
    delivered(buyer, by_code[second], second)
    payouts.go_round()
    assert sum(amount for amount, _ in transfers(desk)) == passed_on(bought)[1]
    assert passed_on(bought)[0] == 0
    assert desk.api("transfers")["data"][0]["destination"] == accounts[1 if by_code[second] is rival else 0]
    assert sum(one["amount"] for one in desk.refunds()) + passed_on(bought)[1] == bought.total_fen
    money_agrees(desk)


@pytest.mark.parametrize("trouble", ["fail", "lose"])
def test_a_transfer_that_was_interrupted_is_finished_once(desk, buyer, supplier, pass_time, trouble):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    desk.before = lambda call: trouble if call == "POST transfers" else None
    payouts.go_round()
    assert (passed_on(bought), len(movements(PayoutStatus.PLANNED))) == ([0], 1)
    pass_time(2 * A_DAY)  # the provider has forgotten the key by now
    desk.before = lambda _: None
    payouts.go_round()
    payouts.go_round()
    assert transfers(desk) == [(bought.total_fen, 0)]
    assert passed_on(bought) == [bought.total_fen]
    money_agrees(desk)


def test_many_rounds_at_once_pass_a_share_on_once(desk, buyer, supplier):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    at_once(*[payouts.go_round] * 4, *[lambda: payouts.settle(bought.id)] * 4)
    payouts.go_round()
    assert transfers(desk) == [(bought.total_fen, 0)]
    assert passed_on(bought) == [bought.total_fen]


def test_an_account_is_opened_once_however_often_it_is_asked_for(desk, supplier):
    at_once(*[lambda: payouts.onboard(supplier)] * 4)
    payouts.onboard(supplier)
    [one] = desk.api("accounts")["data"]
    assert (one["type"], one["country"], one["metadata"]["supplier"]) == (
        "express",
        "CN",
        make.supplier_row(supplier).code,
    )


def test_an_account_whose_answer_was_lost_is_found_by_its_mark(desk, supplier, pass_time):
    desk.before = lambda call: "lose" if call == "POST accounts" else None
    with pytest.raises(payments.Unreachable):
        payouts.onboard(supplier)
    desk.before = lambda _: None
    pass_time(2 * A_DAY)
    assert payouts.onboard(supplier).startswith(desk.url)
    assert len(desk.api("accounts")["data"]) == 1


def test_what_the_provider_still_asks_is_said_in_words(desk, supplier):
    payouts.onboard(supplier)
    row = payouts.own_account(supplier)
    assert not row.may_receive
    assert {one.value for one in asked_for(row.due)} == {"business", "bank_account", "terms"}
    with_account(desk, supplier)
    assert payouts.own_account(supplier).due == []
    assert noted("payout:account:changed") == ["payout:account:changed"] * 2


def test_only_approved_suppliers_open_an_account(desk, buyer):
    with pytest.raises(Forbidden):
        payouts.onboard(make.a_supplier("newcomer", status="submitted"))
    with pytest.raises(Forbidden):
        payouts.onboard(buyer)
    assert "POST accounts" not in desk.calls


def test_a_strangers_account_is_nothing_to_us(desk, supplier):
    with_account(desk, supplier)
    payouts.look_at("acct_of_another_house")
    assert noted("payout:account:changed") == ["payout:account:changed"] * 2


def test_suppliers_read_only_their_own_statement(desk, buyer, supplier, rival, official):
    accepted(desk, buyer, supplier)
    assert payouts.statement(rival).lines == []
    for stranger in (buyer, official):
        with pytest.raises(Forbidden):
            payouts.statement(stranger)
    with pytest.raises(Forbidden):
        payouts.debts(supplier)


def test_what_a_statement_comes_to_is_the_sum_of_its_lines(desk, buyer, supplier, rival):
    product = make.a_product(supplier)
    assert payouts.totals(supplier) == Totals(0, 0, 0, 0, 0)
    placed(buyer, product, key="unpaid")
    agreed(buyer, product, key="by transfer")
    cancelled = paid(desk, buyer, product, key="cancelled")
    orders.cancel(supplier, code(cancelled), reason="sold out")
    accepted(desk, buyer, supplier, key="no account yet")
    with_account(desk, supplier)
    accepted(desk, buyer, supplier, fen=33_333, key="passed on")
    payouts.go_round()
    paid(desk, buyer, make.a_product(supplier), make.a_product(rival), key="not yet")
    lines, sums = payouts.statement(supplier).lines, payouts.totals(supplier)
    assert (len(lines), sums.sent_fen, sums.open_fen) == (6, 90_666, 24_000)
    assert sums == Totals(
        due_fen=sum(one.due_fen for one in lines),
        sent_fen=sum(one.sent_fen - one.taken_back_fen for one in lines),
        disputed_fen=sum(one.disputed_fen for one in lines),
        open_fen=sum(one.open_fen for one in lines),
        orders=len(lines),
    )
