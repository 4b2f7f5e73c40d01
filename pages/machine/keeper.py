"""The keeper: what is done without anybody asking, each work in its own rounds, so that none waits for another."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from components.i18n import tell
from pages.machine import sandbox
from services import due_handlers, low_stock, mailing, notices, payments, payouts, reconciling, words

AN_HOUR = 3600.0
SHARE = 20  # so many seconds of rest for one of work
WORKS: dict[Callable[[], object], float] = {  # and the seconds between two rounds
    due_handlers.sweep: 5.0,
    partial(notices.compose, tell): 5.0,
    mailing.deliver: 5.0,
    low_stock.tell: 5.0,
    payments.sweep: 30.0,
    payouts.go_round: 30.0,
    sandbox.sweep: 30.0,
    words.follow_names: 30.0,
    payments.hear_what_was_lost: AN_HOUR,
    reconciling.nightly: AN_HOUR,
}
log = logging.getLogger("museum.keeper")


@contextmanager
def keeping() -> Iterator[None]:
    over = threading.Event()
    keepers = [
        threading.Thread(target=rounds, args=(over, *work), name="keeper", daemon=True) for work in WORKS.items()
    ]
    for keeper in keepers:
        keeper.start()
    yield
    over.set()
    for keeper in keepers:
        keeper.join(timeout=5)


def rounds(over: threading.Event, work: Callable[[], object], every: float) -> None:
    pause = every
    while not over.wait(pause):
        began = time.thread_time()
        try:
            work()
        except Exception:
            log.exception("a round failed; the next one comes")
        pause = rest(every, time.thread_time() - began)


def rest(every: float, worked: float) -> float:
    """However much there is to look through, no work takes more than its share of a processor from the visitors.

    Waiting for others, the provider or a mail server, is not counted."""
    return max(every, worked * SHARE)
