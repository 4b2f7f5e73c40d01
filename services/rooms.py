"""The rooms of the museum: what to know before choosing, the bands of price and carbon, what hangs newest."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db.engine import reading
from services import catalogue, standards
from services.catalogue import Filters, Sort, bands
from services.catalogue.bands import Band
from services.product_cards import Card
from services.shelves import first
from services.standards import Hall, Indicator, Kind

__all__ = ["FEWEST", "Advice", "Band", "Card", "HallOpening", "Room", "hall", "opening", "room"]

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
    newest: Sequence[Card]
    before: Kind | None
    after: Kind | None


@dataclass(frozen=True)
class HallOpening:
    """A hall with what its opening says."""

    hall: Hall
    suppliers: int
    newest: Sequence[Card]


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
    kept = catalogue.current()
    with reading() as db, kept.turn:
        columns = kept.in_step(db)
        hung = bands.of_kinds(columns, [kind])
        prices, carbon = bands.price_bands(columns, hung), bands.carbon_bands(columns, hung)
        suppliers = bands.suppliers(columns, hung)
    return Room(
        kind=plan[here],
        advice=advice()[kind] if kind in advice() else Advice("", "", "", ""),
        indicators=standards.indicators_of(kind),
        exhibits=len(hung),
        suppliers=suppliers,
        prices=prices,
        carbon=() if mixed(carbon) else carbon,
        mixed_carbon=mixed(carbon),
        newest=first(Filters(kind=kind, sort=Sort.NEWEST), NEWEST),
        before=plan[here - 1] if here else None,
        after=plan[here + 1] if here + 1 < len(plan) else None,
    )


def hall(category: str) -> HallOpening | None:
    found = next((each for each in standards.halls() if each.code == category), None)
    if found is None:
        return None
    kept = catalogue.current()
    with reading() as db, kept.turn:
        columns = kept.in_step(db)
        suppliers = bands.suppliers(columns, bands.of_kinds(columns, [inside.kind.code for inside in found.rooms]))
    return HallOpening(found, suppliers, first(Filters(category=category, sort=Sort.NEWEST), NEWEST))


def mixed(bands: Sequence[Band]) -> bool:
    return any(band.least < 0 <= band.most for band in bands)


@cache
def advice() -> dict[str, Advice]:
    with CHOOSING.open("rb") as file:
        return {kind: Advice(**said) for kind, said in tomllib.load(file).items()}
