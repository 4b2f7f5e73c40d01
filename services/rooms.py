"""The rooms of the museum: what to know before choosing, the bands of price and carbon, what hangs newest."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import Engine

from db import rooms as store
from db.engine import engine, reading
from db.rooms import Band, Fresh
from services import products, standards
from services.standards import Hall, Indicator, Kind

__all__ = ["FEWEST", "Advice", "Band", "Fresh", "HallOpening", "Room", "hall", "opening", "room"]

CHOOSING = Path(__file__).with_name("choosing.toml")
FEWEST = 3  # fewer make no band
NEWEST = 4


@dataclass(frozen=True)
class Advice:
    """How to choose in a room: what to look at first, and the common trap."""

    look_zh: str
    look_en: str
    trap_zh: str
    trap_en: str


@dataclass(frozen=True)
class Room:
    """A kind with all that its room says. Prices are in fen a unit, carbon is kgCO2e (A1-A3) a unit, as declared.

    `mixed_carbon` says that some declarations count stored carbon and some do not: no band is made of them."""

    kind: Kind
    advice: Advice
    indicators: Sequence[Indicator]
    exhibits: int
    suppliers: int
    prices: Sequence[Band]
    carbon: Sequence[Band]
    mixed_carbon: bool
    newest: Sequence[Fresh]
    before: Kind | None
    after: Kind | None


@dataclass(frozen=True)
class HallOpening:
    """A hall with what its opening says."""

    hall: Hall
    suppliers: int
    newest: Sequence[Fresh]


@dataclass(frozen=True)
class Measured:
    """What is counted once for every state of the collection."""

    suppliers: int
    newest: Sequence[Fresh]
    prices: Sequence[Band] = ()
    carbon: Sequence[Band] = ()


def opening(kind: str, category: str) -> Room | HallOpening | None:
    """The room of the kind, else the opening of the hall; None where neither is named."""
    if kind:
        return room(kind)
    return hall(category) if category else None


def room(kind: str) -> Room | None:
    plan = standards.kinds()
    here = next((place for place, each in enumerate(plan) if each.code == kind), None)
    if here is None:
        return None
    counted = measured((kind,), products.revision(), engine())
    return Room(
        kind=plan[here],
        advice=advice()[kind] if kind in advice() else Advice("", "", "", ""),
        indicators=standards.indicators(kind),
        exhibits=sum(band.count for band in counted.prices),
        suppliers=counted.suppliers,
        prices=counted.prices,
        carbon=() if mixed(counted.carbon) else counted.carbon,
        mixed_carbon=mixed(counted.carbon),
        newest=counted.newest,
        before=plan[here - 1] if here else None,
        after=plan[here + 1] if here + 1 < len(plan) else None,
    )


def hall(category: str) -> HallOpening | None:
    found = next((each for each in standards.halls() if each.code == category), None)
    if found is None:
        return None
    kinds = tuple(inside.kind.code for inside in found.rooms)
    counted = measured(kinds, products.revision(), engine())
    return HallOpening(found, counted.suppliers, counted.newest)


@lru_cache(maxsize=128)
def measured(kinds: tuple[str, ...], revision: str, house: Engine) -> Measured:
    """Bands are of one kind only. The key holds the state of the collection, so that a change shows at once."""
    del revision, house
    with reading() as db:
        suppliers, newest = store.suppliers(db, kinds), store.newest(db, kinds, NEWEST)
        if len(kinds) > 1:
            return Measured(suppliers, newest)
        return Measured(suppliers, newest, store.price_bands(db, kinds[0]), store.carbon_bands(db, kinds[0]))


def mixed(bands: Sequence[Band]) -> bool:
    return any(band.least < 0 <= band.most for band in bands)


@cache
def advice() -> dict[str, Advice]:
    with CHOOSING.open("rb") as file:
        return {kind: Advice(**said) for kind, said in tomllib.load(file).items()}
