"""The life of an order: which status may follow which, and the one way a step is taken, noted and audited."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from db.orders import Order, OrderStatus, OrderStep
from db.writing import add_all
from services import audit, clock, dispute_flow, flow, order_deadlines
from services.audit import Event
from services.flow import Flow
from services.visitors import Visitor

__all__ = ["FLOW", "MUSEUM", "advance", "note_placed"]

S = OrderStatus
FLOW: Flow[OrderStatus] = {
    S.PLACED: frozenset({S.APPROVED, S.CONFIRMED, S.CANCELLED}),
    S.APPROVED: frozenset({S.CONFIRMED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.SHIPPED, S.CANCELLED}),
    S.SHIPPED: frozenset({S.RECEIVED, S.CANCELLED}),
    S.RECEIVED: frozenset({S.ACCEPTED, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}
EVENTS = {
    S.ACCEPTED: Event.ORDER_ACCEPTED,
    S.APPROVED: Event.ORDER_APPROVED,
    S.CANCELLED: Event.ORDER_CANCELLED,
    S.CLOSED: Event.ORDER_CLOSED,
    S.CONFIRMED: Event.ORDER_CONFIRMED,
    S.RECEIVED: Event.ORDER_RECEIVED,
    S.SHIPPED: Event.ORDER_SHIPPED,
}


class Museum(Visitor):
    """The house itself, when no person acts: deadlines, and answers of the payment service."""

    @property
    def signature(self) -> str:
        return "museum"


MUSEUM = Museum()


def advance(db: Session, actor: Visitor, order: Order, to: OrderStatus, *, note: str = "") -> None:
    """Move the order, write the step into its time line and the change into the audit log. Its row is locked."""
    before = order.status
    flow.move(FLOW, order, to)
    add_all(db, OrderStep, [step(actor, order, note)])
    audit.record(db, actor, EVENTS[to], order.code, before=before)
    order_deadlines.moved(db, order)
    if to is OrderStatus.CANCELLED:
        dispute_flow.order_ended(db, actor, order)


def note_placed(db: Session, actor: Visitor, orders: Sequence[Order]) -> None:
    add_all(db, OrderStep, [step(actor, order) for order in orders])


def step(actor: Visitor, order: Order, note: str = "") -> dict[str, Any]:
    by = actor.signature[:200]
    return {"order_id": order.id, "status": order.status, "at": clock.now(), "by": by, "note": note}
