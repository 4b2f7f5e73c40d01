"""Orders a second through the services, by 1, 8 and 32 buyers at once, and whether more was sold than there was.

A checkout puts exhibits into the cart, one transaction each, and orders them by transfer in one more: purchase, an
order a supplier, lines, stock, ledger, facts, deadlines and audit. One exhibit is one order; three are mostly three
orders. Nobody pauses between two checkouts, so 32 buyers always stand in the queue: what one waits is 32 turns."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from seed import verify
from services import stock
from services.errors import Conflict
from tests import make
from tests.bench import market
from tests.bench.house import KINDS, House
from tests.bench.market import Wish
from tests.bench.results import Result, percentile, result
from tests.databases import Kind

BUYERS = (1, 8, 32)
CHECKOUTS = {1: 640, 3: 320}  # by the exhibits in a cart
LEFT, RIVALS = 40, 8


class Taken(NamedTuple):
    """Milliseconds of one checkout: filling the cart, and ordering what is in it."""

    filling: float
    ordering: float


def measure(house: House) -> Iterator[Result]:
    for kind in KINDS:
        with house.opened(kind):
            market.check_out(market.wishes("warm-up", buyers=1, each=1, exhibits=3)[0][0])
            for exhibits in CHECKOUTS:
                for buyers in BUYERS:
                    yield from crowd(kind, buyers, exhibits)
            yield from scramble(kind)
            broken = len(verify.problems())
            yield result("orders.broken invariants", [broken], unit="found", database=kind)


def crowd(kind: Kind, buyers: int, exhibits: int) -> Iterator[Result]:
    name, each = f"crowd of {buyers} for {exhibits}", CHECKOUTS[exhibits] // buyers
    wanted = market.wishes(name, buyers=buyers, each=each, exhibits=exhibits)
    before, began, worked = market.placed(), time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(buyers) as threads:
        taken = [each for one in threads.map(shop, wanted) for each in one]
    elapsed, work = time.perf_counter() - began, time.process_time() - worked
    purchases, made = (now - then for now, then in zip(market.placed(), before, strict=True))
    whole, ordering = [sum(one) for one in taken], [one.ordering for one in taken]

    def said(what: str, values: Sequence[float], unit: str = "ms") -> Result:
        return result(f"orders.{exhibits} in a cart.{what}", values, unit=unit, database=kind, size=buyers)

    yield said("ordering", ordering)
    yield said("ordering, p99", [percentile(ordering, 99)])
    yield said("checkout", whole)
    yield said("checkout, p99", [percentile(whole, 99)])
    yield said("slowest checkout", [max(whole)])
    yield said("processor per checkout", [work / purchases * 1000])
    yield said("checkouts a second", [purchases / elapsed], "/s")
    yield said("orders a second", [made / elapsed], "/s")


def shop(wanted: Sequence[Wish]) -> list[Taken]:
    """How long each checkout of one buyer took."""
    taken = []
    for wish in wanted:
        began = time.perf_counter()
        market.fill(wish)
        filled = time.perf_counter()
        market.order(wish)
        taken.append(Taken((filled - began) * 1000, (time.perf_counter() - filled) * 1000))
    return taken


def scramble(kind: Kind) -> Iterator[Result]:
    """Forty are left, eight buyers want ten each: exactly forty may go."""
    card = market.shelves()[0]
    market.count_stock(card, LEFT * card.minimum_milli)
    rivals = [make.a_buyer(f"rival {number}") for number in range(RIVALS)]
    wanted = [[Wish(rival, [card], str(turn)) for turn in range(2 * LEFT // RIVALS)] for rival in rivals]
    with ThreadPoolExecutor(RIVALS) as threads:
        sold = sum(threads.map(until_refused, wanted))
    over = sold - LEFT + stock.available(card.code) // card.minimum_milli
    yield result("orders.sold of the last", [sold], unit="sold", database=kind, size=LEFT)
    yield result("orders.oversold", [over], unit="sold", database=kind, size=LEFT)


def until_refused(wanted: Sequence[Wish]) -> int:
    for done, wish in enumerate(wanted):
        try:
            market.check_out(wish)
        except Conflict:
            return done
    return len(wanted)
