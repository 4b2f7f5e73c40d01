"""Paying for a service: by card through the provider, or by transfer to the museum; and all of it back when it ends."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from db import service_books as store
from db import service_orders as orders
from db.engine import reading, transaction
from db.payments import SessionStatus
from db.service_books import ServiceAccount, ServiceSession
from db.service_orders import ServiceOrder, ServiceStatus
from services import audit, clock, payment_keeping
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Refused
from services.order_flow import MUSEUM
from services.payment_opening import Unreachable, may_pay_online
from services.payment_refunds import PATIENCE
from services.payment_sessions import Report
from services.permissions import Permission, require
from services.provider import refunds, sessions, talking
from services.provider.refunds import Refund
from services.service_orders import books, opening, rights, settlement
from services.service_orders.flow import advance
from services.service_orders.opening import Asked
from services.service_orders.rights import Action
from services.settings import settings
from services.visitors import Visitor

__all__ = [
    "close_session", "end", "go_round", "knows", "lapse", "open_session", "refund", "refund_failed", "refunded_by_hand",
    "settled", "transfer_received", "transfer_returned",
]  # fmt: skip

log = logging.getLogger("museum.payments")
QUIET = timedelta(minutes=2)  # after so long without news a session is asked after


def open_session(supplier: Visitor, code: str) -> str:
    """The address where the supplier pays; the same again while it stands open, a new one once that is over."""
    require(supplier, Permission.SERVICE_ORDER)
    if not may_pay_online():
        raise Conflict("Online payment is not set up here; choose corporate transfer.")
    end_what_is_over(supplier, code)
    asked = opening.prepared(supplier, code)
    if asked.session.provider_id:
        return asked.session.url
    report = asked_for(asked)
    if report is None:  # an attempt of long ago that the provider never took
        settlement.forgotten(asked.session.id)
        report = asked_for(opening.prepared(supplier, code))
    if report is None:
        raise Unreachable
    if settlement.settle(report) is not SessionStatus.OPEN:
        raise Conflict("Order {code} has been paid, or can be paid no more.", code=code)
    return report.url


def end_what_is_over(supplier: Visitor, code: str) -> None:
    """A session past its time is closed at the provider before another is opened: never can two be paid."""
    with reading() as db:
        order = rights.seen(db, supplier, code)
        row = store.undecided(db, order.id)
    if row and row.provider_id and row.status is SessionStatus.OPEN and row.expires_at <= clock.now():
        close_session(order.id)


def asked_for(asked: Asked) -> Report | None:
    with talking():
        return sessions.ask(opening.parameters(asked), key=asked.key)


def settled(report: Report) -> SessionStatus | None:
    status = settlement.settle(report)
    if status is SessionStatus.PAID:
        refund(report.subject_id)  # only what came too late; nothing otherwise
    return status


def attempt_of(order_id: UUID) -> Asked | None:
    with reading() as db:
        order, row = db.get(ServiceOrder, order_id), store.undecided(db, order_id)
    return Asked(order, row) if order and row else None


def close_session(order_id: UUID) -> None:
    """Close what may still be paid for the order and act on what the provider says then."""
    asked = attempt_of(order_id)
    if asked is None:
        return
    with talking():
        name = asked.session.provider_id
        name = name or getattr(sessions.ask(opening.parameters(asked), key=asked.key), "session_id", "")
        report = sessions.closed(name) if name else None
    take(asked.session, report)


def ask_again(order_id: UUID) -> None:
    """Nobody has told us how a session stands: perhaps an event was lost, or we stopped half-way through opening it."""
    asked = attempt_of(order_id)
    if asked is None:
        return
    with talking():
        name = asked.session.provider_id
        report = sessions.retrieved(name) if name else sessions.ask(opening.parameters(asked), key=asked.key)
    take(asked.session, report)


def take(session: ServiceSession, report: Report | None) -> None:
    if report:
        settled(report)
    else:
        settlement.forgotten(session.id)


def end(actor: Visitor, code: str, action: Action, *, reason: str) -> None:
    """Cancel an order; its session is closed and what was paid by card goes back at once, or with the next round."""
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        order = rights.opened(db, actor, code, action)
        settlement.let_go(db, actor, order, note=why)
    afterwards(order)


def afterwards(order: ServiceOrder) -> None:
    try:
        close_session(order.id)
        refund(order.id)
    except Refused as away:
        log.warning("%s: %s", order.code, away)


def refund(order_id: UUID) -> None:
    """Send back by card what is owed back for the order; what was sent before is found, not sent again."""
    rows, key = to_go_back(order_id)
    for row in rows:
        intent = row.payment_intent or ""
        if settings().is_demo and intent.startswith("demo:"):
            settlement.book_refund(row.id, f"{intent}:refund", row.amount_fen)
            continue
        marks = {"service_session": str(row.id)}

        def mine(found: Iterable[Refund], marks: dict[str, str] = marks) -> Refund | None:
            return next((one for one in found if one.alive and one.marks == marks), None)

        with talking():
            sent = refunds.send(intent, row.amount_fen, marks, key=f"{key}:{row.id}", mine=mine)
        settlement.book_refund(row.id, sent.id, sent.amount_fen)


def to_go_back(order_id: UUID) -> tuple[list[ServiceSession], str]:
    """Payments by card that the order does not keep, and how what is sent now is told from what came back before.

    Nothing for a while where a bank has just refused to take it."""
    with reading() as db:
        order, failed = db.get(ServiceOrder, order_id), books.failures(db, order_id)
        kept = books.kept_payment(db, order) if order else None
        resting = any(at > clock.now() - PATIENCE for at in failed)
        rows = [] if resting else [row for row in store.paid_sessions(db, order_id) if row.payment_intent != kept]
    return rows, f"service-refund:{len(failed)}" if failed else "service-refund"


def refunded_by_hand(payment_intent: str) -> bool:
    """Book what was sent back on the provider's own pages; False when the payment is none of a service."""
    with reading() as db:
        row = store.by_payment_intent(db, payment_intent) if payment_intent.isprintable() else None
    if row is None:
        return False
    with talking():
        found = refunds.listed(payment_intent)
    for one in found:
        if one.status == "succeeded" and "service_session" not in one.marks:
            settlement.gone_by_hand(row.id, one.id, one.amount_fen)
    return True


def knows(payment_intent: str) -> bool:
    """Whether a payment for a service is booked here."""
    with reading() as db:
        return store.by_payment_intent(db, payment_intent) is not None


def refund_failed(payment_intent: str, one: Refund) -> None:
    """Book that a refund came back, where it is one of a service's payment."""
    with reading() as db:
        row = store.by_payment_intent(db, payment_intent)
    if row:
        ours = one.marks.get("service_session") == str(row.id)
        settlement.came_back(row.id, one.id, one.amount_fen, ours=ours)


def transfer_received(official: Visitor, code: str) -> None:
    """Finance has the money on the museum's account; what may still be paid by card is closed."""
    require(official, Permission.SERVICE_SETTLE)
    with transaction() as db:
        order = rights.opened(db, official, code, Action.RECEIVED)
        books.earn(db, order, ServiceAccount.TRANSFERS, f"transfer:{order.code}")
        advance(db, official, order, ServiceStatus.PAID)
    afterwards(order)


def transfer_returned(official: Visitor, code: str) -> None:
    """Finance has sent back what came by transfer for an order that has ended."""
    require(official, Permission.SERVICE_SETTLE)
    with transaction() as db:
        order = rights.opened(db, official, code, Action.RETURNED)
        amount = books.owed_back_by_transfer(db, order.id)
        books.refund(db, order, ServiceAccount.TRANSFERS, f"returned:{order.code}", amount)
        audit.record(db, official, Event.SERVICE_REFUNDED, order.code, amount_fen=amount)


def lapse(order: ServiceOrder) -> bool:
    """Not paid in time: close its session, then end it. False while an answer of the provider is awaited."""
    close_session(order.id)
    with transaction() as db:
        row = orders.locked(db, order.id)
        if row is None or row.status is not ServiceStatus.ORDERED:
            return True
        if store.undecided(db, row.id):
            return False
        settlement.let_go(db, MUSEUM, row, note="not paid in time")
        return True


def go_round() -> None:
    """One round of the keeper: ask after what nobody told us of, send back what is owed."""
    with reading() as db:
        undecided, owed = store.unsettled(db, clock.now() - QUIET), store.owed_back(db)
    payment_keeping.attempt(ask_again, [row.order_id for row in undecided])
    payment_keeping.attempt(refund, owed)
