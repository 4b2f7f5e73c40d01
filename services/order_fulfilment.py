"""From the supplier's confirmation to the buyer's acceptance: each step is taken once, by the one whose step it is."""

from sqlmodel import Session

from db import orders as store
from db.engine import transaction
from db.orders import Order, OrderStatus
from services import order_rights
from services.accounts import said
from services.ledger import PaymentState
from services.order_flow import MUSEUM, advance
from services.order_rights import Action, Opened, Party
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["accept", "accept_unanswered", "close", "close_if_done", "confirm", "receive", "ship"]


def confirm(supplier: Visitor, order_code: str) -> None:
    """The supplier takes the order on; it must be paid, or agreed to be paid by transfer."""
    require(supplier, Permission.SALE_HANDLE)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.CONFIRM)
        advance(db, supplier, seen.order, OrderStatus.CONFIRMED)


def ship(supplier: Visitor, order_code: str, *, carrier: str, tracking_number: str) -> None:
    require(supplier, Permission.SALE_HANDLE)
    by = said(carrier, field="Carrier", longest=80)
    number = said(tracking_number, field="Tracking number", longest=80)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.SHIP)
        seen.order.carrier, seen.order.tracking_number = by, number
        advance(db, supplier, seen.order, OrderStatus.SHIPPED, note=f"{by} {number}")


def receive(buyer: Visitor, order_code: str) -> None:
    """The goods have arrived; they are accepted once they have been inspected."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.opened(db, buyer, order_code, Action.RECEIVE)
        advance(db, buyer, seen.order, OrderStatus.RECEIVED)


def accept(buyer: Visitor, order_code: str) -> None:
    """The goods were inspected and are as ordered; a paid order is closed with it."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        take_over(db, buyer, order_rights.opened(db, buyer, order_code, Action.ACCEPT))


def accept_unanswered(order_code: str) -> None:
    """The time for inspection is over and the buyer said nothing: the museum accepts in its place, by its rules."""
    with transaction() as db:
        found = store.order_by_code(db, order_code)
        if found:
            seen = order_rights.opened_as(db, Party.BUYER, found, Action.ACCEPT)
            take_over(db, MUSEUM, seen, note="not inspected in time")


def take_over(db: Session, actor: Visitor, seen: Opened, *, note: str = "") -> None:
    advance(db, actor, seen.order, OrderStatus.ACCEPTED, note=note)
    close_if_done(db, seen.order, seen.state)


def close(buyer: Visitor, order_code: str) -> None:
    """Close an accepted and paid order by hand; accepting and paying do it by themselves."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.opened(db, buyer, order_code, Action.CLOSE)
        advance(db, buyer, seen.order, OrderStatus.CLOSED)


def close_if_done(db: Session, order: Order, state: PaymentState) -> None:
    if order.status is OrderStatus.ACCEPTED and state is PaymentState.PAID:
        advance(db, MUSEUM, order, OrderStatus.CLOSED)
