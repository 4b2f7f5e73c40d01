"""What a column of choices may hold is a CHECK; a choice is added or taken away without building the table anew."""

import re

import sqlalchemy as sa

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
        found = in_sqlite(column).search(schema_of(connection, table))
        return QUOTED.findall(found[0]) if found else []
    asked = sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name")
    return QUOTED.findall(connection.execute(asked, {"name": f"ck_{table}_{column}"}).scalar_one())


def write(connection: sa.Connection, table: str, column: str, choices: list[str]) -> None:
    condition = f'"{column}" IN ({", ".join(repr(choice) for choice in choices)})'
    if connection.dialect.name == "sqlite":
        rewrite(connection, table, in_sqlite(column).sub(condition, schema_of(connection, table)))
        return
    name = f"ck_{table}_{column}"
    connection.execute(
        sa.text(f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({condition})")
    )


def in_sqlite(column: str) -> re.Pattern[str]:
    return re.compile(rf'"{column}" IN \([^)]*\)')


def schema_of(connection: sa.Connection, table: str) -> str:
    asked = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    return str(connection.execute(asked, {"table": table}).scalar_one())


def rewrite(connection: sa.Connection, table: str, schema: str) -> None:
    """As SQLite's manual says for a change of checks alone: no row changes, only the text that describes the table."""
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    change = sa.text("UPDATE sqlite_master SET sql = :schema WHERE type = 'table' AND name = :table")
    connection.execute(change, {"schema": schema, "table": table})
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
