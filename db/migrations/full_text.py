"""The full text of the exhibits: FTS5 in SQLite, a tsvector in PostgreSQL, kept in step by triggers.

Both hold the tokens of `product.words` exactly as they stand there, by the number in the product's code."""

from sqlalchemy import Connection, text

NAME = "product_words"  # FTS5 keeps four more tables whose names begin so
SQLITE = (
    f"""CREATE VIRTUAL TABLE {NAME} USING fts5(
        words, content='', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0")""",
    f"""CREATE TRIGGER {NAME}_insert AFTER INSERT ON product WHEN NEW.words <> '' BEGIN
        INSERT INTO {NAME} (rowid, words) VALUES (CAST(substr(NEW.code, 3) AS INTEGER), NEW.words); END""",
    f"""CREATE TRIGGER {NAME}_update AFTER UPDATE OF words ON product WHEN OLD.words <> NEW.words BEGIN
        INSERT INTO {NAME} ({NAME}, rowid, words)
            SELECT 'delete', CAST(substr(OLD.code, 3) AS INTEGER), OLD.words WHERE OLD.words <> '';
        INSERT INTO {NAME} (rowid, words)
            SELECT CAST(substr(NEW.code, 3) AS INTEGER), NEW.words WHERE NEW.words <> ''; END""",
    f"""CREATE TRIGGER {NAME}_delete AFTER DELETE ON product WHEN OLD.words <> '' BEGIN
        INSERT INTO {NAME} ({NAME}, rowid, words)
            VALUES ('delete', CAST(substr(OLD.code, 3) AS INTEGER), OLD.words); END""",
)
POSTGRESQL = (
    # The tokens lie outside the row: reading a hundred thousand numbers then reads a few pages.
    f"CREATE TABLE {NAME} (number bigint PRIMARY KEY, tokens tsvector NOT NULL) WITH (toast_tuple_target = 128)",
    f"CREATE INDEX ix_{NAME} ON {NAME} USING gin (tokens) WITH (fastupdate = off)",
    f"""CREATE FUNCTION keep_{NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN DELETE FROM {NAME} WHERE number = substr(OLD.code, 3)::bigint; END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO {NAME} SELECT substr(NEW.code, 3)::bigint, array_to_tsvector(string_to_array(NEW.words, ' '))
            WHERE NEW.words <> '';
        END IF;
        RETURN NULL;
    END $$""",
    f"""CREATE TRIGGER {NAME} AFTER INSERT OR DELETE OR UPDATE OF words ON product
        FOR EACH ROW EXECUTE FUNCTION keep_{NAME}()""",
)


def set_up(connection: Connection) -> None:
    """Words written before tokens were known are emptied; `services.listings` spells them anew."""
    connection.execute(text("UPDATE product SET words = ''"))
    for statement in POSTGRESQL if connection.dialect.name == "postgresql" else SQLITE:
        connection.exec_driver_sql(statement)


def take_down(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP TRIGGER {NAME} ON product")
        connection.exec_driver_sql(f"DROP FUNCTION keep_{NAME}()")
    else:
        for moment in ("insert", "update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {NAME}_{moment}")
    connection.exec_driver_sql(f"DROP TABLE {NAME}")
