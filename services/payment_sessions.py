"""What the books of purchases and those of services both know of a payment session: its life, and reports on it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db.payments import CheckoutSession, SessionStatus
from db.service_books import ServiceSession
from services import audit, flow
from services.audit import Event
from services.flow import Flow
from services.order_flow import MUSEUM

__all__ = ["ANSWER", "AN_HOUR", "MOST_AN_HOUR", "OPEN_FOR", "SESSION_FLOW", "UNDECIDED", "Noted", "Report", "believe"]

OPEN_FOR = timedelta(minutes=31)  # the provider's shortest is 30, counted from when the request arrives
ANSWER = timedelta(minutes=5)
AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 10  # card testers open many
S = SessionStatus
UNDECIDED = {S.OPENING, S.OPEN, S.WAITING}
SESSION_FLOW: Flow[SessionStatus] = {
    S.OPENING: frozenset({S.OPEN, S.WAITING, S.PAID, S.EXPIRED, S.FAILED}),
    S.OPEN: frozenset({S.WAITING, S.PAID, S.EXPIRED, S.FAILED}),
    S.WAITING: frozenset({S.PAID, S.EXPIRED, S.FAILED}),
    S.EXPIRED: frozenset({S.PAID}),
    S.FAILED: frozenset({S.PAID, S.EXPIRED}),
    S.PAID: frozenset(),
}


@dataclass(frozen=True)
class Report:
    """What the payment service says of a session, in our words. `subject_id`: the purchase or the service order that
    the session names."""

    session_id: str
    subject_id: UUID
    amount_fen: int
    currency: str
    as_expected: bool
    outcome: SessionStatus
    payment_intent: str | None
    url: str


class Noted(NamedTuple):
    """How the audit log calls what becomes of a session, and of what it is told."""

    code: str
    opened: Event
    mismatched: Event


def believe(db: Session, row: CheckoutSession | ServiceSession, report: Report, noted: Noted) -> bool:
    """Whether the report is of what was asked for. If so the session's name is known from now on, also after a crash
    between asking for it and noting it; if not, nothing is fulfilled and the money is left to a person, said once."""
    if not fits(report, row.amount_fen):
        if flow.may_move(SESSION_FLOW, row, S.FAILED):
            flow.move(SESSION_FLOW, row, S.FAILED)
            said = {"asked_fen": row.amount_fen, "reported_fen": report.amount_fen, "currency": report.currency}
            audit.record(db, MUSEUM, noted.mismatched, noted.code, session=report.session_id, **said)
        return False
    if row.provider_id is None:
        row.provider_id, row.url = report.session_id, report.url
        audit.record(db, MUSEUM, noted.opened, noted.code, session=report.session_id)
    if row.status is S.OPENING:
        flow.move(SESSION_FLOW, row, S.OPEN)
    return True


def fits(report: Report, amount_fen: int) -> bool:
    """Amount, currency and mode are what we asked for: a session is never believed further than that."""
    return report.as_expected and report.currency == "cny" and report.amount_fen == amount_fen
