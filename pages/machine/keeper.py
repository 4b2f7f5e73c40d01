"""The keeper of deadlines: one thread that lets lapse what is due, asks after payments nobody reported, and lets the
search follow new names."""

import itertools
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pages.machine import sandbox
from services import payments, payouts, reconciling, words

EVERY = 30.0
ROUND = (payments.sweep, payouts.go_round, sandbox.sweep, words.follow_names)
AN_HOUR = (payments.hear_what_was_lost, reconciling.nightly)
ROUNDS_AN_HOUR = 120
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
    for number in itertools.count():
        if over.wait(EVERY):
            return
        for work in ROUND if number % ROUNDS_AN_HOUR else (*ROUND, *AN_HOUR):
            try:
                work()
            except Exception:
                log.exception("part of the round failed; the next one comes")
