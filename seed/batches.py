"""Plain rows by the thousand: drawn codes, dates within four years, one insert a table."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from psycopg import sql
from sqlalchemy import insert, text
from sqlmodel import Session, SQLModel

from db.columns import new_id
from db.stock import Reason
from seed.founding_day import MIDNIGHT
from services import clock

WINDOW = timedelta(days=1460)
DRAW = text(
    "INSERT INTO series (name, last) VALUES (:name, :count) "
    "ON CONFLICT (name) DO UPDATE SET last = series.last + :count RETURNING last"
)
Rows = dict[type[SQLModel], list[dict[str, Any]]]


def reserved(db: Session, series: str, count: int) -> int:
    """Draw `count` codes at once; returns the last of them."""
    return int(db.execute(DRAW, {"name": series, "count": count}).scalar_one())


def moments(chance: Random, count: int, part: tuple[float, float] = (0, 1)) -> list[datetime]:
    """In order, within a part of the four years after the founding day: rows that are written together lie together."""
    begin, end = (int(WINDOW.total_seconds() * share) for share in part)
    seconds = sorted(chance.randrange(begin, end) for _ in range(count))
    return [MIDNIGHT + timedelta(seconds=after) for after in seconds]


def written(db: Session, rows: Rows) -> None:
    """Tables in the order in which they were first filled, so that references lead somewhere."""
    copying = db.get_bind().dialect.name == "postgresql"
    for table, lines in rows.items():
        if lines and copying:
            copied(db, table, lines)
        elif lines:
            db.connection().execute(insert(table), lines)  # as plain rows: the session need not know them


def copied(db: Session, table: type[SQLModel], lines: Sequence[dict[str, Any]]) -> None:
    """PostgreSQL's COPY takes rows several times as fast as an insert."""
    stored, dialect = SQLModel.metadata.tables[str(table.__tablename__)], db.get_bind().dialect
    forms = [stored.columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in lines[0]]
    connection: Any = db.connection().connection.driver_connection
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(stored.name), sql.SQL(", ").join(map(sql.Identifier, lines[0]))
    )
    with connection.cursor().copy(into) as rows:
        for line in lines:
            rows.write_row([form(value) if form else value for form, value in zip(forms, line.values(), strict=True)])


def movement(product_id: UUID, quantity_milli: int, reason: Reason, order_id: UUID | None = None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "product_id": product_id,
        "quantity_milli": quantity_milli,
        "reason": reason,
        "order_id": order_id,
        "note": "",
        "at": clock.now(),
    }
