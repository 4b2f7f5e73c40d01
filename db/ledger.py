"""The ledger: immutable double entries in fen. The payment state of an order is read from it, never stored."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Session, col, func, select

from db.columns import Choice, Moment, Row, Whole, Words, column, identity, refers_to


class Account(StrEnum):
    """Debits are positive. The entries of one posting sum to nothing."""

    BUYER_OWES = "buyer_owes"
    CARD_RECEIPTS = "card_receipts"
    TRANSFER_RECEIPTS = "transfer_receipts"
    SUPPLIER_DUE = "supplier_due"
    CARD_PASSED_ON = "card_passed_on"
    CARD_WITHDRAWN = "card_withdrawn"
    DISPUTED = "disputed"
    SUPPLIER_PAID = "supplier_paid"


class PostingReason(StrEnum):
    AGREED = "agreed"
    PAID = "paid"
    RELEASED = "released"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    PAID_OUT = "paid_out"
    REINSTATED = "reinstated"
    TAKEN_BACK = "taken_back"
    WITHDRAWN = "withdrawn"


class Posting(Row, table=True):
    """One fact of money. `reference` is what makes it once: a payment intent, a refund, a transfer, its reversal."""

    __tablename__ = "posting"

    id: UUID = identity()
    purchase_id: UUID = refers_to("purchase.id")
    reason: PostingReason = column(Choice(PostingReason))
    reference: str = column(Words(160), unique=True)
    at: datetime = column(Moment, index=True)


class Entry(Row, table=True):
    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_entry_account", "account", "order_id", "amount_fen"),)

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


def of_posting(session: Session, reference: str, account: Account) -> dict[UUID, int]:
    """What one posting moved on one account, in fen, by order."""
    found = select(Entry.order_id, Entry.amount_fen).join(Posting, col(Posting.id) == Entry.posting_id)
    return dict(session.exec(found.where(Posting.reference == reference, Entry.account == account)).all())


def came_back_since(session: Session, order_id: UUID, since: datetime) -> bool:
    """Whether a refund of the order has failed since."""
    found = select(Entry.id).join(Posting, col(Posting.id) == Entry.posting_id)
    failed = (Posting.reason == PostingReason.REFUND_FAILED, Posting.at > since)
    return session.exec(found.where(Entry.order_id == order_id, *failed).limit(1)).first() is not None


def unbalanced(session: Session) -> Sequence[UUID]:
    """Postings whose entries do not sum to nothing: always empty."""
    return session.exec(
        select(Entry.posting_id).group_by(col(Entry.posting_id)).having(func.sum(Entry.amount_fen) != 0)
    ).all()


def balances(session: Session, account: Account) -> dict[UUID, int]:
    """What stands on one account for each order, in fen."""
    found = select(Entry.order_id, func.sum(Entry.amount_fen)).where(Entry.account == account)
    return {order_id: int(total) for order_id, total in session.exec(found.group_by(col(Entry.order_id))).all()}


AT_THE_PROVIDER = (Account.CARD_RECEIPTS, Account.CARD_PASSED_ON)
A_QUESTION = 500  # names; a database takes only so many in one


def at_the_provider(session: Session, *, since: datetime) -> dict[str, int]:
    """What each posting since moved on our balance at the card provider, in fen, by its reference."""
    moved = select(Posting.reference, func.sum(Entry.amount_fen)).join(Entry, col(Entry.posting_id) == Posting.id)
    found = moved.where(col(Entry.account).in_(AT_THE_PROVIDER), Posting.at >= since).group_by(Posting.reference)
    return {reference: int(total) for reference, total in session.exec(found).all()}


def amounts_of(session: Session, references: Sequence[str]) -> dict[str, int]:
    """The same of postings with these references, whenever they were booked."""
    moved = select(Posting.reference, func.sum(Entry.amount_fen)).join(Entry, col(Entry.posting_id) == Posting.id)
    moved = moved.where(col(Entry.account).in_(AT_THE_PROVIDER)).group_by(Posting.reference)
    portions = [references[at : at + A_QUESTION] for at in range(0, len(references), A_QUESTION)]
    found = [row for names in portions for row in session.exec(moved.where(col(Posting.reference).in_(names))).all()]
    return {reference: int(total) for reference, total in found}


def owed_back(session: Session) -> Sequence[UUID]:
    """Orders whose buyer has paid more than is owed: money that must still go back."""
    found = select(Entry.order_id).where(Entry.account == Account.BUYER_OWES).group_by(col(Entry.order_id))
    return session.exec(found.having(func.sum(Entry.amount_fen) < 0).order_by(col(Entry.order_id))).all()
