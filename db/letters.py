"""The outbox: letters that wait to be sent, and what became of each."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from db.columns import Choice, Moment, Row, Whole, Words, column, identity, refers_to


class LetterStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Letter(Row, table=True):
    """`key` makes it one letter an event and person. `ready_at`: queued, the next try; being sent, when to give up."""

    __tablename__ = "letter"
    __unaudited__ = True
    __table_args__ = (Index("ix_letter_status", "status", "ready_at"),)

    id: UUID = identity()
    key: str = column(Words(160), unique=True)
    person_id: UUID = refers_to("person.id")
    name: str = column(Words(80))
    address: str = column(Words(254))
    language: str = column(Words(2))
    subject: str = column(Words(500))
    body: str = column(Words(5000))
    status: LetterStatus = column(Choice(LetterStatus), default=LetterStatus.QUEUED)
    tries: int = column(Whole(0), default=0)
    ready_at: datetime = column(Moment)
    created_at: datetime = column(Moment)
    ended_at: datetime | None = column(Moment, default=None)
    last_error: str = column(Words(300), default="")


def queue(session: Session, row: Letter) -> None:
    """Keep the letter unless there is one of its key."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Letter).values(**row.model_dump()).on_conflict_do_nothing(index_elements=["key"]))


def ready(session: Session, status: LetterStatus, now: datetime, limit: int) -> Sequence[UUID]:
    """Whose moment has come, the longest waiting first."""
    found = select(Letter.id).where(Letter.status == status, Letter.ready_at <= now)
    return session.exec(found.order_by(col(Letter.ready_at), col(Letter.id)).limit(limit)).all()


def locked(session: Session, letter_id: UUID) -> Letter:
    return session.exec(select(Letter).where(Letter.id == letter_id).with_for_update()).one()
