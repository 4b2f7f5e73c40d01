"""What the museum tells its visitors: notices, policy, practice."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Choice, Day, Row, Words, column, identity


class AnnouncementKind(StrEnum):
    NOTICE = "notice"
    POLICY = "policy"
    PRACTICE = "practice"


class Announcement(Row, table=True):
    __tablename__ = "announcement"

    id: UUID = identity()
    kind: AnnouncementKind = column(Choice(AnnouncementKind))
    title_zh: str = column(Words(120))
    title_en: str = column(Words(200))
    body_zh: str = column(Words(6000))
    body_en: str = column(Words(9000))
    published_on: date = column(Day, index=True)


def newest(session: Session, limit: int) -> Sequence[Announcement]:
    found = select(Announcement).order_by(col(Announcement.published_on).desc(), col(Announcement.title_en))
    return session.exec(found.limit(limit)).all()
