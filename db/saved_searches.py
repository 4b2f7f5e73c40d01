"""Searches that a person wants to come back to, and when they last looked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, func, select

from db.columns import Moment, Row, Words, column, identity, refers_to


class SavedSearch(Row, table=True):
    """`address` is the query part of the halls' address, without page and language."""

    __tablename__ = "saved_search"
    __unaudited__ = True
    __table_args__ = (UniqueConstraint("person_id", "address", name="uq_saved_search_address"),)

    id: UUID = identity()
    person_id: UUID = refers_to("person.id")
    name: str = column(Words(80))
    address: str = column(Words(2000))
    created_at: datetime = column(Moment)
    seen_at: datetime = column(Moment)


def of_person(session: Session, person_id: UUID) -> Sequence[SavedSearch]:
    found = select(SavedSearch).where(SavedSearch.person_id == person_id)
    return session.exec(found.order_by(col(SavedSearch.created_at).desc(), col(SavedSearch.id).desc())).all()


def count(session: Session, person_id: UUID) -> int:
    return session.exec(select(func.count()).where(col(SavedSearch.person_id) == person_id)).one()


def own(session: Session, person_id: UUID, search_id: UUID) -> SavedSearch | None:
    return session.exec(
        select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.person_id == person_id)
    ).first()


def same(session: Session, person_id: UUID, address: str) -> SavedSearch | None:
    return session.exec(
        select(SavedSearch).where(SavedSearch.person_id == person_id, SavedSearch.address == address)
    ).first()


def older_than(session: Session, moment: datetime) -> Sequence[SavedSearch]:
    """Everybody's, kept before the moment, the oldest first."""
    found = select(SavedSearch).where(SavedSearch.created_at < moment)
    return session.exec(found.order_by(col(SavedSearch.created_at), col(SavedSearch.id))).all()
