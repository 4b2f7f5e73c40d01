"""Rows that are only ever added: one statement a table, without the bookkeeping that rows need which change later."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table, insert
from sqlmodel import Session

from db.columns import Row


def add_all(session: Session, model: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows, all with the same columns; an id or a default that they do not name is the table's own.

    What the session still holds back is written first: these rows may refer to it."""
    if rows:
        session.flush()
        note_change(session, model)
        session.connection().execute(insert_into(model), rows)


def note_change(session: Session, model: type[Any] | None) -> None:
    """Remember that the transaction needs its line in the audit log."""
    if model is not None and not getattr(model, "__unaudited__", False):
        session.info.setdefault("changed", set()).add(model.__name__)


def table_of(model: type[Row]) -> Table:
    return cast("Any", model).__table__  # type: ignore[no-any-return]


@cache
def insert_into(model: type[Row]) -> Insert:
    return insert(table_of(model))
