"""The ledger: what is owed and paid, in postings whose entries sum to nothing; the payment state is read from it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from db import ledger as store
from db.columns import new_id
from db.ledger import Account, Entry, Posting, PostingReason
from db.orders import Purchase
from db.writing import add_all
from services import clock

__all__ = [
    "AGREED",
    "CARD_FOR_DEBT",
    "CARD_PAID",
    "CARD_REFUNDED",
    "CARD_REFUND_FAILED",
    "FAILED",
    "PAID_OUT",
    "REINSTATED",
    "RELEASED",
    "TAKEN_BACK",
    "TRANSFER_RECEIVED",
    "TRANSFER_RETURNED",
    "WITHDRAWN",
    "Account",
    "Entry",
    "PaymentState",
    "Posting",
    "PostingReason",
    "balance",
    "bound",
    "by_card",
    "by_transfer",
    "debt",
    "owed_back",
    "post",
    "posted",
    "returned",
    "state",
]  # fmt: skip

FAILED = ":failed"  # behind the provider's name of a refund: it came back
RECEIPTS = {Account.CARD_RECEIPTS, Account.TRANSFER_RECEIPTS}


class PaymentState(StrEnum):
    """Derived, never stored."""

    NONE = "none"
    AGREED = "agreed"
    PAID = "paid"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"


class Kind(NamedTuple):
    """A way of booking: why, which account is debited, which is credited."""

    reason: PostingReason
    debit: Account
    credit: Account


R, A = PostingReason, Account
AGREED = Kind(R.AGREED, A.BUYER_OWES, A.SUPPLIER_DUE)
CARD_PAID = Kind(R.PAID, A.CARD_RECEIPTS, A.SUPPLIER_DUE)
CARD_FOR_DEBT = Kind(R.PAID, A.CARD_RECEIPTS, A.BUYER_OWES)  # below nothing it is owed back: paid for what is gone
TRANSFER_RECEIVED = Kind(R.PAID, A.TRANSFER_RECEIPTS, A.BUYER_OWES)
RELEASED = Kind(R.RELEASED, A.SUPPLIER_DUE, A.BUYER_OWES)  # an agreement ends, or what was paid is owed back
CARD_REFUNDED = Kind(R.REFUNDED, A.BUYER_OWES, A.CARD_RECEIPTS)
CARD_REFUND_FAILED = Kind(R.REFUND_FAILED, A.CARD_RECEIPTS, A.BUYER_OWES)  # the bank did not take it: owed back again
TRANSFER_RETURNED = Kind(R.REFUNDED, A.BUYER_OWES, A.TRANSFER_RECEIPTS)
PAID_OUT = Kind(R.PAID_OUT, A.SUPPLIER_PAID, A.CARD_PASSED_ON)  # what has left for the supplier's own account
TAKEN_BACK = Kind(R.TAKEN_BACK, A.CARD_PASSED_ON, A.SUPPLIER_PAID)
WITHDRAWN = Kind(R.WITHDRAWN, A.DISPUTED, A.CARD_WITHDRAWN)  # a bank took it back until a dispute is decided
REINSTATED = Kind(R.REINSTATED, A.CARD_WITHDRAWN, A.DISPUTED)


def post(db: Session, purchase: Purchase, kind: Kind, reference: str, amounts: Mapping[UUID, int]) -> None:
    """Write one posting: for every order its amount in fen, debited and credited as the kind says.

    `reference` makes it once: a second posting with the same one breaks a constraint of the database."""
    if not amounts or any(amount <= 0 for amount in amounts.values()):
        raise ValueError(f"a posting moves money, got {sorted(amounts.values())}")
    reason, debit, credit = kind
    fact = {"id": new_id(), "purchase_id": purchase.id, "reason": reason, "reference": reference, "at": clock.now()}
    add_all(db, Posting, [fact])
    sides = [(order_id, *side) for order_id, fen in amounts.items() for side in ((debit, fen), (credit, -fen))]
    add_all(db, Entry, [{"posting_id": fact["id"], "order_id": order_id, "account": account, "amount_fen": fen}
                        for order_id, account, fen in sides])  # fmt: skip


def posted(db: Session, reference: str) -> bool:
    return store.by_reference(db, reference) is not None


def state(entries: Sequence[Entry], total_fen: int) -> PaymentState:
    """How far an order, or a whole purchase, of `total_fen` is paid, by its entries."""
    receipts = [entry.amount_fen for entry in entries if entry.account in RECEIPTS]
    received, returned = sum(fen for fen in receipts if fen > 0), -sum(fen for fen in receipts if fen < 0)
    if 0 < total_fen <= received - returned:
        return PaymentState.PAID  # also when something beyond the total came and went back
    if returned:
        return PaymentState.REFUNDED if returned >= received else PaymentState.PART_REFUNDED
    if debt(entries):
        return PaymentState.AGREED
    return PaymentState.PAID if received else PaymentState.NONE  # paid in full of what is left of an order


def balance(entries: Sequence[Entry], account: Account) -> int:
    return sum(entry.amount_fen for entry in entries if entry.account is account)


def debt(entries: Sequence[Entry]) -> int:
    """What the buyer still owes, in fen; what goes back for one order pays for no other."""
    owed: dict[UUID, int] = {}
    for entry in entries:
        if entry.account is Account.BUYER_OWES:
            owed[entry.order_id] = owed.get(entry.order_id, 0) + entry.amount_fen
    return sum(fen for fen in owed.values() if fen > 0)


def bound(entries: Sequence[Entry]) -> bool:
    """Whether a payment or an agreement has ever bound the order, or one of the orders, whatever was undone since."""
    return any(entry.account is Account.SUPPLIER_DUE for entry in entries)


def returned(entries: Sequence[Entry], account: Account) -> int:
    """What has gone back to the buyer from one kind of receipts, in fen."""
    return -sum(entry.amount_fen for entry in entries if entry.account is account and entry.amount_fen < 0)


def owed_back(entries: Sequence[Entry]) -> int:
    """What the buyer has paid and is not owed any more, in fen."""
    return max(0, -balance(entries, Account.BUYER_OWES))


def by_card(entries: Sequence[Entry]) -> int:
    """That part of it which came by card and goes back by card: for one order.

    What a bank has taken back is with the buyer already, or will be here again once the dispute is won."""
    here = balance(entries, Account.CARD_RECEIPTS) - balance(entries, Account.DISPUTED)
    return min(came_by_card(entries), max(0, here))


def came_by_card(entries: Sequence[Entry]) -> int:
    return min(owed_back(entries), max(0, balance(entries, Account.CARD_RECEIPTS)))


def by_transfer(entries: Sequence[Entry]) -> int:
    """That part of it which its supplier received and sends back: for one order."""
    return min(owed_back(entries) - came_by_card(entries), max(0, balance(entries, Account.TRANSFER_RECEIPTS)))
