"""How much of an order's card payment is its supplier's by now: nothing before acceptance, never more than is left."""

from collections.abc import Sequence

from db.ledger import Account, Entry
from db.orders import OrderStatus
from services import ledger

__all__ = ["DELIVERED", "paid_out", "share"]

DELIVERED = {OrderStatus.ACCEPTED, OrderStatus.CLOSED}


def share(entries: Sequence[Entry], status: OrderStatus, contested_fen: int = 0) -> int:
    """What should have been passed on, in fen: what is due, as far as it is there and no bank has taken it back.

    What the buyer gets back is not the supplier's any more from the moment it is owed back. What the parties dispute
    about is not passed on meanwhile; where it has been, it stays there until that is decided."""
    if status not in DELIVERED:
        return 0
    due = -ledger.balance(entries, Account.SUPPLIER_DUE)
    there = ledger.balance(entries, Account.CARD_RECEIPTS) - ledger.owed_back(entries)
    whole = max(0, min(due, there) - ledger.balance(entries, Account.DISPUTED))
    return min(whole, max(paid_out(entries), whole - contested_fen))


def paid_out(entries: Sequence[Entry]) -> int:
    """What was passed on and not taken back."""
    return ledger.balance(entries, Account.SUPPLIER_PAID)
