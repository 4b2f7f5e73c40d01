"""What must be done at a moment: rows that wait for the clock, kept until they are done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select

from db.columns import Moment, Row, Whole, Words, column, identity
from db.writing import table_of

OPEN = "done_at IS NULL"


class Handler(StrEnum):
    """Who looks after a row when its moment has come; alphabetical."""

    DISPUTE_PASS_ON = "dispute:pass_on"  # noqa: S105
    DISPUTE_REMIND = "dispute:remind"
    INVOICE_CORRECT = "invoice:correct"
    INVOICE_REMIND = "invoice:remind"
    ORDER_ANNOUNCE_ACCEPT = "order:announce_accept"
    ORDER_AUTO_ACCEPT = "order:auto_accept"
    ORDER_REMIND_CONFIRM = "order:remind_confirm"
    SERVICE_CLOSE = "service:close"
    SERVICE_LAPSE = "service:lapse"
    SERVICE_REMIND_BEGIN = "service:remind_begin"
    TRANSFER_REMIND = "transfer:remind"


class Due(Row, table=True):
    """`subject` is a code. `ready_at` is `at` until somebody takes the row: then it is the moment of the next try.

    `handler` is a word, not a choice: a new handler needs no migration, and one that this release does not know
    waits for a release that does."""

    __tablename__ = "due"
    __unaudited__ = True
    __table_args__ = (Index("ix_due_open", "at", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),)

    id: UUID = identity()
    at: datetime = column(Moment)
    handler: str = column(Words(60))
    subject: str = column(Words(120))
    key: str = column(Words(160), unique=True)
    created_at: datetime = column(Moment)
    ready_at: datetime = column(Moment)
    done_at: datetime | None = column(Moment, default=None)
    tries: int = column(Whole(0), default=0)
    last_error: str = column(Words(300), default="")


KEEP = {
    "postgresql": postgresql.insert(table_of(Due)).on_conflict_do_nothing(index_elements=["key"]),
    "sqlite": sqlite.insert(table_of(Due)).on_conflict_do_nothing(index_elements=["key"]),
}


def keep(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep each row unless its key is there already, also where another transaction writes it in the same moment."""
    if not rows:
        return
    connection = session.connection()
    connection.execute(KEEP[connection.dialect.name], rows)


def forget(session: Session, key: str) -> None:
    session.exec(delete(Due).where(col(Due.key) == key, col(Due.done_at).is_(None)))


def first(session: Session, now: datetime) -> Due | None:
    """The row whose moment came first of all that are ready."""
    ready = select(Due).where(col(Due.done_at).is_(None), Due.at <= now, Due.ready_at <= now)
    return session.exec(ready.order_by(col(Due.at), col(Due.id)).limit(1)).first()


def take(session: Session, row: Due, next_try: datetime) -> bool:
    """Take the row as it was seen; False when somebody else has."""
    seen = (col(Due.id) == row.id, col(Due.done_at).is_(None), col(Due.ready_at) == row.ready_at)
    taken = session.execute(update(Due).where(*seen).values(ready_at=next_try, tries=row.tries + 1))
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def finish(session: Session, row: Due, at: datetime) -> None:
    session.execute(update(Due).where(col(Due.id) == row.id).values(done_at=at, last_error=""))


def fail(session: Session, row: Due, error: str) -> None:
    session.execute(update(Due).where(col(Due.id) == row.id).values(last_error=error))
