"""Payments that a bank disputes: noted as the provider tells, booked, answered by those who sold and by officials."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import chargebacks as store
from db import orders as orders_store
from db import parties, payments, suppliers
from db.accounts import Organisation
from db.chargebacks import Chargeback, ChargebackStatement, ChargebackStatus
from db.engine import reading, transaction
from db.ledger import Account
from db.orders import Purchase
from db.parties import Names
from services import audit, clock, ledger, money
from services import payment_settlement as settlement
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Missing
from services.order_flow import MUSEUM
from services.permissions import Permission, allows, require
from services.provider import Declined, connect
from services.provider import disputes as provider
from services.provider.disputes import DisputeReport
from services.visitors import Visitor

__all__ = [
    "ANSWERABLE", "Chargeback", "ChargebackStatus", "ChargebackView", "Said", "answer", "knows", "newest", "note",
    "of_order", "report", "sessions_of", "state",
]  # fmt: skip

S = ChargebackStatus
ANSWERABLE = {S.NEEDS_RESPONSE, S.WARNING_NEEDS_RESPONSE}
OVER = {S.LOST, S.PREVENTED, S.WARNING_CLOSED, S.WON}
LONGEST_STATEMENT = 5000


@dataclass(frozen=True)
class Said:
    """One organisation's statement."""

    by: Names
    text: str
    at: datetime


@dataclass(frozen=True)
class ChargebackView:
    """A dispute with what has been said; `order_codes` are the reader's own, or all of them for officials."""

    chargeback: Chargeback
    purchase_code: str
    order_codes: Sequence[str]
    said: Sequence[Said]

    @property
    def answerable(self) -> bool:
        return self.chargeback.status in ANSWERABLE and self.chargeback.answered_at is None


def report(chargeback_id: str) -> DisputeReport | None:
    """How the provider says a dispute stands; None when it knows none of this name."""
    try:
        return provider.report(chargeback_id)
    except Declined as refusal:
        if refusal.why == "resource_missing":
            return None
        raise


def knows(payment_intent: str) -> bool:
    """Whether the payment is booked here."""
    with reading() as db:
        return payments.by_payment_intent(db, payment_intent) is not None


def sessions_of(payment_intent: str) -> Sequence[str]:
    return connect.sessions_of(payment_intent) if payment_intent else []


def note(report: DisputeReport) -> UUID | None:
    """Keep how a dispute stands and book what moved because of it; the purchase it is about, if it is one of ours."""
    with transaction() as db:
        session = payments.by_payment_intent(db, report.payment_intent)
        purchase = orders_store.locked_purchase(db, session.purchase_id) if session else None
        if purchase is None:
            return None
        row = store.by_provider_id(db, report.provider_id)
        event = Event.CHARGEBACK_CHANGED if row else Event.CHARGEBACK_OPENED
        row = store.locked(db, row.id) if row else opened(db, purchase, report)
        if event is Event.CHARGEBACK_CHANGED and is_old(db, row, report):
            return purchase.id
        move_money(db, purchase, row, to=min(report.withdrawn_fen, report.amount_fen))
        row.status, row.answer_by, row.told_at = report.status, report.answer_by, clock.now()
        if report.answered and row.answered_at is None:
            row.answered_at = clock.now()
        kept = {"status": row.status, "amount_fen": row.amount_fen, "withdrawn_fen": row.withdrawn_fen}
        audit.record(db, MUSEUM, event, purchase.code, **kept)
        return purchase.id


def opened(db: Session, purchase: Purchase, report: DisputeReport) -> Chargeback:
    row = Chargeback(
        provider_id=report.provider_id,
        purchase_id=purchase.id,
        status=report.status,
        reason=report.reason,
        amount_fen=report.amount_fen,
        opened_at=report.opened_at,
        told_at=clock.now(),
    )
    db.add(row)
    db.flush()
    return row


def is_old(db: Session, row: Chargeback, report: DisputeReport) -> bool:
    """Nothing new in it; and what is decided, or moved, stays so, whatever was asked before and comes late."""
    if report.movements < booked(db, row):
        return True
    same = (row.status, row.withdrawn_fen) == (report.status, min(report.withdrawn_fen, report.amount_fen))
    late = row.status in OVER and report.status not in OVER
    return late or (same and report.answered == (row.answered_at is not None))


def move_money(db: Session, purchase: Purchase, row: Chargeback, *, to: int) -> None:
    """Book what the bank has taken or given back since we last asked, divided over the purchase's orders."""
    change = to - row.withdrawn_fen
    if change == 0:
        return
    orders = orders_store.of_purchase(db, purchase.id)
    disputed = Account.CARD_RECEIPTS if change > 0 else Account.DISPUTED
    weights = [max(0, ledger.balance(settlement.entries_of(db, order.id), disputed)) for order in orders]
    weights = weights if any(weights) else [order.total_fen for order in orders]
    shares = money.split(abs(change), weights)
    amounts = {order.id: share for order, share in zip(orders, shares, strict=True) if share}
    kind = ledger.WITHDRAWN if change > 0 else ledger.REINSTATED
    ledger.post(db, purchase, kind, f"{row.provider_id}:{booked(db, row) + 1}", amounts)
    row.withdrawn_fen = to


def booked(db: Session, row: Chargeback) -> int:
    """How many movements of a dispute are booked: each has its number, counted under the lock of its purchase."""
    number = 0
    while ledger.posted(db, f"{row.provider_id}:{number + 1}"):
        number += 1
    return number


def of_order(supplier: Visitor, order_code: str) -> Sequence[ChargebackView]:
    """The disputes about an order the supplier has sold."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        order = orders_store.order_by_code(db, order_code)
        own = suppliers.of_organisation(db, supplier.organisation_id)
        if order is None or own is None or order.supplier_id != own.id:
            raise Missing("There is no such order.")
        found = store.of_purchase(db, order.purchase_id)
        return [viewed(db, one, only=supplier.organisation_id, codes=[order.code]) for one in found]


def newest(official: Visitor, *, limit: int = 50) -> Sequence[ChargebackView]:
    require(official, Permission.PAYOUT_OVERSEE)
    with reading() as db:
        return [viewed(db, one) for one in store.newest(db, limit=limit)]


def viewed(
    db: Session, row: Chargeback, *, only: UUID | None = None, codes: Sequence[str] | None = None
) -> ChargebackView:
    """A supplier reads its own words only; officials read all."""
    made = [one for one in store.statements(db, row.id) if only in {None, one.organisation_id}]
    orders = orders_store.of_purchase(db, row.purchase_id) if codes is None else []
    return ChargebackView(
        chargeback=row,
        purchase_code=db.get_one(Purchase, row.purchase_id).code,
        order_codes=[order.code for order in orders] if codes is None else codes,
        said=[spoken(db, one) for one in made],
    )


def spoken(db: Session, one: ChargebackStatement) -> Said:
    return Said(named(db.get_one(Organisation, one.organisation_id)), one.said, one.at)


def named(organisation: Organisation) -> Names:
    return parties.Names(organisation.name_zh, organisation.name_en)


def state(visitor: Visitor, chargeback_id: UUID, *, text: str) -> None:
    """Say what the bank should know: a supplier of the purchase, or an official; again replaces what was said."""
    words = said(text, field="Statement", longest=LONGEST_STATEMENT)
    with transaction() as db:
        row = mine_locked(db, visitor, chargeback_id)
        refuse_if_answered(row)
        one = ChargebackStatement(chargeback_id=row.id, organisation_id=visitor.organisation_id,
                               person_id=visitor.person_id, said=words, at=clock.now())  # fmt: skip
        db.add(one)
        audit.record(db, visitor, Event.CHARGEBACK_STATED, db.get_one(Purchase, row.purchase_id).code)


def mine_locked(db: Session, visitor: Visitor, chargeback_id: UUID) -> Chargeback:
    row = db.get(Chargeback, chargeback_id)
    if row and not allows(visitor, Permission.PAYOUT_OVERSEE):
        require(visitor, Permission.SALE_HANDLE)
        own = suppliers.of_organisation(db, visitor.organisation_id)
        sold = [order for order in orders_store.of_purchase(db, row.purchase_id) if own and order.supplier_id == own.id]
        row = row if sold else None
    if row is None:
        raise Missing("There is no such chargeback.")
    return store.locked(db, row.id)


def refuse_if_answered(row: Chargeback) -> None:
    if row.answered_at or row.status not in ANSWERABLE:
        raise Conflict("This chargeback has been answered, or is over.")


def answer(official: Visitor, chargeback_id: UUID) -> UUID:
    """Hand all statements in to the bank, once; the purchase it is about. The provider says how it stands then."""
    require(official, Permission.PAYOUT_OVERSEE)
    with reading() as db:
        row = db.get(Chargeback, chargeback_id)
        if row is None:
            raise Missing("There is no such chargeback.")
        refuse_if_answered(row)
        made = [spoken(db, one) for one in store.statements(db, row.id)]
        words = [f"{one.by.zh}:\n{one.text}" for one in made]
    if not words:
        raise Conflict("Nobody has said anything yet that could be handed in.")
    told = provider.answer(row.provider_id, "\n\n".join(words))
    with transaction() as db:
        kept = store.locked(db, row.id)
        kept.answered_at = kept.answered_at or clock.now()
        audit.record(db, official, Event.CHARGEBACK_ANSWERED, db.get_one(Purchase, row.purchase_id).code)
    note(told)
    return row.purchase_id
