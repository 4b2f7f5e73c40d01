"""Orders that leave in parts: what has left, what is still to come, and what never comes."""

import pytest

from db.orders import OrderStatus
from services import orders, payments
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.orders import Action, PaymentState, Sending
from tests import make
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

S = OrderStatus


@pytest.fixture
def product(supplier):
    return make.a_product(supplier, price_fen=833)


@pytest.fixture
def bought(buyer, supplier, product):
    """Two square metres, confirmed, to be paid by transfer."""
    made = agreed(buyer, product)
    orders.confirm(supplier, code(made))
    return made


def part(bought, supplier, milli: int, number: int = 1) -> Sending:
    [line] = orders.order(supplier, code(bought)).lines
    return Sending("Slow Boat", f"SB-{number}", {line.id: milli}, number)


def send(bought, supplier, milli: int, number: int = 1) -> None:
    orders.ship_part(supplier, code(bought), part(bought, supplier, milli, number))


def rest(bought, visitor) -> list[int]:
    return list(orders.order(visitor, code(bought)).way.rest.values())


def test_an_order_leaves_and_arrives_in_parts(buyer, supplier, bought):
    send(bought, supplier, 500)
    assert (status(bought), rest(bought, buyer)) == ([S.SHIPPED], [1500])
    orders.receive(buyer, code(bought), number=1)
    assert status(bought) == [S.SHIPPED]
    send(bought, supplier, 1000, 2)
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-3")
    assert rest(bought, buyer) == []
    orders.receive(buyer, code(bought), number=3)
    assert status(bought) == [S.SHIPPED]
    orders.receive(buyer, code(bought))
    assert status(bought) == [S.RECEIVED]
    parcels = orders.order(buyer, code(bought)).way.parcels
    assert [(one.shipment.number, list(one.quantities.values())) for one in parcels] == [
        (1, [500]), (2, [1000]), (3, [500])]  # fmt: skip
    assert noted("order:part:shipped", "order:part:received", "order:shipped", "order:received") == [
        "order:shipped", "order:part:received", "order:part:shipped", "order:part:shipped", "order:part:received",
        "order:received"]  # fmt: skip


@pytest.mark.parametrize("milli", [0, -1, 2001])
def test_no_more_leaves_than_is_still_to_come(supplier, bought, milli):
    with pytest.raises(Invalid):
        send(bought, supplier, milli)
    assert (status(bought), rest(bought, supplier)) == ([S.CONFIRMED], [2000])


def test_one_part_clicked_twice_leaves_once(supplier, bought):
    sending = part(bought, supplier, 500)
    answers = at_once(*[lambda: orders.ship_part(supplier, code(bought), sending)] * 4)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 3
    assert rest(bought, supplier) == [1500]


def test_a_part_arrives_once_and_only_one_that_left(buyer, supplier, bought):
    send(bought, supplier, 500)
    orders.receive(buyer, code(bought), number=1)
    for number in (None, 1, 2):
        with pytest.raises(Conflict):
            orders.receive(buyer, code(bought), number=number)


def test_nobody_else_sends_or_gives_up(buyer, rival, supplier, bought):
    sending = part(bought, supplier, 500)
    for stranger in (buyer, rival):
        with pytest.raises((Forbidden, Missing)):
            orders.ship_part(stranger, code(bought), sending)
    with pytest.raises(Missing):
        orders.undeliverable(rival, code(bought), reason="sold out")
    with pytest.raises(Conflict):
        orders.undeliverable(supplier, code(bought), reason="nothing has left, so it is cancelled instead")


def test_what_cannot_be_delivered_is_not_owed_and_the_order_goes_on(buyer, supplier, product, bought):
    send(bought, supplier, 1500)
    orders.receive(buyer, code(bought))
    assert Action.UNDELIVERABLE in orders.order(supplier, code(bought)).may
    orders.undeliverable(supplier, code(bought), reason="the kiln is cold")
    with pytest.raises(Conflict):
        orders.undeliverable(supplier, code(bought), reason="again")
    assert (status(bought), on_shelf(product)) == ([S.RECEIVED], (98_500, 0))
    assert orders.order(buyer, code(bought)).debt_fen == 1666 - 417
    orders.accept(buyer, code(bought))
    payments.transfer_received(supplier, code(bought))
    assert (status(bought), state(bought)) == ([S.CLOSED], PaymentState.PAID)


def test_what_was_paid_for_goods_that_never_come_goes_back(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    send(bought, supplier, 1500)
    orders.undeliverable(supplier, code(bought), reason="the kiln is cold")
    assert [one["amount"] for one in desk.refunds()] == [417]
    assert (status(bought), state(bought)) == ([S.SHIPPED], PaymentState.PART_REFUNDED)
