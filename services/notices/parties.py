"""From an entry of the audit log to those concerned: people, where the notice leads, and what stands in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qsl
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from db import approvals, orders, parties, products, quotations, saved_searches, shipments, suppliers
from db import notices as store
from db.accounts import Department, Membership, Organisation, Role
from db.audit import AuditEntry
from db.notices import Hearer
from db.orders import Order, OrderStatus, Purchase
from db.parties import Names
from db.products import Product
from db.quotations import QuotationRequest
from db.suppliers import Supplier
from services import catalogue
from services import payment_settlement as settlement
from services.audit import Event
from services.catalogue import Filters
from services.notices.parties_of_services import to_those_of_a_service
from services.notices.party import Party, address, amount, members_of, named
from services.notices.telling import About, Circle
from services.regions import in_english

__all__ = ["CONCERNED", "Party"]

IN_FINANCE = Membership.department == Department.FINANCE
FINANCE_READS: Mapping[str, str] = {
    Event.CHARGEBACK_CHANGED: "/settlement",
    Event.CHARGEBACK_OPENED: "/settlement",
    Event.CHARGEBACK_STATED: "/settlement",
    Event.DISPUTE_ANSWERED: "/disputes",
    Event.DISPUTE_PASSED_ON: "/disputes",
    Event.DISPUTE_REPLIED: "/disputes",
    Event.DISPUTE_SETTLED: "/disputes",
    Event.DISPUTE_WITHDRAWN: "/disputes",
    Event.PAYMENT_REFUND_FAILED: "/audit",
    Event.PAYOUT_REFUSED: "/settlement",
    Event.PURCHASE_SPLIT_SUSPECTED: "/limits",
}
OF_PAYOUTS = {Event.BANK_ACCOUNT_ANNOUNCED, Event.PAYOUT_ACCOUNT_CHANGED}
MOMENTS = timedelta(minutes=1)  # between hanging an exhibit and the entry that says so


def to_buyer(db: Session, entry: AuditEntry, *narrower: object) -> Iterable[Party]:
    """Those of the order or purchase who act for the buyer."""
    if entry.subject.startswith(About.ORDER):
        order = orders.order_by_code(db, entry.subject)
        if order:
            people = members_of(db, Role.BUYER, order.buyer_id, *narrower)
            seller = parties.suppliers(db, [order.supplier_id])[order.supplier_id]
            details = {"code": order.code, **named("other", seller), **parcel(db, order, entry), **amount(entry)}
            yield Party(people, address("/orders", order=order.code), details)
        return
    purchase = orders.purchase_by_code(db, entry.subject)
    if purchase:
        people = members_of(db, Role.BUYER, purchase.buyer_id, *narrower)
        details = {"code": purchase.code, **amount(entry)}
        yield Party(people, address("/orders", purchase=purchase.code), details, standing(db, purchase))


def standing(db: Session, purchase: Purchase) -> dict[str, object]:
    """How a purchase stands by now."""
    own, approval = orders.of_purchase(db, purchase.id), approvals.of_purchase(db, purchase.id)
    ended = all(order.status is OrderStatus.CANCELLED for order in own)
    return {"ended": ended, "approval": approval and approval.status, "method": purchase.method}


def parcel(db: Session, order: Order, entry: AuditEntry) -> dict[str, object]:
    """The part of the order that the entry is about: the first where it names none. Others may have left since."""
    number = entry.data.get("number", 1)
    sent = [one for one in shipments.of_order(db, order.id) if one.number == number]
    return {"carrier": sent[0].carrier, "tracking": sent[0].tracking_number} if sent else {}


def to_approvers(db: Session, entry: AuditEntry) -> Iterable[Party]:
    return to_buyer(db, entry, col(Membership.approver) == True)  # noqa: E712


def to_releasers(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """The approvers, where they release."""
    purchase = orders.purchase_by_code(db, entry.subject)
    if purchase:
        people = members_of(db, Role.BUYER, purchase.buyer_id, col(Membership.approver) == True)  # noqa: E712
        yield Party(people, "/approvals", {"code": purchase.code, "amount_fen": purchase.total_fen})


def to_person(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """The one who ordered, while they act for the buyer still."""
    order = orders.order_by_code(db, entry.subject)
    purchase = orders.purchases(db, [order.purchase_id])[order.purchase_id] if order else None
    purchase = purchase or orders.purchase_by_code(db, entry.subject)
    return to_buyer(db, entry, Membership.person_id == purchase.person_id) if purchase else ()


def to_sellers(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """Each supplier of it, about its own order; an order that binds nobody yet is no news to its supplier."""
    purchase = orders.purchase_by_code(db, entry.subject)
    order = orders.order_by_code(db, entry.subject)
    own = orders.of_purchase(db, purchase.id) if purchase else [order] if order else []
    cut = amount(entry) if order else {}
    return (of_seller(db, one, cut) for one in own if settlement.entries_of(db, one.id))


def of_seller(db: Session, order: Order, more: Mapping[str, object]) -> Party:
    seller = db.get_one(Supplier, order.supplier_id)
    people = members_of(db, Role.SUPPLIER, seller.organisation_id)
    buyer = parties.buyers(db, [order.buyer_id])[order.buyer_id]
    details = {"code": order.code, **named("other", buyer), **more}
    return Party(people, address("/sales", order=order.code), details)


def to_finance_of_buyer(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """In the city of the buyer, on the page where they can look into it."""
    found = orders.order_by_code(db, entry.subject) or orders.purchase_by_code(db, entry.subject)
    if found:
        buyer = db.get_one(Organisation, found.buyer_id)
        details = {"code": found.code, **amount(entry)}
        yield Party(officials(db, buyer, IN_FINANCE), FINANCE_READS.get(entry.event, "/audit"), details)


def officials(db: Session, of: Organisation, *narrower: object) -> Sequence[Hearer]:
    """Those whose area holds the organisation."""
    whole_city = or_(col(Membership.area_district).is_(None), col(Membership.area_district).in_(["", of.district]))
    return store.members(db, Role.OFFICIAL, Membership.area_city == of.city, whole_city, *narrower)


def to_supplier(db: Session, entry: AuditEntry, circle: Circle) -> Iterable[Party]:
    supplier = suppliers.by_code(db, entry.subject)
    if supplier:
        own = db.get_one(Organisation, supplier.organisation_id)
        details: dict[str, object] = {"code": supplier.code, **named("name", Names(own.name_zh, own.name_en))}
        if circle is Circle.OFFICIALS:
            yield Party(officials(db, own), address("/review", code=supplier.code), details)
        else:
            path = "/payouts" if entry.event in OF_PAYOUTS else "/suppliers"
            facts = {"is_asked": bool(entry.data.get("still_asked"))}
            details |= {"ending": entry.data["ending"]} if "ending" in entry.data else {}
            yield Party(members_of(db, Role.SUPPLIER, own.id), path, details, facts)


def to_maker(db: Session, entry: AuditEntry, circle: Circle) -> Iterable[Party]:
    product = products.by_code(db, entry.subject)
    if product:
        own = db.get_one(Organisation, db.get_one(Supplier, product.supplier_id).organisation_id)
        details = {**of_exhibit(product), **named("other", Names(own.name_zh, own.name_en))}
        if circle is Circle.OFFICIALS:
            yield Party(officials(db, own), address("/review", desk="exhibits", code=product.code), details)
        else:
            people = members_of(db, Role.SUPPLIER, own.id)
            stock = {name: entry.data[name] for name in ("left", "below", "unit") if name in entry.data}
            yield Party(people, address("/listings", code=product.code), details | stock)


def of_exhibit(product: Product) -> dict[str, object]:
    return {"code": product.code, **named("name", Names(product.name_zh, product.name_en))}


def to_searchers(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """Whoever keeps a search that the exhibit fits; put back on view unchanged, it is not new."""
    product = products.by_code(db, entry.subject)
    if product is None or product.published_at is None or abs(product.published_at - entry.at) > MOMENTS:
        return
    kept = catalogue.current()
    for row in saved_searches.older_than(db, entry.at):
        if kept.holds(db, Filters.of(dict(parse_qsl(row.address))), product.code):
            people = store.memberships_of(db, [row.person_id])
            yield Party(people, address("/product", code=product.code), of_exhibit(product) | {"search": row.name})


def to_asker(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """Those who ask for quotations, about the supplier that the entry names."""
    request, supplier = quotations.by_code(db, entry.subject), suppliers.by_code(db, str(entry.data.get("supplier")))
    if request and supplier:
        answering = parties.suppliers(db, [supplier.id])[supplier.id]
        details = {"code": request.code, **named("other", answering), "amount_fen": entry.data.get("total_fen", 0)}
        path = address("/quotations", request=request.code)
        yield Party(members_of(db, Role.BUYER, request.buyer_id), path, details)


def to_asked(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """The supplier that the entry names, else every one that is asked; to each only its own."""
    request = quotations.by_code(db, entry.subject)
    asked = quotations.asked(db, request.id) if request else ()
    only = entry.data.get("supplier")
    return (of_asked(db, request, one) for one, _ in asked if request and only in {None, one.code})


def of_asked(db: Session, request: QuotationRequest, supplier: Supplier) -> Party:
    buyer = parties.buyers(db, [request.buyer_id])[request.buyer_id]
    answers = quotations.revisions(db, request.id, supplier.id)
    details = {"code": request.code, **named("other", buyer), "closes_on": request.closes_on.isoformat()}
    facts = {"is_standing": bool(answers and answers[0].standing_until)}
    people = members_of(db, Role.SUPPLIER, supplier.organisation_id)
    return Party(people, address("/quotations", request=request.code), details, facts)


def to_house(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """Everybody who buys for the organisation that has set itself a rule."""
    own = db.get(Organisation, UUID(entry.subject))
    if own:
        said = {"above_fen": entry.data["above_fen"]} if entry.data.get("above_fen") is not None else {}
        yield Party(members_of(db, Role.BUYER, own.id), "/approvals", said)


def to_colleagues(db: Session, entry: AuditEntry) -> Iterable[Party]:
    """The approvers whom somebody has joined."""
    joined = UUID(entry.subject)
    for _, membership in store.memberships_of(db, [joined]):
        own = db.get_one(Organisation, membership.organisation_id)
        others = (col(Membership.approver) == True, Membership.person_id != joined)  # noqa: E712
        people = members_of(db, Role.BUYER, own.id, *others)
        yield Party(people, "/account", named("name", Names(own.name_zh, own.name_en)))


def to_city(db: Session, entry: AuditEntry, circle: Circle) -> Iterable[Party]:
    """Whoever a limit binds, or those who set the limits of its city."""
    city = str(entry.data["city"])
    own = col(Membership.organisation_id).in_(select(Organisation.id).where(Organisation.city == city))
    if circle is Circle.FINANCE:
        people = store.members(db, Role.OFFICIAL, Membership.area_city == city, IN_FINANCE)
    else:
        people = store.members(db, Role.BUYER, own)
    days = {"from_day": entry.data.get("valid_from", ""), "last_day": entry.data.get("last_day", "")}
    details = {**named("city", Names(city, in_english(city))), **days, **amount(entry)}
    yield Party(people, address("/limits", city=city), details)


Concerned = Callable[[Session, AuditEntry], Iterable[Party]]
CONCERNED: Mapping[tuple[About, Circle], Concerned] = {
    (About.EXHIBIT, Circle.OFFICIALS): partial(to_maker, circle=Circle.OFFICIALS),
    (About.EXHIBIT, Circle.SEARCHERS): to_searchers,
    (About.EXHIBIT, Circle.SUPPLIER): partial(to_maker, circle=Circle.SUPPLIER),
    (About.LIMIT, Circle.BUYER): partial(to_city, circle=Circle.BUYER),
    (About.LIMIT, Circle.FINANCE): partial(to_city, circle=Circle.FINANCE),
    (About.MEMBER, Circle.APPROVERS): to_colleagues,
    (About.ORDER, Circle.APPROVERS): to_approvers,
    (About.ORDER, Circle.BUYER): to_buyer,
    (About.ORDER, Circle.FINANCE): to_finance_of_buyer,
    (About.ORDER, Circle.PERSON): to_person,
    (About.ORDER, Circle.SUPPLIER): to_sellers,
    (About.PURCHASE, Circle.APPROVERS): to_releasers,
    (About.PURCHASE, Circle.BUYER): to_buyer,
    (About.PURCHASE, Circle.FINANCE): to_finance_of_buyer,
    (About.PURCHASE, Circle.PERSON): to_person,
    (About.PURCHASE, Circle.SUPPLIER): to_sellers,
    (About.QUOTATION, Circle.BUYER): to_asker,
    (About.QUOTATION, Circle.SUPPLIER): to_asked,
    (About.RULE, Circle.BUYER): to_house,
    **{
        (About.SERVICE, circle): partial(to_those_of_a_service, circle=circle)
        for circle in (Circle.FINANCE, Circle.OFFICIALS, Circle.SUPPLIER)
    },
    (About.SUPPLIER, Circle.OFFICIALS): partial(to_supplier, circle=Circle.OFFICIALS),
    (About.SUPPLIER, Circle.SUPPLIER): partial(to_supplier, circle=Circle.SUPPLIER),
}
