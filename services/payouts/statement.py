"""What a supplier has to get, has got and has given back, order by order; and what suppliers owe, for officials."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session

from db import disputes, parties, suppliers
from db import ledger as books
from db import orders as orders_store
from db import payouts as store
from db.engine import reading, transaction
from db.ledger import Account, Entry
from db.orders import Method, Order
from db.parties import Names
from db.payouts import Balances, Payout, PayoutAccount, PayoutStatus
from services import audit, service_orders
from services.audit import Event
from services.payouts import shares
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Debt", "Line", "Share", "Statement", "Totals", "debts", "statement", "taken_away", "totals"]

A_PORTION = 500
OfOrder = TypeVar("OfOrder", Entry, Payout)


class Share(StrEnum):
    """How the supplier's share of an order stands."""

    OUTSIDE = "outside"
    NOT_YET = "not_yet"
    NO_ACCOUNT = "no_account"
    UNDER_WAY = "under_way"
    PAID_OUT = "paid_out"
    WITHHELD = "withheld"
    CONTESTED = "contested"
    IN_DEBT = "in_debt"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Line:
    """One order in fen. `due_fen`: what the buyer owes or has paid for it, less reductions; `open_fen`: still to come
    by card, or below nothing to be given back. The museum takes no fee and no commission: both are 0."""

    order_code: str
    placed_at: datetime
    buyer: Names
    method: Method
    share: Share
    due_fen: int
    sent_fen: int
    taken_back_fen: int
    disputed_fen: int
    open_fen: int
    fee_fen: int = 0
    commission_fen: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Totals:
    """Over all orders of the supplier, in fen; `open_fen`: of card payments only."""

    due_fen: int
    sent_fen: int
    disputed_fen: int
    open_fen: int
    orders: int
    fee_fen: int = 0
    commission_fen: int = 0
    services_fen: int = 0  # what the supplier chose itself and has paid for


@dataclass(frozen=True)
class Statement:
    lines: Sequence[Line]
    account: PayoutAccount | None


@dataclass(frozen=True)
class Debt:
    """An order of which a supplier has more than is due to it; `reason`: why the provider would not take it back."""

    order_code: str
    supplier: Names
    paid_out_fen: int
    due_fen: int
    reason: str

    @property
    def amount_fen(self) -> int:
        return self.paid_out_fen - self.due_fen


@dataclass(frozen=True)
class Seen:
    """What a line has to know beside its order's own entries. `outside`: its payment never was at the provider;
    `contested_fen`: what its parties dispute about."""

    buyer: Names
    method: Method
    outside: bool
    has_account: bool
    contested_fen: int = 0


def statement(supplier: Visitor, *, limit: int = 50, offset: int = 0) -> Statement:
    """The supplier's orders, the newest first, and its account."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        if own is None:
            return Statement([], None)
        account = store.account_of(db, own.id)
        found = orders_store.of_supplier(db, own.id, limit=limit, offset=offset)
        return Statement(lines(db, found, has_account=bool(account and account.may_receive)), account)


def whole(supplier: Visitor) -> Iterator[Line]:
    """Every line, a portion at a time: a database takes only so many ids in one question."""
    offset = 0
    while portion := statement(supplier, limit=A_PORTION, offset=offset).lines:
        yield from portion
        offset += A_PORTION


def taken_away(supplier: Visitor) -> Sequence[Line]:
    """The whole of it, for a file; the log notes that it was taken."""
    found = list(whole(supplier))
    with transaction() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        subject = own.code if own else supplier.organisation_id
        audit.record(db, supplier, Event.PAYOUT_STATEMENT_TAKEN, subject, rows=len(found))
    return found


def totals(supplier: Visitor) -> Totals:
    """Added up by the database: a statement can be long."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        found = store.balances_of(db, own.id) if own else []
    return Totals(
        due_fen=sum(one.due_fen for one in found),
        sent_fen=sum(one.paid_fen for one in found),
        disputed_fen=sum(one.disputed_fen for one in found),
        open_fen=sum(shares.open_fen(one) for one in found),
        orders=len(found),
        services_fen=service_orders.chosen_fen(supplier),
    )


def lines(db: Session, found: Sequence[Order], *, has_account: bool) -> list[Line]:
    ids = [order.id for order in found]
    entries = grouped(entry for entry, _ in books.of_orders(db, ids))
    moved = grouped(store.of_orders(db, ids))
    bought = orders_store.purchases(db, list({order.purchase_id for order in found}))
    names = parties.buyers(db, list({order.buyer_id for order in found}))
    invented, contested = store.invented(db, list(bought)), disputes.contested(db, ids)
    return [
        line(order, entries.get(order.id, []), moved.get(order.id, []), seen=Seen(
            names[order.buyer_id], bought[order.purchase_id].method, order.purchase_id in invented, has_account,
            contested.get(order.id, 0)))
        for order in found
    ]  # fmt: skip


def grouped(rows: Iterable[OfOrder]) -> dict[UUID, list[OfOrder]]:
    found: dict[UUID, list[OfOrder]] = {}
    for row in rows:
        found.setdefault(row.order_id, []).append(row)
    return found


def line(order: Order, entries: Sequence[Entry], moved: Sequence[Payout], *, seen: Seen) -> Line:
    stands = shares.balances(entries, order.status, outside=seen.outside, contested_fen=seen.contested_fen)
    sent = sum(entry.amount_fen for entry in entries if entry.account is Account.SUPPLIER_PAID and entry.amount_fen > 0)
    known = Line(
        order_code=order.code, placed_at=order.placed_at, buyer=seen.buyer, method=seen.method, share=Share.NOTHING,
        due_fen=stands.due_fen, sent_fen=sent, taken_back_fen=sent - stands.paid_fen,
        disputed_fen=stands.disputed_fen, open_fen=shares.open_fen(stands),
        reason=moved[-1].reason if moved and moved[-1].status is PayoutStatus.REFUSED else "",
    )  # fmt: skip
    return replace(known, share=standing(known, stands, has_account=seen.has_account))


def standing(line: Line, stands: Balances, *, has_account: bool) -> Share:
    """The first that holds."""
    cases = (
        (Share.IN_DEBT, line.open_fen < 0),
        (Share.NOTHING, line.due_fen == 0),
        (Share.OUTSIDE, not shares.is_by_card(stands)),
        (Share.WITHHELD, line.disputed_fen > 0),
        (Share.CONTESTED, shares.is_held(stands) and line.open_fen == 0),
        (Share.PAID_OUT, line.open_fen == 0),
        (Share.NOT_YET, stands.status not in store.DELIVERED),
        (Share.NO_ACCOUNT, not has_account),
    )
    return next((share for share, holds in cases if holds), Share.UNDER_WAY)


def debts(official: Visitor) -> Sequence[Debt]:
    """What could not be taken back from suppliers, the oldest first."""
    require(official, Permission.PAYOUT_OVERSEE)
    with reading() as db:
        found = store.in_debt(db)
        names = parties.suppliers(db, [supplier.id for _, supplier, _, _ in found])
        reasons = {one.order_id: one.reason for one in store.of_orders(db, [order.id for order, *_ in found])}
        return [
            Debt(order.code, names[supplier.id], paid, due, reasons.get(order.id, ""))
            for order, supplier, paid, due in found
        ]
