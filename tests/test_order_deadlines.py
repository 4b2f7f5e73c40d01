"""What happens to an order by itself: reminders, and acceptance when nobody inspects in time."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.due import Due, Handler
from db.engine import reading
from db.orders import OrderStatus, Purchase
from services import due_handlers, orders, payments
from services.order_flow import MUSEUM
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    codes,
    noted,
    offered,
    placed,
    right_books,
    status,
)

S = OrderStatus
A_DAY = timedelta(days=1)
CONFIRM, TRANSFER = "order:confirmation:reminded", "payment:reminded"
ANNOUNCED, ACCEPTED = "order:acceptance:announced", "order:accepted"


@pytest.fixture
def bought(buyer, product) -> Purchase:
    return agreed(buyer, product)


@pytest.fixture
def arrived(buyer, supplier, bought) -> Purchase:
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    return bought


@pytest.fixture
def live(pass_time):
    """Let days pass with the keeper at work."""

    def days(number: int) -> None:
        pass_time(A_DAY * number)
        due_handlers.sweep()

    return days


@pytest.mark.usefixtures("bought")
def test_a_supplier_who_does_not_confirm_is_reminded_once(live):
    live(1)
    assert noted(CONFIRM) == []
    for _ in range(4):
        live(1)
    assert noted(CONFIRM) == [CONFIRM]


def test_whoever_has_confirmed_or_cancelled_is_not_reminded(live, buyer, supplier, product, bought):
    orders.confirm(supplier, code(bought))
    orders.cancel(buyer, code(agreed(buyer, product, key="two")), reason="no longer needed")
    live(9)
    assert noted(CONFIRM, TRANSFER) == [TRANSFER]


def test_an_unpaid_order_reminds_nobody(live, buyer, product):
    placed(buyer, product)
    live(9)
    assert noted(CONFIRM, TRANSFER) == []


def test_a_transfer_that_does_not_come_is_asked_for_once(live, supplier, bought):
    orders.confirm(supplier, code(bought))
    live(6)
    assert noted(TRANSFER) == []
    live(1)
    live(20)
    assert noted(TRANSFER) == [TRANSFER]


def test_a_transfer_that_came_is_not_asked_for(live, supplier, bought):
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    live(30)
    assert noted(TRANSFER) == []


def test_each_supplier_of_a_purchase_is_reminded_of_its_own_order(live, buyer, supplier, rival):
    bought = agreed(buyer, make.a_product(supplier), make.a_product(rival))
    live(3)
    assert noted(CONFIRM) == [CONFIRM] * len(codes(bought))


def test_what_nobody_inspects_is_announced_then_accepted_by_the_museum(live, buyer, arrived):
    live(4)
    assert noted(ANNOUNCED) == []
    live(1)
    assert (noted(ANNOUNCED), status(arrived)) == ([ANNOUNCED], [S.RECEIVED])
    live(2)
    assert status(arrived) == [S.ACCEPTED]
    last = orders.order(buyer, code(arrived)).steps[-1]
    assert (last.by, last.note) == (MUSEUM.signature, "not inspected in time")
    live(9)
    assert noted(ANNOUNCED, ACCEPTED) == [ANNOUNCED, ACCEPTED]


def test_automatic_acceptance_closes_what_is_paid(live, supplier, arrived):
    payments.transfer_received(supplier, code(arrived))
    live(7)
    assert status(arrived) == [S.CLOSED]


def test_what_was_inspected_is_neither_announced_nor_accepted_again(live, buyer, arrived):
    orders.accept(buyer, code(arrived))
    live(9)
    assert noted(ANNOUNCED, ACCEPTED) == [ACCEPTED]


def test_goods_on_their_way_are_never_accepted_by_themselves(live, buyer, supplier, product):
    bought = agreed(buyer, product)
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    live(60)
    due_handlers.accept_unanswered(code(bought))
    assert status(bought) == [S.SHIPPED]


def test_after_downtime_the_announcement_still_comes_before_the_acceptance(live, arrived):
    live(90)
    assert noted(ANNOUNCED, ACCEPTED) == [ANNOUNCED, ACCEPTED]
    assert status(arrived) == [S.ACCEPTED]


def test_buyer_and_museum_at_once_accept_once(buyer, arrived, live, pass_time):
    pass_time(A_DAY * 7)
    at_once(lambda: orders.accept(buyer, code(arrived)), due_handlers.sweep, due_handlers.sweep)
    live(1)
    assert noted(ACCEPTED) == [ACCEPTED]


@pytest.mark.parametrize("handler", Handler)
def test_a_handler_called_again_after_a_crash_does_its_work_once(handler, buyer, supplier, product, arrived):
    waiting = code(agreed(buyer, product, key="two"))
    for number in (code(arrived), waiting, "O-2026-999999"):
        due_handlers.HANDLERS[handler](number)
        before = len(noted(CONFIRM, TRANSFER, ANNOUNCED, ACCEPTED))
        due_handlers.HANDLERS[handler](number)
        assert len(noted(CONFIRM, TRANSFER, ANNOUNCED, ACCEPTED)) == before


def test_a_finished_order_leaves_no_deadline(buyer, supplier, arrived):
    payments.transfer_received(supplier, code(arrived))
    orders.accept(buyer, code(arrived))
    with reading() as db:
        assert db.exec(select(Due)).all() == []
