"""What the museum tells its visitors: officials write it in two languages, publish it, mend it, withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from db import announcements as store
from db import numbers
from db.announcements import Announcement, AnnouncementKind, AnnouncementStatus
from db.engine import reading, transaction
from services import audit, clock, flow, markdown_rules, texts
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.flow import Flow
from services.permissions import Permission, allows, require
from services.visitors import Visitor

__all__ = [
    "FLOW",
    "Announcement",
    "AnnouncementForm",
    "AnnouncementKind",
    "AnnouncementStatus",
    "draft",
    "get",
    "listed",
    "newest",
    "publish",
    "save",
    "withdraw",
]

S = AnnouncementStatus
FLOW: Flow[AnnouncementStatus] = {
    S.DRAFT: frozenset({S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.WITHDRAWN}),
    S.WITHDRAWN: frozenset({S.PUBLISHED}),
}


@dataclass(frozen=True)
class AnnouncementForm:
    """What an official types; both languages are asked for. The bodies are Markdown."""

    kind: AnnouncementKind
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str


def newest(limit: int = 6) -> Sequence[Announcement]:
    """What is published, newest first."""
    with reading() as db:
        return store.published(db, limit=limit)


def listed(visitor: Visitor) -> Sequence[Announcement]:
    """What is published; those who write see drafts and what was withdrawn too."""
    with reading() as db:
        return store.every(db) if allows(visitor, Permission.ANNOUNCEMENT_WRITE) else store.published(db)


def get(visitor: Visitor, code: str) -> Announcement:
    with reading() as db:
        found = store.by_code(db, code)
    known = found is not None and found.status is S.PUBLISHED
    if found is None or not (known or allows(visitor, Permission.ANNOUNCEMENT_WRITE)):
        raise Missing("There is no such announcement.")
    return found


def draft(visitor: Visitor, form: AnnouncementForm) -> Announcement:
    require(visitor, Permission.ANNOUNCEMENT_WRITE)
    typed = columns_of(form)
    with transaction() as db:
        row = Announcement(code=numbers.plain(db, "N"), changed_at=clock.now(), **typed)
        db.add(row)
        audit.record(db, visitor, Event.ANNOUNCEMENT_DRAFTED, row.code, title=row.title_zh)
    return row


def save(visitor: Visitor, code: str, form: AnnouncementForm, *, revision: int) -> Announcement:
    """Keep the form, unless somebody else has changed the announcement since `revision` was read."""
    require(visitor, Permission.ANNOUNCEMENT_WRITE)
    typed = columns_of(form)
    with transaction() as db:
        row = held(db, code, revision)
        changed = sorted(name for name, value in typed.items() if getattr(row, name) != value)
        if changed:
            row.sqlmodel_update(typed)
            touch(row)
            audit.record(db, visitor, Event.ANNOUNCEMENT_CHANGED, code, fields=" ".join(changed), status=row.status)
    return row


def publish(visitor: Visitor, code: str, *, revision: int) -> Announcement:
    """Show it to everybody, as it stood at `revision`. It keeps the day on which it was first published."""
    require(visitor, Permission.ANNOUNCEMENT_WRITE)
    with transaction() as db:
        row = held(db, code, revision)
        flow.move(FLOW, row, S.PUBLISHED)
        row.published_on = row.published_on or clock.today()
        touch(row)
        audit.record(db, visitor, Event.ANNOUNCEMENT_PUBLISHED, code, title=row.title_zh, revision=row.revision)
    return row


def withdraw(visitor: Visitor, code: str) -> Announcement:
    require(visitor, Permission.ANNOUNCEMENT_WRITE)
    with transaction() as db:
        row = held(db, code)
        flow.move(FLOW, row, S.WITHDRAWN)
        touch(row)
        audit.record(db, visitor, Event.ANNOUNCEMENT_WITHDRAWN, code, title=row.title_zh)
    return row


def held(db: Session, code: str, revision: int | None = None) -> Announcement:
    row = store.locked(db, code)
    if row is None:
        raise Missing("There is no such announcement.")
    if revision is not None and row.revision != revision:
        raise Conflict("Somebody changed this text meanwhile. Load it again; what you typed has not been saved.")
    return row


def touch(row: Announcement) -> None:
    row.revision += 1
    row.changed_at = clock.now()


def columns_of(form: AnnouncementForm) -> dict[str, Any]:
    """The form as it may be kept, or the reason why not."""
    return {
        "kind": form.kind,
        "title_zh": texts.required(form.title_zh, field="Title (Chinese)", longest=120),
        "title_en": texts.required(form.title_en, field="Title (English)", longest=200),
        "body_zh": written(form.body_zh, field="Text (Chinese)", longest=6000),
        "body_en": written(form.body_en, field="Text (English)", longest=9000),
    }


def written(words: str, *, field: str, longest: int) -> str:
    """Markdown, of which something is left to read."""
    said = texts.fitting(markdown_rules.kept(words), field=field, longest=longest)
    if not said:
        raise Invalid("{field} is empty.", field=field)
    return said
