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
PAGE, MILLION = 24, 1_000_000
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


def measure_a_million(house: House) -> Iterator[Result]:
    """The wall of a million exhibits, opened in turns with that of the collection."""
    with (
        house.opened("sqlite") as few_url,
        house.opened("sqlite", products=MILLION) as many_url,
        Served(house.folder, DATABASE_URL=few_url) as museum,
        Served(house.folder, DATABASE_URL=many_url) as crowded,
        browser() as chromium,
    ):
        few = Target("halls", museum.url + WALL, size=PAGE)
        many = Target("halls of a million", crowded.url + WALL, size=PAGE)
        interleaved(chromium, [few, many], rounds=ROUNDS)
        for target in (few, many):
            yield from times(target)
        yield from ratios(many, few)
        yield from acts(chromium, many, few)


def times(target: Target) -> Iterator[Result]:
    for way in WAYS:
        yield said(target, way, target.times[way], "ms")


def ratios(target: Target, beside: Target) -> Iterator[Result]:
    """How many times as long as the other page of the same round."""
    for way in WAYS:
        shares = [one / other for one, other in zip(target.times[way], beside.times[way], strict=True)]
        yield said(target, f"{way}.ratio", shares, f"x {beside.name}")


def said(target: Target, what: str, values: Sequence[float], unit: str) -> Result:
    database = "" if target.name == "empty" else "sqlite"
    return result(f"pages.{target.name}.{what}", values, unit=unit, database=database, size=target.size)


def acts(chromium: Browser, wall: Target, beside: Target) -> Iterator[Result]:
    """What a visitor does before the wall, in turns, each act beside another page opened in the same round."""
    taken: dict[str, list[float]] = {"turn": [], "filter": [], "search": [], "exhibit": []}
    opened: list[float] = []
    with visitor(chromium, wall.mark) as tab, visitor(chromium, beside.mark) as other:
        for words in islice(cycle(WORDS), ACTS + WARM_UP):
            load(other, beside)
            opened.append(load(other, beside))
            for name, took in zip(taken, round_of(tab, wall, words), strict=True):
                taken[name].append(took)
    for name, values in taken.items():
        yield said(wall, name, values[WARM_UP:], "ms")
        shares = [one / other for one, other in zip(values, opened, strict=True)]
        yield said(wall, f"{name}.ratio", shares[WARM_UP:], f"x {beside.name}")


def round_of(tab: Page, wall: Target, words: str) -> tuple[float, float, float, float]:
    """The next page, what is in stock only, a word, and the first exhibit of all."""
    load(tab, wall)
    turned = click(tab, NEXT)
    filtered = click(tab, FILTER)
    found = type_in(tab, SEARCH, words)
    load(tab, wall)
    return turned, filtered, found, follow(tab, CARD, wall)
