"""A choice gets more options: the check of its column is widened in place, rows and triggers stay as they are."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import text

__all__ = ["narrow", "widen"]


def widen(table: str, column: str, *, now: Sequence[str], more: Sequence[str]) -> None:
    """Let `column` hold `more` beside what it may hold `now`.

    SQLite cannot alter a check; a table that others refer to and that triggers guard is not to be copied either. Its
    manual (lang_altertable, "making other kinds of table schema changes") allows this: the text of the table changes,
    its content does not, and every option that was allowed before still is."""
    reword(table, column, condition(column, now), condition(column, [*now, *more]))


def narrow(table: str, column: str, *, to: Sequence[str], without: Sequence[str]) -> None:
    """The way back; right only while no row holds any of `without`."""
    reword(table, column, condition(column, [*to, *without]), condition(column, to))


def reword(table: str, column: str, before: str, after: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        rewrite(table, before, after)
    else:
        name = f"ck_{table}_{column}"
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, text(after))


def condition(column: str, options: Sequence[str]) -> str:
    said = ", ".join(f"'{option}'" for option in options)
    return f'"{column}" IN ({said})'


def rewrite(table: str, before: str, after: str) -> None:
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
        (before, after, table, before),
    ).rowcount
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=OFF")
    if changed != 1:
        raise AssertionError(f"{table} does not hold the check {before}")
