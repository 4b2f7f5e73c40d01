"""The buyer's choice: a quotation becomes an order at its prices, or a standing price, or is declined."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from db import orders, projects
from db import quotations as store
from db.engine import transaction
from db.orders import Channel, Method, OrderStatus, Purchase
from db.products import Product, is_on_show
from db.quotations import Quotation, QuotationLine, QuotationRequest, QuotationStatus, RequestStatus
from db.suppliers import Supplier
from services import audit, clock, flow
from services import order_placing as placing
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Invalid
from services.order_checkout import Checkout, checked
from services.order_placing import Draft
from services.permissions import Permission, require
from services.quotations import rules
from services.visitors import Visitor

__all__ = ["ANOTHER_CHOSEN", "Receiving", "accept", "agree", "decline"]

ANOTHER_CHOSEN = "another quotation was accepted"
S = QuotationStatus


@dataclass(frozen=True)
class Receiving:
    """Who takes the goods in at the request's site, who is billed, and how it is paid."""

    recipient: str
    phone: str
    invoice_title: str
    invoice_code: str = ""
    method: Method = Method.TRANSFER


def accept(buyer: Visitor, quotation_id: UUID, receiving: Receiving, *, reason: str = "") -> Purchase:
    """Order at the quoted prices; `reason` is asked where another valid quotation is cheaper. Twice is one order;
    one that was cancelled, or never paid, can be ordered again while the quotation is valid."""
    require(buyer, Permission.ORDER_PLACE)
    key = placing.key_of(buyer, f"quotation {quotation_id}")

    def write(db: Session) -> Purchase:
        request, quotation = rules.own_quotation(db, buyer, quotation_id)
        if quotation.standing_until is not None:
            raise Conflict("This is a standing price: agree to it first, then order by it.")
        earlier = orders.of_quotation(db, [quotation.id])
        live = standing_orders(db, earlier)
        if live:
            return live[0]
        if earlier:
            require_orderable(db, quotation)
        else:
            choose(db, buyer, request, quotation, reason=reason)
        items = [(product.code, line.quantity_milli, line.price_fen) for line, product in priced(db, quotation)]
        own_key = key if not earlier else placing.key_of(buyer, f"quotation {quotation_id} again {len(earlier)}")
        checkout = checkout_of(db, request, receiving)
        draft = Draft(checkout, Channel.DIRECT_SALE, own_key, placing.quoted(db, items), quotation.id)
        return placing.written(db, buyer, draft)

    return placing.once(key, write)


def standing_orders(db: Session, purchases: Sequence[Purchase]) -> list[Purchase]:
    """Those of which something has not been cancelled."""
    found = orders.of_purchases(db, [one.id for one in purchases])
    kept = {order.purchase_id for order in found if order.status is not OrderStatus.CANCELLED}
    return [one for one in purchases if one.id in kept]


def agree(buyer: Visitor, quotation_id: UUID, *, reason: str = "") -> None:
    """Take a standing price: nothing is ordered yet, and the supplier is bound by it until its day."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        request, quotation = rules.own_quotation(db, buyer, quotation_id)
        if quotation.standing_until is None:
            raise Conflict("This is a price for one order: accept it.")
        choose(db, buyer, request, quotation, reason=reason)


def choose(db: Session, buyer: Visitor, request: QuotationRequest, quotation: Quotation, *, reason: str) -> None:
    """Accept a valid quotation of a request that is still open for its lines; the request's row is locked."""
    require_choosable(db, request, quotation)
    quotation.reason = reason_for(db, request, quotation, reason)
    flow.move(rules.QUOTATION_FLOW, quotation, S.ACCEPTED)
    quotation.decided_at = clock.now()
    db.flush()
    settle(db, buyer, request)
    seller = db.get_one(Supplier, quotation.supplier_id)
    facts = {"supplier": seller.code, "total_fen": quotation.total_fen}
    audit.record(db, buyer, Event.QUOTATION_ACCEPTED, request.code, **facts)


def require_choosable(db: Session, request: QuotationRequest, quotation: Quotation) -> None:
    rules.require_live(request)
    rules.require_given(quotation)
    if covered(db, request) & {line.line_id for line, _ in priced(db, quotation)}:
        raise Conflict("A line of this quotation has been ordered from another supplier by now.")
    require_orderable(db, quotation)


def require_orderable(db: Session, quotation: Quotation) -> None:
    """Still valid, and everything in it still on show, by the unit it was quoted in."""
    if clock.today() > quotation.valid_until:
        raise Conflict(
            "This quotation was valid until {day}; ask the supplier for a new one.", day=quotation.valid_until
        )
    require_as_quoted(db, quotation)


def require_as_quoted(db: Session, quotation: Quotation) -> None:
    seller = db.get_one(Supplier, quotation.supplier_id)
    units = {line.id: line.unit for line in store.lines(db, [quotation.request_id])}
    for line, product in priced(db, quotation):
        if not is_on_show(product, seller):
            raise Conflict("{product} is no longer on show; it cannot be ordered.", product=product.code)
        if product.unit != units[line.line_id]:
            raise Conflict(
                "{product} was quoted by the {seen} and is sold by the {now} now; ask for a new quotation.",
                product=product.code, seen=units[line.line_id], now=product.unit,
            )  # fmt: skip


def priced(db: Session, quotation: Quotation) -> Sequence[tuple[QuotationLine, Product]]:
    return store.quoted(db, [quotation.id])


def covered(db: Session, request: QuotationRequest) -> set[UUID]:
    """The lines for which a quotation has been accepted."""
    taken = [one.id for one in store.current(db, [request.id]) if one.status is S.ACCEPTED]
    return {line.line_id for line, _ in store.quoted(db, taken)}


def reason_for(db: Session, request: QuotationRequest, quotation: Quotation, typed: str) -> str:
    """Why this one: asked where another valid quotation for the same lines is lower."""
    if typed.strip():
        return said(typed, field="Reason for the choice", longest=300)
    if is_undercut(db, request, quotation):
        raise Invalid("Another quotation is lower: say why you choose this one.")
    return ""


def is_undercut(db: Session, request: QuotationRequest, quotation: Quotation) -> bool:
    today = clock.today()
    rivals = [
        one
        for one in store.current(db, [request.id])
        if one.id != quotation.id and one.status is S.GIVEN and not rules.has_lapsed(one, today)
    ]
    return rules.cheaper(sums(db, quotation), [sums(db, rival) for rival in rivals])


def sums(db: Session, quotation: Quotation) -> list[tuple[UUID, int]]:
    return [(line.line_id, line.total_fen) for line, _ in priced(db, quotation)]


def settle(db: Session, buyer: Visitor, request: QuotationRequest) -> None:
    """Once every line is ordered the request is over, and whoever was not chosen is told so."""
    if {line.id for line in store.lines(db, [request.id])} - covered(db, request):
        if request.status is RequestStatus.OPEN:
            flow.move(rules.REQUEST_FLOW, request, RequestStatus.PARTLY)
        return
    flow.move(rules.REQUEST_FLOW, request, RequestStatus.ACCEPTED)
    for one in store.current(db, [request.id]):
        if one.status is S.GIVEN:
            refuse(db, buyer, request, one, ANOTHER_CHOSEN)


def refuse(db: Session, buyer: Visitor, request: QuotationRequest, quotation: Quotation, reason: str) -> None:
    flow.move(rules.QUOTATION_FLOW, quotation, S.DECLINED)
    quotation.reason, quotation.decided_at = reason, clock.now()
    seller = db.get_one(Supplier, quotation.supplier_id)
    audit.record(db, buyer, Event.QUOTATION_DECLINED, request.code, supplier=seller.code)


def decline(buyer: Visitor, quotation_id: UUID, *, reason: str) -> None:
    """The supplier reads the reason, and may give another quotation while the request is open."""
    require(buyer, Permission.QUOTATION_ASK)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        request, quotation = rules.own_quotation(db, buyer, quotation_id)
        rules.require_given(quotation)
        refuse(db, buyer, request, quotation, why)


def checkout_of(db: Session, request: QuotationRequest, receiving: Receiving) -> Checkout:
    """Delivered to the site that was asked for, for the purpose and project that were said there."""
    own = {project.id: project.code for project in projects.of_owner(db, request.buyer_id)}
    return checked(
        Checkout(
            recipient=receiving.recipient,
            phone=receiving.phone,
            city=request.city,
            district=request.district,
            address=request.address,
            invoice_title=receiving.invoice_title,
            invoice_code=receiving.invoice_code,
            purpose=request.purpose,
            project_code=own.get(request.project_id) if request.project_id else None,
            method=receiving.method,
        )
    )
