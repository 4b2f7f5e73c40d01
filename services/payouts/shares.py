"""How much of an order's card payment is its supplier's by now: nothing before acceptance, never more than is left."""

from collections.abc import Sequence

from db import payouts as store
from db.ledger import Account, Entry
from db.orders import OrderStatus
from db.payouts import Balances
from services import ledger

__all__ = ["balances", "is_by_card", "is_held", "open_fen", "paid_out", "share"]


def share(entries: Sequence[Entry], status: OrderStatus, contested_fen: int = 0) -> int:
    """What should have been passed on, in fen: what is due, as far as it is there and no bank has taken it back.

    What the buyer gets back is not the supplier's any more from the moment it is owed back. What the parties dispute
    about is not passed on meanwhile; where it has been, it stays there until that is decided."""
    return share_of(balances(entries, status, contested_fen=contested_fen))


def share_of(stands: Balances) -> int:
    if stands.status not in store.DELIVERED:
        return 0
    whole = undisputed(stands)
    return min(whole, max(stands.paid_fen, whole - stands.contested_fen))


def undisputed(stands: Balances) -> int:
    """The share as it would be if the parties did not dispute."""
    return max(0, min(stands.due_fen, stands.card_fen - stands.owed_back_fen) - stands.disputed_fen)


def is_held(stands: Balances) -> bool:
    """Whether something waits only for the end of a dispute."""
    return stands.status in store.DELIVERED and share_of(stands) < undisputed(stands)


def balances(
    entries: Sequence[Entry], status: OrderStatus, *, outside: bool = False, contested_fen: int = 0
) -> Balances:
    """What the entries of one order come to."""
    return Balances(
        status=status,
        outside=outside,
        due_fen=-ledger.balance(entries, Account.SUPPLIER_DUE),
        paid_fen=paid_out(entries),
        disputed_fen=ledger.balance(entries, Account.DISPUTED),
        card_fen=ledger.balance(entries, Account.CARD_RECEIPTS),
        owed_back_fen=ledger.owed_back(entries),
        contested_fen=contested_fen,
    )


def open_fen(stands: Balances) -> int:
    """What is still to come by card, or below nothing to be given back; before acceptance what is due in the end."""
    if not is_by_card(stands):
        return 0
    due = max(0, stands.due_fen - stands.disputed_fen)
    return (share_of(stands) if stands.status in store.DELIVERED else due) - stands.paid_fen


def is_by_card(stands: Balances) -> bool:
    return stands.paid_fen > 0 or (stands.card_fen > 0 and not stands.outside)


def paid_out(entries: Sequence[Entry]) -> int:
    """What was passed on and not taken back."""
    return ledger.balance(entries, Account.SUPPLIER_PAID)
