"""A payment desk to practise on: it answers the Stripe SDK, shows a payment page and posts events; no money moves."""

import time
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

from starlette.routing import BaseRoute, Route

from pages.machine.sandbox import api, hosted, onboarding, pages
from pages.machine.sandbox.desk import Desk

__all__ = ["routes", "sweep"]
_desks: "WeakSet[Desk]" = WeakSet()


def routes(
    *,
    base_url: Callable[[], str],
    state: Callable[[], Path],
    webhook_url: Callable[[], str],
    webhook_secret: Callable[[], str],
    clock: Callable[[], float] = time.time,
) -> list[BaseRoute]:
    """The sandbox under `/sandbox`; each setting is asked anew at every request. `state` is its own SQLite file."""
    desk = Desk(base_url, state, webhook_url, webhook_secret, clock)
    _desks.add(desk)
    return [
        Route("/sandbox/v1/{path:path}", api.door(desk), methods=["GET", "POST", "DELETE"]),
        Route("/sandbox/pay/{session}", hosted.door(desk), methods=["GET", "POST"]),
        Route("/sandbox/onboard/{account}", onboarding.door(desk), methods=["GET", "POST"]),
        Route("/sandbox/look.css", pages.look, methods=["GET"]),
    ]


def sweep() -> int:
    """Close what lapsed, decide what was promised, send what waits, in every sandbox of this process.

    Call it at start-up (to take up the mail of the last process) and then from time to time; says what changed.
    """
    return sum(desk.sweep() for desk in list(_desks))
