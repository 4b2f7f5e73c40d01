"""By when something must happen to an order: noted when it begins to wait, dropped when it waits no more."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import product

from sqlmodel import Session

from db import disputes
from db.due import Handler
from db.orders import Order, OrderStatus
from services import clock, due
from services.due import Deadline

__all__ = ["DEADLINES", "begin", "end", "moved", "pause", "resume"]

H, S = Handler, OrderStatus
INSPECTION = timedelta(days=7)  # after arrival; then the goods count as accepted
TRANSFER_DAYS = 7  # after acceptance
DEADLINES = {
    H.ORDER_ANNOUNCE_ACCEPT: INSPECTION - timedelta(days=2),
    H.ORDER_AUTO_ACCEPT: INSPECTION,
    H.ORDER_REMIND_CONFIRM: timedelta(days=2),
    H.TRANSFER_REMIND: timedelta(days=TRANSFER_DAYS),
}
BEGINS = {S.RECEIVED: (H.ORDER_ANNOUNCE_ACCEPT, H.ORDER_AUTO_ACCEPT)}
ENDS = {
    S.ACCEPTED: (H.ORDER_ANNOUNCE_ACCEPT, H.ORDER_AUTO_ACCEPT),
    S.CANCELLED: tuple(DEADLINES),
    S.CONFIRMED: (H.ORDER_REMIND_CONFIRM,),
}


def begin(db: Session, handlers: Iterable[Handler], *orders: Order) -> None:
    """From now on each of the orders has so long."""
    now, waiting = clock.now(), product(handlers, orders)
    due.note_all(db, [Deadline(now + DEADLINES[handler], handler, order.code, key(handler, order))
                      for handler, order in waiting])  # fmt: skip


def end(db: Session, handler: Handler, order: Order) -> None:
    due.drop(db, key(handler, order))


def moved(db: Session, order: Order) -> None:
    """The order has come to its status: what it now waits for, and what no more."""
    for handler in ENDS.get(order.status, ()):
        end(db, handler, order)
    if not disputes.live(db, order.id):
        resume(db, order)


def pause(db: Session, order: Order) -> None:
    """As long as the parties dispute nothing of it happens by itself."""
    for handler in BEGINS.get(order.status, ()):
        end(db, handler, order)


def resume(db: Session, order: Order) -> None:
    """What the order waits for where it stands, with its whole time."""
    begin(db, BEGINS.get(order.status, ()), order)


def key(handler: Handler, order: Order) -> str:
    return f"{handler}:{order.code}"
