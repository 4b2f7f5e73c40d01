"""Confirmation, acceptance and closing: each step is taken once, by the one whose step it is."""

from sqlmodel import Session

from db import disputes
from db import orders as store
from db.engine import transaction
from db.orders import Order, OrderStatus
from services import ledger, order_rights
from services import payment_settlement as settlement
from services.errors import Conflict
from services.order_flow import MUSEUM, advance
from services.order_rights import Action, Opened, Party
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["accept", "accept_unanswered", "close", "close_if_done", "confirm", "take_over"]


def confirm(supplier: Visitor, order_code: str) -> None:
    """The supplier takes the order on; it must be paid, or agreed to be paid by transfer."""
    require(supplier, Permission.SALE_HANDLE)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.CONFIRM)
        advance(db, supplier, seen.order, OrderStatus.CONFIRMED)


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
            if seen.disputed:
                raise Conflict("A dispute about order {code} is open.", code=order_code)
            take_over(db, MUSEUM, seen, note="not inspected in time")


def take_over(db: Session, actor: Visitor, seen: Opened, *, note: str = "") -> None:
    advance(db, actor, seen.order, OrderStatus.ACCEPTED, note=note)
    close_if_done(db, seen.order)


def close(buyer: Visitor, order_code: str) -> None:
    """Close an accepted and paid order by hand; accepting and paying do it by themselves."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.opened(db, buyer, order_code, Action.CLOSE)
        advance(db, buyer, seen.order, OrderStatus.CLOSED)


def close_if_done(db: Session, order: Order) -> None:
    """An accepted order for which nothing is owed any more is closed, unless its parties dispute."""
    paid = order.status is OrderStatus.ACCEPTED and not ledger.debt(settlement.entries_of(db, order.id))
    if paid and not disputes.live(db, order.id):
        advance(db, MUSEUM, order, OrderStatus.CLOSED)
