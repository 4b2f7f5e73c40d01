"""Stored deadlines: what must be done at a moment is noted with its cause, and done once the moment has come."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from db import due as store
from db.due import Due, Handler
from db.engine import reading, transaction
from services import clock

__all__ = ["Deadline", "Handler", "drop", "note", "note_all", "sweep"]

Work = Callable[[str], None]


class Deadline(NamedTuple):
    """At `at`, `handler` looks after `subject`; the same key twice is one row."""

    at: datetime
    handler: Handler
    subject: str
    key: str


SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)
MOST = 1000  # rows a round, so that a long list does not keep the house from closing
log = logging.getLogger("museum.due")


def note(db: Session, at: datetime, handler: Handler, subject: str, *, key: str) -> None:
    """In the caller's transaction: at `at`, `handler` looks after `subject`. The same key twice is one row."""
    note_all(db, [Deadline(at, handler, subject, key)])


def note_all(db: Session, deadlines: Sequence[Deadline]) -> None:
    """The same for several."""
    now = clock.now()
    store.keep(db, [one._asdict() | {"ready_at": one.at, "created_at": now} for one in deadlines])


def drop(db: Session, key: str) -> None:
    """It need not be done any more; what is done stays on record, and its key stays taken."""
    store.forget(db, key)


def sweep(handlers: Mapping[Handler, Work]) -> None:
    """Do what is due, in the order of its moments, also after the house was closed for long.

    Whoever takes a row sets the moment of its next try first. A handler that raises, and a process that dies, are
    then the same: the row is tried again after a pause that doubles, and holds up nobody meanwhile. A handler may
    so be called again after it has done its work: it looks whether the thing still needs doing."""
    for _ in range(MOST):
        with reading() as db:
            row = store.first(db, clock.now())
        if row is None:
            return
        if taken(row):
            run(row, handlers)


def taken(row: Due) -> bool:
    with transaction(audited=False) as db:
        return store.take(db, row, clock.now() + pause(row.tries))


def pause(tries: int) -> timedelta:
    return min(SHORTEST_PAUSE * (1 << min(tries, 10)), LONGEST_PAUSE)


def run(row: Due, handlers: Mapping[Handler, Work]) -> None:
    try:
        handlers[Handler(row.handler)](row.subject)
    except Exception as error:
        log.exception("%s of %s failed; it is tried again", row.handler, row.subject)
        with transaction(audited=False) as db:
            store.fail(db, row, f"{type(error).__name__}: {error}".replace("\x00", "")[:300])
    else:
        with transaction(audited=False) as db:
            store.finish(db, row, clock.now())
