"""The life of a service order: which status may follow which, and the one way a step is taken, noted and audited."""

from datetime import timedelta

from sqlmodel import Session

from db.due import Handler
from db.service_orders import ServiceOrder, ServiceStatus, ServiceStep
from services import audit, clock, due, flow
from services.audit import Event
from services.flow import Flow
from services.visitors import Visitor

__all__ = ["FLOW", "PAY_WITHIN", "advance", "note_ordered", "remind_again"]

S, H = ServiceStatus, Handler
FLOW: Flow[ServiceStatus] = {
    S.ORDERED: frozenset({S.PAID, S.CANCELLED}),
    S.PAID: frozenset({S.IN_PROGRESS, S.CANCELLED}),
    S.IN_PROGRESS: frozenset({S.DELIVERED, S.CANCELLED}),
    S.DELIVERED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset(),
}
EVENTS = {
    S.CANCELLED: Event.SERVICE_CANCELLED,
    S.CLOSED: Event.SERVICE_CLOSED,
    S.DELIVERED: Event.SERVICE_DELIVERED,
    S.IN_PROGRESS: Event.SERVICE_BEGUN,
    S.PAID: Event.SERVICE_PAID,
}
PAY_WITHIN = timedelta(days=7)
WAITS = {  # what an order in this status waits for, and how long
    S.ORDERED: (H.SERVICE_LAPSE, PAY_WITHIN),
    S.PAID: (H.SERVICE_REMIND_BEGIN, timedelta(days=3)),
    S.DELIVERED: (H.SERVICE_CLOSE, timedelta(days=14)),
}


def advance(db: Session, actor: Visitor, order: ServiceOrder, to: ServiceStatus, *, note: str = "") -> None:
    """Move the order, write the step into its time line and the change into the audit log. Its row is locked."""
    before = order.status
    flow.move(FLOW, order, to)
    db.add(step(actor, order, note))
    audit.record(db, actor, EVENTS[to], order.code, before=before, amount_fen=order.total_fen)
    if before in WAITS:
        due.drop(db, key(WAITS[before][0], order))
    await_next(db, order)


def note_ordered(db: Session, actor: Visitor, order: ServiceOrder) -> None:
    db.add(step(actor, order, ""))
    audit.record(db, actor, Event.SERVICE_ORDERED, order.code, service=order.service, amount_fen=order.total_fen)
    await_next(db, order)


def await_next(db: Session, order: ServiceOrder) -> None:
    if order.status in WAITS:
        handler, wait = WAITS[order.status]
        due.note(db, clock.now() + wait, handler, order.code, key=key(handler, order))


def remind_again(db: Session, order: ServiceOrder, handler: Handler, wait: timedelta) -> None:
    """Once more, later: the thing could not be done now."""
    at = clock.now() + wait
    due.note(db, at, handler, order.code, key=f"{key(handler, order)}:{at:%Y%m%d%H%M}")


def key(handler: Handler, order: ServiceOrder) -> str:
    return f"{handler}:{order.code}"


def step(actor: Visitor, order: ServiceOrder, note: str) -> ServiceStep:
    return ServiceStep(order_id=order.id, status=order.status, at=clock.now(), by=actor.signature[:200], note=note)
