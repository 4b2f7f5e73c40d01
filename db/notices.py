"""Notices: what a person is told of an entry of the audit log, how far the log has been told, and who wants email."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from db.accounts import Membership, Organisation, Person, Role
from db.audit import AuditEntry
from db.columns import Document, Flag, Identity, Moment, Row, Whole, Words, column, identity, refers_to

UNREAD = "read_at IS NULL"
ONLY = 1  # the number of the cursor's one row


class Notice(Row, table=True):
    """`telling` names the wording, `details` what stands in it; `path` is the address of ours it leads to."""

    __tablename__ = "notice"
    __unaudited__ = True
    __table_args__ = (
        UniqueConstraint("person_id", "number", name="uq_notice_person_number"),
        Index("ix_notice_unread", "person_id", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
    )

    id: UUID = identity()
    number: int = column(Whole(1))
    person_id: UUID = refers_to("person.id", index=False)
    membership_id: UUID = refers_to("membership.id")
    telling: str = column(Words(160))
    details: dict[str, Any] = column(Document)
    path: str = column(Words(2200))
    at: datetime = column(Moment)
    read_at: datetime | None = column(Moment, default=None)


class NoticeCursor(Row, table=True):
    """One row: the number of the last entry that has been told."""

    __tablename__ = "notice_cursor"
    __unaudited__ = True

    id: int = column(Whole(1), primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = column(Whole(0))


class NoticeWish(Row, table=True):
    """A person's word on whether notices of a group also come by email; without it the group's own custom holds."""

    __tablename__ = "notice_wish"
    __unaudited__ = True

    person_id: UUID = column(Identity, foreign_key="person.id", primary_key=True)
    group: str = column(Words(40), primary_key=True)
    by_email: bool = column(Flag)


Hearer = tuple[Person, Membership]


def position(session: Session) -> int:
    return session.exec(select(NoticeCursor.number).where(NoticeCursor.id == ONLY)).one()


def advance(session: Session, start: int, end: int) -> bool:
    """Move on from `start`; False when another process has been there."""
    here = (col(NoticeCursor.id) == ONLY, col(NoticeCursor.number) == start)
    return bool(session.execute(update(NoticeCursor).where(*here).values(number=end)).rowcount)  # type: ignore[attr-defined]


def entries_after(session: Session, number: int, limit: int) -> Sequence[AuditEntry]:
    """The log's next entries. A number is given and committed under the chain's lock: none appears below one seen."""
    later = select(AuditEntry).where(AuditEntry.number > number)
    return session.exec(later.order_by(col(AuditEntry.number)).limit(limit)).all()


def members(session: Session, role: Role, *narrower: Any) -> Sequence[Hearer]:
    """People who act in `role` now, and for what, the longest standing first."""
    found = select(Person, Membership).join(Membership, col(Membership.person_id) == Person.id)
    live = (Membership.role == role, col(Membership.ended_at).is_(None), col(Person.disabled_at).is_(None))
    return session.exec(found.where(*live, *narrower).order_by(col(Membership.created_at), col(Membership.id))).all()


def memberships_of(session: Session, person_ids: Sequence[UUID]) -> Sequence[Hearer]:
    """The people with each of their memberships, the oldest first."""
    found = select(Person, Membership).join(Membership, col(Membership.person_id) == Person.id)
    live = (col(Membership.ended_at).is_(None), col(Person.disabled_at).is_(None), col(Person.id).in_(person_ids))
    return session.exec(found.where(*live).order_by(col(Membership.created_at), col(Membership.id))).all()


def keep(session: Session, row: Notice) -> bool:
    """False when the person has been told of this entry already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    unless_told = (
        insert(Notice).values(**row.model_dump()).on_conflict_do_nothing(index_elements=["person_id", "number"])
    )
    return bool(session.execute(unless_told).rowcount)  # type: ignore[attr-defined]


def of_person(session: Session, person_id: UUID, *, limit: int, offset: int) -> Sequence[tuple[Notice, Organisation]]:
    """What the person was told as a member they still are, the newest first."""
    found = (
        select(Notice, Organisation)
        .join(Membership, col(Membership.id) == Notice.membership_id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(Notice.person_id == person_id, col(Membership.ended_at).is_(None))
    )
    return session.exec(found.order_by(col(Notice.number).desc()).limit(limit).offset(offset)).all()


def count(session: Session, person_id: UUID, *, unread: bool, most: int) -> int:
    """How many, counted no further than `most`."""
    found = select(Notice.id).join(Membership, col(Membership.id) == Notice.membership_id)
    own = found.where(Notice.person_id == person_id, col(Membership.ended_at).is_(None))
    counted = (own.where(col(Notice.read_at).is_(None)) if unread else own).limit(most).subquery()
    return session.exec(select(func.count()).select_from(counted)).one()


def own(session: Session, person_id: UUID, notice_id: UUID) -> Notice | None:
    found = select(Notice).join(Membership, col(Membership.id) == Notice.membership_id)
    live = (Notice.id == notice_id, Notice.person_id == person_id, col(Membership.ended_at).is_(None))
    return session.exec(found.where(*live)).first()


def mark_all(session: Session, person_id: UUID, at: datetime) -> None:
    unread = (col(Notice.person_id) == person_id, col(Notice.read_at).is_(None))
    session.execute(update(Notice).where(*unread).values(read_at=at))


def wishes(session: Session, person_ids: Sequence[UUID]) -> dict[tuple[UUID, str], bool]:
    found = session.exec(select(NoticeWish).where(col(NoticeWish.person_id).in_(person_ids))).all()
    return {(row.person_id, row.group): row.by_email for row in found}


def wish(session: Session, row: NoticeWish) -> None:
    session.merge(row)
