"""The counter for orders: placing, every step, and reading one's own; to strangers there is no such order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import approvals, disputes, invoices, parties, payments, projects, reductions
from db import orders as store
from db import stock as stocks
from db.approvals import Approval, ApprovalStatus
from db.disputes import DisputeStatus
from db.engine import reading
from db.orders import Channel, Method, Order, OrderLine, OrderStatus, OrderStep, Purchase
from db.parties import Names
from db.payments import SessionStatus
from db.projects import Project
from db.suppliers import of_organisation
from services import approval_flow, clock, ledger, order_reductions, order_returns, order_rights, payment_refunds
from services import payment_settlement as settlement
from services.errors import Missing
from services.ledger import Entry, PaymentState
from services.order_cancellation import cancel
from services.order_checkout import CARD_LEAST_FEN, CARD_LIMIT_FEN, Checkout
from services.order_flow import FLOW
from services.order_fulfilment import accept, close, confirm
from services.order_inspection import accept_in_part
from services.order_placing import place, place_direct_sale
from services.order_reductions import Left, Reduction
from services.order_returns import Fault, Faulty, Origin, Report, ReturnStatus, ReturnView
from services.order_rights import BOUND, Action, Opened, Party
from services.order_shipping import Sending, receive, ship, ship_part, undeliverable
from services.permissions import Permission, require
from services.shipments import Parcel, Way
from services.visitors import Role, Visitor

__all__ = [
    "CARD_LEAST_FEN", "CARD_LIMIT_FEN", "FLOW", "Action", "Approval", "ApprovalStatus", "Channel", "Checkout",
    "Delivery", "Fault", "Faulty", "Left", "Method", "Names", "Order", "OrderLine", "OrderRow", "OrderStatus",
    "OrderStep", "OrderView", "Origin", "Parcel", "Party", "PaymentState", "Purchase", "PurchaseView", "Reduction",
    "Report", "ReturnStatus", "ReturnView", "Sending", "SessionStatus", "Way", "accept", "accept_in_part", "cancel",
    "close", "confirm", "lacking_invoices", "mine", "my_orders", "order", "place", "place_direct_sale",
    "purchase", "receive", "sales", "ship", "ship_part", "undeliverable",
]  # fmt: skip


@dataclass(frozen=True)
class Delivery:
    """Where it goes and who is billed: personal data, for the two parties only."""

    recipient: str
    phone: str
    city: str
    district: str
    address: str
    invoice_title: str
    invoice_code: str


@dataclass(frozen=True)
class OrderRow:
    """One order in a list. `other` names the party that does not read it; `waits`: for its buyer's own approver;
    `dispute`: how the one stands that its parties have now."""

    order: Order
    purchase_code: str
    method: Method
    payment_state: PaymentState
    other: Names
    waits: bool = False
    dispute: DisputeStatus | None = None


@dataclass(frozen=True)
class OrderView:
    """One order as one of its parties sees it. `delivery` is None for a supplier until the order is paid or agreed;
    `owed_back_fen` is what was paid and is on its way back, `by_transfer_fen` that part which its supplier sends,
    `refund_rests` while a bank has just refused the other;
    `debt_fen` is what is still to be paid; `left` is what the lines stand for after what was undone; goods may be
    asked back until `return_until`, None where that is not possible at all or not any more; `projects` are those of the
    lines, for the buyer."""

    order: Order
    purchase: Purchase
    lines: Sequence[OrderLine]
    steps: Sequence[OrderStep]
    payment_state: PaymentState
    owed_back_fen: int
    by_transfer_fen: int
    refund_rests: bool
    debt_fen: int
    left: Sequence[Left]
    reductions: Sequence[Reduction]
    way: Way
    returns: Sequence[ReturnView]
    return_until: datetime | None
    buyer: Names
    supplier: Names
    delivery: Delivery | None
    may: Sequence[Action]
    reader: Party
    waits: bool
    projects: Mapping[UUID, Project]

    @property
    def reduced_fen(self) -> int:
        return sum(one.amount_fen for one in self.reductions)

    @property
    def next_return(self) -> int:
        return len(self.returns) + 1


@dataclass(frozen=True)
class PurchaseView:
    """One checkout with its orders. `pay_until` is when its stock is let go; None when nothing waits to be paid.
    `approval` is there when its buyer's approver was asked, `approvers` are the names of those who may release it."""

    purchase: Purchase
    orders: Sequence[OrderRow]
    payment_state: PaymentState
    session_status: SessionStatus | None
    pay_until: datetime | None
    project: Project | None
    approval: Approval | None
    approvers: Sequence[str]

    @property
    def waits(self) -> bool:
        """Whether it waits to be released."""
        return self.approval is not None and self.approval.status is ApprovalStatus.WAITING

    @property
    def may_pay(self) -> bool:
        waiting = self.session_status in {None, SessionStatus.OPENING, SessionStatus.OPEN}
        return self.purchase.method is Method.CARD and self.pay_until is not None and waiting and not self.waits


def purchase(buyer: Visitor, code: str) -> PurchaseView:
    """One's own organisation's purchase."""
    with reading() as db:
        found = order_rights.own_purchase(db, buyer, code)
        orders = store.of_purchase(db, found.id)
        held, session = stocks.held(db, found.id), payments.of_purchase(db, found.id)
        return PurchaseView(
            purchase=found,
            orders=rows(db, orders, Party.BUYER),
            payment_state=settlement.state_of(db, found),
            session_status=session.status if session else None,
            pay_until=held[0].expires_at if held else None,
            project=db.get(Project, found.project_id) if found.project_id else None,
            approval=approvals.of_purchase(db, found.id),
            approvers=others_who_approve(db, found),
        )


def others_who_approve(db: Session, bought: Purchase) -> list[str]:
    members = approvals.members(db, bought.buyer_id)
    return [person.name for member, person in members if member.approver and person.id != bought.person_id]


def order(visitor: Visitor, code: str) -> OrderView:
    """An order as its buyer or its supplier sees it."""
    require_either(visitor)
    with reading() as db:
        found = store.order_by_code(db, code)
        party = order_rights.party_of(db, visitor, found) if found else None
        if found is None or party is None:
            raise Missing("There is no such order.")
        bought = db.get_one(Purchase, found.purchase_id)
        return seen_by(db, order_rights.seen_by(db, bought, found, party))


def require_either(visitor: Visitor) -> None:
    require(visitor, Permission.SALE_HANDLE if visitor.role is Role.SUPPLIER else Permission.ORDER_READ)


def seen_by(db: Session, seen: Opened) -> OrderView:
    found, state = seen.order, seen.state
    buying = seen.party is Party.BUYER
    lines, undone = store.lines(db, [found.id]), reductions.of_orders(db, [found.id])
    supplied = buying or state in BOUND or ledger.owed_back(seen.entries) > 0
    return OrderView(
        order=found,
        purchase=seen.purchase,
        lines=lines,
        steps=[one if buying else told_supplier(one, seen) for one in store.steps(db, found.id)],
        payment_state=state,
        owed_back_fen=ledger.by_card(seen.entries) + ledger.by_transfer(seen.entries),
        by_transfer_fen=ledger.by_transfer(seen.entries),
        refund_rests=ledger.by_card(seen.entries) > 0 and payment_refunds.rests(db, found.id),
        debt_fen=ledger.debt(seen.entries),
        left=order_reductions.left_of(lines, undone),
        reductions=undone,
        way=seen.way,
        returns=order_returns.of(db, found, seen.party),
        return_until=asked_until(db, seen),
        buyer=parties.buyers(db, [found.buyer_id])[found.buyer_id],
        supplier=parties.suppliers(db, [found.supplier_id])[found.supplier_id],
        delivery=delivery(seen.purchase) if supplied else None,
        may=order_rights.may(seen),
        reader=seen.party,
        waits=approval_flow.is_awaited(db, seen.purchase.id),
        projects=projects.of_ids(db, [line.project_id for line in lines if line.project_id]) if buying else {},
    )


def told_supplier(step: OrderStep, seen: Opened) -> OrderStep:
    """Why a buyer's own approver released or refused, or an order never came about, is the buyer's own affair."""
    if ledger.bound(seen.entries) and step.status is not OrderStatus.APPROVED:
        return step
    return OrderStep(**step.model_dump() | {"note": ""})


def asked_until(db: Session, seen: Opened) -> datetime | None:
    asking = seen.party is Party.BUYER and not seen.disputed
    end = order_returns.until(db, seen.order) if asking else None
    in_time = end is not None and end >= clock.now()
    return end if in_time and any(one.quantity_milli for one in order_returns.returnable(db, seen.order)) else None


def delivery(bought: Purchase) -> Delivery:
    return Delivery(
        recipient=bought.recipient,
        phone=bought.phone,
        city=bought.city,
        district=bought.district,
        address=bought.address,
        invoice_title=bought.invoice_title,
        invoice_code=bought.invoice_code,
    )


def my_orders(buyer: Visitor, *, limit: int = 100, offset: int = 0) -> Sequence[OrderRow]:
    """The orders of the buyer's organisation, the newest first."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        return rows(db, store.of_buyer(db, buyer.organisation_id, limit=limit, offset=offset), Party.BUYER)


def lacking_invoices(buyer: Visitor, *, limit: int = 100, offset: int = 0) -> Sequence[OrderRow]:
    """Those of them whose invoice was asked for and is still to come, or to be corrected; the oldest first."""
    require(buyer, Permission.INVOICE_ASK)
    with reading() as db:
        return rows(db, invoices.wanting_of(db, buyer.organisation_id, limit=limit, offset=offset), Party.BUYER)


def sales(supplier: Visitor, *, limit: int = 100, offset: int = 0) -> Sequence[OrderRow]:
    """The orders the supplier has received, the newest first."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        own = of_organisation(db, supplier.organisation_id)
        return rows(db, store.of_supplier(db, own.id, limit=limit, offset=offset), Party.SUPPLIER) if own else []


def mine(buyer: Visitor, *, limit: int = 50, offset: int = 0) -> Sequence[tuple[Purchase, PaymentState]]:
    """The purchases of the buyer's organisation, the newest first, and how far each is paid."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        found = store.purchases_of_buyer(db, buyer.organisation_id, limit=limit, offset=offset)
        orders = store.of_purchases(db, [one.id for one in found])
        owner = {one.id: one.purchase_id for one in orders}
        booked = grouped(settlement.entries_of(db, *owner), owner)
    return [(one, ledger.state(booked.get(one.id, []), one.total_fen)) for one in found]


def grouped(entries: Sequence[Entry], owner: Mapping[UUID, UUID]) -> dict[UUID, list[Entry]]:
    """Entries by what their order belongs to."""
    found: dict[UUID, list[Entry]] = {}
    for entry in entries:
        found.setdefault(owner[entry.order_id], []).append(entry)
    return found


def rows(db: Session, orders: Sequence[Order], reader: Party) -> list[OrderRow]:
    bought = store.purchases(db, list({one.purchase_id for one in orders}))
    booked = grouped(settlement.entries_of(db, *(one.id for one in orders)), {one.id: one.id for one in orders})
    asked = approvals.of_purchases(db, list(bought))
    alive = disputes.alive(db, [one.id for one in orders])
    waiting = {purchase_id for purchase_id, one in asked.items() if one.status is ApprovalStatus.WAITING}
    if reader is Party.BUYER:
        names = parties.suppliers(db, list({one.supplier_id for one in orders}))
    else:
        names = parties.buyers(db, list({one.buyer_id for one in orders}))
    return [
        OrderRow(
            order=one,
            purchase_code=bought[one.purchase_id].code,
            method=bought[one.purchase_id].method,
            payment_state=ledger.state(booked.get(one.id, []), one.total_fen),
            other=names[one.supplier_id if reader is Party.BUYER else one.buyer_id],
            waits=one.purchase_id in waiting,
            dispute=alive.get(one.id),
        )
        for one in orders
    ]
