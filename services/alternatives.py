"""What could hang in an exhibit's place: what is cheaper or greener and passes all that it passes, and what is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from db import shelves
from db.engine import reading
from services import carbon, catalogue
from services.carbon import Basis
from services.product_cards import Card, cards
from services.shelves import cards_of

__all__ = ["Alternative", "Alternatives", "of"]

MOST = 4
LOOKED_AT = 12


@dataclass(frozen=True)
class Alternative:
    """Another exhibit of the kind. The shares say how much cheaper, and lower in declared carbon, one unit of it is."""

    card: Card
    cheaper: Decimal | None = None
    greener: Decimal | None = None


@dataclass(frozen=True)
class Alternatives:
    """`better` pass every indicator that the exhibit passes (`met` of them); `near` are others of its kind."""

    better: Sequence[Alternative]
    near: Sequence[Alternative]
    met: int


def of(code: str) -> Alternatives:
    """Nothing for a code that nobody has."""
    kept = catalogue.current()
    with reading() as db:
        found = shelves.whatever_its_status(db, code)
        if found is None:
            return Alternatives([], [], 0)
        [own] = cards(db, [found], kept.plan_now(db))
        others = cards_of(db, kept, kept.rivals(db, code, own.judgement.met, limit=LOOKED_AT))
    return sorted_out(own, [compare(own, other) for other in others])


def sorted_out(own: Card, compared: Sequence[Alternative]) -> Alternatives:
    ranked = sorted(compared, key=lambda one: (-(one.greener or 0), -(one.cheaper or 0), one.card.code))
    better = [one for one in ranked if (one.greener or one.cheaper) and replaces(own, one.card)][:MOST]
    taken = {one.card.code for one in better}
    near = [one for one in ranked if one.card.code not in taken][:MOST]
    return Alternatives(better, near, len(own.judgement.met))


def replaces(own: Card, other: Card) -> bool:
    """Whether the other passes every indicator that the exhibit passes; what passes none is replaced by none."""
    return bool(own.judgement.met) and own.judgement.met <= other.judgement.met


def compare(own: Card, other: Card) -> Alternative:
    """Only the same unit is compared, and only a declaration with a declaration: a generic factor is no rival."""
    if own.unit != other.unit:
        return Alternative(other)
    cheaper = Decimal(own.price_fen - other.price_fen) / own.price_fen
    return Alternative(other, positive(cheaper), positive(less_carbon(own, other)))


def less_carbon(own: Card, other: Card) -> Decimal | None:
    mine, theirs = own.footprint, other.footprint
    if mine.basis is not Basis.DECLARED or carbon.comparable(mine, theirs) is not None:
        return None
    if mine.per_unit is None or theirs.per_unit is None or mine.per_unit <= 0:
        return None
    return (mine.per_unit - theirs.per_unit) / mine.per_unit


def positive(share: Decimal | None) -> Decimal | None:
    return share if share is not None and share > 0 else None
