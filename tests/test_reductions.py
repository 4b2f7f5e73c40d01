"""Undoing parts of a bound order: to the fen, once, never more than is left, and the money goes back by itself."""

import pytest
from sqlmodel import select

from db.engine import reading, transaction
from db.facts import Fact, FactReason
from db.orders import Order, OrderLine, OrderStatus
from services import dashboards, order_reductions, orders, payments
from services.dashboards import Selection
from services.errors import Conflict, Invalid, Missing
from services.order_reductions import Cut, Part
from services.orders import PaymentState
from services.payment_refunds import owed
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    codes,
    delivered,
    noted,
    offered,
    on_shelf,
    paid,
    placed,
    right_books,
    state,
    status,
)
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.test_refunds import by_hand


def line_of(bought, position: int = 1) -> OrderLine:
    with reading() as db:
        found = select(OrderLine).join(Order, Order.id == OrderLine.order_id).where(Order.code == code(bought))
        return db.exec(found.where(OrderLine.position == position)).one()


def reduced(visitor, bought, *parts: Part, reference: str = "part:1", reason: str = "broken") -> int:
    with transaction() as db:
        order = db.exec(select(Order).where(Order.code == code(bought))).one()
        return order_reductions.reduce(db, visitor, order, Cut(parts, reference, reason))


def goods(bought, milli: int, **more) -> Part:
    return Part(line_of(bought).id, milli, **more)


@pytest.fixture
def bought(buyer, supplier):
    """Two square metres for 8.33 yuan each, by transfer: 1.5 of them are 12.50, the rest 4.16."""
    return agreed(buyer, make.a_product(supplier, price_fen=833))


def test_a_part_of_an_agreed_order_is_owed_no_more(buyer, supplier, bought):
    assert reduced(supplier, bought, goods(bought, 1500)) == 1250
    view = orders.order(buyer, code(bought))
    assert (view.debt_fen, view.reduced_fen, view.payment_state) == (416, 1250, PaymentState.AGREED)
    assert [(left.quantity_milli, left.amount_fen) for left in view.left] == [(500, 416)]
    delivered(buyer, supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    assert (state(bought), orders.order(buyer, code(bought)).order.status) == (PaymentState.PAID, "closed")


def test_the_same_part_is_undone_once(buyer, supplier, bought):
    for _ in range(2):
        assert reduced(supplier, bought, goods(bought, 500)) == 417
    assert orders.order(buyer, code(bought)).debt_fen == 1249
    assert noted("order:reduced") == ["order:reduced"]


def test_goods_go_back_on_hand_only_where_they_can_be_sold(supplier, product, buyer):
    bought = agreed(buyer, product)
    reduced(supplier, bought, goods(bought, 500), reference="damaged")
    assert on_shelf(product) == (98_000, 0)
    reduced(supplier, bought, goods(bought, 500, saleable=True), reference="wrong")
    assert on_shelf(product) == (98_500, 0)


def test_nothing_is_undone_that_is_not_left(supplier, bought):
    line = line_of(bought)
    for parts in ([], [Part(line.id)], [Part(line.id, 2001)], [Part(line.id, -1)], [Part(line.id, off_fen=1667)],
                  [Part(line.id, 500)] * 2, [Part(line.id, 2000, off_fen=1)]):  # fmt: skip
        with pytest.raises(Invalid):
            reduced(supplier, bought, *parts)
    with pytest.raises(Missing):
        reduced(supplier, bought, Part(line.order_id, 500))
    assert noted("order:reduced") == []


def test_an_order_nobody_has_paid_or_agreed_to_has_nothing_to_undo(buyer, supplier, product):
    bought = placed(buyer, product)
    with pytest.raises(Conflict):
        reduced(supplier, bought, goods(bought, 500))


def test_money_taken_off_is_spread_over_the_lines_and_over_what_comes_back_later(buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier, price_fen=1000), make.a_product(supplier, price_fen=2000))
    with transaction() as db:
        order = db.exec(select(Order).where(Order.code == code(bought))).one()
        parts = order_reductions.off(db, order, 1000)
        assert order_reductions.reduce(db, supplier, order, Cut(parts, "off:1", "late")) == 1000
    assert [left.amount_fen for left in orders.order(buyer, code(bought)).left] == [1667, 3333]
    assert reduced(supplier, bought, Part(line_of(bought, 2).id, 2000)) == 3333


def test_an_order_that_is_nothing_any_more_takes_no_other_with_it(buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier), make.a_product(rival))
    with transaction() as db:
        gone = db.exec(select(Order).where(Order.code == codes(bought)[0])).one()
        whole = order_reductions.everything(db, gone, saleable=True)
        order_reductions.reduce(db, supplier, gone, Cut(whole, "all:1", "burnt"))
    orders.cancel(buyer, codes(bought)[0], reason="nothing left")
    assert status(bought) == [OrderStatus.CANCELLED, OrderStatus.PLACED]


def test_what_was_paid_by_card_goes_back_part_by_part(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    for number in range(3):
        reduced(supplier, bought, goods(bought, 500), reference=f"part:{number}")
        payments.refund(bought.id)
        payments.sweep()
    assert [one["amount"] for one in desk.refunds()] == [6000] * 3
    assert (state(bought), orders.order(buyer, code(bought)).owed_back_fen) == (PaymentState.PART_REFUNDED, 0)


@pytest.mark.parametrize("trouble", ["fail", "lose"])
def test_a_part_that_was_interrupted_is_sent_once_and_the_next_after_it(desk, supplier, buyer, product, trouble):
    bought = paid(desk, buyer, product)
    desk.before = lambda call: trouble if call == "POST refunds" else None
    reduced(supplier, bought, goods(bought, 500), reference="part:1")
    payments.sweep()
    reduced(supplier, bought, goods(bought, 1000), reference="part:2")
    desk.before = lambda _: None
    for _ in range(3):
        payments.sweep()
    assert sum(one["amount"] for one in desk.refunds()) == 18_000
    assert state(bought) is PaymentState.PART_REFUNDED


def test_two_who_know_different_sums_send_no_more_than_is_owed(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    reduced(supplier, bought, goods(bought, 500), reference="part:1")
    [before] = owed(bought.id)
    reduced(supplier, bought, goods(bought, 500), reference="part:2")
    [after] = owed(bought.id)
    assert (before.key, before.amount_fen, after.amount_fen) == (after.key, 6000, 12_000)
    at_once(*[lambda: payments.refund(bought.id)] * 4, payments.sweep)
    payments.sweep()
    assert sum(one["amount"] for one in desk.refunds()) == 12_000


def test_a_cancelled_rest_goes_back_after_a_part(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    reduced(supplier, bought, goods(bought, 500, saleable=True))
    payments.sweep()
    orders.cancel(supplier, code(bought), reason="sold out")
    assert [one["amount"] for one in desk.refunds()] == [18_000, 6000]
    assert (state(bought), on_shelf(product)) == (PaymentState.REFUNDED, (100_000, 0))


def test_a_part_sent_back_by_hand_is_booked_for_its_order(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    desk.before = lambda call: "fail" if call == "POST refunds" else None
    reduced(supplier, bought, goods(bought, 500))
    payments.sweep()
    desk.before = lambda _: None
    by_hand(desk, bought, amount=6000)
    payments.sweep()
    assert (len(desk.refunds()), state(bought)) == (1, PaymentState.PART_REFUNDED)


def test_a_supplier_returns_each_part_of_a_transfer(buyer, supplier, product):
    bought = agreed(buyer, product)
    delivered(buyer, supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    for number in range(2):
        reduced(supplier, bought, goods(bought, 500), reference=f"part:{number}")
        assert orders.order(supplier, code(bought)).by_transfer_fen == 6000
        payments.transfer_returned(supplier, code(bought))
        with pytest.raises(Conflict):
            payments.transfer_returned(supplier, code(bought))
    assert state(bought) is PaymentState.PART_REFUNDED


def test_the_officials_count_an_order_until_nothing_of_it_is_left(administrator, buyer, supplier, bought):
    def counted():
        row = dashboards.totals(administrator, Selection()).iloc[0]
        return int(row["orders"]), int(row["lines"]), int(row["amount_fen"])

    assert counted() == (1, 1, 1666)
    reduced(supplier, bought, goods(bought, 1500), reference="part:1")
    assert counted() == (1, 1, 416)
    reduced(supplier, bought, goods(bought, 500), reference="part:2")
    assert counted() == (0, 0, 0)
    with reading() as db:
        assert [fact.reason for fact in db.exec(select(Fact).order_by(Fact.booked_at, Fact.id))] == [
            FactReason.SALE, FactReason.REDUCTION, FactReason.REVERSAL]  # fmt: skip
