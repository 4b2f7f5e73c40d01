"""Payments that a cardholder's bank disputes, what the parties say to it; and when our books were last compared."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Choice, Document, Moment, Row, Whole, Words, column, identity, refers_to


class DisputeStatus(StrEnum):
    """In the provider's words; `warning_` is an enquiry, for which no money is withdrawn."""

    WARNING_NEEDS_RESPONSE = "warning_needs_response"
    WARNING_UNDER_REVIEW = "warning_under_review"
    WARNING_CLOSED = "warning_closed"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    PREVENTED = "prevented"
    WON = "won"
    LOST = "lost"


class Dispute(Row, table=True):
    __tablename__ = "dispute"

    id: UUID = identity()
    provider_id: str = column(Words(120), unique=True)
    purchase_id: UUID = refers_to("purchase.id")
    status: DisputeStatus = column(Choice(DisputeStatus), index=True)
    reason: str = column(Words(80), default="")
    amount_fen: int = column(Whole(0))
    withdrawn_fen: int = column(Whole(0), default=0)
    answer_by: datetime | None = column(Moment, default=None)
    answered_at: datetime | None = column(Moment, default=None)
    opened_at: datetime = column(Moment)
    told_at: datetime = column(Moment)


class DisputeStatement(Row, table=True):
    """What a supplier or an official has to say; the newest of an organisation counts, the older ones stay."""

    __tablename__ = "dispute_statement"

    id: UUID = identity()
    dispute_id: UUID = refers_to("dispute.id")
    organisation_id: UUID = refers_to("organisation.id", index=False)
    person_id: UUID = refers_to("person.id", index=False)
    said: str = column(Words(6000))
    at: datetime = column(Moment)


class BookComparison(Row, table=True):
    """One look at the provider's own lists; `differences` is empty when they are our ledger's."""

    __tablename__ = "book_comparison"

    id: UUID = identity()
    at: datetime = column(Moment, index=True)
    compared: int = column(Whole(0))
    differences: list[dict[str, str | int]] = column(Document, default_factory=list)


def by_provider_id(session: Session, provider_id: str) -> Dispute | None:
    return session.exec(select(Dispute).where(Dispute.provider_id == provider_id)).first()


def locked(session: Session, dispute_id: UUID) -> Dispute:
    return session.get_one(Dispute, dispute_id, with_for_update=True, populate_existing=True)


def of_purchase(session: Session, purchase_id: UUID) -> Sequence[Dispute]:
    found = select(Dispute).where(Dispute.purchase_id == purchase_id)
    return session.exec(found.order_by(col(Dispute.opened_at))).all()


def newest(session: Session, *, limit: int) -> Sequence[Dispute]:
    return session.exec(select(Dispute).order_by(col(Dispute.opened_at).desc()).limit(limit)).all()


def opened_since(session: Session, since: datetime) -> Sequence[Dispute]:
    return session.exec(select(Dispute).where(Dispute.opened_at >= since)).all()


def statements(session: Session, dispute_id: UUID) -> Sequence[DisputeStatement]:
    """What counts of each organisation, the oldest first."""
    found = select(DisputeStatement).where(DisputeStatement.dispute_id == dispute_id)
    said = session.exec(found.order_by(col(DisputeStatement.at), col(DisputeStatement.id))).all()
    return list({one.organisation_id: one for one in said}.values())


def last_comparison(session: Session) -> BookComparison | None:
    return session.exec(select(BookComparison).order_by(col(BookComparison.at).desc()).limit(1)).first()
