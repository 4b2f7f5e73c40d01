"""Orders a second through the services, by 1, 8 and 32 buyers at once, and whether more was sold than there was.

A checkout puts three exhibits into the cart and orders them by transfer: a purchase, an order a supplier, lines, stock,
ledger, facts and audit; four transactions that wait for the disk."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from seed import verify
from services import stock
from services.errors import Conflict
from tests import make
from tests.bench import market
from tests.bench.house import KINDS, House
from tests.bench.market import Wish
from tests.bench.results import Result, result
from tests.databases import Kind

BUYERS = (1, 8, 32)
CHECKOUTS = 160
LEFT, RIVALS = 40, 8


def measure(house: House) -> Iterator[Result]:
    for kind in KINDS:
        with house.opened(kind):
            market.check_out(market.wishes("warm-up", buyers=1, each=1)[0][0])
            for buyers in BUYERS:
                yield from crowd(kind, buyers)
            yield from scramble(kind)
            broken = len(verify.problems())
            yield result("orders.broken invariants", [broken], unit="found", database=kind)


def crowd(kind: Kind, buyers: int) -> Iterator[Result]:
    wanted = market.wishes(f"crowd of {buyers}", buyers=buyers, each=CHECKOUTS // buyers)
    before, began, worked = market.placed(), time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(buyers) as threads:
        taken = [each for one in threads.map(shop, wanted) for each in one]
    elapsed, work = time.perf_counter() - began, time.process_time() - worked
    purchases, made = (now - then for now, then in zip(market.placed(), before, strict=True))
    yield result("orders.checkout", taken, unit="ms", database=kind, size=buyers)
    yield result("orders.slowest checkout", [max(taken)], unit="ms", database=kind, size=buyers)
    yield result("orders.processor per checkout", [work / purchases * 1000], unit="ms", database=kind, size=buyers)
    yield result("orders.checkouts a second", [purchases / elapsed], unit="/s", database=kind, size=buyers)
    yield result("orders.orders a second", [made / elapsed], unit="/s", database=kind, size=buyers)


def shop(wanted: Sequence[Wish]) -> list[float]:
    """Milliseconds of each checkout of one buyer."""
    taken = []
    for wish in wanted:
        began = time.perf_counter()
        market.check_out(wish)
        taken.append((time.perf_counter() - began) * 1000)
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
