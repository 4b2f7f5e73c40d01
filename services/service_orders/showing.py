"""Service orders as their supplier and the house see them: lists, one order whole, and what they have brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Session

from db import parties, suppliers
from db import service_books as books_store
from db import service_orders as store
from db import standards as standards_store
from db.engine import reading
from db.media import StoredFile
from db.parties import Names
from db.payments import SessionStatus
from db.products import Product
from db.service_books import ServiceAccount, ServiceReason
from db.service_orders import ServiceOrder, ServicePaper, ServiceReport, ServiceStatus, ServiceStep
from db.standards import Kind
from db.tariff import ServiceKind
from services.errors import Forbidden
from services.permissions import Permission, require
from services.service_orders import books, rights
from services.service_orders.rights import Action
from services.standards import Indicator
from services.visitors import Role, Visitor

__all__ = ["Desk", "Measured", "Row", "ServiceView", "Taking", "at_desk", "chosen_fen", "mine", "one", "takings",
           "waiting"]  # fmt: skip

MOST = 200
S = ServiceStatus


class Desk(StrEnum):
    """What the house looks through: unpaid, paid and not begun, under way, done, ended."""

    UNPAID = "unpaid"
    PAID = "paid"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


AT = {
    Desk.UNPAID: (S.ORDERED,),
    Desk.PAID: (S.PAID,),
    Desk.UNDER_WAY: (S.IN_PROGRESS,),
    Desk.DONE: (S.DELIVERED, S.CLOSED),
    Desk.CANCELLED: (S.CANCELLED,),
}
WAITING = {Desk.UNPAID, Desk.PAID, Desk.UNDER_WAY}


@dataclass(frozen=True)
class Measured:
    indicator: Indicator
    value: Decimal


@dataclass(frozen=True)
class Row:
    """A line of a list. `what` is the exhibit or the kind it is for, empty for training."""

    order: ServiceOrder
    supplier: Names
    what: Names


@dataclass(frozen=True)
class ServiceView:
    """One order whole. `paid_how` says by which account it was paid, None before; `returned` whether all is back."""

    order: ServiceOrder
    supplier: Names
    product: Product | None
    kind: Kind | None
    indicators: Sequence[Indicator]
    steps: Sequence[ServiceStep]
    report: ServiceReport | None
    file: StoredFile | None
    measured: Sequence[Measured]
    papers: Sequence[ServicePaper]
    session: SessionStatus | None
    paid_at: datetime | None
    by_transfer: bool
    owed_back_fen: int
    may: Sequence[Action]
    own: bool


@dataclass(frozen=True)
class Taking:
    """What one kind of service has brought in, less what went back, in fen."""

    service: ServiceKind
    net_fen: int
    vat_fen: int

    @property
    def gross_fen(self) -> int:
        return self.net_fen + self.vat_fen


def mine(supplier: Visitor, *, limit: int = 50, offset: int = 0) -> Sequence[Row]:
    """The supplier's own orders, the newest first; none before it has begun to register."""
    require(supplier, Permission.SERVICE_ORDER)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        return rows(db, store.of_supplier(db, own.id, limit=limit, offset=offset)) if own else []


def require_house(visitor: Visitor) -> None:
    require(visitor, Permission.SERVICE_READ)
    if visitor.role not in {Role.OFFICIAL, Role.EXPERT}:
        raise Forbidden("You may not do this.")


def waiting(visitor: Visitor) -> dict[Desk, int]:
    """How many orders lie where."""
    require_house(visitor)
    with reading() as db:
        found = store.counts(db)
    return {desk: sum(found.get(status, 0) for status in statuses) for desk, statuses in AT.items()}


def at_desk(visitor: Visitor, desk: Desk) -> Sequence[Row]:
    """What waits, the longest waiting first; what is over, the newest first."""
    require_house(visitor)
    with reading() as db:
        find = store.standing if desk in WAITING else store.newest
        return rows(db, find(db, AT[desk], limit=MOST))


def rows(db: Session, found: Sequence[ServiceOrder]) -> list[Row]:
    names = parties.suppliers(db, list({order.supplier_id for order in found}))
    kinds = {kind.code: kind for kind in standards_store.kinds(db)}
    return [Row(order, names[order.supplier_id], what(db, order, kinds)) for order in found]


def what(db: Session, order: ServiceOrder, kinds: dict[str, Kind]) -> Names:
    product = db.get(Product, order.product_id) if order.product_id else None
    if product:
        return Names(product.name_zh, product.name_en, product.code)
    kind = kinds.get(order.kind or "")
    return Names(kind.name_zh, kind.name_en) if kind else Names("", "")


def one(visitor: Visitor, code: str) -> ServiceView:
    """Missing for everybody but its supplier and the house."""
    with reading() as db:
        order = rights.seen(db, visitor, code)
        return whole(db, visitor, order)


def whole(db: Session, visitor: Visitor, order: ServiceOrder) -> ServiceView:
    found = standards_store.all_indicators(db) if order.indicators else []
    known = {one.key: Indicator.of(one) for one in found}
    report = store.report(db, order.id)
    session = books_store.newest_session(db, order.id)
    entries, parties_ = books_store.entries(db, order.id), rights.parties_of(db, visitor, order)
    paid = [one for one in books_store.postings(db, order.id) if one.reason is ServiceReason.PAID]
    return ServiceView(
        order=order,
        supplier=parties.suppliers(db, [order.supplier_id])[order.supplier_id],
        product=db.get(Product, order.product_id) if order.product_id else None,
        kind=db.get(Kind, order.kind) if order.kind else None,
        indicators=[known[key] for key in order.indicators],
        steps=store.steps(db, order.id),
        report=report,
        file=db.get(StoredFile, report.file_id) if report else None,
        measured=[Measured(known[row.indicator], row.value) for row in store.measurements(db, report.id)]
        if report
        else [],
        papers=store.papers(db, order.id),
        session=session.status if session else None,
        paid_at=paid[0].at if paid else None,
        by_transfer=bool(paid) and paid[0].reference.startswith("transfer:"),
        owed_back_fen=-books.balance(entries, ServiceAccount.OWED_BACK),
        may=rights.may(db, parties_, order),
        own=rights.Party.SUPPLIER in parties_,
    )


def chosen_fen(supplier: Visitor) -> int:
    """What the supplier has paid for services it chose and did not get back, in fen."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        return books_store.paid_by(db, own.id) if own else 0


def takings(official: Visitor) -> Sequence[Taking]:
    """What services have brought the museum, by kind: all it ever charges for."""
    require(official, Permission.PAYOUT_OVERSEE)
    with reading() as db:
        found = books_store.income(db)
    return [
        Taking(kind, found.get(kind, {}).get(ServiceAccount.INCOME, 0), found.get(kind, {}).get(ServiceAccount.VAT, 0))
        for kind in ServiceKind
    ]
