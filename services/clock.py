"""The museum's only clock: aware UTC inside, China's time for people; tests and the seed set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    return _stopped.get() or datetime.now(UTC)


def today() -> date:
    """The date in China, which is the date of every paper and every limit."""
    return in_china(now()).date()


def in_china(moment: datetime) -> datetime:
    return moment.astimezone(CHINA)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let this thread live at one moment: how the collection is hung on its own dates."""
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
