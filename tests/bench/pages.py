"""Pages in Chromium, cold and warm, opened in turns with an empty Streamlit page: the ratio outlives a busy machine."""

from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser

from tests.bench.empty import empty_app
from tests.bench.house import House
from tests.bench.opening import LETTER, Target, click, interleaved, load, visitor
from tests.bench.results import Result, result
from tests.browser import Served, browser

ROUNDS, CLICKS = 8, 16
PAGE = 24
WALL = "/halls?sort=newest"
NEXT, PREVIOUS = '[data-testid="stPaginationNext"]', '[data-testid="stPaginationPrev"]'


def measure(house: House) -> Iterator[Result]:
    with (
        house.opened("sqlite") as url,
        empty_app(house.folder) as empty,
        Served(house.folder, DATABASE_URL=url) as museum,
        browser() as chromium,
    ):
        letter = Target("empty", empty, mark=LETTER)
        foyer, wall = Target("foyer", f"{museum.url}/", size=4), Target("halls", museum.url + WALL, size=PAGE)
        interleaved(chromium, [letter, foyer, wall], rounds=ROUNDS)
        yield from times(letter)
        for target in (foyer, wall):
            yield from times(target)
            yield from ratios(target, letter)
        turned = turn_pages(chromium, wall)
        yield result("pages.halls.click", turned, unit="ms", database="sqlite", size=PAGE)


def times(target: Target) -> Iterator[Result]:
    database = "" if target.name == "empty" else "sqlite"
    for how, values in (("cold", target.cold), ("warm", target.warm)):
        yield result(f"pages.{target.name}.{how}", values, unit="ms", database=database, size=target.size)


def ratios(target: Target, letter: Target) -> Iterator[Result]:
    """How many times as long as the empty page of the same round."""
    for how, ours, theirs in (("cold", target.cold, letter.cold), ("warm", target.warm, letter.warm)):
        shares = [one / other for one, other in zip(ours, theirs, strict=True)]
        yield result(f"pages.{target.name}.{how}.ratio", shares, unit="x empty", database="sqlite", size=target.size)


def turn_pages(chromium: Browser, wall: Target) -> Sequence[float]:
    """A visitor turns the pages of the wall, forth and back."""
    with visitor(chromium, wall.mark) as tab:
        load(tab, wall)
        ways = [NEXT, PREVIOUS] * (CLICKS // 2 + 1)
        return [click(tab, way) for way in ways][2:]
