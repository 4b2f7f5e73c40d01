"""Prices over time and beside each other: what an exhibit has cost, and what its kind costs in the museum today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from db import prices as store
from db import shelves
from db.engine import reading
from db.prices import PriceChange
from db.products import Product
from services import catalogue, clock, products
from services.catalogue import bands
from services.visitors import Visitor

__all__ = ["FEWEST", "Band", "Spell", "asked", "band", "band_of", "history", "note"]

FEWEST = 3  # a band of fewer exhibits would give single suppliers away and tell nothing


@dataclass(frozen=True)
class Spell:
    """From `since` to `until` (None: today) one `unit` cost `price_fen`."""

    price_fen: int
    unit: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Band:
    """What a unit of a kind costs, in fen: the cheapest, the quarters, the dearest of `count` exhibits on show."""

    count: int
    least: int
    lower: int
    middle: int
    upper: int
    most: int


def note(db: Session, product: Product) -> None:
    """Remember what an exhibit on show costs from now on, in the transaction that changes it; once where it is old."""
    known = store.history(db, product.id)
    if known and (known[-1].price_fen, known[-1].unit) == (product.price_fen, product.unit):
        return
    db.add(PriceChange(product_id=product.id, price_fen=product.price_fen, unit=product.unit, at=clock.now()))


def history(visitor: Visitor, code: str) -> Sequence[Spell]:
    """What the exhibit has cost on show, the oldest first; nothing for what this visitor may not know of."""
    with reading() as db:
        found = shelves.whatever_its_status(db, code)
        if found is None or not products.may_see(visitor, found[0], found[1]):
            return []
        rows = store.history(db, found[0].id)
    ends = [*(row.at for row in rows), None][1:]
    return [Spell(row.price_fen, row.unit, row.at, end) for row, end in zip(rows, ends, strict=True)]


def band(kind: str, unit: str) -> Band | None:
    """The kind's band over what hangs today; None where fewer than three exhibits stand behind it."""
    with reading() as db:
        return band_of(asked(db, kind, unit))


def asked(db: Session, kind: str, unit: str) -> list[int]:
    """What one such unit of the kind's exhibits on show costs, in fen, the cheapest first."""
    kept = catalogue.current()
    with kept.turn:
        columns = kept.in_step(db)
        return bands.prices(columns, bands.of_kinds(columns, [kind]), unit)


def band_of(prices: Sequence[int]) -> Band | None:
    """From prices in order. A quarter is a price somebody asks (the nearest rank), never one between two."""
    if len(prices) < FEWEST:
        return None
    lower, middle, upper = (ranked(prices, quarter) for quarter in (1, 2, 3))
    return Band(len(prices), prices[0], lower, middle, upper, prices[-1])


def ranked(prices: Sequence[int], quarter: int) -> int:
    return prices[-(-len(prices) * quarter // 4) - 1]
