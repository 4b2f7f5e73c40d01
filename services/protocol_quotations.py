"""The quotations behind a direct sale as a protocol keeps them: who was asked, who answered, what speaks for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import Session

from db import protocols as store
from db import quotations as answers_store
from db import shelves, standards
from db.accounts import Organisation
from db.orders import Purchase
from db.protocols import Received
from db.quotations import Quotation
from db.standards import Kind, TransportFactor
from db.suppliers import Supplier
from services import carbon, catalogue, distances, freight
from services.product_cards import Card, cards
from services.protocol_document import Named, Quoted, QuotedLine

__all__ = ["quoted"]

Figures = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Behind:
    """What is looked up once for all answers to a request."""

    city: str
    sellers: Mapping[UUID, tuple[Supplier, Organisation]]
    cards: Mapping[str, Card]
    kinds: Mapping[str, Kind]
    vehicles: Sequence[TransportFactor]


def quoted(db: Session, purchase: Purchase) -> dict[str, Any]:
    """The fields `request`, `asked` and `quotations` of the document; nothing where no quotation stands behind."""
    if purchase.quotation_id is None:
        return {}
    request = store.request_of(db, purchase.quotation_id)
    answers = answers_store.current(db, [request.id])
    received = store.received(db, [one.id for one in answers])
    plan = catalogue.current().plan_now(db)
    known = cards(db, shelves.of_codes(db, [one.product.code for one in received]), plan)
    behind = Behind(
        city=request.city,
        sellers={seller.id: (seller, own) for seller, own in answers_store.asked(db, request.id)},
        cards={one.code: one for one in known},
        kinds={code: kind for code, (kind, _) in plan.items()},
        vehicles=standards.transport_factors(db),
    )
    lines = {one.id: [line for line in received if line.line.quotation_id == one.id] for one in answers}
    told = tuple(answer(one, lines[one.id], behind, chosen=one.id == purchase.quotation_id) for one in answers)
    return {"request": request.code, "asked": len(behind.sellers), "quotations": told}


def answer(one: Quotation, lines: Sequence[Received], behind: Behind, *, chosen: bool) -> Quoted:
    seller, own = behind.sellers[one.supplier_id]
    figures = [weighed(line, own, behind) for line in lines]
    return Quoted(
        supplier=Named(zh=own.name_zh, en=own.name_en, code=seller.code),
        status=one.status,
        chosen=chosen,
        total_fen=one.total_fen,
        given_at=one.given_at,
        valid_until=one.valid_until,
        delivery_days=one.delivery_days,
        reason=one.reason,
        lines=tuple(line_of(line, behind.cards.get(line.product.code)) for line in lines),
        made_kg=carbon.together([made for made, _ in figures]),
        moved_kg=carbon.together([moved for _, moved in figures]),
    )


def weighed(one: Received, own: Organisation, behind: Behind) -> Figures:
    """A1-A3 and A4 of the line; nothing is said of what is off show."""
    card = behind.cards.get(one.product.code)
    if card is None:
        return None, None
    km = distances.km_between(card.origin or own.city, behind.city)
    load, quantity_milli = freight.load(card, behind.kinds[card.kind]), one.line.quantity_milli
    made = carbon.of_quantity(card.footprint, quantity_milli)
    return made, freight.moved(load, behind.vehicles, quantity_milli, km=km)


def line_of(one: Received, card: Card | None) -> QuotedLine:
    product, line = one.product, one.line
    return QuotedLine(
        position=one.wanted.position,
        code=product.code,
        name_zh=product.name_zh,
        name_en=product.name_en,
        unit=product.unit,
        quantity_milli=line.quantity_milli,
        price_fen=line.price_fen,
        total_fen=line.total_fen,
        passed=card.judgement.passed if card else 0,
        asked=card.judgement.total if card else 0,
    )
