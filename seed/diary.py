"""The museum's past as a diary: every event lived at its own moment, in order, with ids that come out the same."""

import hashlib
import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from db.columns import identities
from services import clock

Action = Callable[[], None]


class Diary:
    """What is noted is lived in the order of its moments; an event may note later ones."""

    def __init__(self) -> None:
        self.pages: list[tuple[datetime, int, Action]] = []
        self.noted = self.lived = 0

    def note(self, at: datetime, action: Action) -> None:
        self.noted += 1
        heapq.heappush(self.pages, (at, self.noted, action))

    def live(self, until: datetime) -> None:
        """Let everything before `until` happen."""
        while self.pages and self.pages[0][0] < until:
            at, _, action = heapq.heappop(self.pages)
            with clock.stopped_at(at):
                action()
            self.lived += 1


@contextmanager
def the_same_ids(source: str) -> Iterator[None]:
    """Version 7 ids from the stopped clock, a count, and a digest of `source`: no machine and no chance in them."""
    count = at = within = 0

    def next_id() -> UUID:
        nonlocal count, at, within
        milliseconds = int(clock.now().timestamp() * 1000)
        count, within = count + 1, within + 1 if milliseconds == at else 0
        at = milliseconds
        digest = int.from_bytes(hashlib.sha256(f"{source}:{count}".encode()).digest()[:8])
        return UUID(int=milliseconds << 80 | 0x7 << 76 | (within & 0xFFF) << 64 | 0x2 << 62 | digest >> 2)

    token = identities.set(next_id)
    try:
        yield
    finally:
        identities.reset(token)
