"""What hangs beside an exhibit now, as a protocol keeps it; worked out once, until more than stock changes."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import Session

from db import protocols as store
from db import shelf_changes, shelves
from db.engine import engine
from db.products import is_on_show
from db.shelf_changes import KEPT
from db.standards import Kind
from services import catalogue, clock, prices
from services.alternatives import replaces
from services.carbon import Footprint
from services.product_cards import Card, behind, card
from services.products import Reading, readings
from services.protocol_document import Alone, Carbon, Checked, Named, Offer
from services.standards import Indicator

__all__ = ["MOST", "Hung", "hung", "kind_named", "offer_of"]

MOST = 3  # offers beside the chosen one
LOOKED_AT = 6  # so that one which is sold out can give way to the next
MOST_KEPT = 20_000
Key = tuple[str, ...]  # the code of an exhibit, then those of what its buyer compared it with


@dataclass(frozen=True)
class Hung:
    """An exhibit with what hangs beside it: `others` in the order in which they are shown, `prices` of its kind and
    unit, the cheapest first, and why it hangs alone, if it does. What is available is not part of it."""

    kind: Named
    chosen: Offer | None
    others: Sequence[Offer]
    checked: tuple[Checked, ...]
    on_show: int
    prices: Sequence[int]
    alone: Alone | None


@dataclass
class Kept:
    """One process's answers; `step` is the newest change on the shelves that they know of."""

    step: int = 0
    day: date = date.min
    known: dict[Key, Hung] = field(default_factory=dict)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def in_step(self, db: Session) -> dict[Key, Hung]:
        """What is known and still true. A change takes everything along, for any of them may hang beside any other."""
        changed, newest = shelf_changes.more_than_stock(db, self.step)
        with self.turn:
            if newest < self.step:
                return {}  # read before the others: it neither learns from them nor teaches them
            if changed or newest - self.step > KEPT or clock.today() != self.day or len(self.known) > MOST_KEPT:
                self.known = {}
            self.step, self.day = newest, clock.today()
            return self.known


_kept: "WeakKeyDictionary[Engine, Kept]" = WeakKeyDictionary()
_first = threading.Lock()


def hung(db: Session, wanted: Sequence[Key]) -> dict[str, Hung]:
    """By code, what hangs beside each, with what is available of it now: two queries where all of it is known."""
    with _first:
        kept = _kept.setdefault(engine(), Kept())
    known = kept.in_step(db)
    found = {key[0]: known.get(key) or worked_out(db, key) for key in wanted}
    known.update({key: found[key[0]] for key in wanted})
    codes = {offer.code for one in found.values() for offer in (one.chosen, *one.others) if offer}
    left = store.available(db, sorted(codes))
    return {code: stocked(one, left) for code, one in found.items()}


def worked_out(db: Session, key: Key) -> Hung:
    code, *compared = key
    held = catalogue.current()
    plan = held.plan_now(db)
    own = shelves.whatever_its_status(db, code)
    if own is None:
        raise LookupError(f"{code} was never hung")
    known = behind(db, [own[0]])
    mine = card(own, known, plan, today=clock.today())
    on_show = is_on_show(own[0], own[1])
    near, alike, of_kind = held.beside(db, code, mine.judgement.met, limit=LOOKED_AT) if on_show else ([], 0, 0)
    beside = shown(db, mine, [one for one in dict.fromkeys([*compared, *near]) if one != code])
    return Hung(
        kind=kind_named(plan[mine.kind][0]),
        chosen=offer_of(mine),
        others=[beside_it(mine, one, by_buyer=one.code in compared) for one in beside],
        checked=tuple(checked(one) for one in readings(mine, known, own[0])),
        on_show=alike,
        prices=prices.asked(db, mine.kind, mine.unit),
        alone=None if beside else alone(on_show=on_show, of_kind=of_kind),
    )


def alone(*, on_show: bool, of_kind: int) -> Alone:
    if not on_show:
        return Alone.OFF_SHOW
    return Alone.OTHER_UNITS if of_kind else Alone.NO_OTHER


def shown(db: Session, mine: Card, codes: Sequence[str]) -> list[Card]:
    """Those of the same kind that are on show, in the order of the codes."""
    plan, today = catalogue.current().plan_now(db), clock.today()
    rows = {row[0].code: row for row in shelves.of_codes(db, codes) if row[0].kind == mine.kind}
    known = behind(db, [row[0] for row in rows.values()])
    return [card(rows[code], known, plan, today=today) for code in codes if code in rows]


def beside_it(mine: Card, other: Card, *, by_buyer: bool) -> Offer:
    as_good = mine.unit == other.unit and replaces(mine, other)
    return offer_of(other).model_copy(update={"as_good": as_good, "by_buyer": by_buyer})


def offer_of(one: Card) -> Offer:
    return Offer(
        code=one.code,
        name_zh=one.name_zh,
        name_en=one.name_en,
        specification_zh=one.specification_zh,
        specification_en=one.specification_en,
        supplier=Named(zh=one.supplier_zh, en=one.supplier_en, code=one.supplier),
        price_fen=one.price_fen,
        unit=one.unit,
        minimum_milli=one.minimum_milli,
        available_milli=one.available_milli,
        passed=one.judgement.passed,
        asked=one.judgement.total,
        proved=one.proved,
        stars=one.stars,
        schemes=tuple(sorted(one.schemes)),
        carbon=carbon_of(one.footprint),
    )


def carbon_of(known: Footprint) -> Carbon:
    return Carbon(
        per_unit=known.per_unit,
        basis=known.basis,
        source=known.source,
        described=known.described,
        confidence=known.confidence,
        reason=known.reason,
        values=dict(known.values),
    )


def checked(one: Reading) -> Checked:
    asked = {name: getattr(one.indicator, name) for name in Indicator.__dataclass_fields__ if name != "kind"}
    verdict = one.verdict
    return Checked(
        **asked,
        value=one.value,
        proof=one.proof,
        outcome=verdict.outcome,
        reference=verdict.reference,
        distance=verdict.distance,
    )


def kind_named(kind: Kind) -> Named:
    return Named(code=kind.code, zh=kind.name_zh, en=kind.name_en)


def stocked(one: Hung, left: dict[str, int]) -> Hung:
    """With what is there to be had now: all that the buyer compared, and the first few of the others, where what is
    sold out gives way."""

    def filled(offer: Offer) -> Offer:
        return offer.model_copy(update={"available_milli": left.get(offer.code, 0)})

    others = [filled(offer) for offer in one.others]
    near = sorted((offer for offer in others if not offer.by_buyer), key=lambda offer: not offer.in_stock)[:MOST]
    return Hung(
        kind=one.kind,
        chosen=filled(one.chosen) if one.chosen else None,
        others=[*(offer for offer in others if offer.by_buyer), *near],
        checked=one.checked,
        on_show=one.on_show,
        prices=one.prices,
        alone=one.alone,
    )
