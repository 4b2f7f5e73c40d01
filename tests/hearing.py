"""What people have been told, and by which letters."""

from sqlmodel import col, select

from components.i18n import tell
from db.accounts import Person
from db.engine import reading, transaction
from db.letters import Letter
from services import notices
from services.visitors import Visitor


def told(visitor: Visitor) -> list[str]:
    """What the inbox says, oldest first, in English."""
    box = notices.mine(visitor, limit=100)
    return [tell(one.telling.title, "en", **one.said("en")) for one in reversed(box.notices)]


def compose() -> None:
    notices.compose(tell)


def letters() -> list[Letter]:
    with reading() as db:
        return list(db.exec(select(Letter).order_by(col(Letter.created_at), col(Letter.id))))


def speaks(visitor: Visitor, language: str) -> None:
    with transaction(audited=False) as db:
        db.get_one(Person, visitor.person_id).language = language
