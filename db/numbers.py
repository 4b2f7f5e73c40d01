"""Codes people see, without gaps: a row a series, drawn in the transaction that uses the number."""

from sqlalchemy import text
from sqlmodel import Session

from db.columns import Row, Whole, Words, column


class Series(Row, table=True):
    __tablename__ = "series"
    __unaudited__ = True

    name: str = column(Words(20), primary_key=True)
    last: int = column(Whole(0), default=0)


DRAW = text(
    "INSERT INTO series (name, last) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last"
)


def draw(session: Session, name: str) -> int:
    """The next number of the series; its row stays locked until the transaction ends, so no number is lost."""
    return int(session.execute(DRAW, {"name": name}).scalar_one())


def yearly(session: Session, prefix: str, year: int) -> str:
    """`O-2026-000042`."""
    return f"{prefix}-{year}-{draw(session, f'{prefix}-{year}'):06d}"


def plain(session: Session, prefix: str, width: int = 6) -> str:
    """`P-000084`."""
    return f"{prefix}-{draw(session, prefix):0{width}d}"
