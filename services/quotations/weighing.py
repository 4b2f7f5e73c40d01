"""What speaks for each quotation beside its price: the kind's price band, conformity, carbon to the site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from db import shelves, standards
from db.engine import reading
from db.standards import Kind
from services import carbon, catalogue, distances, freight, prices
from services.prices import Band
from services.product_cards import Card, cards
from services.quotations.showing import OfferView, QuotedLine, RequestView

__all__ = ["Weight", "weights"]


@dataclass(frozen=True)
class LineWeight:
    """One line: `made_kg` is A1-A3, `moved_kg` A4, in kgCO2e for the quantity; None where it cannot be said.

    `card` is the exhibit as it hangs, None once it is off show."""

    card: Card | None
    band: Band | None
    made_kg: Decimal | None
    moved_kg: Decimal | None


@dataclass(frozen=True)
class Weight:
    """A whole quotation. Carbon is None as soon as it cannot be said of one line."""

    lines: Sequence[LineWeight]

    @property
    def made_kg(self) -> Decimal | None:
        return carbon.together([line.made_kg for line in self.lines])

    @property
    def moved_kg(self) -> Decimal | None:
        return carbon.together([line.moved_kg for line in self.lines])


def weights(view: RequestView) -> Mapping[UUID, Weight]:
    """Of every quotation in the view, by its id; exhibits that are off show say nothing."""
    lines = [line for one in view.offers for line in one.lines]
    bands = {pair: prices.band(*pair) for pair in {(line.product.kind, line.product.unit) for line in lines}}
    with reading() as db:
        plan = catalogue.current().plan_now(db)
        known = {one.code: one for one in cards(db, shelves.of_codes(db, [line.product.code for line in lines]), plan)}
        kinds = {code: kind for code, (kind, _) in plan.items()}
        return {
            one.quotation.id: Weight([weighed(db, view, one, line, Behind(known, kinds, bands)) for line in one.lines])
            for one in view.offers
        }


@dataclass(frozen=True)
class Behind:
    """What is looked up once for all quotations of a request."""

    cards: Mapping[str, Card]
    kinds: Mapping[str, Kind]
    bands: Mapping[tuple[str, str], Band | None]


def weighed(db: Session, view: RequestView, one: OfferView, line: QuotedLine, behind: Behind) -> LineWeight:
    product, card = line.product, behind.cards.get(line.product.code)
    band = behind.bands[product.kind, product.unit]
    if card is None:
        return LineWeight(None, band, None, None)
    made = carbon.of_quantity(card.footprint, line.row.quantity_milli)
    km = distances.km_between(card.origin or one.city, view.request.city)
    load, vehicles = freight.load(card, behind.kinds[product.kind]), standards.transport_factors(db)
    moved = freight.moved(load, vehicles, line.row.quantity_milli, km=km)
    return LineWeight(card, band, made, moved)
