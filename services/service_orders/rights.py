"""Who may do what with a service order, and when: one table, asked by every action and shown by every page."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session

from db import service_orders as store
from db import suppliers
from db.accounts import Department
from db.service_orders import ServiceOrder, ServiceStatus
from services import tariff
from services.errors import Conflict, Forbidden, Missing
from services.permissions import Permission, allows, require
from services.service_orders import books
from services.visitors import Role, Visitor

__all__ = ["Action", "may", "opened", "parties_of", "seen"]


class Action(StrEnum):
    PAY = "pay"
    CANCEL = "cancel"
    CLOSE = "close"
    BEGIN = "begin"
    DELIVER = "deliver"
    CALL_OFF = "call_off"
    RECEIVED = "received"
    RETURNED = "returned"


class Party(StrEnum):
    """The supplier who ordered; those who do the work (officials of housing, experts); those who see to the money."""

    SUPPLIER = "supplier"
    WORKSHOP = "workshop"
    FINANCE = "finance"


class Rule(NamedTuple):
    party: Party
    action: Action
    statuses: frozenset[ServiceStatus]


S, P = ServiceStatus, Party
RULES = (
    Rule(P.SUPPLIER, Action.PAY, frozenset({S.ORDERED})),
    Rule(P.SUPPLIER, Action.CANCEL, frozenset({S.ORDERED, S.PAID})),
    Rule(P.SUPPLIER, Action.CLOSE, frozenset({S.DELIVERED})),
    Rule(P.WORKSHOP, Action.BEGIN, frozenset({S.PAID})),
    Rule(P.WORKSHOP, Action.DELIVER, frozenset({S.IN_PROGRESS})),
    Rule(P.WORKSHOP, Action.CALL_OFF, frozenset({S.ORDERED, S.PAID, S.IN_PROGRESS})),
    Rule(P.FINANCE, Action.RECEIVED, frozenset({S.ORDERED})),
    Rule(P.FINANCE, Action.RETURNED, frozenset(S)),
)


def parties_of(db: Session, visitor: Visitor, order: ServiceOrder) -> frozenset[Party]:
    """What the visitor is to the order; nothing for those who may not know of it."""
    found = set()
    if allows(visitor, Permission.SERVICE_ORDER):
        own = suppliers.of_organisation(db, visitor.organisation_id)
        found |= {Party.SUPPLIER} if own and own.id == order.supplier_id else set()
    if allows(visitor, Permission.SERVICE_DELIVER) and may_work(visitor):
        found.add(Party.WORKSHOP)
    if allows(visitor, Permission.SERVICE_SETTLE) and tariff.may_set(visitor):
        found.add(Party.FINANCE)
    return frozenset(found)


def may_work(visitor: Visitor) -> bool:
    return visitor.role is Role.EXPERT or visitor.department is Department.HOUSING


def may(db: Session, parties: frozenset[Party], order: ServiceOrder) -> Sequence[Action]:
    """What these parties may do with it now, in the order of the table."""
    found = [rule.action for rule in RULES if rule.party in parties and order.status in rule.statuses]
    return [one for one in found if one is not Action.RETURNED or books.owed_back_by_transfer(db, order.id)]


def seen(db: Session, visitor: Visitor, code: str) -> ServiceOrder:
    """The order, if the visitor may know of it: its supplier and every official and expert who reads services."""
    require(visitor, Permission.SERVICE_READ)
    order = store.by_code(db, code)
    of_the_house = visitor.role in {Role.OFFICIAL, Role.EXPERT}
    if order is None or not (of_the_house or parties_of(db, visitor, order)):
        raise Missing("There is no such service order.")
    return order


def opened(db: Session, visitor: Visitor, code: str, action: Action) -> ServiceOrder:
    """The order with its row locked, once the visitor may do this to it now."""
    order = store.locked(db, seen(db, visitor, code).id)
    if order is None:
        raise Missing("There is no such service order.")
    return allowed(db, visitor, order, action)


def allowed(db: Session, visitor: Visitor, order: ServiceOrder, action: Action) -> ServiceOrder:
    """The order as it was given, if the visitor may do this to it now."""
    parties = parties_of(db, visitor, order)
    if not any(rule.party in parties for rule in RULES if rule.action is action):
        raise Forbidden("You may not do this.")
    if action not in may(db, parties, order):
        raise Conflict("Order {code} is “{status}”; this cannot be done now.", code=order.code, status=order.status)
    return order
