"""By when an invoice must come: seven days after it was asked for and the order was accepted or paid. Then its supplier
is reminded, and at once when an order comes to less than was invoiced."""

from datetime import datetime, timedelta

from sqlmodel import Session

from db import invoices as store
from db import ledger as books
from db import orders
from db.due import Handler
from db.engine import transaction
from db.ledger import PostingReason
from db.orders import Order, OrderStatus
from services import audit, clock, due, order_reductions
from services.audit import Event
from services.order_flow import MUSEUM

__all__ = ["begin", "call_correction", "remind"]

PATIENCE = timedelta(days=7)


def begin(db: Session, order: Order) -> None:
    note(db, order, clock.now() + PATIENCE)


def note(db: Session, order: Order, at: datetime) -> None:
    key = f"{Handler.INVOICE_REMIND}:{order.code}:{clock.in_china(at):%Y-%m-%d}"
    due.note(db, at, Handler.INVOICE_REMIND, order.code, key=key)


def remind(order_code: str) -> None:
    """Remind once of what is still to be invoiced; look again later where its time has not come."""
    with transaction() as db:
        order = locked(db, order_code)
        request = store.request_of(db, order.id) if order else None
        if order is None or request is None or order.status is OrderStatus.CANCELLED or open_fen(db, order) <= 0:
            return
        since = began(db, order, request.changed_at)
        if since is None or since + PATIENCE > clock.now():
            note(db, order, max(clock.now() + timedelta(days=1), (since or clock.now()) + PATIENCE))
        elif not audit.noted(db, Event.INVOICE_REMINDED, order.code):
            audit.record(db, MUSEUM, Event.INVOICE_REMINDED, order.code, amount_fen=open_fen(db, order))


def began(db: Session, order: Order, asked_at: datetime) -> datetime | None:
    """When the supplier's time began: it was asked, and the goods were accepted or paid; None before."""
    accepted = [step.at for step in orders.steps(db, order.id) if step.status is OrderStatus.ACCEPTED]
    paid = [posting.at for _, posting in books.of_orders(db, [order.id]) if posting.reason is PostingReason.PAID]
    return max(asked_at, min(accepted + paid)) if accepted or paid else None


def call_correction(order_code: str) -> None:
    with transaction() as db:
        order = locked(db, order_code)
        if order and (over := -open_fen(db, order)) > 0:
            audit.record(db, MUSEUM, Event.INVOICE_CORRECTION_CALLED, order.code, amount_fen=over)


def open_fen(db: Session, order: Order) -> int:
    return owed(db, order) - store.live_fen(db, order.id)


def owed(db: Session, order: Order) -> int:
    if order.status is OrderStatus.CANCELLED:
        return 0
    return sum(one.amount_fen for one in order_reductions.left(db, order))


def locked(db: Session, order_code: str) -> Order | None:
    found = orders.order_by_code(db, order_code)
    return orders.locked(db, found.id) if found and orders.locked_purchase(db, found.purchase_id) else None
