"""Orders a second through the services, by 1, 8 and 32 buyers at once, and whether more was sold than there was.

Exhibits are put into carts, one transaction each, and then ordered by transfer in one more a cart: purchase, an order a
supplier, lines, stock, ledger, facts, deadlines and audit. One exhibit is one order; three are mostly three orders.
Nobody pauses between two carts, so 32 buyers always stand in the queue: what one waits is 32 turns."""

import time
from collections.abc import Callable, Iterator, Sequence
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


class Pass(NamedTuple):
    """All checkouts of a crowd, done in one go: milliseconds of each, seconds of all, seconds of the processor."""

    each: Sequence[float]
    elapsed: float
    work: float


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
    """All carts are filled first, then all are ordered: a buyer fills a cart long before ordering what is in it."""
    name, each = f"crowd of {buyers} for {exhibits}", CHECKOUTS[exhibits] // buyers
    wanted = market.wishes(name, buyers=buyers, each=each, exhibits=exhibits)
    before = market.placed()
    filling, ordering = at_once(market.fill, wanted), at_once(market.order, wanted)
    purchases, made = (now - then for now, then in zip(market.placed(), before, strict=True))

    def said(what: str, values: Sequence[float], unit: str = "ms") -> Result:
        return result(f"orders.{exhibits} in a cart.{what}", values, unit=unit, database=kind, size=buyers)

    yield said("filling", filling.each)
    yield said("ordering", ordering.each)
    yield said("ordering, p99", [percentile(ordering.each, 99)])
    yield said("slowest ordering", [max(ordering.each)])
    yield said("processor per ordering", [ordering.work / purchases * 1000])
    yield said("purchases a second", [purchases / ordering.elapsed], "/s")
    yield said("orders a second", [made / ordering.elapsed], "/s")
    yield said("orders a second, filling included", [made / (filling.elapsed + ordering.elapsed)], "/s")


def at_once(what: Callable[[Wish], None], wanted: Sequence[Sequence[Wish]]) -> Pass:
    """Each buyer does it for one wish after the other, all buyers at the same time."""

    def turn(wishes: Sequence[Wish]) -> list[float]:
        taken = []
        for wish in wishes:
            began = time.perf_counter()
            what(wish)
            taken.append((time.perf_counter() - began) * 1000)
        return taken

    began, worked = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(len(wanted)) as threads:
        each = [one for taken in threads.map(turn, wanted) for one in taken]
    return Pass(each, time.perf_counter() - began, time.process_time() - worked)


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
