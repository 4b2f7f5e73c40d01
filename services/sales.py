"""The supplier's desk: which orders wait for which step of the supplier's, and how many there are of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, exists, func, select

from db import invoices
from db.engine import reading
from db.ledger import Account, Entry
from db.order_returns import OrderReturn, ReturnStatus
from db.orders import Order, OrderLine, OrderStatus, OrderStep
from db.reductions import Reduction
from db.shipments import ShipmentLine
from db.suppliers import of_organisation
from services import clock
from services.order_rights import Party
from services.orders import OrderRow, rows
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Desk", "Figures", "figures", "waiting_at"]


class Desk(StrEnum):
    """Where an order lies, as the supplier sees it. `INVOICE`: its invoices do not come to what it does; `SETTLE`: a
    transfer is awaited, or is to be sent back."""

    CONFIRM = "confirm"
    SHIP = "ship"
    ON_THE_WAY = "on_the_way"
    RETURNS = "returns"
    INVOICE = "invoice"
    SETTLE = "settle"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class Figures:
    """How many orders lie at each desk, and how many were closed since the first of this month in China."""

    at: dict[Desk, int]
    closed_this_month: int


def balance(account: Account) -> ColumnElement[int]:
    """What stands on an account for the order of the outer query, in fen."""
    entries = select(func.coalesce(func.sum(Entry.amount_fen), 0)).where(
        Entry.order_id == Order.id, Entry.account == account
    )
    return entries.scalar_subquery()


def still_to_send() -> ColumnElement[bool]:
    """Whether some of a line of the order of the outer query has neither left nor been undone."""
    sent, undone = ShipmentLine.quantity_milli, Reduction.quantity_milli
    gone = select(func.coalesce(func.sum(sent), 0)).where(ShipmentLine.line_id == OrderLine.id).scalar_subquery()
    less = select(func.coalesce(func.sum(undone), 0)).where(Reduction.line_id == OrderLine.id).scalar_subquery()
    return exists().where(col(OrderLine.order_id) == Order.id, col(OrderLine.quantity_milli) > gone + less)


def lies_at(desk: Desk) -> Any:  # noqa: ANN401  a condition of SQLAlchemy's
    """The condition under which an order lies there. An order nobody has paid or agreed to waits for nobody here."""
    bound = exists().where(col(Entry.order_id) == Order.id, col(Entry.account) == Account.SUPPLIER_DUE)
    status = col(Order.status)
    to_return = and_(balance(Account.BUYER_OWES) < 0, balance(Account.TRANSFER_RECEIPTS) > 0)
    return {
        Desk.CONFIRM: and_(status.in_([OrderStatus.PLACED, OrderStatus.APPROVED]), bound),
        Desk.SHIP: or_(status == OrderStatus.CONFIRMED, and_(status == OrderStatus.SHIPPED, still_to_send())),
        Desk.ON_THE_WAY: status.in_([OrderStatus.SHIPPED, OrderStatus.RECEIVED]),
        Desk.SETTLE: or_(status == OrderStatus.ACCEPTED, to_return),
        Desk.INVOICE: and_(bound, invoices.wanting()),
        Desk.RETURNS: exists().where(
            col(OrderReturn.order_id) == Order.id,
            col(OrderReturn.status).in_([ReturnStatus.ASKED, ReturnStatus.AGREED]),
        ),
        Desk.CLOSED: status == OrderStatus.CLOSED,
        Desk.ALL: status.is_not(None),
    }[desk]


def own_id(db: Session, supplier: Visitor) -> UUID | None:
    require(supplier, Permission.SALE_HANDLE)
    own = of_organisation(db, supplier.organisation_id)
    return own.id if own else None


def figures(supplier: Visitor) -> Figures:
    with reading() as db:
        own = own_id(db, supplier)
        counted = {desk: count(db, own, desk) if own else 0 for desk in Desk}
        return Figures(counted, closed_since(db, own, first_of_month()) if own else 0)


def count(db: Session, own: UUID, desk: Desk) -> int:
    found = select(func.count()).select_from(Order).where(Order.supplier_id == own, lies_at(desk))
    return db.exec(found).one()


def first_of_month() -> datetime:
    return clock.in_china(clock.now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def closed_since(db: Session, own: UUID, since: datetime) -> int:
    found = select(func.count()).select_from(OrderStep).join(Order, col(Order.id) == OrderStep.order_id)
    wanted = (Order.supplier_id == own, Order.status == OrderStatus.CLOSED, OrderStep.status == OrderStatus.CLOSED)
    return db.exec(found.where(*wanted, OrderStep.at >= since)).one()


def waiting_at(supplier: Visitor, desk: Desk, *, limit: int = 20, offset: int = 0) -> Sequence[OrderRow]:
    """The orders at a desk: the longest waiting first where the supplier has to act, else the newest first."""
    placed = (col(Order.placed_at), col(Order.code))
    acting = desk in {Desk.CONFIRM, Desk.SHIP, Desk.RETURNS, Desk.INVOICE, Desk.SETTLE}
    ordering = placed if acting else tuple(one.desc() for one in placed)
    with reading() as db:
        own = own_id(db, supplier)
        found = select(Order).where(Order.supplier_id == own, lies_at(desk)).order_by(*ordering)
        return rows(db, db.exec(found.limit(limit).offset(offset)).all(), Party.SUPPLIER) if own else []
