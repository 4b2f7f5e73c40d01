"""Where an order comes to less than its invoices do, a red-letter invoice is called for: noted with what reduces it."""

from sqlmodel import Session

from db import invoices
from db.due import Handler
from db.orders import Order
from services import clock, due

__all__ = ["reduced"]


def reduced(db: Session, order: Order, now_fen: int) -> None:
    """The order comes to so much now, in the caller's transaction."""
    if invoices.live_fen(db, order.id) > now_fen:
        moment = clock.now()
        key = f"{Handler.INVOICE_CORRECT}:{order.code}:{moment.isoformat()}"
        due.note(db, moment, Handler.INVOICE_CORRECT, order.code, key=key)
