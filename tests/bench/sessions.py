"""How many visitors one process holds who turn a page every two seconds, and what each costs it."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence

from tests.bench import machine
from tests.bench.house import House
from tests.bench.pages import WALL
from tests.bench.results import Result, percentile, result
from tests.bench.tab import Wall
from tests.browser import Served

LEVELS = (25, 50, 100, 150, 200, 300, 400, 600, 800, 1200)
LIMIT_MS = 500
THINK, STRETCH = 2.0, 15.0  # seconds between two clicks of a visitor, and of a level
AT_THE_DOOR = 8


def measure(house: House) -> Iterator[Result]:
    """Let in more and more visitors until they wait too long."""
    held = 0
    with (
        house.opened("sqlite") as url,
        Served(house.folder, DATABASE_URL=url) as museum,
        asyncio.Runner() as clock,
    ):
        tabs = clock.run(let_in(museum, 1))
        alone = machine.memory_of(museum.pid)
        yield one("memory at start", alone, "MB")
        for level in LEVELS:
            tabs += clock.run(let_in(museum, level - len(tabs)))
            clicks, processor = clock.run(busy(tabs, museum.pid))
            yield result("sessions.click", clicks, unit="ms", database="sqlite", size=level)
            yield one("clicks a second", len(clicks) / STRETCH, "/s", level)
            yield one("processor per click", processor, "ms", level)
            yield one("memory per session", (machine.memory_of(museum.pid) - alone) / (level - 1), "MB", level)
            if percentile(clicks, 95) > LIMIT_MS:
                break
            held = level
        clock.run(leave(tabs))
    yield one(f"held with p95 under {LIMIT_MS} ms", held, "sessions", held)


def one(name: str, value: float, unit: str, size: int = 1) -> Result:
    return result(f"sessions.{name}", [value], unit=unit, database="sqlite", size=size)


async def let_in(museum: Served, more: int) -> list[Wall]:
    """A few at a time: a crowd at the door is another measurement."""
    door = asyncio.Semaphore(AT_THE_DOOR)

    async def enter() -> Wall:
        async with door:
            return await Wall.opened(museum.url + WALL)

    return await asyncio.gather(*(enter() for _ in range(more)))


async def leave(tabs: Sequence[Wall]) -> None:
    await asyncio.gather(*(tab.close() for tab in tabs))


async def busy(tabs: Sequence[Wall], server: int) -> tuple[list[float], float]:
    """The milliseconds every click of the stretch took, and those of the server's processor time a click."""
    clicks: list[float] = []
    before, until = machine.seconds_of(server), time.perf_counter() + STRETCH
    await asyncio.gather(*(stroll(tab, until, clicks) for tab in tabs))
    return clicks, (machine.seconds_of(server) - before) / len(clicks) * 1000


async def stroll(tab: Wall, until: float, clicks: list[float]) -> None:
    await asyncio.sleep(random.uniform(0, THINK))  # noqa: S311
    while time.perf_counter() < until:
        clicks.append(await tab.turn() * 1000)
        await asyncio.sleep(random.uniform(0.5, 1.5) * THINK)  # noqa: S311
