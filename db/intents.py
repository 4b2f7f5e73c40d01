"""What visitors meant to do once: the key of a form's rendering, kept so that a double click acts once."""

from datetime import datetime

from sqlalchemy import delete, text
from sqlmodel import Session, col

from db.columns import Moment, Row, Words, column


class Intent(Row, table=True):
    __tablename__ = "intent"
    __unaudited__ = True

    key: str = column(Words(80), primary_key=True)
    at: datetime = column(Moment, index=True)


def claim(session: Session, key: str, at: datetime) -> bool:
    """Whether this is the first time; a rival with the same key waits for this transaction and then loses."""
    kept = text("INSERT INTO intent (key, at) VALUES (:key, :at) ON CONFLICT (key) DO NOTHING")
    stored = Moment().process_bind_param(at, session.get_bind().dialect)
    return bool(session.execute(kept, {"key": key, "at": stored}).rowcount == 1)  # type: ignore[attr-defined]


def forget(session: Session, before: datetime) -> None:
    session.execute(delete(Intent).where(col(Intent.at) < before))
