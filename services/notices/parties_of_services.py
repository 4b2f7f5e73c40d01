"""From an entry about a service order to those concerned: its supplier, those who do the work, and finance."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_
from sqlmodel import Session, col

from db import notices as store
from db import parties, service_orders
from db.accounts import Department, Membership, Role
from db.audit import AuditEntry
from db.notices import Hearer
from db.suppliers import Supplier
from services.audit import Event
from services.notices.party import Party, address, amount, members_of, named
from services.notices.telling import Circle

__all__ = ["to_those_of_a_service"]

WHOLE_CITY = or_(col(Membership.area_district).is_(None), col(Membership.area_district) == "")


def to_those_of_a_service(db: Session, entry: AuditEntry, circle: Circle) -> Iterable[Party]:
    order = service_orders.by_code(db, entry.subject)
    if order:
        seller = db.get_one(Supplier, order.supplier_id)
        names = parties.suppliers(db, [seller.id])[seller.id]
        details = {"code": order.code, "name_zh": order.name_zh, "name_en": order.name_en, **named("other", names)}
        if circle is Circle.SUPPLIER:
            people = members_of(db, Role.SUPPLIER, seller.organisation_id)
        else:
            people = finance(db) if circle is Circle.FINANCE else workshop(db)
        path = "/audit" if entry.event == Event.SERVICE_PAYMENT_MISMATCHED else None
        path = path or address("/service_orders", order=order.code)
        yield Party(people, path, details | {"amount_fen": order.total_fen} | amount(entry))


def finance(db: Session) -> Sequence[Hearer]:
    """The museum's money is the affair of those in finance who answer for a whole city."""
    return store.members(db, Role.OFFICIAL, Membership.department == Department.FINANCE, WHOLE_CITY)


def workshop(db: Session) -> Sequence[Hearer]:
    housing = store.members(db, Role.OFFICIAL, Membership.department == Department.HOUSING)
    return [*housing, *store.members(db, Role.EXPERT)]
