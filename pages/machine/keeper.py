"""The keeper of deadlines: one thread that lets lapse what is due, asks after payments nobody reported, and lets the
search follow new names."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pages.machine import sandbox
from services import payments, words

EVERY = 30.0
ROUND = (payments.sweep, sandbox.sweep, words.follow_names)
log = logging.getLogger("museum.keeper")


@contextmanager
def keeping() -> Iterator[None]:
    over = threading.Event()
    keeper = threading.Thread(target=rounds, args=(over,), name="keeper", daemon=True)
    keeper.start()
    yield
    over.set()
    keeper.join(timeout=5)


def rounds(over: threading.Event) -> None:
    while not over.wait(EVERY):
        for work in ROUND:
            try:
                work()
            except Exception:
                log.exception("part of the round failed; the next one comes")
