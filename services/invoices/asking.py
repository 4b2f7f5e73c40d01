"""Asking for an invoice: at checkout or afterwards, put right as long as none counts, and reminded of in time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import Session

from db import invoices as store
from db.engine import transaction
from db.invoices import InvoiceKind, InvoiceRequest
from db.orders import Order, Purchase
from services import audit, clock, texts
from services.accounts import credit_code
from services.audit import Event
from services.errors import Conflict, Invalid
from services.invoices import deadlines
from services.invoices.holding import entered, is_live, require_bound
from services.order_rights import Party
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Wanted", "ask", "with_purchase"]


@dataclass(frozen=True)
class Wanted:
    """What shall stand on the invoice. Address, phone, bank and account are those of the buyer, for special invoices
    where its bookkeepers ask for them."""

    kind: InvoiceKind
    title: str
    code: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""


def ask(buyer: Visitor, order_code: str, wanted: Wanted) -> None:
    """Ask the supplier of an order for its invoice, or put right what was asked for."""
    require(buyer, Permission.INVOICE_ASK)
    said = tidy(wanted)
    with transaction() as db:
        seen = entered(db, buyer, order_code, Party.BUYER)
        require_bound(seen)
        known = store.request_of(db, seen.order.id)
        if any(map(is_live, store.of_orders(db, [seen.order.id]))):
            raise Conflict("An invoice is here already; send it back with the reason, then say what shall stand on it.")
        row = known or InvoiceRequest(
            order_id=seen.order.id, asked_at=clock.now(), changed_at=clock.now(), **asdict(said)
        )
        row.sqlmodel_update({**asdict(said), "changed_at": clock.now()})
        db.add(row)
        deadlines.begin(db, seen.order)
        audit.record(db, buyer, Event.INVOICE_ASKED, seen.order.code, kind=said.kind, anew=known is not None)


def with_purchase(db: Session, purchase: Purchase, orders: Sequence[Order], kind: InvoiceKind | None) -> None:
    """Asked for while placing, in its transaction: the suppliers read it on the order once it binds."""
    if kind is None:
        return
    said = tidy(Wanted(kind, purchase.invoice_title, purchase.invoice_code))
    for order in orders:
        now = purchase.placed_at
        db.add(InvoiceRequest(order_id=order.id, asked_at=now, changed_at=now, **asdict(said)))
        deadlines.begin(db, order)


def tidy(wanted: Wanted) -> Wanted:
    """Trimmed and judged; Invalid names the field."""
    if wanted.kind is InvoiceKind.SPECIAL and not wanted.code.strip():
        raise Invalid("A special invoice needs the taxpayer number (unified social credit code) of the buyer.")
    return Wanted(
        kind=wanted.kind,
        title=texts.required(wanted.title, field="Invoice title", longest=120),
        code=credit_code(wanted.code) if wanted.code.strip() else "",
        address=texts.line(wanted.address, field="Address", longest=200),
        phone=texts.line(wanted.phone, field="Phone", longest=40),
        bank=texts.line(wanted.bank, field="Bank", longest=120),
        account=texts.line(wanted.account, field="Account number", longest=40),
    )
