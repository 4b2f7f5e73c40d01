"""Suppliers' accounts at the payment provider, and every movement of their shares: planned, done or refused."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy import select as pick
from sqlmodel import Session, case, col, func, select

from db.columns import Choice, Document, Flag, Moment, Row, Whole, Words, column, identity, refers_to
from db.disputes import LIVE, Dispute
from db.ledger import Account, Entry
from db.orders import Order, OrderStatus
from db.payments import CheckoutSession
from db.suppliers import Supplier

DELIVERED = {OrderStatus.ACCEPTED, OrderStatus.CLOSED}  # nothing is passed on before


class PayoutKind(StrEnum):
    TRANSFER = "transfer"
    REVERSAL = "reversal"


class PayoutStatus(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"


class PayoutAccount(Row, table=True):
    """A supplier's account, as the provider described it last; `due` names what it still wants to know."""

    __tablename__ = "payout_account"

    id: UUID = identity()
    supplier_id: UUID = refers_to("supplier.id", unique=True)
    provider_id: str | None = column(Words(120), default=None, unique=True)
    submitted: bool = column(Flag, default=False)
    may_receive: bool = column(Flag, default=False)
    may_withdraw: bool = column(Flag, default=False)
    due: list[str] = column(Document, default_factory=list)
    created_at: datetime = column(Moment)
    changed_at: datetime = column(Moment)


class Payout(Row, table=True):
    """One movement of one order's share, noted before the provider hears of it. `transfer_id`: what it takes back."""

    __tablename__ = "payout"
    __table_args__ = (
        Index(
            "uq_payout_planned", "order_id", unique=True,
            sqlite_where=text("status = 'planned'"), postgresql_where=text("status = 'planned'"),
        ),
    )  # fmt: skip

    id: UUID = identity()
    order_id: UUID = refers_to("order.id")
    account_id: UUID = refers_to("payout_account.id")
    kind: PayoutKind = column(Choice(PayoutKind))
    status: PayoutStatus = column(Choice(PayoutStatus), default=PayoutStatus.PLANNED, index=True)
    amount_fen: int = column(Whole(1))
    transfer_id: str | None = column(Words(120), default=None)
    provider_id: str | None = column(Words(120), default=None, unique=True)
    reason: str = column(Words(300), default="")
    planned_at: datetime = column(Moment)
    done_at: datetime | None = column(Moment, default=None)


class Balances(NamedTuple):
    """What stands in the ledger for one order, in fen; `outside`: its card payment was invented by the seed;
    `contested_fen`: what its parties dispute about now."""

    status: OrderStatus
    outside: bool
    due_fen: int
    paid_fen: int
    disputed_fen: int
    card_fen: int
    owed_back_fen: int
    contested_fen: int


def account_of(session: Session, supplier_id: UUID) -> PayoutAccount | None:
    return session.exec(select(PayoutAccount).where(PayoutAccount.supplier_id == supplier_id)).first()


def account_locked(session: Session, account_id: UUID) -> PayoutAccount:
    return session.get_one(PayoutAccount, account_id, with_for_update=True, populate_existing=True)


def account_by_name(session: Session, provider_id: str) -> PayoutAccount | None:
    return session.exec(select(PayoutAccount).where(PayoutAccount.provider_id == provider_id)).first()


def locked(session: Session, payout_id: UUID) -> Payout:
    return session.get_one(Payout, payout_id, with_for_update=True, populate_existing=True)


def of_orders(session: Session, order_ids: Sequence[UUID]) -> Sequence[Payout]:
    """Every movement of these orders' shares, the oldest first."""
    found = select(Payout).where(col(Payout.order_id).in_(order_ids))
    return session.exec(found.order_by(col(Payout.planned_at), col(Payout.id))).all()


def planned(session: Session) -> Sequence[UUID]:
    """Orders with a movement under way, the longest waiting first."""
    found = select(Payout.order_id).where(Payout.status == PayoutStatus.PLANNED)
    return session.exec(found.order_by(col(Payout.planned_at))).all()


def standing(account: Account, sign: int = 1) -> Any:
    """What stands on an account, for queries that group entries by order."""
    return func.sum(case((col(Entry.account) == account, sign * col(Entry.amount_fen)), else_=0))


def out_of_balance(session: Session, *, after: UUID, limit: int) -> Sequence[UUID]:
    """Orders after `after` whose share may differ from what was paid out and could move; `settle` looks closely.

    What the seed invented was never at the provider, and who may not receive yet is asked to give back only."""
    delivered = case((col(Order.status).in_(DELIVERED), 1), else_=0)
    receives = case((col(PayoutAccount.may_receive), 1), else_=0)
    due = standing(Account.SUPPLIER_DUE, -1) - standing(Account.DISPUTED)
    paid, card = standing(Account.SUPPLIER_PAID), standing(Account.CARD_RECEIPTS)
    found = (
        select(Order.id)
        .join(PayoutAccount, col(PayoutAccount.supplier_id) == Order.supplier_id)
        .join(CheckoutSession, col(CheckoutSession.purchase_id) == Order.purchase_id)
        .join(Entry, col(Entry.order_id) == Order.id)
        .where(Order.id > after, ~col(CheckoutSession.payment_intent).startswith("demo:"))
        .group_by(col(Order.id))
        .having(due != paid, (paid > 0) | ((func.max(delivered * receives) == 1) & (card > 0)))
    )
    return session.exec(found.order_by(col(Order.id)).limit(limit)).all()


def in_debt(session: Session) -> Sequence[tuple[Order, Supplier, int, int]]:
    """Orders of which more was paid out than is due: order, supplier, paid out and due, in fen."""
    due = standing(Account.SUPPLIER_DUE, -1) - standing(Account.DISPUTED)
    paid = standing(Account.SUPPLIER_PAID)
    over = (
        select(col(Entry.order_id).label("order_id"), paid.label("paid"), due.label("due"))
        .where(col(Entry.order_id).in_(select(Entry.order_id).where(Entry.account == Account.SUPPLIER_PAID)))
        .group_by(col(Entry.order_id))
        .having(paid > 0, paid > due)
        .subquery()
    )
    found = (
        select(Order, Supplier, over.c.paid, over.c.due)
        .join(over, over.c.order_id == Order.id)
        .join(Supplier, col(Supplier.id) == Order.supplier_id)
        .order_by(col(Order.placed_at))
    )
    return [(order, supplier, int(out), max(0, int(left))) for order, supplier, out, left in session.exec(found).all()]


def balances_of(session: Session, supplier_id: UUID) -> list[Balances]:
    """Of every order of a supplier."""
    outside = func.coalesce(func.max(case((col(CheckoutSession.payment_intent).startswith("demo:"), 1), else_=0)), 0)
    contested = func.coalesce(func.max(Dispute.amount_fen), 0)
    accounts = (Account.SUPPLIER_PAID, Account.DISPUTED, Account.CARD_RECEIPTS, Account.BUYER_OWES)
    found = (
        pick(col(Order.status), outside, standing(Account.SUPPLIER_DUE, -1), *map(standing, accounts), contested)
        .join(CheckoutSession, col(CheckoutSession.purchase_id) == Order.purchase_id, isouter=True)
        .join(Dispute, (col(Dispute.order_id) == Order.id) & col(Dispute.status).in_(LIVE), isouter=True)
        .join(Entry, col(Entry.order_id) == Order.id, isouter=True)
        .where(col(Order.supplier_id) == supplier_id)
        .group_by(col(Order.id), col(Order.status))
    )
    return [
        Balances(status, bool(invented), int(due), int(paid), int(held), int(card), max(0, -int(owes)), int(fought))
        for status, invented, due, paid, held, card, owes, fought in session.execute(found).all()
    ]


def invented(session: Session, purchase_ids: Sequence[UUID]) -> set[UUID]:
    """Those of the purchases whose card payment the seed invented: it never was at a provider."""
    found = select(CheckoutSession.purchase_id).where(col(CheckoutSession.purchase_id).in_(purchase_ids))
    return set(session.exec(found.where(col(CheckoutSession.payment_intent).startswith("demo:"))).all())
