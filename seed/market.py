"""What is bought and by whom: baskets, quotations, prices that drift, and stock that never stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from random import Random

from sqlalchemy import select

from db.engine import reading
from db.products import ON_SHOW, Product
from db.suppliers import Supplier
from seed.dealing import Quoted, Wanted
from seed.diary import Diary
from seed.people import Cast
from seed.reading import table
from services import limits, listings, money, stock
from services.visitors import Visitor

QUARTERS = {1, 4, 7, 10}
MOVED = 9  # exhibits whose price changes at the beginning of a quarter
YUAN = 100
SMALLEST, LARGEST_SMALL = 3_000 * YUAN, 260_000 * YUAN
SMALLEST_LOT, LARGEST_LOT = 600_000 * YUAN, 9_500_000 * YUAN
FAVOURED = {"structure": 5, "finishing": 4, "services": 3}


def somebody(cast: Cast, chance: Random) -> Visitor:
    return cast.buyers[chance.choice(table("buyers"))["code"]]


@dataclass(frozen=True)
class Ware:
    """An exhibit on show, as far as a buyer's decision needs it; `weight` is how readily it is bought."""

    code: str
    supplier: str
    price_fen: int
    minimum_milli: int
    step_milli: int
    weight: int

    @property
    def least_fen(self) -> int:
        return money.line_total(self.minimum_milli, self.price_fen)


def shelf() -> list[Ware]:
    """Everything on show, in the order of the codes."""
    shown = select(Product.code, Supplier.code, Product.price_fen, Product.minimum_milli, Product.step_milli)  # type: ignore[call-overload]
    shown = shown.join(Supplier, Supplier.id == Product.supplier_id).where(*ON_SHOW).order_by(Product.code)
    with reading() as db:
        found = db.execute(shown).all()
    return [Ware(code, seller, fen, least, step, readiness()[code]) for code, seller, fen, least, step in found]


@cache
def readiness() -> dict[str, int]:
    hall = {line["code"]: FAVOURED[line["category"]] for line in table("kinds")}
    return {line["code"]: hall[line["kind"]] for line in table("products")}


def chosen(wares: list[Ware], chance: Random, count: int) -> list[Ware]:
    """As many as `count`, none twice."""
    taken = chance.choices(wares, [ware.weight for ware in wares], k=count)
    return list({ware.code: ware for ware in taken}.values())


def basket(cast: Cast, chance: Random) -> list[Wanted]:
    """One to three things for a round sum."""
    fits = [ware for ware in shelf() if ware.least_fen <= LARGEST_SMALL]
    count = chance.choices((1, 2, 3), (6, 3, 1))[0]
    budget = sum_between(SMALLEST, LARGEST_SMALL, chance) // count
    wanted = [(ware.code, lot(ware, budget)) for ware in chosen(fits, chance, count)]
    provide(cast, wanted)
    return wanted


def within_limits(buyer: Visitor, wanted: Sequence[Wanted]) -> bool:
    """Whether the buyer's city lets it buy so much through the cart; else a supplier is asked for a quotation."""
    kinds = {line["code"]: line["kind"] for line in table("products")}
    prices = {ware.code: ware.price_fen for ware in shelf()}
    amounts = limits.by_kind((kinds[code], money.line_total(milli, prices[code])) for code, milli in wanted)
    return not limits.standing(buyer, amounts).refused


def quotation(cast: Cast, chance: Random) -> list[Quoted]:
    """Up to two exhibits of one supplier, a few per cent below their price."""
    wares = shelf()
    first = chosen(wares, chance, 1)[0]
    others = [ware for ware in wares if ware.supplier == first.supplier and ware != first]
    picked = [first, *chance.sample(others, min(len(others), chance.randint(0, 1)))]
    budget = sum_between(SMALLEST_LOT, LARGEST_LOT, chance) // len(picked)
    wanted = [(ware.code, lot(ware, budget)) for ware in picked]
    provide(cast, wanted)
    share = chance.randint(93, 100)
    return [(code, milli, ware.price_fen * share // 100) for (code, milli), ware in zip(wanted, picked, strict=True)]


def sum_between(least_fen: int, most_fen: int, chance: Random) -> int:
    """Small sums are common, large ones rare."""
    return least_fen + int((most_fen - least_fen) * chance.random() ** 1.8)


def lot(ware: Ware, budget_fen: int) -> int:
    """About as much as the budget buys, in whole steps, at least the least quantity, and round where it is large."""
    step = ware.step_milli
    steps = budget_fen * money.MILLI // (ware.price_fen * step)
    for grain in (1000, 100, 10):
        if steps > grain * 5:
            steps -= steps % grain
    return max(ware.minimum_milli, steps * step)


def provide(cast: Cast, wanted: Sequence[Wanted]) -> None:
    """Whoever is about to run short has produced more: a stocktake says so."""
    on_hand = stock.availability([code for code, _ in wanted])
    for code, milli in wanted:
        if on_hand[code] < 2 * milli:
            line = next(line for line in table("products") if line["code"] == code)
            filled = min(stock.LARGEST_MILLI, max(money.milli(line["stock"]), 4 * milli))
            stock.set_on_hand(cast.sellers[line["supplier"]], code, on_hand_milli=filled, note="补货盘点")


def note_new_prices(diary: Diary, cast: Cast, chance: Random, days: Sequence[datetime]) -> None:
    """At the beginning of a quarter some suppliers change a price by a few per cent."""
    if days[0].month not in QUARTERS:
        return
    for line in chance.sample(table("products"), MOVED):
        at = days[chance.randrange(4)] + timedelta(hours=9, minutes=chance.randrange(60))
        diary.note(at, partial(move_price, cast.sellers[line["supplier"]], line["code"], chance.randint(965, 1045)))


def move_price(seller: Visitor, code: str, thousandths: int) -> None:
    now = next(ware.price_fen for ware in shelf() if ware.code == code)
    grain = 1 if now < 5000 else 100 if now < 500_000 else 10_000  # noqa: PLR2004  prices are quoted in round sums
    wanted = max(grain, now * thousandths // 1000 // grain * grain)
    listings.set_price(seller, code, price_fen=wanted, confirmed=True)
