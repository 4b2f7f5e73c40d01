"""Where the sandbox keeps everything: one SQLite file that outlives the process and that threads may share."""

import json
import secrets
import sqlite3
import string
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pages.machine.sandbox import refusals
from pages.machine.sandbox.refusals import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    created INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    created REAL NOT NULL,
    status INTEGER,
    body TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, created);
CREATE INDEX IF NOT EXISTS objects_by_payment ON objects (kind, json_extract(body, '$.payment_intent'));
CREATE INDEX IF NOT EXISTS sessions_open ON objects (json_extract(body, '$.expires_at'))
    WHERE kind = 'checkout.session' AND json_extract(body, '$.status') = 'open';
CREATE INDEX IF NOT EXISTS sessions_promised ON objects (json_extract(body, '$.private.promise.due'))
    WHERE kind = 'checkout.session' AND json_extract(body, '$.private.promise.due') IS NOT NULL;
CREATE INDEX IF NOT EXISTS refunds_failing ON objects (json_extract(body, '$.private.fails_at'))
    WHERE kind = 'refund' AND json_extract(body, '$.private.fails_at') IS NOT NULL;
CREATE INDEX IF NOT EXISTS mail_waiting ON objects (json_extract(body, '$.private.next_try'))
    WHERE kind = 'event' AND json_extract(body, '$.private.state') = 'pending';
"""
VERSION = 2  # of the schema, which completes what is older
ALPHABET = string.ascii_letters + string.digits
_first_use = threading.Lock()


class Book:
    """The objects, as seen inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def put(self, thing: Json) -> Json:
        """Write the thing, new or changed; its place in the order of creation stays."""
        self.connection.execute(
            "INSERT INTO objects (id, kind, created, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (thing["id"], thing["object"], thing["created"], json.dumps(thing, ensure_ascii=False)),
        )
        return thing

    def get(self, kind: str, name: str) -> Json | None:
        found = self.connection.execute("SELECT body FROM objects WHERE id = ? AND kind = ?", (name, kind)).fetchone()
        return None if found is None else load(found[0])

    def need(self, kind: str, name: str, param: str | None = "id") -> Json:
        found = self.get(kind, name)
        if found is None:
            raise refusals.missing(kind, name, param)
        return found

    def select(self, where: str, values: Mapping[str, Any], *, by: str = "") -> list[Json]:
        """Whole objects by a condition of our own; values are always bound, never pasted.

        `by` names the index, where SQLite would rather go through all objects of the kind."""
        way = f"INDEXED BY {by} " if by else ""
        rows = self.connection.execute(f"SELECT body FROM objects {way}WHERE {where}", values)  # noqa: S608
        return [load(body) for (body,) in rows]

    def sums(self, kind: str, field: str, where: str = "TRUE") -> dict[str, int]:
        """What a money field adds up to, in fen (or the currency's smallest unit), by currency."""
        rows = self.connection.execute(
            f"SELECT json_extract(body, '$.currency'), sum(json_extract(body, '$.{field}')) FROM objects "  # noqa: S608
            f"WHERE kind = ? AND {where} GROUP BY 1",
            (kind,),
        )
        return {currency: int(total) for currency, total in rows}


def load(body: str) -> Json:
    thing: Json = json.loads(body)
    return thing


def new_id(prefix: str, length: int = 24) -> str:
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))


@contextmanager
def opened(path: Path, *, writing: bool = False) -> Iterator[Book]:
    """One transaction: everything or nothing; a writer waits for the writer before it."""
    with closing(_connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
        try:
            yield Book(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=15, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            with _first_use:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(f"{SCHEMA}PRAGMA user_version = {VERSION};")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
