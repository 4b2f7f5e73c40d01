"""A buyer's errands in one line each, and the books that must be right after every one of them."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from sqlmodel import col, func, select

from db import facts, ledger, numbers, reductions, stock
from db.audit import AuditEntry
from db.engine import reading, transaction
from db.facts import Fact, FactReason
from db.ledger import Account
from db.orders import Order, OrderLine, OrderStatus, Purchase
from db.payments import CheckoutSession
from db.products import Product
from db.reductions import Reduction
from db.stock import Hold, Reservation, Stock, StockMovement
from services import cart, orders, payments
from services import payment_settlement as settlement
from services.ledger import PaymentState
from services.orders import Checkout, Method
from services.visitors import Visitor
from tests import make
from tests.desk import GOOD, Desk, deliver

CHECKOUT = Checkout(
    recipient="A. Buyer", phone="0572-5550000", city="湖州市", address="1 School Road", invoice_title="A School"
)
BY_TRANSFER = replace(CHECKOUT, method=Method.TRANSFER)


@pytest.fixture(name="product")
def offered(supplier: Visitor) -> Product:
    return make.a_product(supplier)


@pytest.fixture(name="bought")
def ordered(buyer: Visitor, product: Product) -> Purchase:
    """Two square metres, to be paid by card."""
    return placed(buyer, product)


@pytest.fixture(name="url")
def departed(desk: Desk, buyer: Visitor, bought: Purchase) -> str:
    """The payment page of the purchase."""
    address = payments.open_session(buyer, bought.code)
    assert address.startswith(desk.url)
    return address


@pytest.fixture(name="books", autouse=True)
def right_books() -> Iterator[None]:
    """Whatever a test does, the books are right afterwards."""
    yield
    check_books()


def placed(
    buyer: Visitor, *products: Product, milli: int = 2000, by: Checkout = CHECKOUT, key: str = "one"
) -> Purchase:
    for product in products:
        cart.put(buyer, product.code, quantity_milli=milli)
    return orders.place(buyer, by, key=key)


def session(bought: Purchase) -> CheckoutSession:
    with reading() as db:
        return db.exec(select(CheckoutSession).where(CheckoutSession.purchase_id == bought.id)).one()


def amend_session(bought: Purchase, **values: Any) -> None:
    with transaction(audited=False) as db:
        row = db.exec(select(CheckoutSession).where(CheckoutSession.purchase_id == bought.id)).one()
        for name, value in values.items():
            setattr(row, name, value)


def noted(*events: str) -> list[str]:
    """Which of these events the audit log holds, oldest first."""
    with reading() as db:
        return [one.event for one in db.exec(select(AuditEntry).order_by(AuditEntry.number)) if one.event in events]


def untouched(bought: Purchase, product: Product) -> bool:
    """Still only placed: unpaid, its goods held."""
    now = (status(bought), state(bought), on_shelf(product))
    return now == ([OrderStatus.PLACED], PaymentState.NONE, (100_000, 2000))


def agreed(buyer: Visitor, *products: Product, **more: Any) -> Purchase:
    return placed(buyer, *products, by=BY_TRANSFER, **more)


def paid(desk: Desk, buyer: Visitor, *products: Product, card: str = GOOD, **more: Any) -> Purchase:
    """Placed, paid by card and heard of."""
    bought = placed(buyer, *products, **more)
    desk.pay(payments.open_session(buyer, bought.code), card=card)
    deliver(desk.events("checkout.session.completed")[-1])
    return bought


def codes(bought: Purchase) -> list[str]:
    with reading() as db:
        return list(db.exec(select(Order.code).where(Order.purchase_id == bought.id).order_by(Order.code)))


def code(bought: Purchase) -> str:
    [only] = codes(bought)
    return only


def status(bought: Purchase) -> list[OrderStatus]:
    with reading() as db:
        return [db.exec(select(Order.status).where(Order.code == code)).one() for code in codes(bought)]


def state(bought: Purchase) -> PaymentState:
    with reading() as db:
        return settlement.state_of(db, bought)


def on_shelf(product: Product) -> tuple[int, int]:
    """On hand and reserved."""
    with reading() as db:
        row = db.get_one(Stock, product.id)
        return row.on_hand_milli, row.reserved_milli


def delivered(buyer: Visitor, supplier: Visitor, order_code: str) -> None:
    orders.confirm(supplier, order_code)
    orders.ship(supplier, order_code, carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, order_code)
    orders.accept(buyer, order_code)


def check_books() -> None:
    """Stock is what moved, what is held is reserved; every posting balances; facts say what the ledger says."""
    with reading() as db:
        assert list(stock.out_of_step(db)) == []
        assert list(ledger.unbalanced(db)) == []
        due = {order: -fen for order, fen in ledger.balances(db, Account.SUPPLIER_DUE).items()}
        assert without_zeros(facts.amounts(db)) == without_zeros(due)
        taken, lines, own = reductions.taken(db), grouped(db, OrderLine, "order_id"), grouped(db, Order, "purchase_id")
        for order in (one for orders_of in own.values() for one in orders_of):
            check_order(order, lines[order.id], due, taken.get(order.id, 0))
        held = set(db.exec(select(Reservation.purchase_id).where(Reservation.status == Hold.HELD)).all())
        for bought in db.exec(select(Purchase)).all():
            assert bought.total_fen == sum(order.total_fen for order in own[bought.id])
            assert bought.id not in held or settlement.state_of(db, bought) is PaymentState.NONE
        check_goods(db)
        check_numbers(db)


def grouped(db: Any, kind: Any, by: str) -> dict[Any, list[Any]]:
    """Every row of a kind, by what it belongs to."""
    found: dict[Any, list[Any]] = {}
    for row in db.exec(select(kind)).all():
        found.setdefault(getattr(row, by), []).append(row)
    return found


def check_order(order: Order, lines: Sequence[OrderLine], due: dict[Any, int], taken: int) -> None:
    assert order.total_fen == sum(line.total_fen for line in lines)
    assert due.get(order.id, 0) in {0, order.total_fen - taken}
    if order.status is OrderStatus.CANCELLED:
        assert due.get(order.id, 0) == 0
    if order.status in {OrderStatus.SHIPPED, OrderStatus.RECEIVED, OrderStatus.ACCEPTED, OrderStatus.CLOSED}:
        assert due[order.id] == order.total_fen - taken


def check_goods(db: Any) -> None:
    """What left the shelves for an order is what was sold, less what was put back with what was undone.

    Goods that were refused come back on their own, days later, or never: such orders say nothing here."""
    sold = select(OrderLine.order_id, func.sum(OrderLine.quantity_milli)).group_by(OrderLine.order_id)
    bound = select(Fact.order_id).where(Fact.reason == FactReason.SALE)
    undone = db.exec(select(Reduction)).all()
    elsewhere = {one.order_id for one in undone if not one.restocked}
    gone = dict(db.exec(sold.where(col(OrderLine.order_id).in_(bound))).all())
    for one in undone:
        gone[one.order_id] -= one.quantity_milli
    moved = select(StockMovement.order_id, -func.sum(StockMovement.quantity_milli)).group_by(StockMovement.order_id)
    left = dict(db.exec(moved.where(col(StockMovement.order_id).is_not(None))).all())
    known = {order: milli for order, milli in gone.items() if order not in elsewhere}
    assert without_zeros({order: left.get(order, 0) for order in known}) == without_zeros(known)
    assert without_zeros(left).keys() <= gone.keys()


def check_numbers(db: Any) -> None:
    for prefix, table in (("C", Purchase), ("O", Order)):
        series = db.exec(select(numbers.Series).where(col(numbers.Series.name).startswith(f"{prefix}-"))).all()
        assert sum(row.last for row in series) == db.exec(select(func.count()).select_from(table)).one()


def without_zeros(amounts: dict[Any, int]) -> dict[Any, int]:
    return {name: fen for name, fen in amounts.items() if fen}


def at_once(*errands: Callable[[], Any]) -> list[Any]:
    """Run all errands in threads that start together; what each answered, or the error it met."""
    start = Barrier(len(errands))

    def run(errand: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return errand()
        except Exception as error:  # noqa: BLE001  the test looks at it
            return error

    with ThreadPoolExecutor(len(errands)) as pool:
        return list(pool.map(run, errands))
