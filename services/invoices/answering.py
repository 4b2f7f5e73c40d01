"""What happens to an invoice that is here: accepted or sent back by the buyer, or withdrawn by its supplier."""

from collections.abc import Sequence
from uuid import UUID

from db.engine import transaction
from db.invoices import Invoice, InvoiceStatus
from services import audit
from services.accounts import said
from services.audit import Event
from services.flow import may_move
from services.invoices.flow import FLOW, advance
from services.invoices.holding import entered, refuse_if_corrected, the_one
from services.order_rights import Party
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["accept", "may", "send_back", "withdraw"]

S = InvoiceStatus
BY = {S.ACCEPTED: Party.BUYER, S.RETURNED: Party.BUYER, S.WITHDRAWN: Party.SUPPLIER}


def may(invoice: Invoice, party: Party) -> Sequence[InvoiceStatus]:
    """What the party can do with it."""
    return [to for to, by in BY.items() if by is party and may_move(FLOW, invoice, to)]


def accept(buyer: Visitor, order_code: str, invoice_id: UUID) -> None:
    require(buyer, Permission.INVOICE_ASK)
    with transaction() as db:
        seen = entered(db, buyer, order_code, Party.BUYER)
        invoice = the_one(db, seen.order, invoice_id)
        advance(db, buyer, invoice, S.ACCEPTED)
        audit.record(db, buyer, Event.INVOICE_ACCEPTED, seen.order.code, number=invoice.number)


def send_back(buyer: Visitor, order_code: str, invoice_id: UUID, *, reason: str) -> None:
    """It counts no more; the supplier is to hand in another."""
    require(buyer, Permission.INVOICE_ASK)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        seen = entered(db, buyer, order_code, Party.BUYER)
        invoice = the_one(db, seen.order, invoice_id)
        refuse_if_corrected(db, seen.order, invoice)
        advance(db, buyer, invoice, S.RETURNED, note=why)
        audit.record(db, buyer, Event.INVOICE_RETURNED, seen.order.code, number=invoice.number)


def withdraw(supplier: Visitor, order_code: str, invoice_id: UUID, *, reason: str) -> None:
    """The supplier has noticed a mistake before the buyer has accepted it."""
    require(supplier, Permission.INVOICE_ISSUE)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        seen = entered(db, supplier, order_code, Party.SUPPLIER)
        invoice = the_one(db, seen.order, invoice_id)
        refuse_if_corrected(db, seen.order, invoice)
        advance(db, supplier, invoice, S.WITHDRAWN, note=why)
        audit.record(db, supplier, Event.INVOICE_WITHDRAWN, seen.order.code, number=invoice.number)
