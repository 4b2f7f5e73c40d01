"""Requests and quotations as each side reads them: a supplier its own answer alone, the buyer and officials all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlmodel import Session

from db import orders, parties, shelves, suppliers
from db import quotations as store
from db.engine import reading
from db.media import StoredFile
from db.orders import Purchase
from db.parties import Names
from db.products import Product
from db.projects import Project
from db.quotations import Quotation, QuotationLine, QuotationRequest, QuotationStatus, RequestLine
from db.standards import Kind
from services import clock
from services.permissions import Permission, require
from services.quotation_rights import Reader, reader_of
from services.quotations import choosing, rules
from services.visitors import Role, Visitor

__all__ = ["Line", "OfferView", "QuotedLine", "RequestRow", "RequestView", "listed", "request", "source_of", "wares"]


@dataclass(frozen=True)
class Line:
    """What is wanted: the exhibit's name where one is named, else the kind's."""

    row: RequestLine
    kind_zh: str
    kind_en: str
    product: Product | None


@dataclass(frozen=True)
class QuotedLine:
    """A price for a line; `other` marks an exhibit that is not the one asked for, `left_milli` what a standing price
    can still be ordered for."""

    row: QuotationLine
    position: int
    product: Product
    other: bool
    left_milli: int


@dataclass(frozen=True)
class OfferView:
    """One supplier's answer. `undercut`: another valid one is lower, so that a choice of this one needs a reason."""

    quotation: Quotation
    supplier: Names
    city: str
    lines: Sequence[QuotedLine]
    lapsed: bool
    undercut: bool
    may_accept: bool
    may_call_off: bool
    purchases: Sequence[Purchase]


@dataclass(frozen=True)
class RequestRow:
    """A request in a list. `answers` counts what the reader may see; `waits` for an answer or a choice of theirs."""

    request: QuotationRequest
    lines: Sequence[Line]
    buyer: Names
    answers: int
    own: Quotation | None
    answerable: bool
    waits: bool


@dataclass(frozen=True)
class RequestView:
    """One request. `asked` is empty for suppliers, and `offers` holds their own answer at most."""

    request: QuotationRequest
    reader: Reader
    lines: Sequence[Line]
    files: Sequence[StoredFile]
    buyer: Names
    project: Project | None
    asked: Sequence[Names]
    offers: Sequence[OfferView]
    earlier: Sequence[Quotation]
    answerable: bool

    @property
    def live(self) -> bool:
        return self.request.status in rules.LIVE


def listed(visitor: Visitor, *, limit: int = 20, offset: int = 0) -> Sequence[RequestRow]:
    """The buyer's own requests, those a supplier is asked in, or those of an official's area; the newest first."""
    require(visitor, Permission.QUOTATION_READ)
    with reading() as db:
        if visitor.role is Role.BUYER:
            found = store.of_buyer(db, visitor.organisation_id, limit=limit, offset=offset)
            return rows(db, found, None)
        if visitor.role is Role.SUPPLIER:
            own = suppliers.of_organisation(db, visitor.organisation_id)
            found = store.of_supplier(db, own.id, limit=limit, offset=offset) if own else []
            return rows(db, found, own.id if own else None)
        return rows(db, store.of_area(db, visitor.area_city, visitor.area_district, limit=limit, offset=offset), None)


def rows(db: Session, found: Sequence[QuotationRequest], supplier_id: UUID | None) -> list[RequestRow]:
    ids = [one.id for one in found]
    lines = by_request(db, ids)
    answers = [one for one in store.current(db, ids) if supplier_id in {None, one.supplier_id}]
    buyers = parties.buyers(db, [one.buyer_id for one in found])
    return [
        row(one, lines[one.id], buyers[one.buyer_id], [answer for answer in answers if answer.request_id == one.id],
            supplier_id=supplier_id)
        for one in found
    ]  # fmt: skip


def row(
    found: QuotationRequest,
    lines: Sequence[Line],
    buyer: Names,
    answers: Sequence[Quotation],
    *,
    supplier_id: UUID | None,
) -> RequestRow:
    today = clock.today()
    given = [one for one in answers if one.status is QuotationStatus.GIVEN and not rules.has_lapsed(one, today)]
    own = answers[-1] if supplier_id and answers else None
    answerable = rules.is_answerable(found, today)
    waits = answerable and own is None if supplier_id else found.status in rules.LIVE and bool(given)
    return RequestRow(found, lines, buyer, len(answers), own, answerable, waits)


def by_request(db: Session, ids: Sequence[UUID]) -> Mapping[UUID, list[Line]]:
    found = store.lines(db, ids)
    products = store.products(db, [line.product_id for line in found if line.product_id])
    kinds: dict[str, Kind] = {kind.code: kind for kind, _ in shelves.kinds_with_category(db)}
    lines: dict[UUID, list[Line]] = {one: [] for one in ids}
    for line in found:
        kind = kinds[line.kind]
        product = products[line.product_id] if line.product_id else None
        lines[line.request_id].append(Line(line, kind.name_zh, kind.name_en, product))
    return lines


def request(visitor: Visitor, code: str) -> RequestView:
    """One request as this visitor may read it; to strangers, other suppliers above all, there is none."""
    require(visitor, Permission.QUOTATION_READ)
    with reading() as db:
        found = store.by_code(db, code)
        reader = reader_of(db, visitor, found) if found else None
        if found is None or reader is None:
            raise rules.no_request()
        own = suppliers.of_organisation(db, visitor.organisation_id) if reader is Reader.SUPPLIER else None
        return seen(db, found, reader, own.id if own else None)


def seen(db: Session, found: QuotationRequest, reader: Reader, supplier_id: UUID | None) -> RequestView:
    lines = by_request(db, [found.id])[found.id]
    answers = [one for one in store.current(db, [found.id]) if supplier_id in {None, one.supplier_id}]
    asked = {} if supplier_id else {one.id: one for one, _ in store.asked(db, found.id)}
    names, offers = parties.suppliers(db, list(asked)), [offer(db, found, one, lines) for one in answers]
    return RequestView(
        request=found,
        reader=reader,
        lines=lines,
        files=store.files(db, found.id),
        buyer=parties.buyers(db, [found.buyer_id])[found.buyer_id],
        project=db.get(Project, found.project_id) if found.project_id else None,
        asked=[names[one] for one in asked],
        offers=[kept_from_suppliers(one) if supplier_id else one for one in offers],
        earlier=store.revisions(db, found.id, supplier_id)[1:] if supplier_id else [],
        answerable=rules.is_answerable(found, clock.today()),
    )


def offer(db: Session, found: QuotationRequest, quotation: Quotation, lines: Sequence[Line]) -> OfferView:
    today, status = clock.today(), quotation.status
    given, lapsed = status is QuotationStatus.GIVEN, rules.has_lapsed(quotation, today)
    quoted = quoted_lines(db, quotation, lines)
    overlaps = bool(choosing.covered(db, found) & {line.row.line_id for line in quoted}) if given else False
    city = next(own.city for one, own in store.asked(db, found.id) if one.id == quotation.supplier_id)
    return OfferView(
        quotation=quotation,
        supplier=parties.suppliers(db, [quotation.supplier_id])[quotation.supplier_id],
        city=city,
        lines=quoted,
        lapsed=lapsed,
        undercut=given and choosing.is_undercut(db, found, quotation),
        may_accept=(given and not lapsed and not overlaps and found.status in rules.LIVE)
        or is_void(db, quotation, today),
        may_call_off=may_call_off(quotation, today) and any(line.left_milli for line in quoted),
        purchases=orders.of_quotation(db, [quotation.id]),
    )


def kept_from_suppliers(own: OfferView) -> OfferView:
    """Without what tells of others: whether one is lower, and why this one was chosen beside it."""
    chosen = own.quotation.status is QuotationStatus.ACCEPTED
    told = Quotation(**own.quotation.model_dump() | {"reason": ""}) if chosen else own.quotation
    return replace(own, quotation=told, undercut=False)


def is_void(db: Session, quotation: Quotation, today: date) -> bool:
    """Chosen for one order, which was cancelled or never paid: it can be ordered again while it is valid."""
    once = quotation.status is QuotationStatus.ACCEPTED and quotation.standing_until is None
    if not once or today > quotation.valid_until:
        return False
    return not choosing.standing_orders(db, orders.of_quotation(db, [quotation.id]))


def may_call_off(quotation: Quotation, today: date) -> bool:
    standing = quotation.standing_until
    return quotation.status is QuotationStatus.ACCEPTED and standing is not None and today <= standing


def quoted_lines(db: Session, quotation: Quotation, lines: Sequence[Line]) -> list[QuotedLine]:
    wanted = {line.row.id: line.row for line in lines}
    ordered = orders.ordered_of(db, quotation.id) if quotation.standing_until else {}
    return [
        QuotedLine(
            row=row,
            position=wanted[row.line_id].position,
            product=product,
            other=wanted[row.line_id].product_id not in {None, product.id},
            left_milli=max(0, (row.most_milli or 0) - ordered.get(product.id, 0)),
        )
        for row, product in store.quoted(db, [quotation.id])
    ]


def source_of(visitor: Visitor, quotation_id: UUID | None) -> str:
    """The code of the request that a purchase rests on, for those who may read it; else nothing."""
    if quotation_id is None:
        return ""
    with reading() as db:
        found = db.get_one(QuotationRequest, db.get_one(Quotation, quotation_id).request_id)
        return found.code if reader_of(db, visitor, found) else ""


def wares(supplier: Visitor, code: str) -> Mapping[int, Sequence[Product]]:
    """What the supplier can offer for each line of a request that asks it, by the line's position."""
    require(supplier, Permission.QUOTATION_GIVE)
    with reading() as db:
        found, own = store.by_code(db, code), suppliers.of_organisation(db, supplier.organisation_id)
        if found is None or own is None or not store.is_asked(db, found.id, own.id):
            raise rules.no_request()
        lines = store.lines(db, [found.id])
        shown = store.wares(db, own.id, [line.kind for line in lines])
        return {line.position: [one for one in shown if fits(one, line)] for line in lines}


def fits(product: Product, line: RequestLine) -> bool:
    return (product.kind, product.unit) == (line.kind, line.unit)
