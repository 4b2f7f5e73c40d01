"""Disputes as they are read: by the two parties on the page of their order, by officials at their desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from db import disputes as store
from db import orders as orders_stored
from db import parties
from db.disputes import Dispute, DisputeSaid, DisputeStatus, Saying, Side
from db.engine import reading
from db.media import StoredFile
from db.orders import Order, Purchase
from db.parties import Names
from services import dispute_rights, messages, order_rights, orders
from services.disputes import deciding, rules, stating
from services.disputes.deciding import Take
from services.disputes.stating import Act
from services.errors import Forbidden, Missing
from services.messages import MessageView
from services.order_rights import Party
from services.orders import OrderView
from services.permissions import Permission, allows, require
from services.visitors import Department, Visitor

__all__ = ["Case", "DeskRow", "DisputeView", "SaidView", "case", "desk", "of_order", "waiting"]

MOST_SHOWN = 100


@dataclass(frozen=True)
class SaidView:
    said: DisputeSaid
    files: Sequence[StoredFile]


@dataclass(frozen=True)
class DisputeView:
    """A dispute with all that was said. `reader` is None for an official; `wanted`: thousandths by line that are asked
    to be taken back."""

    dispute: Dispute
    order_code: str
    buyer: Names
    supplier: Names
    said: Sequence[SaidView]
    wanted: Mapping[UUID, int]
    reader: Side | None
    may: Sequence[Act]

    def of(self, side: Side, *sayings: Saying) -> list[SaidView]:
        """What a side has said, or has been asked."""
        return [one for one in self.said if one.said.side is side and one.said.saying in sayings]

    def named(self, side: Side) -> Names:
        return self.buyer if side is Side.BUYER else self.supplier


@dataclass(frozen=True)
class DeskRow:
    """One dispute in the list of an official. `mine`: taken by the reader; `taken`: by anybody."""

    dispute: Dispute
    order_code: str
    buyer: Names
    supplier: Names
    mine: bool
    taken: bool


@dataclass(frozen=True)
class Case:
    """A dispute as its official reads it: with the order, without where it goes to, and what was written about it.
    `order` is None while a colleague holds it; `languages` are those of the parties."""

    row: DeskRow
    view: DisputeView | None
    order: OrderView | None
    messages: Sequence[MessageView]
    may: Sequence[Take]
    languages: frozenset[str]


def of_order(visitor: Visitor, order_code: str) -> Sequence[DisputeView]:
    """Every dispute about an order, the first opened first, for one of its parties."""
    require(visitor, Permission.DISPUTE_LODGE)
    with reading() as db:
        order = orders_stored.order_by_code(db, order_code)
        party = order_rights.party_of(db, visitor, order) if order else None
        if order is None or party is None:
            raise Missing("There is no such order.")
        return [viewed(db, one, order, Side(party.value)) for one in store.of_order(db, order.id)]


def viewed(db: Session, dispute: Dispute, order: Order, reader: Side | None) -> DisputeView:
    said = rules.said(db, dispute)
    files = store.files(db, [one.id for one in said])
    return DisputeView(
        dispute=dispute,
        order_code=order.code,
        buyer=parties.buyers(db, [order.buyer_id])[order.buyer_id],
        supplier=parties.suppliers(db, [order.supplier_id])[order.supplier_id],
        said=[SaidView(one, [file for owner, file in files if owner == one.id]) for one in said],
        wanted={one.line_id: one.quantity_milli for one in store.lines(db, dispute.id)},
        reader=reader,
        may=stating.may(dispute, reader, said) if reader else [],
    )


def desk(official: Visitor, *, ended: bool = False) -> Sequence[DeskRow]:
    """The disputes of the official's area: those that are alive, the oldest first, or those decided."""
    require(official, Permission.DISPUTE_DECIDE)
    if official.department is not Department.FINANCE:
        raise Forbidden("Disputes are decided by the finance department of the buyer's place.")
    with reading() as db:
        found = store.for_officials(db, official.area_city, official.area_district, ended=ended, limit=MOST_SHOWN)
        own = [pair for pair in found if dispute_rights.is_official_of(db, official, pair[1])]
        return [row(db, official, dispute, order) for dispute, order in own]


def waiting(official: Visitor) -> int | None:
    """How many disputes of the official's area are alive; None for who does not decide on any."""
    if not allows(official, Permission.DISPUTE_DECIDE) or official.department is not Department.FINANCE:
        return None
    return len(desk(official))


def row(db: Session, official: Visitor, dispute: Dispute, order: Order) -> DeskRow:
    return DeskRow(
        dispute=dispute,
        order_code=order.code,
        buyer=parties.buyers(db, [order.buyer_id])[order.buyer_id],
        supplier=parties.suppliers(db, [order.supplier_id])[order.supplier_id],
        mine=dispute.official_id == official.person_id,
        taken=dispute.official_id is not None,
    )


def case(official: Visitor, code: str) -> Case:
    """One dispute of the official's area; what was said in it only for whoever holds it, or could take it."""
    require(official, Permission.DISPUTE_DECIDE)
    with reading() as db:
        dispute, order = deciding.found(db, official, code)
        if dispute.status in {DisputeStatus.SETTLED, DisputeStatus.WITHDRAWN}:
            raise rules.no_dispute()
        reads = dispute_rights.holds(db, official, dispute, order)
        return Case(
            row=row(db, official, dispute, order),
            view=viewed(db, dispute, order, None) if reads else None,
            order=overseen(db, order) if reads else None,
            messages=messages.thread(db, order) if reads else [],
            may=deciding.may(db, official, dispute, order),
            languages=frozenset(deciding.spoken(db, order)),
        )


def overseen(db: Session, order: Order) -> OrderView:
    """The order without where it goes to and what it is for: that is the buyer's own affair."""
    seen = order_rights.seen_by(db, db.get_one(Purchase, order.purchase_id), order, Party.SUPPLIER)
    known = orders.seen_by(db, seen)
    returns = [replace(one, may=[]) for one in known.returns]
    return replace(known, delivery=None, may=[], returns=returns)
