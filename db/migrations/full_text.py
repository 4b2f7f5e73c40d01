"""Where the words of the exhibits are searched: an FTS5 table in SQLite, a tsvector in PostgreSQL.

Both hold the tokens of `product.words` exactly as they stand there, by the number in the product's code; `db.words`
keeps them in step."""

from sqlalchemy import Connection, text

NAME = "product_words"  # FTS5 keeps four more tables whose names begin so
SQLITE = (
    f"""CREATE VIRTUAL TABLE {NAME} USING fts5(
        words, content='', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0")""",
)
POSTGRESQL = (
    # The tokens lie outside the row: reading a hundred thousand numbers then reads a few pages.
    f"CREATE TABLE {NAME} (number bigint PRIMARY KEY, tokens tsvector NOT NULL) WITH (toast_tuple_target = 128)",
    f"CREATE INDEX ix_{NAME} ON {NAME} USING gin (tokens) WITH (fastupdate = off)",
)


def set_up(connection: Connection) -> None:
    """Words of an older spelling are emptied; `services.listings` spells them anew."""
    connection.execute(text("UPDATE product SET words = ''"))
    for statement in POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE:
        connection.exec_driver_sql(statement)


def take_down(connection: Connection) -> None:
    connection.exec_driver_sql(f"DROP TABLE {NAME}")
