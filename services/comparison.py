"""Up to four exhibits of one kind side by side: who may stand there, what is put beside what, and what is the best."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session

from db import shelves
from db.engine import reading
from services import catalogue, clock
from services.best import Direction, best
from services.carbon import Basis
from services.catalogue import Filters, Sort
from services.product_cards import Card, behind, card, cards
from services.products import Outcome, Reading, readings
from services.shelves import cards_of
from services.standards import Indicator, Kind, Operator

__all__ = ["MOST", "Apart", "Comparison", "Contender", "Row", "compare"]

MOST, SUGGESTED = 4, 8
DIRECTIONS = {
    Operator.AT_LEAST: Direction.HIGHER,
    Operator.AT_MOST: Direction.LOWER,
    Operator.YES: Direction.HIGHER,
    Operator.BETWEEN: Direction.NONE,
}


class Apart(StrEnum):
    """Why footprints stand beside each other and are not compared."""

    GENERIC = "generic"
    MIXED = "mixed"
    UNITS = "units"
    STORED = "stored"


@dataclass(frozen=True)
class Contender:
    """An exhibit in its column, with what it shows for every indicator of the kind."""

    card: Card
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Row:
    """One indicator across all columns; `best` holds the places of the best values."""

    indicator: Indicator
    readings: Sequence[Reading]

    @property
    def best(self) -> frozenset[int]:
        """By the indicator's direction; what misses even a reference threshold is not among them."""
        read = self.readings
        fails = frozenset(place for place, one in enumerate(read) if one.verdict.outcome is Outcome.FAIL)
        return best([one.value for one in read], DIRECTIONS[self.indicator.operator], fails=fails)


@dataclass(frozen=True)
class Comparison:
    """What stands side by side, and what was asked for and does not: `strangers` are of another kind than the first,
    `surplus` would be a fifth, `unknown` are codes that are not on show."""

    kind: Kind | None
    contenders: Sequence[Contender]
    strangers: Sequence[Card] = ()
    surplus: Sequence[Card] = ()
    unknown: Sequence[str] = ()
    suggestions: Sequence[Card] = ()

    @property
    def cards(self) -> list[Card]:
        return [one.card for one in self.contenders]

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.cards]

    @property
    def rows(self) -> list[Row]:
        """Every indicator of the kind, with the values beside each other."""
        beside = zip(*(one.readings for one in self.contenders), strict=True)
        return [Row(read[0].indicator, read) for read in beside]

    @property
    def cheapest(self) -> frozenset[int]:
        """The places with the lowest price; prices of different units are not compared."""
        one_unit = len({one.unit for one in self.cards}) == 1
        return best([one.price_fen for one in self.cards], Direction.LOWER) if one_unit else frozenset()

    @property
    def most_stars(self) -> frozenset[int]:
        return best([one.stars for one in self.cards], Direction.HIGHER)

    @property
    def carbon_apart(self) -> Apart | None:
        """Why the carbon is not compared; None where it is. A declaration is compared with declarations only."""
        known = [one for one in self.cards if one.footprint.per_unit is not None]
        bases = {one.footprint.basis for one in known}
        if Basis.GENERIC in bases:
            return Apart.MIXED if len(bases) > 1 else Apart.GENERIC
        if len({one.unit for one in known}) > 1:
            return Apart.UNITS
        return Apart.STORED if len({one.footprint.accounting for one in known}) > 1 else None

    @property
    def least_carbon(self) -> frozenset[int]:
        figures: list[Decimal | None] = [one.footprint.per_unit for one in self.cards]
        return frozenset() if self.carbon_apart else best(figures, Direction.LOWER)


def compare(codes: Sequence[str]) -> Comparison:
    """The exhibits with these codes that are on show, of the kind of the first one, at most four."""
    with reading() as db:
        plan, today = catalogue.current().plan_now(db), clock.today()
        found = {row[0].code: row for row in shelves.of_codes(db, codes)}
        unknown = [code for code in codes if code not in found]
        shown = [found[code] for code in codes if code in found]
        if not shown:
            return Comparison(None, [], unknown=unknown)
        first = shown[0][0]
        same = [row for row in shown if row[0].kind == first.kind]
        known = behind(db, [row[0] for row in same[:MOST]])
        chosen = [card(row, known, plan, today=today) for row in same[:MOST]]
        near = cheapest(db, first.kind) if len(same) < MOST else []
        return Comparison(
            kind=Kind.of(plan[first.kind][0]),
            contenders=[
                Contender(one, readings(one, known, row[0])) for one, row in zip(chosen, same[:MOST], strict=True)
            ],
            strangers=cards(db, [row for row in shown if row[0].kind != first.kind], plan),
            surplus=cards(db, same[MOST:], plan),
            unknown=unknown,
            suggestions=[one for one in near if one.code not in codes][:SUGGESTED],
        )


def cheapest(db: Session, kind: str) -> Sequence[Card]:
    """The first few of a kind to hold others against."""
    kept = catalogue.current()
    asked = Filters(kind=kind, sort=Sort.PRICE)
    return cards_of(db, kept, kept.ask(db, asked, size=SUGGESTED + MOST).codes)
