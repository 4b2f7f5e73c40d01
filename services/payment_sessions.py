"""What the books of purchases and those of services both know of a payment session: its life, and reports on it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from db.payments import SessionStatus
from services.flow import Flow

__all__ = ["ANSWER", "AN_HOUR", "MOST_AN_HOUR", "OPEN_FOR", "SESSION_FLOW", "UNDECIDED", "Report", "fits"]

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


def fits(report: Report, amount_fen: int) -> bool:
    """Amount, currency and mode are what we asked for: a session is never believed further than that."""
    return report.as_expected and report.currency == "cny" and report.amount_fen == amount_fen
