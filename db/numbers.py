"""Codes people see, without gaps: a row a series, drawn in the transaction that uses the number."""

from collections.abc import Mapping
from functools import cache

from sqlalchemy import TextClause, text
from sqlmodel import Session

from db.columns import Row, Whole, Words, column


class Series(Row, table=True):
    __tablename__ = "series"
    __unaudited__ = True

    name: str = column(Words(20), primary_key=True)
    last: int = column(Whole(0), default=0)


@cache
def drawing(series: int) -> TextClause:
    """The statement that draws from so many series at once."""
    rows = ", ".join(f"(:name_{number}, :count_{number})" for number in range(series))
    conflict = "ON CONFLICT (name) DO UPDATE SET last = series.last + excluded.last"
    return text(f"INSERT INTO series (name, last) VALUES {rows} {conflict} RETURNING name, last")


def draw(session: Session, counts: Mapping[str, int]) -> dict[str, range]:
    """The next numbers, so many of each series; its row stays locked until the transaction ends, so none is lost."""
    values: dict[str, str | int] = {}
    for number, (name, count) in enumerate(sorted(counts.items())):
        values |= {f"name_{number}": name, f"count_{number}": count}
    drawn = session.connection().execute(drawing(len(counts)), values)
    return {name: range(last - counts[name] + 1, last + 1) for name, last in drawn}


def yearly(session: Session, prefix: str, year: int) -> str:
    """`O-2026-000042`."""
    return yearly_all(session, year, {prefix: 1})[prefix][0]


def yearly_all(session: Session, year: int, counts: Mapping[str, int]) -> dict[str, list[str]]:
    """So many of each prefix: `O-2026-000042`, `O-2026-000043` and so on, one after the other."""
    drawn = draw(session, {f"{prefix}-{year}": count for prefix, count in counts.items()})
    return {prefix: [f"{prefix}-{year}-{number:06d}" for number in drawn[f"{prefix}-{year}"]] for prefix in counts}


def plain(session: Session, prefix: str, width: int = 6) -> str:
    """`P-000084`."""
    return f"{prefix}-{draw(session, {prefix: 1})[prefix][0]:0{width}d}"
