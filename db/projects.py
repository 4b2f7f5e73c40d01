"""The green project library, first shelf: a list of projects."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Day, Exact, Row, Whole, Words, column, identity, refers_to


class Project(Row, table=True):
    __tablename__ = "project"

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    name_zh: str = column(Words(120))
    name_en: str = column(Words(160))
    owner_id: UUID = refers_to("organisation.id")
    kind: str = column(Words(60), default="")
    city: str = column(Words(40), index=True)
    district: str = column(Words(40), default="")
    area_m2: Decimal = column(Exact)
    target_stars: int = column(Whole(0))
    budget_fen: int = column(Whole(0))
    registered_on: date = column(Day)
    started_on: date | None = column(Day, default=None)


def registered(session: Session) -> Sequence[Project]:
    return session.exec(select(Project).order_by(col(Project.code))).all()


def of_ids(session: Session, project_ids: Sequence[UUID]) -> dict[UUID, Project]:
    return {one.id: one for one in session.exec(select(Project).where(col(Project.id).in_(project_ids))).all()}


def of_owner(session: Session, organisation_id: UUID) -> Sequence[Project]:
    return session.exec(select(Project).where(Project.owner_id == organisation_id).order_by(col(Project.code))).all()
