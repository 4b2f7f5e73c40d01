"""Who reads what the parties of an order dispute about, and what they wrote: the two of them, and its official."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from db import disputes as store
from db.accounts import Department, Organisation
from db.disputes import LIVE, Dispute, DisputeStatus
from db.orders import Order
from db.suppliers import Supplier
from services import order_rights
from services.permissions import Permission, allows
from services.visitors import Visitor

__all__ = ["holds", "is_official_of", "may_take", "organisations", "reads"]


def organisations(db: Session, order: Order) -> Sequence[UUID]:
    """Those of the two parties."""
    return [order.buyer_id, db.get_one(Supplier, order.supplier_id).organisation_id]


def is_official_of(db: Session, visitor: Visitor, order: Order) -> bool:
    """An official of finance whose area holds the buyer, and who is a member of neither party."""
    if not allows(visitor, Permission.DISPUTE_DECIDE) or visitor.department is not Department.FINANCE:
        return False
    buyer = db.get_one(Organisation, order.buyer_id)
    here = visitor.oversees(buyer.city, buyer.district)
    return here and not store.belongs_to(db, visitor.person_id, organisations(db, order))


def may_take(db: Session, visitor: Visitor, dispute: Dispute, order: Order) -> bool:
    """Once both sides have spoken or the time is over; from a colleague, too."""
    ready = dispute.status in {DisputeStatus.ANSWERED, DisputeStatus.WITH_OFFICIAL}
    return ready and dispute.official_id != visitor.person_id and is_official_of(db, visitor, order)


def holds(db: Session, visitor: Visitor, dispute: Dispute, order: Order) -> bool:
    """Whether the dispute is this official's to read: not taken yet, or taken by nobody else. One that was settled or
    withdrawn is the parties' own affair."""
    if dispute.status not in {*LIVE, DisputeStatus.DECIDED}:
        return False
    return dispute.official_id in {None, visitor.person_id} and is_official_of(db, visitor, order)


def reads(db: Session, visitor: Visitor, order: Order) -> bool:
    """Whether the visitor may read what the parties of the order wrote and handed in."""
    if order_rights.party_of(db, visitor, order):
        return True
    return any(holds(db, visitor, dispute, order) for dispute in store.of_order(db, order.id))
