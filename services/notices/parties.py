"""From an entry of the audit log to those concerned: people, where the notice leads, and what stands in it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import or_
from sqlmodel import Session, col

from db import notices as store
from db import orders, parties, products, saved_searches, shipments, suppliers
from db.accounts import Department, Membership, Organisation, Role
from db.audit import AuditEntry
from db.notices import Hearer
from db.orders import Order, OrderStatus
from db.parties import Names
from db.products import Product
from db.suppliers import Supplier
from services import catalogue
from services import payment_settlement as settlement
from services.catalogue import Filters
from services.notices.tellings import About, Circle

__all__ = ["CONCERNED", "Party"]

MOMENTS = timedelta(minutes=1)  # between hanging an exhibit and the entry that says so


@dataclass(frozen=True)
class Party:
    """Some people who hear the same. A detail in two languages is two, `…_zh` and `…_en`."""

    people: Sequence[Hearer]
    path: str
    details: Mapping[str, object]
    facts: Mapping[str, object] = field(default_factory=dict)


def address(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}"


def named(name: str, names: Names) -> dict[str, object]:
    return {f"{name}_zh": names.zh, f"{name}_en": names.en}


def amount(entry: AuditEntry) -> dict[str, object]:
    return {"amount_fen": entry.data["amount_fen"]} if "amount_fen" in entry.data else {}


def to_buyer(db: Session, entry: AuditEntry, *narrower: object) -> Iterable[Party]:
    """Those of the order or purchase who act for the buyer."""
    if entry.subject.startswith(About.ORDER):
        order = orders.order_by_code(db, entry.subject)
        if order:
            people = store.members(db, Role.BUYER, Membership.organisation_id == order.buyer_id, *narrower)
            seller = parties.suppliers(db, [order.supplier_id])[order.supplier_id]
            details = {"code": order.code, **named("other", seller), **last_parcel(db, order), **amount(entry)}
            yield Party(people, address("/orders", order=order.code), details)
        return
    purchase = orders.purchase_by_code(db, entry.subject)
    if purchase:
        people = store.members(db, Role.BUYER, Membership.organisation_id == purchase.buyer_id, *narrower)
        own = orders.of_purchase(db, purchase.id)
        ended = all(order.status is OrderStatus.CANCELLED for order in own)
        details = {"code": purchase.code, **amount(entry)}
        yield Party(people, address("/orders", purchase=purchase.code), details, {"ended": ended})


def last_parcel(db: Session, order: Order) -> dict[str, object]:
    sent = shipments.of_order(db, order.id)
    return {"carrier": sent[-1].carrier, "tracking": sent[-1].tracking_number} if sent else {}


def to_approvers(db: Session, entry: AuditEntry) -> Iterable[Party]:
    return to_buyer(db, entry, col(Membership.approver) == True)  # noqa: E712


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
    return (of_seller(db, one) for one in own if settlement.entries_of(db, one.id))


def of_seller(db: Session, order: Order) -> Party:
    seller = db.get_one(Supplier, order.supplier_id)
    people = store.members(db, Role.SUPPLIER, Membership.organisation_id == seller.organisation_id)
    buyer = parties.buyers(db, [order.buyer_id])[order.buyer_id]
    return Party(people, address("/sales", order=order.code), {"code": order.code, **named("other", buyer)})


def to_finance_of_buyer(db: Session, entry: AuditEntry) -> Iterable[Party]:
    purchase = orders.purchase_by_code(db, entry.subject)
    if purchase:
        people = officials(db, db.get_one(Organisation, purchase.buyer_id), Membership.department == Department.FINANCE)
        yield Party(people, "/audit", {"code": purchase.code})


def officials(db: Session, of: Organisation, *narrower: object) -> Sequence[Hearer]:
    """Those whose area holds the organisation."""
    whole_city = or_(col(Membership.area_district).is_(None), col(Membership.area_district).in_(["", of.district]))
    return store.members(db, Role.OFFICIAL, Membership.area_city == of.city, whole_city, *narrower)


def to_supplier(db: Session, entry: AuditEntry, circle: Circle) -> Iterable[Party]:
    supplier = suppliers.by_code(db, entry.subject)
    if supplier:
        own = db.get_one(Organisation, supplier.organisation_id)
        details = {"code": supplier.code, **named("name", Names(own.name_zh, own.name_en))}
        if circle is Circle.OFFICIALS:
            yield Party(officials(db, own), address("/review", code=supplier.code), details)
        else:
            people = store.members(db, Role.SUPPLIER, Membership.organisation_id == own.id)
            yield Party(people, "/suppliers", details)


def to_maker(db: Session, entry: AuditEntry, circle: Circle) -> Iterable[Party]:
    product = products.by_code(db, entry.subject)
    if product:
        own = db.get_one(Organisation, db.get_one(Supplier, product.supplier_id).organisation_id)
        details = {**of_exhibit(product), **named("other", Names(own.name_zh, own.name_en))}
        if circle is Circle.OFFICIALS:
            yield Party(officials(db, own), address("/review", desk="exhibits", code=product.code), details)
        else:
            people = store.members(db, Role.SUPPLIER, Membership.organisation_id == own.id)
            yield Party(people, address("/listings", code=product.code), details)


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


Concerned = Callable[[Session, AuditEntry], Iterable[Party]]
CONCERNED: Mapping[tuple[About, Circle], Concerned] = {
    (About.EXHIBIT, Circle.OFFICIALS): partial(to_maker, circle=Circle.OFFICIALS),
    (About.EXHIBIT, Circle.SEARCHERS): to_searchers,
    (About.EXHIBIT, Circle.SUPPLIER): partial(to_maker, circle=Circle.SUPPLIER),
    (About.ORDER, Circle.APPROVERS): to_approvers,
    (About.ORDER, Circle.BUYER): to_buyer,
    (About.ORDER, Circle.PERSON): to_person,
    (About.ORDER, Circle.SUPPLIER): to_sellers,
    (About.PURCHASE, Circle.APPROVERS): to_approvers,
    (About.PURCHASE, Circle.BUYER): to_buyer,
    (About.PURCHASE, Circle.FINANCE): to_finance_of_buyer,
    (About.PURCHASE, Circle.PERSON): to_person,
    (About.PURCHASE, Circle.SUPPLIER): to_sellers,
    (About.SUPPLIER, Circle.OFFICIALS): partial(to_supplier, circle=Circle.OFFICIALS),
    (About.SUPPLIER, Circle.SUPPLIER): partial(to_supplier, circle=Circle.SUPPLIER),
}
