"""Pages in Chromium, opened every way in turns with an empty Streamlit page: the ratio outlives a busy machine."""

from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from playwright.sync_api import Browser, Page

from tests.bench.empty import empty_app
from tests.bench.house import House
from tests.bench.opening import LETTER, WAYS, Target, click, follow, interleaved, load, type_in, visitor
from tests.bench.results import Result, result
from tests.browser import Served, browser

ROUNDS, ACTS, WARM_UP = 8, 10, 1
PAGE = 24
WALL = "/halls?sort=newest"
NEXT = '[data-testid="stPaginationNext"]'
# Widgets by their keys, whatever kind of widget they are.
FILTER, SEARCH = ".st-key-rail a.choice[data-name=in_stock]", ".st-key-q input"
WORDS = ("瓷砖", "水泥")
CARD = ".exhibit-card >> nth=0"


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
        yield from acts(chromium, wall, letter)


def times(target: Target) -> Iterator[Result]:
    for way in WAYS:
        yield said(target, way, target.times[way], "ms")


def ratios(target: Target, letter: Target) -> Iterator[Result]:
    """How many times as long as the empty page of the same round."""
    for way in WAYS:
        shares = [one / other for one, other in zip(target.times[way], letter.times[way], strict=True)]
        yield said(target, f"{way}.ratio", shares, "x empty")


def said(target: Target, what: str, values: Sequence[float], unit: str) -> Result:
    database = "" if target.name == "empty" else "sqlite"
    return result(f"pages.{target.name}.{what}", values, unit=unit, database=database, size=target.size)


def acts(chromium: Browser, wall: Target, letter: Target) -> Iterator[Result]:
    """What a visitor does before the wall, in turns, each act beside the empty page reloaded in the same round."""
    taken: dict[str, list[float]] = {"turn": [], "filter": [], "search": [], "exhibit": []}
    empty: list[float] = []
    with visitor(chromium, wall.mark) as tab, visitor(chromium, letter.mark) as other:
        for words in islice(cycle(WORDS), ACTS + WARM_UP):
            load(other, letter)
            empty.append(load(other, letter))
            for name, took in zip(taken, round_of(tab, wall, words), strict=True):
                taken[name].append(took)
    for name, values in taken.items():
        yield said(wall, name, values[WARM_UP:], "ms")
        shares = [one / beside for one, beside in zip(values, empty, strict=True)]
        yield said(wall, f"{name}.ratio", shares[WARM_UP:], "x empty")


def round_of(tab: Page, wall: Target, words: str) -> tuple[float, float, float, float]:
    """The next page, what is in stock only, a word, and the first exhibit of all."""
    load(tab, wall)
    turned = click(tab, NEXT)
    filtered = click(tab, FILTER)
    found = type_in(tab, SEARCH, words)
    load(tab, wall)
    return turned, filtered, found, follow(tab, CARD, wall)
