"""What the halls ask: a page of 24 cards with total and all filter counts, an exhibit, a comparison."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from db.products import Scheme
from services import alternatives, catalogue, comparison, prices, products
from services.products import Filters, Sort
from services.visitors import GUEST
from tests.bench.house import EXHIBITS, KINDS, House
from tests.bench.results import Result, result

MORE = (0, 100_000)
RUNS, FEWEST, WARM_UP = 20, 5, 2
ENOUGH = 4.0  # seconds: what is slow is asked less often
KIND = "ceramic-tiles"
QUESTIONS = {
    "newest": Filters(sort=Sort.NEWEST),
    "cheapest": Filters(sort=Sort.PRICE),
    "lowest carbon": Filters(sort=Sort.CARBON),
    "one kind": Filters(kind=KIND),
    "certified, in stock": Filters(certificate=Scheme.GREEN_BUILDING_MATERIAL, in_stock=True),
    "word": Filters(q="瓷砖"),
    "two words": Filters(q="ceramic tiles"),
    "unknown word": Filters(q="qwertz"),
    "last page": Filters(sort=Sort.NEWEST, page=10**6),
    "five filters": Filters(category="finishing", in_stock=True, stars=2, site="湖州", within=200),
    "tightened": Filters(kind="wood-flooring", values={"wood-flooring-01": "0.08"}),
    "word in many": Filters(q="湖州"),
    "beginning of a word": Filters(q="cer"),
    "pinyin": Filters(q="cizhuan"),
}


def measure(house: House, sizes: Sequence[int] = MORE) -> Iterator[Result]:
    for kind in KINDS:
        for more in sizes:
            began = time.perf_counter()
            with house.opened(kind, products=more):
                size = EXHIBITS + more
                yield result("catalogue.hung", [time.perf_counter() - began], unit="s", database=kind, size=size)
                yield result("catalogue.read into memory", [read_anew()], unit="s", database=kind, size=size)
                for name, ask in questions():
                    yield result(f"catalogue.{name}", timed(ask), unit="ms", database=kind, size=size)


def measure_a_million(house: House) -> Iterator[Result]:
    yield from measure(house, (1_000_000,))


def read_anew() -> float:
    began = time.perf_counter()
    catalogue.warm()
    return time.perf_counter() - began


def questions() -> Iterator[tuple[str, Callable[[], object]]]:
    """A page of the halls for each of the filters; then what an exhibit's page and a comparison ask."""
    for name, filters in QUESTIONS.items():
        yield name, partial(products.browse, GUEST, filters)
    wall = [card.code for card in products.browse(GUEST, Filters(kind=KIND)).cards]
    yield "exhibit", partial(exhibit, wall[0])
    yield "compare", partial(comparison.compare, wall[:4])
    yield "first search of a word", partial(first_search, iter(f"瓷砖 {number}" for number in range(1, 10**6)))


def exhibit(code: str) -> None:
    found = products.find(GUEST, code)
    assert found
    alternatives.of(code)
    prices.band(found.card.kind, found.card.unit)
    prices.history(GUEST, code)


def first_search(words: Iterator[str]) -> None:
    """What nobody has asked since the last change: the database looks it up."""
    products.browse(GUEST, Filters(q=next(words)))


def timed(ask: Callable[[], object]) -> Sequence[float]:
    """Milliseconds a run, the first two uncounted."""
    taken: list[float] = []
    until = time.monotonic() + ENOUGH
    while len(taken) < FEWEST + WARM_UP or (len(taken) < RUNS + WARM_UP and time.monotonic() < until):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return taken[WARM_UP:]
