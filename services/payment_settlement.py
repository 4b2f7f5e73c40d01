"""What a payment, an agreement or a deadline does to the books: ledger, stock, orders and facts in one transaction."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db import orders as store
from db import payments
from db import stock as stocks
from db.due import Handler
from db.engine import transaction
from db.ledger import Entry
from db.ledger import of_orders as postings_of_orders
from db.orders import Order, OrderLine, OrderStatus, Purchase
from db.payments import CheckoutSession, SessionStatus
from services import (
    approval_flow,
    audit,
    clock,
    facts,
    flow,
    ledger,
    money,
    order_deadlines,
    order_flow,
    order_reductions,
    stock,
)
from services.audit import Event
from services.ledger import PaymentState
from services.order_flow import MUSEUM
from services.order_reductions import Cut
from services.payment_sessions import SESSION_FLOW, Noted, Report, believe
from services.visitors import Visitor

__all__ = [
    "SESSION_FLOW", "Report", "agree", "agree_on", "entries_of", "forgotten", "lapse_if_due", "let_go", "release",
    "settle", "state_of",
]  # fmt: skip

PATIENCE = timedelta(days=1)  # how long stock is kept for a delayed method before its answer is asked for again
S = SessionStatus


def settle(report: Report) -> SessionStatus | None:
    """Act on a report, once, whoever brings it and in whatever order; None when the session is none of ours."""
    with transaction() as db:
        purchase = store.locked_purchase(db, report.subject_id)
        row = payments.of_purchase(db, report.subject_id)
        if purchase is None or row is None or row.provider_id not in {None, report.session_id}:
            return None
        noted = Noted(purchase.code, Event.PAYMENT_OPENED, Event.PAYMENT_MISMATCHED)
        if believe(db, row, report, noted):
            act(db, purchase, row, report)
        return row.status


def act(db: Session, purchase: Purchase, row: CheckoutSession, report: Report) -> None:
    if report.outcome is S.PAID and report.payment_intent:
        receive(db, purchase, row, report.payment_intent)
    elif report.outcome is S.WAITING and row.status in {S.OPEN, S.WAITING}:
        wait(db, purchase, row)
    elif report.outcome in {S.EXPIRED, S.FAILED} and row.status in {S.OPEN, S.WAITING}:
        lapse(db, purchase, row, report.outcome)


def receive(db: Session, purchase: Purchase, row: CheckoutSession, payment_intent: str) -> None:
    """Book the money: for the orders; for a transfer agreed meanwhile; or, when the orders are gone, as owed back."""
    if ledger.posted(db, payment_intent):
        return
    orders = store.of_purchase(db, purchase.id)
    shares = money.split(row.amount_fen, [order.total_fen for order in orders])
    amounts = {order.id: share for order, share in zip(orders, shares, strict=True)}
    gone = any(order.status is OrderStatus.CANCELLED for order in orders)
    binding = not gone and not ledger.bound(entries_of(db, *(order.id for order in orders)))
    ledger.post(db, purchase, ledger.CARD_PAID if binding else ledger.CARD_FOR_DEBT, payment_intent, amounts)
    flow.move(SESSION_FLOW, row, S.PAID)
    row.payment_intent = payment_intent
    audit.record(db, MUSEUM, Event.PAYMENT_RECEIVED, purchase.code, amount_fen=row.amount_fen, undeliverable=gone)
    if binding:
        bind(db, purchase, orders)


def bind(db: Session, purchase: Purchase, orders: Sequence[Order]) -> None:
    """Paid: what was held is sold, and the officials' figures know it."""
    lines = store.lines(db, [order.id for order in orders])
    sell_held(db, purchase, lines)
    facts.sell(db, orders, lines)
    order_deadlines.begin(db, [Handler.ORDER_REMIND_CONFIRM], *orders)


def sell_held(db: Session, purchase: Purchase, lines: Sequence[OrderLine]) -> None:
    if not stock.sell(db, purchase, lines):
        raise AssertionError(f"{purchase.code} holds nothing to sell")


def wait(db: Session, purchase: Purchase, row: CheckoutSession) -> None:
    """A delayed method: the stock is kept until the answer comes; heard again, it changes nothing."""
    if row.status is S.WAITING:
        return
    flow.move(SESSION_FLOW, row, S.WAITING)
    stock.extend(db, purchase, clock.now() + PATIENCE)
    audit.record(db, MUSEUM, Event.PAYMENT_OPENED, purchase.code, waiting=True)


def lapse(db: Session, purchase: Purchase, row: CheckoutSession | None, why: SessionStatus) -> None:
    """The time is up or the payment failed: unless paid otherwise, orders are cancelled and stock is free again."""
    if row and row.status is not why:
        flow.move(SESSION_FLOW, row, why)
    event = Event.PAYMENT_FAILED if why is S.FAILED else Event.PAYMENT_LAPSED
    audit.record(db, MUSEUM, event, purchase.code)
    if not ledger.bound(entries_of(db, *(order.id for order in store.of_purchase(db, purchase.id)))):
        late = "not released in time" if approval_flow.is_awaited(db, purchase.id) else "not paid in time"
        let_go(db, purchase, MUSEUM, note=late if why is S.EXPIRED else "payment failed")


def lapse_if_due(purchase_id: UUID) -> None:
    """Free what an unpaid purchase holds past its time, once no session can pay for it any more."""
    with transaction() as db:
        purchase, row = store.locked_purchase(db, purchase_id), payments.of_purchase(db, purchase_id)
        held = stocks.held(db, purchase_id)
        undecided = row is not None and row.status in {S.OPEN, S.WAITING}
        if purchase and held and held[0].expires_at <= clock.now() and not undecided:
            lapse(db, purchase, row, S.EXPIRED)


def forgotten(purchase_id: UUID, session_id: str) -> None:
    """The provider knows the session no more, so nobody can pay through it: it has expired."""
    with transaction() as db:
        purchase, row = store.locked_purchase(db, purchase_id), payments.of_purchase(db, purchase_id)
        if purchase and row and row.provider_id == session_id and row.status in {S.OPENING, S.OPEN, S.WAITING}:
            lapse(db, purchase, row, S.EXPIRED)


def let_go(db: Session, purchase: Purchase, actor: Visitor, *, note: str) -> None:
    """End a purchase that nobody has paid; the orders are cancelled as a whole because one session pays for all."""
    stock.release(db, purchase)
    approval_flow.end(db, actor, purchase)
    for order in store.of_purchase(db, purchase.id):
        if order.status is not OrderStatus.CANCELLED:
            order_flow.advance(db, actor, order, OrderStatus.CANCELLED, note=note)


def agree(db: Session, buyer: Visitor, purchase: Purchase) -> None:
    """The buyer promises a corporate transfer: that binds both sides as a payment does, and what was held is sold."""
    orders = store.of_purchase(db, purchase.id)
    lines = store.lines(db, [order.id for order in orders])
    sell_held(db, purchase, lines)
    agree_on(db, buyer, purchase, orders, lines)


def agree_on(
    db: Session, buyer: Visitor, purchase: Purchase, orders: Sequence[Order], lines: Sequence[OrderLine]
) -> None:
    """The promise itself; its goods are sold already."""
    ledger.post(db, purchase, ledger.AGREED, f"agreed:{purchase.code}", {order.id: order.total_fen for order in orders})
    facts.sell(db, orders, lines)
    order_deadlines.begin(db, [Handler.ORDER_REMIND_CONFIRM, Handler.TRANSFER_REMIND], *orders)
    audit.record(db, buyer, Event.PAYMENT_AGREED, purchase.code, amount_fen=purchase.total_fen)


def release(db: Session, actor: Visitor, order: Order, *, note: str) -> None:
    """Undo what is left of a bound order that never went out: nothing is owed for it, its goods are on hand again."""
    whole = order_reductions.everything(db, order, saleable=True)
    if whole:
        order_reductions.undo(db, actor, order, Cut(whole, f"released:{order.code}", note))


def state_of(db: Session, purchase: Purchase) -> PaymentState:
    orders = store.of_purchase(db, purchase.id)
    return ledger.state(entries_of(db, *(order.id for order in orders)), purchase.total_fen)


def entries_of(db: Session, *order_ids: UUID) -> list[Entry]:
    return [entry for entry, _ in postings_of_orders(db, order_ids)]
