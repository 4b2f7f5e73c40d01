"""Invoices (发票): asked for by the buyer, issued by the supplier and checked against the order, accepted or sent back.

The museum keeps papers and holds their sums against the order; the tax office keeps the law. What does not count any
more here is cancelled or reversed by its supplier there."""

from db.invoices import Invoice, InvoiceKind, InvoiceRequest, InvoiceStatus, InvoiceStep
from services.invoices.answering import accept, send_back, withdraw
from services.invoices.asking import Wanted, ask
from services.invoices.flow import FLOW
from services.invoices.issuing import Paper, issue
from services.invoices.rules import Sums
from services.invoices.showing import (
    InvoiceRow,
    InvoiceView,
    OrderInvoices,
    Standing,
    count_wanting,
    of_order,
    standings,
    taken_away,
)

__all__ = [
    "FLOW", "Invoice", "InvoiceKind", "InvoiceRequest", "InvoiceRow", "InvoiceStatus", "InvoiceStep", "InvoiceView",
    "OrderInvoices", "Paper", "Standing", "Sums", "Wanted", "accept", "ask", "count_wanting", "issue", "of_order",
    "send_back", "standings", "taken_away", "withdraw",
]  # fmt: skip
