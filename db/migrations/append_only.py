"""Tables that only grow: the database itself refuses to change or delete a row of them."""

from sqlalchemy import Connection, text

TABLES = ("audit_entry", "fact", "ledger_entry", "posting", "stock_movement")
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$
"""


def set_up(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(REFUSE))
    for table in TABLES:
        for action in ("UPDATE", "DELETE"):
            connection.execute(text(trigger(connection, table, action)))


def trigger(connection: Connection, table: str, action: str) -> str:
    name = f"{table}_no_{action.lower()}"
    if connection.dialect.name == "postgresql":
        rows = f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH STATEMENT"
        return f"{rows} EXECUTE FUNCTION refuse_change()"
    return f"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"


def lift(connection: Connection) -> None:
    """Before the tables are dropped; SQLite drops its triggers with them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change() CASCADE"))
