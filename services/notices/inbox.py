"""The inbox: what a person has been told as a member they still are; what is read and what is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db import notices as store
from db.accounts import Organisation
from db.engine import reading, transaction
from db.notices import Notice
from services import clock
from services.errors import Missing
from services.notices.tellings import BY_NAME, Group, Telling
from services.notices.wording import Language, spoken
from services.permissions import Permission, allows, require
from services.visitors import Visitor

__all__ = ["MANY", "Inbox", "NoticeView", "mine", "read", "read_all", "unread"]

MANY = 100  # unread ones are counted so far
MOST = 10_000


@dataclass(frozen=True)
class NoticeView:
    """`elsewhere`: the visitor acts for another organisation now than the one that is told."""

    id: UUID
    telling: Telling
    details: dict[str, Any]
    at: datetime
    is_read: bool
    organisation: Organisation
    elsewhere: bool

    @property
    def group(self) -> Group:
        return self.telling.group

    def said(self, language: Language) -> dict[str, object]:
        """What stands in its phrases."""
        return spoken(self.details, language)


@dataclass(frozen=True)
class Inbox:
    notices: Sequence[NoticeView]
    total: int
    unread: int


def unread(visitor: Visitor) -> int:
    """How many notices wait; MANY stands for as many or more."""
    if not allows(visitor, Permission.ACCOUNT_USE):
        return 0
    with reading() as db:
        return store.count(db, visitor.person_id, unread=True, most=MANY)


def mine(visitor: Visitor, *, limit: int, offset: int = 0) -> Inbox:
    """The newest first."""
    require(visitor, Permission.ACCOUNT_USE)
    with reading() as db:
        found = store.of_person(db, visitor.person_id, limit=limit, offset=offset)
        total = store.count(db, visitor.person_id, unread=False, most=MOST)
        waiting = store.count(db, visitor.person_id, unread=True, most=MANY)
    return Inbox([view(visitor, *pair) for pair in found if pair[0].telling in BY_NAME], total, waiting)


def view(visitor: Visitor, row: Notice, organisation: Organisation) -> NoticeView:
    return NoticeView(
        id=row.id,
        telling=BY_NAME[row.telling],
        details=row.details,
        at=row.at,
        is_read=row.read_at is not None,
        organisation=organisation,
        elsewhere=row.membership_id != visitor.membership_id,
    )


def read(visitor: Visitor, notice_id: UUID) -> str:
    """Mark one as read. Returns the address it leads to: where one acts for whom it is about, if for another now."""
    require(visitor, Permission.ACCOUNT_USE)
    with transaction(audited=False) as db:
        row = store.own(db, visitor.person_id, notice_id)
        if row is None:
            raise Missing("There is no such notice.")
        row.read_at = row.read_at or clock.now()
        return row.path if row.membership_id == visitor.membership_id else "/account"


def read_all(visitor: Visitor) -> None:
    require(visitor, Permission.ACCOUNT_USE)
    with transaction(audited=False) as db:
        store.mark_all(db, visitor.person_id, clock.now())
