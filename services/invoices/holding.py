"""What the doors of invoices share: the order locked for one of its parties, and how it stands with its invoices."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from db import invoices as store
from db import orders
from db.invoices import LIVE, Invoice
from db.orders import Order, OrderStatus, Purchase
from services import order_reductions, order_rights, vat
from services.errors import Conflict, Missing
from services.invoices.rules import Account, Sums
from services.order_rights import BOUND, Opened, Party
from services.visitors import Visitor

__all__ = [
    "account", "entered", "is_live", "left_of", "looked_at", "owed", "refuse_if_corrected", "require_bound", "the_one",
]  # fmt: skip


def entered(db: Session, visitor: Visitor, order_code: str, party: Party) -> Opened:
    """The order with its rows locked, for this party of it; Missing for everybody else."""
    seen = order_rights.entered(db, visitor, order_code)
    if seen.party is not party:
        raise Missing("There is no such order.")
    return seen


def looked_at(db: Session, visitor: Visitor, order_code: str, party: Party) -> Opened:
    """The same without a lock, for a look before anything is written."""
    found = orders.order_by_code(db, order_code)
    if found is None or order_rights.party_of(db, visitor, found) is not party:
        raise Missing("There is no such order.")
    return order_rights.seen_by(db, db.get_one(Purchase, found.purchase_id), found, party)


def require_bound(seen: Opened) -> None:
    if seen.state not in BOUND or seen.order.status is OrderStatus.CANCELLED:
        raise Conflict("The payment of order {code} does not stand where this could be done.", code=seen.order.code)


def owed(db: Session, order: Order) -> int:
    """What the order comes to after everything that was undone, in fen."""
    if order.status is OrderStatus.CANCELLED:
        return 0
    return sum(one.amount_fen for one in order_reductions.left(db, order))


def is_live(invoice: Invoice) -> bool:
    return invoice.status in LIVE


def reds_of(known: Sequence[Invoice], original: Invoice) -> list[Invoice]:
    return [one for one in known if one.corrects_id == original.id and is_live(one)]


def left_of(known: Sequence[Invoice], original: Invoice) -> int:
    """What is left of an invoice after those that correct it."""
    return original.gross_fen + sum(one.gross_fen for one in reds_of(known, original))


def account(db: Session, order: Order, known: Sequence[Invoice], corrects: Invoice | None = None) -> Account:
    counting = [Sums(one.net_fen, one.tax_fen, one.gross_fen) for one in known if is_live(one)]
    left = left_of(known, corrects) if corrects else None
    return Account(vat.taxed(db, order), owed(db, order), counting, left)


def the_one(db: Session, order: Order, invoice_id: UUID) -> Invoice:
    """An invoice of the order; of another there is none."""
    found = next((one for one in store.of_orders(db, [order.id]) if one.id == invoice_id), None)
    if found is None:
        raise Missing("There is no such invoice.")
    return found


def refuse_if_corrected(db: Session, order: Order, invoice: Invoice) -> None:
    reds = reds_of(store.of_orders(db, [order.id]), invoice)
    if reds:
        raise Conflict("Invoice {number} is corrected by {red}; that one has to go first.", number=invoice.number,
                       red=reds[0].number)  # fmt: skip
