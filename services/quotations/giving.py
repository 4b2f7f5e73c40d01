"""A supplier's answer: delivered prices for what it can supply, dated; a new answer replaces the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from db import quotations as store
from db.engine import transaction
from db.products import Product
from db.quotations import Quotation, QuotationLine, QuotationRequest, QuotationStatus, RequestLine
from db.suppliers import Supplier, SupplierStatus
from services import audit, clock, flow, money, stock, texts
from services.audit import Event
from services.errors import Conflict, Invalid
from services.permissions import Permission, require
from services.quotations import rules
from services.visitors import Visitor

__all__ = ["LONGEST_DELIVERY", "Offer", "OfferLine", "give", "take_back"]

LONGEST_VALIDITY, LONGEST_STANDING, LONGEST_DELIVERY = timedelta(days=365), timedelta(days=730), 365
S = QuotationStatus


@dataclass(frozen=True)
class OfferLine:
    """`position` is the request's line; the exhibit is the supplier's own, of the same kind and unit.

    `price_fen` a unit is a delivered price: freight to the site is in it. `most_milli` is for a standing price."""

    position: int
    product_code: str
    price_fen: int
    most_milli: int | None = None


@dataclass(frozen=True)
class Offer:
    """With `standing_until` the price stands for repeated orders until that day, up to each line's `most_milli`."""

    lines: Sequence[OfferLine]
    valid_until: date
    delivery_days: int
    words: str = ""
    standing_until: date | None = None


def give(supplier: Visitor, code: str, offer: Offer) -> Quotation:
    """Answer request `code`, or answer it anew; the same answer given twice is one."""
    require(supplier, Permission.QUOTATION_GIVE)
    check_days(offer)
    with transaction() as db:
        request, own = rules.asked_supplier(db, supplier, code)
        before = next(iter(store.revisions(db, request.id, own.id)), None)
        require_open(request, own, before)
        fresh = quotation_of(supplier, request, own, offer)
        lines = lines_of(db, request, fresh, offer)
        fresh.total_fen = checked_sum(lines)
        if before and before.status is S.GIVEN:
            if is_same(db, before, fresh, lines):
                return before
            flow.move(rules.QUOTATION_FLOW, before, S.REPLACED)
            before.decided_at = clock.now()
        fresh.revision = before.revision + 1 if before else 1
        db.add(fresh)
        db.flush()
        db.add_all(lines)
        said = {"supplier": own.code, "revision": fresh.revision, "total_fen": fresh.total_fen}
        audit.record(db, supplier, Event.QUOTATION_GIVEN, request.code, **said)
        return fresh


def quotation_of(supplier: Visitor, request: QuotationRequest, own: Supplier, offer: Offer) -> Quotation:
    return Quotation(
        request_id=request.id,
        supplier_id=own.id,
        person_id=supplier.person_id,
        revision=1,
        total_fen=1,
        delivery_days=offer.delivery_days,
        valid_until=offer.valid_until,
        standing_until=offer.standing_until,
        words=texts.paragraphs(offer.words, field="Words to the buyer", longest=1000),
        given_at=clock.now(),
    )


def is_same(db: Session, before: Quotation, fresh: Quotation, lines: Sequence[QuotationLine]) -> bool:
    """Whether a supplier says again what it has said, as by a double click."""
    told = ("total_fen", "delivery_days", "valid_until", "standing_until", "words")
    kept = [line for line, _ in store.quoted(db, [before.id])]
    return all(getattr(before, name) == getattr(fresh, name) for name in told) and terms(kept) == terms(lines)


def terms(lines: Sequence[QuotationLine]) -> set[tuple[object, ...]]:
    return {(line.line_id, line.product_id, line.price_fen, line.most_milli) for line in lines}


def check_days(offer: Offer) -> None:
    today = clock.today()
    if not today <= offer.valid_until <= today + LONGEST_VALIDITY:
        raise Invalid("A quotation is valid from today on, for a year at most.")
    if not 0 <= offer.delivery_days <= LONGEST_DELIVERY:
        raise Invalid("Delivery takes between 0 and {most} days.", most=LONGEST_DELIVERY)
    if offer.standing_until and not offer.valid_until <= offer.standing_until <= today + LONGEST_STANDING:
        raise Invalid("A standing price holds at least as long as the quotation, and two years at most.")


def require_open(request: QuotationRequest, own: Supplier, before: Quotation | None) -> None:
    if not rules.is_answerable(request, clock.today()):
        raise Conflict("Request {code} takes no answers any more.", code=request.code)
    if own.status is not SupplierStatus.APPROVED:
        raise Conflict("Only approved suppliers give quotations.")
    if before and before.status is S.ACCEPTED:
        raise Conflict("Your quotation has been accepted; it cannot be changed any more.")


def lines_of(db: Session, request: QuotationRequest, fresh: Quotation, offer: Offer) -> list[QuotationLine]:
    asked = {line.position: line for line in store.lines(db, [request.id])}
    kinds = [line.kind for line in asked.values()]
    wares = {product.code: product for product in store.wares(db, fresh.supplier_id, kinds)}
    lines = [line_of(fresh, asked.get(one.position), wares.get(one.product_code), one) for one in offer.lines]
    if not lines:
        raise Invalid("Give a price for one line at least.")
    if len({line.line_id for line in lines}) < len(lines) or len({line.product_id for line in lines}) < len(lines):
        raise Invalid("Each line, and each exhibit, can be offered once.")
    if any((line.most_milli is None) is not (offer.standing_until is None) for line in lines):
        raise Invalid("A standing price says for each line how much may be ordered in all.")
    return lines


def line_of(fresh: Quotation, asked: RequestLine | None, product: Product | None, offered: OfferLine) -> QuotationLine:
    if asked is None or product is None or (product.kind, product.unit) != (asked.kind, asked.unit):
        raise Invalid("Offer an exhibit of yours that is on show, of the kind and unit asked for.")
    if not 0 < offered.price_fen <= money.LARGEST_FEN:
        raise Invalid("A price is more than nothing.")
    if offered.most_milli is not None and not 0 < offered.most_milli <= stock.LARGEST_MILLI:
        raise Invalid("A quantity is more than nothing.")
    return QuotationLine(
        quotation_id=fresh.id,
        line_id=asked.id,
        product_id=product.id,
        quantity_milli=asked.quantity_milli,
        price_fen=offered.price_fen,
        total_fen=money.line_total(asked.quantity_milli, offered.price_fen),
        most_milli=offered.most_milli,
    )


def checked_sum(lines: Sequence[QuotationLine]) -> int:
    total = sum(line.total_fen for line in lines)
    if not 0 < total <= money.LARGEST_FEN:
        raise Invalid("The sum of a quotation is between one fen and {most} yuan.", most=money.yuan(money.LARGEST_FEN))
    return total


def take_back(supplier: Visitor, code: str) -> None:
    """The supplier no longer stands by what it has answered to request `code`."""
    require(supplier, Permission.QUOTATION_GIVE)
    with transaction() as db:
        request, own = rules.asked_supplier(db, supplier, code)
        current = next(iter(store.revisions(db, request.id, own.id)), None)
        if current is None:
            raise rules.no_quotation()
        rules.require_given(current)
        flow.move(rules.QUOTATION_FLOW, current, S.WITHDRAWN)
        current.decided_at = clock.now()
        audit.record(db, supplier, Event.QUOTATION_WITHDRAWN, request.code, supplier=own.code)
