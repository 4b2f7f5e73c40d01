"""The halls' question to the database: a page of 24 cards with total and filter counts, on 83 to 100,000 exhibits."""

import time
from collections.abc import Iterator, Sequence

from db.products import Scheme
from services import products
from services.products import Filters, Sort
from services.visitors import GUEST
from tests.bench.house import EXHIBITS, KINDS, House
from tests.bench.results import Result, result

MORE = (0, 10_000, 100_000)
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
}


def measure(house: House) -> Iterator[Result]:
    for kind in KINDS:
        for more in MORE:
            with house.opened(kind, products=more):
                for name, filters in QUESTIONS.items():
                    taken, size = timed(filters), EXHIBITS + more
                    yield result(f"catalogue.{name}", taken, unit="ms", database=kind, size=size)


def timed(filters: Filters) -> Sequence[float]:
    """Milliseconds a run, the first two uncounted."""
    taken: list[float] = []
    until = time.monotonic() + ENOUGH
    while len(taken) < FEWEST + WARM_UP or (len(taken) < RUNS + WARM_UP and time.monotonic() < until):
        began = time.perf_counter()
        products.browse(GUEST, filters)
        taken.append((time.perf_counter() - began) * 1000)
    return taken[WARM_UP:]
