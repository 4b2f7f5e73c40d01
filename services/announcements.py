"""What the museum tells its visitors, newest first."""

from collections.abc import Sequence

from db import announcements as store
from db.announcements import Announcement, AnnouncementKind
from db.engine import reading

__all__ = ["Announcement", "AnnouncementKind", "newest"]


def newest(limit: int = 6) -> Sequence[Announcement]:
    with reading() as db:
        return store.newest(db, limit)
