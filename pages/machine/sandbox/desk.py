"""The sandbox's front desk: where it lives, what time it is there, and the threads it works in."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from starlette.requests import Request

from pages.machine.sandbox import upkeep
from pages.machine.sandbox.store import Book, opened
from pages.machine.sandbox.webhooks import Postman

T = TypeVar("T")
THREADS = 4
MOST_BYTES = 1_000_000


class TooLong(Exception):
    """A request body beyond anything an honest caller sends."""


@dataclass(eq=False)
class Desk:
    base_url: Callable[[], str]
    state: Callable[[], Path]
    webhook_url: Callable[[], str]
    webhook_secret: Callable[[], str]
    clock: Callable[[], float] = time.time
    postman: Postman = field(init=False)
    _threads: ThreadPoolExecutor = field(init=False)
    _opened_before: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.postman = Postman(self.state, self.clock, self.webhook_url, self.webhook_secret, self.base_url)
        # Threads of its own: the museum's handlers hold theirs while they wait for an answer from here.
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sandbox")

    def now(self) -> int:
        return int(self.clock())

    def base(self) -> str:
        return self.base_url().rstrip("/")

    async def aside(self, work: Callable[[], T]) -> T:
        """Run blocking work without stopping the server."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    @contextmanager
    def reading(self) -> Iterator[Book]:
        self.catch_up()
        with opened(self.state()) as book:
            yield book

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """Every change may have made mail, and the postman goes once the change is certain."""
        self.catch_up()
        with opened(self.state(), writing=True) as book:
            yield book
        self.postman.wake()

    def sweep(self) -> int:
        """Close what lapsed, decide what was promised, send what is waiting; returns how many sessions changed."""
        changed = upkeep.catch_up(self.state(), self.now())
        upkeep.forget(self.state(), self.now())
        self.postman.wake()
        return changed

    def catch_up(self) -> None:
        changed = upkeep.catch_up(self.state(), self.now())
        if changed or not self._opened_before.is_set():
            # The first look after a start takes up the mail that the last process left.
            self._opened_before.set()
            self.postman.wake()


async def body_of(request: Request, most: int = MOST_BYTES) -> bytes:
    raw = b""
    async for piece in request.stream():
        raw += piece
        if len(raw) > most:
            raise TooLong
    return raw
