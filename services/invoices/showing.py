"""Invoices as a party of their order reads them: what was asked for, what is here, what is missing; and all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from db import invoices as store
from db import parties, reductions, suppliers
from db.accounts import Organisation
from db.engine import reading, transaction
from db.invoices import Invoice, InvoiceKind, InvoiceRequest, InvoiceStatus, InvoiceStep
from db.media import by_ids
from db.orders import Order, OrderStatus, Purchase
from db.parties import Names
from services import audit, vat
from services.audit import Event
from services.errors import Missing
from services.invoices import answering
from services.invoices.holding import is_live, left_of, looked_at, owed
from services.order_rights import BOUND, Party, party_of
from services.permissions import Permission, require
from services.vat import Bill
from services.visitors import Role, Visitor

__all__ = [
    "InvoiceRow", "InvoiceView", "OrderInvoices", "Standing", "count_wanting", "of_order", "standings", "taken_away",
]  # fmt: skip


class Standing(StrEnum):
    """How an order stands with its invoices, as both parties read it."""

    NOT_ASKED = "not_asked"
    TO_COME = "to_come"
    PARTLY = "partly"
    TO_CORRECT = "to_correct"
    TO_CHECK = "to_check"
    COMPLETE = "complete"


@dataclass(frozen=True)
class InvoiceView:
    """`left_fen`: what is left of it after those that correct it; `may`: where the reader can move it."""

    invoice: Invoice
    steps: Sequence[InvoiceStep]
    file_name: str
    corrects: str
    left_fen: int
    may: Sequence[InvoiceStatus]

    @property
    def is_live(self) -> bool:
        return is_live(self.invoice)


@dataclass(frozen=True)
class OrderInvoices:
    """`open_fen`: still to be invoiced, below nothing to be corrected; `prefilled`: what the buyer would ask for."""

    bill: Bill
    request: InvoiceRequest | None
    prefilled: InvoiceRequest
    invoices: Sequence[InvoiceView]
    due_fen: int
    live_fen: int
    standing: Standing
    may_ask: bool
    may_issue: bool

    @property
    def open_fen(self) -> int:
        return self.due_fen - self.live_fen


@dataclass(frozen=True)
class InvoiceRow:
    """One invoice in a table to take away."""

    invoice: Invoice
    order_code: str
    other: Names


def of_order(visitor: Visitor, order_code: str) -> OrderInvoices:
    """For the two parties of the order; Missing for everybody else."""
    supplying = visitor.role is Role.SUPPLIER
    require(visitor, Permission.INVOICE_ISSUE if supplying else Permission.INVOICE_ASK)
    party = Party.SUPPLIER if supplying else Party.BUYER
    with reading() as db:
        seen = looked_at(db, visitor, order_code, party)
        order, known = seen.order, store.of_orders(db, [seen.order.id])
        request, due = store.request_of(db, order.id), owed(db, order)
        bound = seen.state in BOUND and order.status is not OrderStatus.CANCELLED
        live = sum(one.gross_fen for one in known if is_live(one))
        return OrderInvoices(
            bill=vat.of_order(db, order),
            request=request if bound or known or party is Party.BUYER else None,
            prefilled=request or wanted_by(db, seen.purchase, order),
            invoices=views(db, known, party),
            due_fen=due,
            live_fen=live,
            standing=standing(request, known, due),
            may_ask=party is Party.BUYER and bound and not any(map(is_live, known)),
            may_issue=party is Party.SUPPLIER and request is not None and (live > due or (bound and live < due)),
        )


def wanted_by(db: Session, bought: Purchase, order: Order) -> InvoiceRequest:
    """What was said of invoices when the order was placed, and what the museum knows of the buyer."""
    buyer = db.get_one(Organisation, order.buyer_id)
    return InvoiceRequest(
        order_id=order.id,
        kind=InvoiceKind.ORDINARY,
        title=bought.invoice_title,
        code=bought.invoice_code,
        address=buyer.address,
        asked_at=order.placed_at,
        changed_at=order.placed_at,
    )


def views(db: Session, known: Sequence[Invoice], party: Party) -> list[InvoiceView]:
    taken = store.steps(db, [one.id for one in known])
    files, by_id = by_ids(db, [one.file_id for one in known]), {one.id: one for one in known}
    return [
        InvoiceView(
            invoice=one,
            steps=[step for step in taken if step.invoice_id == one.id],
            file_name=files[one.file_id].name,
            corrects=by_id[one.corrects_id].number if one.corrects_id else "",
            left_fen=left_of(known, one),
            may=answering.may(one, party),
        )
        for one in known
    ]


def standing(request: InvoiceRequest | None, known: Sequence[Invoice], due_fen: int) -> Standing:
    live = [one for one in known if is_live(one)]
    total = sum(one.gross_fen for one in live)
    if total > due_fen:
        return Standing.TO_CORRECT
    if total == due_fen and live:
        accepted = all(one.status is InvoiceStatus.ACCEPTED for one in live)
        return Standing.COMPLETE if accepted else Standing.TO_CHECK
    if request is None or not due_fen:
        return Standing.NOT_ASKED
    return Standing.PARTLY if total else Standing.TO_COME


def standings(visitor: Visitor, order_ids: Sequence[UUID]) -> Mapping[UUID, Standing]:
    """For a list of orders of the visitor's own; others are left out."""
    with reading() as db:
        own = [one for one in (db.get(Order, order_id) for order_id in order_ids) if one and party_of(db, visitor, one)]
        ids = [one.id for one in own]
        asked, known = store.requests(db, ids), store.of_orders(db, ids)
        undone = reductions.of_orders(db, ids)
    found = {}
    for order in own:
        due = order.total_fen - sum(one.amount_fen for one in undone if one.order_id == order.id)
        due = 0 if order.status is OrderStatus.CANCELLED else due
        found[order.id] = standing(asked.get(order.id), [one for one in known if one.order_id == order.id], due)
    return found


def count_wanting(buyer: Visitor) -> int:
    require(buyer, Permission.INVOICE_ASK)
    with reading() as db:
        return store.count_wanting(db, buyer.organisation_id)


def taken_away(visitor: Visitor) -> Sequence[InvoiceRow]:
    """All invoices of the visitor's side, for a file; the log notes that they were taken."""
    supplying = visitor.role is Role.SUPPLIER
    require(visitor, Permission.INVOICE_ISSUE if supplying else Permission.INVOICE_ASK)
    with transaction() as db:
        found = store.of_party(db, side(db, visitor, supplying=supplying))
        if supplying:
            names = parties.buyers(db, list({order.buyer_id for _, order in found}))
        else:
            names = parties.suppliers(db, list({order.supplier_id for _, order in found}))
        audit.record(db, visitor, Event.INVOICE_EXPORTED, visitor.organisation_id, rows=len(found))
        return [
            InvoiceRow(one, order.code, names[order.buyer_id if supplying else order.supplier_id])
            for one, order in found
        ]


def side(db: Session, visitor: Visitor, *, supplying: bool) -> Mapping[str, UUID]:
    if not supplying:
        return {"buyer_id": visitor.organisation_id}
    own = suppliers.of_organisation(db, visitor.organisation_id)
    if own is None:
        raise Missing("There is no such table.")
    return {"supplier_id": own.id}
