"""Payments that a cardholder's bank disputes, what the parties say to it; and when our books were last compared."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Choice, Document, Moment, Row, Whole, Words, column, identity, refers_to


class ChargebackStatus(StrEnum):
    """In the provider's words; `warning_` is an enquiry, for which no money is withdrawn."""

    WARNING_NEEDS_RESPONSE = "warning_needs_response"
    WARNING_UNDER_REVIEW = "warning_under_review"
    WARNING_CLOSED = "warning_closed"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    PREVENTED = "prevented"
    WON = "won"
    LOST = "lost"


class Chargeback(Row, table=True):
    __tablename__ = "chargeback"

    id: UUID = identity()
    provider_id: str = column(Words(120), unique=True)
    purchase_id: UUID = refers_to("purchase.id")
    status: ChargebackStatus = column(Choice(ChargebackStatus), index=True)
    reason: str = column(Words(80), default="")
    amount_fen: int = column(Whole(0))
    withdrawn_fen: int = column(Whole(0), default=0)
    answer_by: datetime | None = column(Moment, default=None)
    answered_at: datetime | None = column(Moment, default=None)
    opened_at: datetime = column(Moment)
    told_at: datetime = column(Moment)


class ChargebackStatement(Row, table=True):
    """What a supplier or an official has to say; the newest of an organisation counts, the older ones stay."""

    __tablename__ = "chargeback_statement"

    id: UUID = identity()
    chargeback_id: UUID = refers_to("chargeback.id")
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


def by_provider_id(session: Session, provider_id: str) -> Chargeback | None:
    return session.exec(select(Chargeback).where(Chargeback.provider_id == provider_id)).first()


def locked(session: Session, chargeback_id: UUID) -> Chargeback:
    return session.get_one(Chargeback, chargeback_id, with_for_update=True, populate_existing=True)


def of_purchase(session: Session, purchase_id: UUID) -> Sequence[Chargeback]:
    found = select(Chargeback).where(Chargeback.purchase_id == purchase_id)
    return session.exec(found.order_by(col(Chargeback.opened_at))).all()


def newest(session: Session, *, limit: int) -> Sequence[Chargeback]:
    return session.exec(select(Chargeback).order_by(col(Chargeback.opened_at).desc()).limit(limit)).all()


def opened_since(session: Session, since: datetime) -> Sequence[Chargeback]:
    return session.exec(select(Chargeback).where(Chargeback.opened_at >= since)).all()


def statements(session: Session, chargeback_id: UUID) -> Sequence[ChargebackStatement]:
    """What counts of each organisation, the oldest first."""
    found = select(ChargebackStatement).where(ChargebackStatement.chargeback_id == chargeback_id)
    said = session.exec(found.order_by(col(ChargebackStatement.at), col(ChargebackStatement.id))).all()
    return list({one.organisation_id: one for one in said}.values())


def last_comparison(session: Session) -> BookComparison | None:
    return session.exec(select(BookComparison).order_by(col(BookComparison.at).desc()).limit(1)).first()
