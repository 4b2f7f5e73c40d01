"""Who does what when its moment has come: one table. Each looks whether it still needs doing, and does it once."""

from collections.abc import Callable, Mapping

from sqlmodel import Session

from db import disputes as disputed
from db import orders as store
from db.due import Handler
from db.engine import transaction
from db.orders import Order, OrderStatus
from services import audit, disputes, due, ledger, order_fulfilment
from services import payment_settlement as settlement
from services.audit import Event
from services.errors import Conflict
from services.invoices import deadlines as invoicing
from services.ledger import PaymentState
from services.order_flow import MUSEUM
from services.order_rights import BOUND, NEW
from services.service_orders import deadlines as serving
from services.service_orders import delivering

__all__ = ["HANDLERS", "sweep"]


def remind_to_confirm(order_code: str) -> None:
    with transaction() as db:
        order = locked(db, order_code)
        if order and order.status in NEW and state(db, order) in BOUND:
            say_once(db, order, Event.ORDER_CONFIRMATION_REMINDED)


def remind_of_transfer(order_code: str) -> None:
    with transaction() as db:
        order = locked(db, order_code)
        if order and order.status is not OrderStatus.CANCELLED and state(db, order) is PaymentState.AGREED:
            say_once(db, order, Event.PAYMENT_REMINDED)


def announce_acceptance(order_code: str) -> None:
    with transaction() as db:
        order = locked(db, order_code)
        if order and order.status is OrderStatus.RECEIVED and not disputed.live(db, order.id):
            say_once(db, order, Event.ORDER_ACCEPTANCE_ANNOUNCED)


def accept_unanswered(order_code: str) -> None:
    try:
        order_fulfilment.accept_unanswered(order_code)
    except Conflict:
        return  # it is accepted, or stands elsewhere by now


def locked(db: Session, order_code: str) -> Order | None:
    """The order, its purchase's row and its own locked in the order everybody keeps to."""
    found = store.order_by_code(db, order_code)
    return store.locked(db, found.id) if found and store.locked_purchase(db, found.purchase_id) else None


def state(db: Session, order: Order) -> PaymentState:
    return ledger.state(settlement.entries_of(db, order.id), order.total_fen)


def say_once(db: Session, order: Order, event: Event) -> None:
    """Whoever is to hear of it reads it in the audit log."""
    if not audit.noted(db, event, order.code):
        audit.record(db, MUSEUM, event, order.code)


H = Handler
HANDLERS: Mapping[Handler, Callable[[str], None]] = {
    H.DISPUTE_PASS_ON: disputes.pass_on,
    H.DISPUTE_REMIND: disputes.remind,
    H.INVOICE_CORRECT: invoicing.call_correction,
    H.INVOICE_REMIND: invoicing.remind,
    H.ORDER_ANNOUNCE_ACCEPT: announce_acceptance,
    H.ORDER_AUTO_ACCEPT: accept_unanswered,
    H.ORDER_REMIND_CONFIRM: remind_to_confirm,
    H.SERVICE_CLOSE: delivering.close_unanswered,
    H.SERVICE_LAPSE: serving.lapse,
    H.SERVICE_REMIND_BEGIN: serving.remind_to_begin,
    H.TRANSFER_REMIND: remind_of_transfer,
}


def sweep() -> None:
    due.sweep(HANDLERS)
