"""What a column of choices may hold is a CHECK; a choice is added or taken away without building the table anew."""

import re

import sqlalchemy as sa

from db.migrations import checks

__all__ = ["add", "remove"]

QUOTED = re.compile(r"'([^']+)'")


def add(connection: sa.Connection, table: str, column: str, choice: str) -> None:
    kept = allowed(connection, table, column)
    if choice not in kept:
        write(connection, table, column, [*kept, choice])


def remove(connection: sa.Connection, table: str, column: str, choice: str) -> None:
    """The rows that hold it must be gone."""
    write(connection, table, column, [one for one in allowed(connection, table, column) if one != choice])


def allowed(connection: sa.Connection, table: str, column: str) -> list[str]:
    """The choices of now, in their order."""
    if connection.dialect.name == "sqlite":
        found = in_sqlite(column).search(checks.words_of(connection, table))
        return QUOTED.findall(found[0]) if found else []
    asked = sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    return QUOTED.findall(connection.execute(asked, {"name": f"ck_{table}_{column}"}).scalar_one())


def write(connection: sa.Connection, table: str, column: str, choices: list[str]) -> None:
    said = ", ".join(repr(choice) for choice in choices)
    checks.change(connection, table, f"ck_{table}_{column}", f'"{column}" IN ({said})')


def in_sqlite(column: str) -> re.Pattern[str]:
    return re.compile(rf'"{column}" IN \([^)]*\)')
