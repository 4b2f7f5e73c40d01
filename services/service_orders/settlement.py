"""What a payment, its end or a refund does to a service order: books, papers and status in one transaction."""

from uuid import UUID

from sqlmodel import Session

from db import service_books as store
from db import service_orders as orders
from db.engine import transaction
from db.payments import SessionStatus
from db.service_books import ServiceAccount, ServiceSession
from db.service_orders import ServiceOrder, ServiceStatus
from services import audit, flow
from services.audit import Event
from services.ledger import FAILED
from services.order_flow import MUSEUM
from services.payment_sessions import SESSION_FLOW, UNDECIDED, Noted, Report, believe
from services.service_orders import books
from services.service_orders.flow import advance
from services.visitors import Visitor

__all__ = ["book_refund", "forgotten", "gone_by_hand", "let_go", "settle"]

S = SessionStatus
ENDS_WITH_ITS_MONEY = {ServiceStatus.PAID, ServiceStatus.IN_PROGRESS}


def settle(report: Report) -> SessionStatus | None:
    """Act on a report, once, whoever brings it and in whatever order; None when the session is none of ours."""
    with transaction() as db:
        order = orders.locked(db, report.subject_id)
        row = session_of(db, report) if order else None
        if order is None or row is None:
            return None
        noted = Noted(order.code, Event.SERVICE_PAYMENT_OPENED, Event.SERVICE_PAYMENT_MISMATCHED)
        if believe(db, row, report, noted):
            act(db, order, row, report)
        return row.status


def session_of(db: Session, report: Report) -> ServiceSession | None:
    """Ours of this name; or the attempt whose name a crash has kept from us."""
    row = store.by_provider_id(db, report.session_id)
    if row is None:
        row = store.undecided(db, report.subject_id)
        return row if row and row.provider_id is None else None
    return row if row.order_id == report.subject_id else None


def act(db: Session, order: ServiceOrder, row: ServiceSession, report: Report) -> None:
    if report.outcome is S.PAID and report.payment_intent:
        receive(db, order, row, report.payment_intent)
    elif report.outcome is S.WAITING and row.status is S.OPEN:
        flow.move(SESSION_FLOW, row, S.WAITING)
        audit.record(db, MUSEUM, Event.SERVICE_PAYMENT_OPENED, order.code, waiting=True)
    elif report.outcome in {S.EXPIRED, S.FAILED} and row.status in {S.OPEN, S.WAITING}:
        over(db, order, row, report.outcome)


def receive(db: Session, order: ServiceOrder, row: ServiceSession, payment_intent: str) -> None:
    """The order is paid; or, when it was paid otherwise or is gone, the money is owed back at once."""
    if row.status is S.PAID or books.posted(db, payment_intent):
        return
    flow.move(SESSION_FLOW, row, S.PAID)
    row.payment_intent = payment_intent
    if order.status is ServiceStatus.ORDERED:
        books.earn(db, order, ServiceAccount.RECEIPTS, payment_intent)
        advance(db, MUSEUM, order, ServiceStatus.PAID)
    else:
        books.surplus(db, order, payment_intent, row.amount_fen)
        audit.record(db, MUSEUM, Event.SERVICE_PAID_TWICE, order.code, amount_fen=row.amount_fen)


def over(db: Session, order: ServiceOrder, row: ServiceSession, why: SessionStatus) -> None:
    """The order waits on: it may be paid otherwise until its own time is over."""
    flow.move(SESSION_FLOW, row, why)
    audit.record(db, MUSEUM, Event.SERVICE_PAYMENT_ENDED, order.code, how=why)


def forgotten(session_id: UUID) -> None:
    """The provider never took this attempt, or knows it no more, so nobody can pay through it."""
    with transaction() as db:
        order = orders.locked(db, db.get_one(ServiceSession, session_id).order_id)
        row = store.locked(db, session_id)
        if row and order and row.status in UNDECIDED:
            over(db, order, row, S.EXPIRED)


def let_go(db: Session, actor: Visitor, order: ServiceOrder, *, note: str) -> None:
    """End the order; what was paid for it is owed back in full from now on."""
    advance(db, actor, order, ServiceStatus.CANCELLED, note=note)
    books.release(db, order)


def book_refund(session_id: UUID, refund_id: str, amount_fen: int) -> None:
    """Book a refund that the provider has made; a second booking finds the first."""
    with transaction() as db:
        known = db.get_one(ServiceSession, session_id)
        order = orders.locked(db, known.order_id)
        row = store.locked(db, session_id)
        if order is None or row is None or row.refund_id or books.posted(db, refund_id):
            return
        if amount_fen != row.amount_fen:
            raise AssertionError(f"refund {refund_id} is not what was paid for {order.code}")
        row.refund_id = refund_id
        books.refund(db, order, ServiceAccount.RECEIPTS, refund_id, amount_fen)
        audit.record(db, MUSEUM, Event.SERVICE_REFUNDED, order.code, amount_fen=amount_fen)


def came_back(session_id: UUID, refund_id: str, amount_fen: int, *, ours: bool) -> None:
    """The bank did not take a refund. One of `ours` that is not booked yet is booked first: nobody must do so later."""
    with transaction() as db:
        order = orders.locked(db, db.get_one(ServiceSession, session_id).order_id)
        row = store.locked(db, session_id)
        if order is None or row is None or books.posted(db, refund_id + FAILED):
            return
        if not books.posted(db, refund_id):
            if not ours:
                return
            books.refund(db, order, ServiceAccount.RECEIPTS, refund_id, amount_fen)
        books.refund_failed(db, order, refund_id, amount_fen)
        row.refund_id = None if row.refund_id == refund_id else row.refund_id
        audit.record(db, MUSEUM, Event.SERVICE_REFUND_FAILED, order.code, amount_fen=amount_fen)


def gone_by_hand(session_id: UUID, refund_id: str, amount_fen: int) -> None:
    """A person has sent money back on the provider's own pages: all of it ends the order; a part is left."""
    with transaction() as db:
        row = db.get_one(ServiceSession, session_id)
        order = orders.locked(db, row.order_id)
        if order is None or row.refund_id or books.posted(db, refund_id):
            return
        if amount_fen != row.amount_fen:
            said = {"refund": refund_id, "amount_fen": amount_fen}
            audit.record(db, MUSEUM, Event.SERVICE_PAYMENT_MISMATCHED, order.code, **said)
            return
        if order.status in ENDS_WITH_ITS_MONEY and earning(db, order, row):
            advance(db, MUSEUM, order, ServiceStatus.CANCELLED, note="refunded")
        if earning(db, order, row):
            books.release(db, order)
        audit.record(db, MUSEUM, Event.SERVICE_REFUNDED, order.code, amount_fen=amount_fen)
        row.refund_id = refund_id
        books.refund(db, order, ServiceAccount.RECEIPTS, refund_id, amount_fen)


def earning(db: Session, order: ServiceOrder, row: ServiceSession) -> bool:
    """Whether this very payment is the one that the order was paid with."""
    return books.earned_by(db, order) == row.payment_intent
