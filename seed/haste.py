"""Seeding in a hurry and alone: nothing waits for the disk, and nobody else seeds at the same time."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from db.engine import engine
from db.settings import settings

LOCK = 4_802  # beside the lock of the audit chain


@contextmanager
def hurried(database: Engine) -> Iterator[None]:
    """No event need wait for the disk: a seeding that is cut short is begun anew."""
    database.dispose()
    event.listen(database, "connect", do_not_wait)
    try:
        yield
    finally:
        event.remove(database, "connect", do_not_wait)
        database.dispose()
        if database.dialect.name == "sqlite":
            with closing(database.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # to the last byte on the disk


def do_not_wait(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    lite = engine().dialect.name == "sqlite"
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF" if lite else "SET synchronous_commit = off")
    connection.commit()
    cursor.close()


@contextmanager
def alone() -> Iterator[None]:
    """Whoever seeds at the same time waits, and then finds the museum hung."""
    if engine().dialect.name == "sqlite":
        with (settings().data_dir / "seeding.lock").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        return
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        try:
            yield
        finally:
            connection.invalidate()  # closing the connection is what lets the next one in
