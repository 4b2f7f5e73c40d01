"""What the museum tells its visitors: notices, policy, practice; drafted, published, perhaps withdrawn again."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Choice, Day, Moment, Row, Whole, Words, column, identity
from db.products import plain


class AnnouncementKind(StrEnum):
    NOTICE = "notice"
    POLICY = "policy"
    PRACTICE = "practice"


class AnnouncementStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Announcement(Row, table=True):
    """`published_on` is the day it was first published; its bodies are Markdown as officials typed it."""

    __tablename__ = "announcement"

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    kind: AnnouncementKind = column(Choice(AnnouncementKind))
    status: AnnouncementStatus = column(Choice(AnnouncementStatus), default=AnnouncementStatus.DRAFT)
    title_zh: str = column(Words(120))
    title_en: str = column(Words(200))
    body_zh: str = column(Words(6000))
    body_en: str = column(Words(9000))
    published_on: date | None = column(Day, default=None, index=True)
    changed_at: datetime = column(Moment)
    revision: int = column(Whole(1), default=1)


NEWEST = (
    col(Announcement.published_on).desc().nulls_first(),
    col(Announcement.changed_at).desc(),
    col(Announcement.code),
)


def published(session: Session, *, limit: int | None = None) -> Sequence[Announcement]:
    found = select(Announcement).where(Announcement.status == AnnouncementStatus.PUBLISHED)
    return session.exec(found.order_by(*NEWEST).limit(limit)).all()


def every(session: Session) -> Sequence[Announcement]:
    """Drafts and what was withdrawn too; drafts first."""
    return session.exec(select(Announcement).order_by(*NEWEST)).all()


def by_code(session: Session, code: str) -> Announcement | None:
    return session.exec(select(Announcement).where(col(Announcement.code).in_(plain([code])))).first()


def locked(session: Session, code: str) -> Announcement | None:
    """The announcement, its row held until the transaction ends."""
    found = select(Announcement).where(col(Announcement.code).in_(plain([code]))).with_for_update()
    return session.exec(found).first()
