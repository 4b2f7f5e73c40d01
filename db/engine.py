"""One engine a process, one short transaction a service call, and no change without its line in the audit log."""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session, create_engine

from db import audit, shelf_changes
from db.settings import settings
from db.writing import note_change

PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "cache_size": "-32000",
}
PATIENCE = "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
# PostgreSQL would show each statement a newer moment, and a page something that never was; SQLite's BEGIN holds one.
ONE_MOMENT = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}}
SAFE_SQLITE = (3, 51, 3)
ENOUGH_ROWS = 1000  # of an index, to know how much it narrows


class FairQueue:
    """So many writers of this process at once, served in the order they came."""

    def __init__(self, places: int) -> None:
        self.guard, self.waiting, self.free = threading.Lock(), deque[threading.Event](), places

    def __enter__(self) -> None:
        with self.guard:
            if self.free:
                self.free -= 1
                return
            turn = threading.Event()
            self.waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self.guard:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.free += 1


# SQLite has one writer, and its own busy wait serves them at random. Orders take their numbers and their places in the
# audit log one after the other in PostgreSQL, too: more at once would only take the processor from whose turn it is.
write_queues = {"sqlite": FairQueue(1), "postgresql": FairQueue(4)}


def connect(url: str) -> Engine:
    """An engine for `url`, with the settings each database needs to keep its promises."""
    if make_url(url).get_backend_name() == "sqlite":
        made = create_engine(url, pool_size=20, max_overflow=20, connect_args={"check_same_thread": False})
        event.listen(made, "connect", open_sqlite)
        event.listen(made, "begin", begin_sqlite)
        return made
    return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args={"options": PATIENCE})


def open_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: see begin_sqlite
    for pragma, value in PRAGMAS.items():
        connection.execute(f"PRAGMA {pragma}={value}")


def begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@cache
def engine() -> Engine:
    return connect(settings().database_url)


def sqlite_warning() -> str | None:
    """What an operator must know: older SQLite can corrupt a WAL that several processes write."""
    if engine().dialect.name != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return None
    needed = ".".join(map(str, SAFE_SQLITE))
    return f"SQLite {sqlite3.sqlite_version} is older than {needed}: let only one process write, or use PostgreSQL."


def look_over() -> None:
    """Let the database count its rows, so that it chooses indexes well: SQLite never does so by itself."""
    with engine().execution_options(writes=True).begin() as connection:
        if engine().dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA analysis_limit={ENOUGH_ROWS}")
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def reading() -> Iterator[Session]:
    """A view of one moment; whatever the block changes is thrown away."""
    with Session(engine(), expire_on_commit=False) as session:
        session.connection(execution_options=ONE_MOMENT[engine().dialect.name])
        yield session


@contextmanager
def apart(session: Session) -> Iterator[Session]:
    """Another session in the same transaction, for what is kept in memory: a rollback of the first leaves it whole."""
    session.flush()
    with Session(session.connection(), expire_on_commit=False) as own:
        yield own


@contextmanager
def transaction(*, audited: bool = True) -> Iterator[Session]:
    """Commit what the block did, or nothing; a change without an audit entry is a bug."""
    with write_queues[engine().dialect.name], Session(engine(), expire_on_commit=False) as session:
        # BEGIN IMMEDIATE now: what is read below cannot change before it is written
        session.connection(execution_options={"writes": True})
        yield session
        session.flush()
        if audited and session.info.get("changed") and not audit.pending(session):
            raise AssertionError(f"unaudited change: {sorted(session.info['changed'])}")
        audit.write(session)
        shelf_changes.write(session)
        session.commit()


@event.listens_for(Session, "after_flush")
def remember_rows(session: Session, _: UOWTransaction) -> None:
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in [*session.new, *changed, *session.deleted]:
        note_change(session, type(row))
        shelf_changes.note_row(session, row, new=row in session.new)


@event.listens_for(Session, "do_orm_execute")
def remember_statements(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        note_change(state.session, state.bind_mapper.class_ if state.bind_mapper else None)  # type: ignore[arg-type]
