"""Cancelling: what was held or sold is free again, what was paid goes back, what was booked is reversed."""

import logging

from db.engine import transaction
from db.orders import OrderStatus
from services import ledger, order_rights, payments
from services import payment_settlement as settlement
from services.accounts import said
from services.errors import Refused
from services.order_flow import advance
from services.order_rights import Action, Opened
from services.permissions import Permission, require
from services.visitors import Role, Visitor

__all__ = ["cancel"]

log = logging.getLogger("museum.orders")


def cancel(visitor: Visitor, order_code: str, *, reason: str) -> None:
    """A buyer cancels before the supplier confirms, a supplier before shipping what is paid or agreed.

    An unpaid purchase ends as a whole, because one session pays for all its orders. Money paid by card goes back
    by itself, at once or as soon as the payment service answers."""
    require(visitor, Permission.SALE_HANDLE if visitor.role is Role.SUPPLIER else Permission.ORDER_PLACE)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        seen = order_rights.opened(db, visitor, order_code, Action.CANCEL)
        if not ledger.bound(seen.entries):
            settlement.let_go(db, seen.purchase, visitor, note=why)
        else:
            advance(db, visitor, seen.order, OrderStatus.CANCELLED, note=why)
            settlement.release(db, visitor, seen.order, note=why)
    follow_up(seen)


def follow_up(seen: Opened) -> None:
    """Close the open session, send back the money; if the service is away now, the keeper's next round does it."""
    try:
        if not ledger.bound(seen.entries):
            payments.close_session(seen.purchase.id)
        else:
            payments.refund(seen.purchase.id)
    except Refused as away:
        log.warning("%s: %s", seen.order.code, away)
