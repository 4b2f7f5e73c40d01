"""What happens to service orders by itself: unpaid ones lapse, those that wait are remembered, delivered ones close."""

from datetime import timedelta

from db import service_orders as store
from db.due import Handler
from db.engine import reading, transaction
from db.service_orders import ServiceStatus
from services import audit
from services.audit import Event
from services.order_flow import MUSEUM
from services.service_orders import paying
from services.service_orders.flow import remind_again

__all__ = ["lapse", "remind_to_begin"]

A_DAY = timedelta(days=1)


def lapse(code: str) -> None:
    """Not paid within its time. A payment whose answer is awaited still is given another day."""
    with reading() as db:
        order = store.by_code(db, code)
    if order is None or order.status is not ServiceStatus.ORDERED or paying.lapse(order):
        return
    with transaction(audited=False) as db:
        remind_again(db, order, Handler.SERVICE_LAPSE, A_DAY)


def remind_to_begin(code: str) -> None:
    """Paid and not begun for days: those who do the work are told once."""
    with transaction() as db:
        found = store.by_code(db, code)
        order = store.locked(db, found.id) if found else None
        waits = order is not None and order.status is ServiceStatus.PAID
        if order and waits and not audit.noted(db, Event.SERVICE_BEGINNING_REMINDED, order.code):
            audit.record(db, MUSEUM, Event.SERVICE_BEGINNING_REMINDED, order.code)
