"""Changing what a CHECK of an existing table allows: SQLite keeps it in the table's own words, PostgreSQL by name."""

from sqlalchemy import Connection, text

__all__ = ["add", "change", "drop", "words_of"]


def add(connection: Connection, table: str, name: str, condition: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f'ALTER TABLE "{table}" ADD CONSTRAINT {name} CHECK ({condition})'))
        return
    said = words_of(connection, table)
    end = said.rindex(")")
    reword(connection, table, f"{said[:end].rstrip()}, CONSTRAINT {name} CHECK ({condition})\n{said[end:]}")


def change(connection: Connection, table: str, name: str, condition: str) -> None:
    """Let the constraint `name` of the table say `condition` instead; rows are not read again."""
    if connection.dialect.name == "postgresql":
        drop(connection, table, name)
        add(connection, table, name, condition)
        return
    said = words_of(connection, table)
    start, end = span(said, name)
    reword(connection, table, f"{said[:start]}CONSTRAINT {name} CHECK ({condition}){said[end:]}")


def drop(connection: Connection, table: str, name: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT {name}'))
        return
    said = words_of(connection, table)
    start, end = span(said, name)
    before, after = said[:start].rstrip(), said[end:].lstrip()
    after = after[1:].lstrip() if after.startswith(",") else after
    reword(connection, table, f"{before.removesuffix(',') if after.startswith(')') else before} {after}")


def words_of(connection: Connection, table: str) -> str:
    found = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = :table"
    return str(connection.execute(text(found), {"table": table}).scalar_one())


def span(said: str, name: str) -> tuple[int, int]:
    """Where the constraint stands in the words of the table, from CONSTRAINT to its closing bracket."""
    start = said.index(f"CONSTRAINT {name} CHECK (")
    depth, quoted = 0, ""
    for place in range(said.index("(", start), len(said)):
        sign = said[place]
        if quoted or sign in "'\"":
            quoted = "" if sign == quoted else quoted or sign
        else:
            depth += (sign == "(") - (sign == ")")
            if not depth:
                return start, place + 1
    raise ValueError(f"{name} has no end")


def reword(connection: Connection, table: str, said: str) -> None:
    """SQLite's own procedure for changes that leave the rows as they lie; a new version makes everybody read them."""
    connection.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = "UPDATE sqlite_schema SET sql = :said WHERE type = 'table' AND name = :table"
    connection.execute(text(changed), {"said": said, "table": table})
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema=RESET")
    connection.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1').all()  # read them now: ALTER TABLE goes by them
