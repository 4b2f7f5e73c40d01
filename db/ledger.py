"""The ledger: immutable double entries in fen. The payment state of an order is read from it, never stored."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.columns import Choice, Moment, Row, Whole, Words, column, identity, refers_to


class Account(StrEnum):
    """Debits are positive. The entries of one posting sum to nothing."""

    BUYER_OWES = "buyer_owes"
    CARD_RECEIPTS = "card_receipts"
    TRANSFER_RECEIPTS = "transfer_receipts"
    SUPPLIER_DUE = "supplier_due"


class PostingReason(StrEnum):
    AGREED = "agreed"
    PAID = "paid"
    RELEASED = "released"
    REFUNDED = "refunded"


class Posting(Row, table=True):
    """One fact of money. `reference` is what makes it once: a payment intent, a refund, a transfer's order."""

    __tablename__ = "posting"

    id: UUID = identity()
    purchase_id: UUID = refers_to("purchase.id")
    reason: PostingReason = column(Choice(PostingReason))
    reference: str = column(Words(160), unique=True)
    at: datetime = column(Moment, index=True)


class Entry(Row, table=True):
    __tablename__ = "ledger_entry"

    id: UUID = identity()
    posting_id: UUID = refers_to("posting.id")
    order_id: UUID = refers_to("order.id")
    account: Account = column(Choice(Account))
    amount_fen: int = column(Whole)


def by_reference(session: Session, reference: str) -> Posting | None:
    return session.exec(select(Posting).where(Posting.reference == reference)).first()


def of_orders(session: Session, order_ids: Sequence[UUID]) -> Sequence[tuple[Entry, Posting]]:
    found = select(Entry, Posting).join(Posting, col(Posting.id) == Entry.posting_id)
    return session.exec(found.where(col(Entry.order_id).in_(order_ids)).order_by(col(Posting.at))).all()


def unbalanced(session: Session) -> Sequence[UUID]:
    """Postings whose entries do not sum to nothing: always empty."""
    return session.exec(
        select(Entry.posting_id).group_by(col(Entry.posting_id)).having(func.sum(Entry.amount_fen) != 0)
    ).all()


def balances(session: Session, account: Account) -> dict[UUID, int]:
    """What stands on one account for each order, in fen."""
    found = select(Entry.order_id, func.sum(Entry.amount_fen)).where(Entry.account == account)
    return {order_id: int(total) for order_id, total in session.exec(found.group_by(col(Entry.order_id))).all()}


def owed_back(session: Session) -> Sequence[UUID]:
    """Orders whose buyer has paid more than is owed: money that must still go back."""
    found = select(Entry.order_id).where(Entry.account == Account.BUYER_OWES).group_by(col(Entry.order_id))
    return session.exec(found.having(func.sum(Entry.amount_fen) < 0).order_by(col(Entry.order_id))).all()
