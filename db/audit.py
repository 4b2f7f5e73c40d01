"""The audit log: append-only, each entry sealed over the one before it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func, or_, text
from sqlmodel import Session, col, select

from db.columns import MOMENT, Document, Identity, Moment, Row, Whole, Words, column
from db.writing import add_all

GENESIS = "0" * 64
CHAIN_LOCK = 4_801  # the advisory lock of the chain's head in PostgreSQL
LOCK = text("SELECT pg_advisory_xact_lock(:key)")
NEWEST = text("SELECT number, seal FROM audit_entry ORDER BY number DESC LIMIT 1")


class AuditEntry(Row, table=True):
    """One change: who, as what, did what to which thing. `data` never holds a secret or personal data."""

    __tablename__ = "audit_entry"
    __unaudited__ = True

    number: int = column(Whole(1), primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = column(Moment, index=True)
    actor_id: UUID | None = column(Identity, index=True)
    actor: str = column(Words(200))
    event: str = column(Words(80), index=True)
    subject: str = column(Words(120), index=True)
    data: dict[str, Any] = column(Document)
    previous: str = column(Words(64))
    seal: str = column(Words(64), unique=True)


def seal(entry: AuditEntry) -> str:
    """SHA-256 over the previous seal and the canonical JSON of the entry, so that anyone can check it."""
    said = [
        entry.number,
        entry.at.strftime(MOMENT),
        str(entry.actor_id or ""),
        entry.actor,
        entry.event,
        entry.subject,
        entry.data,
    ]
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous}\n{canonical}".encode()).hexdigest()


def remember(session: Session, entry: AuditEntry) -> None:
    """Keep the entry until the transaction ends; the chain is locked only for the moment of writing."""
    session.info.setdefault("entries", []).append(entry)


def pending(session: Session) -> bool:
    return bool(session.info.get("entries"))


def known(session: Session, event: str, subject: str) -> bool:
    waiting: list[AuditEntry] = session.info.get("entries", [])
    found = select(AuditEntry.number).where(AuditEntry.subject == subject, AuditEntry.event == event).limit(1)
    same = any((entry.event, entry.subject) == (event, subject) for entry in waiting)
    return same or session.exec(found).first() is not None


def write(session: Session) -> None:
    entries: list[AuditEntry] = session.info.pop("entries", [])
    if not entries:
        return
    lock_chain(session)
    number, previous = head(session)
    for number, entry in enumerate(entries, start=number + 1):  # noqa: B020
        entry.number, entry.previous = number, previous
        entry.seal = previous = seal(entry)
    add_all(session, AuditEntry, [entry.model_dump() for entry in entries])


def lock_chain(session: Session) -> None:
    """Until the commit nobody else writes to the chain: taken last, so that nobody waits for more than a few rows."""
    if session.get_bind().dialect.name == "postgresql" and not session.info.get("chain locked"):
        session.connection().execute(LOCK, {"key": CHAIN_LOCK})
        session.info["chain locked"] = True


def head(session: Session) -> tuple[int, str]:
    """Number and seal of the newest entry."""
    last = session.connection().execute(NEWEST).first()
    return (last.number, last.seal) if last else (0, GENESIS)


def chain(session: Session) -> Iterator[AuditEntry]:
    """Every entry in order, a thousand at a time; whoever stops early leaves no cursor open."""
    in_order = select(AuditEntry).order_by(col(AuditEntry.number)).execution_options(yield_per=1000)
    with closing(session.exec(in_order)) as found:
        yield from found


def matching(session: Session, words: str, *, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
    """The newest entries whose event, actor, subject or data contain `words`, below number `before`."""
    found = select(AuditEntry).order_by(col(AuditEntry.number).desc()).limit(limit)
    if words:
        places = (AuditEntry.event, AuditEntry.actor, AuditEntry.subject, cast(col(AuditEntry.data), String))
        found = found.where(or_(*(func.lower(place).contains(words.lower(), autoescape=True) for place in places)))
    if before is not None:
        found = found.where(AuditEntry.number < before)
    return session.exec(found).all()


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(AuditEntry)).one()
