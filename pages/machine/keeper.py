"""The keeper of deadlines: one thread that lets lapse what is due and asks after payments nobody reported."""

import itertools
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pages.machine import sandbox
from services import payments, payouts, reconciling

EVERY = 30.0
ROUND = (payments.sweep, payouts.go_round, sandbox.sweep)
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
