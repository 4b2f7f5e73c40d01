"""The life of an invoice, and the one way a step of it is taken and noted."""

from sqlmodel import Session

from db.invoices import Invoice, InvoiceStatus, InvoiceStep
from services import clock, flow
from services.flow import Flow
from services.visitors import Visitor

__all__ = ["FLOW", "advance", "step"]

S = InvoiceStatus
FLOW: Flow[InvoiceStatus] = {
    S.ISSUED: frozenset({S.ACCEPTED, S.RETURNED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.RETURNED}),
    S.RETURNED: frozenset({S.REPLACED}),
    S.REPLACED: frozenset(),
    S.WITHDRAWN: frozenset(),
}


def advance(db: Session, actor: Visitor, invoice: Invoice, to: InvoiceStatus, *, note: str = "") -> None:
    """Move the invoice and write the step into its time line. Its order is locked."""
    flow.move(FLOW, invoice, to)
    db.add(step(actor, invoice, note))


def step(actor: Visitor, invoice: Invoice, note: str = "") -> InvoiceStep:
    by = actor.signature[:200]
    return InvoiceStep(invoice_id=invoice.id, status=invoice.status, at=clock.now(), by=by, note=note)
