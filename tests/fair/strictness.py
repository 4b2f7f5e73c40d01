"""What must hold beyond the books' own agreement: deadlines, releases, parcels, receipts, shares."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, func, select

from db import ledger as books
from db import orders as stored
from db.approvals import Approval
from db.audit import AuditEntry
from db.engine import reading
from db.ledger import Account, Entry, Posting, PostingReason
from db.order_returns import OrderReturn, OrderReturnLine, ReturnStatus
from db.orders import Order, OrderLine, OrderStatus, OrderStep
from db.shipments import ShipmentLine
from db.stock import Reservation
from seed import verify
from services import clock
from services.audit import Event
from services.order_deadlines import INSPECTION
from services.payouts.shares import share
from services.visitors import Visitor

S = OrderStatus
SAID_ONCE = (Event.ORDER_ACCEPTANCE_ANNOUNCED, Event.ORDER_CONFIRMATION_REMINDED, Event.PAYMENT_REMINDED)
SESSION = timedelta(minutes=30)  # nobody who pays within it comes too late
LEFT_OPEN = {ReturnStatus.ASKED, ReturnStatus.AGREED}


def everything_holds() -> None:
    with reading() as db:
        found = [verify.paid_out(db), verify.withheld(db), verify.approvals(db)]
        assert [problem for one in found for problem in one] == []
        no_deadline_came_early_or_twice(db)
        nobody_sent_or_took_back_more_than_was_ordered(db)
        nobody_received_a_payment_twice(db)


def no_deadline_came_early_or_twice(db: Any) -> None:
    said = select(AuditEntry.event, AuditEntry.subject).where(col(AuditEntry.event).in_(SAID_ONCE))
    told = [tuple(one) for one in db.exec(said).all()]
    assert len(told) == len(set(told)), "said twice"
    received = dict(db.exec(select(OrderStep.order_id, OrderStep.at).where(OrderStep.status == S.RECEIVED)).all())
    by_itself = select(OrderStep).where(OrderStep.by == "museum")
    for step in db.exec(by_itself).all():
        if step.status is S.ACCEPTED:
            assert step.at >= received[step.order_id] + INSPECTION, "accepted before the time for inspection was over"
        if step.status is S.CANCELLED and step.note == "not paid in time":
            placed = db.get_one(Order, step.order_id)
            held = select(func.max(Reservation.expires_at)).where(Reservation.purchase_id == placed.purchase_id)
            until = min(placed.placed_at + SESSION, db.exec(held).one())
            assert step.at >= until, "let lapse before its time"


def nobody_sent_or_took_back_more_than_was_ordered(db: Any) -> None:
    whole = {line.id: line.quantity_milli for line in db.exec(select(OrderLine)).all()}
    sent = select(ShipmentLine.line_id, func.sum(ShipmentLine.quantity_milli)).group_by(col(ShipmentLine.line_id))
    asked = select(OrderReturnLine.line_id, func.sum(OrderReturnLine.quantity_milli))
    asked = asked.join(OrderReturn, col(OrderReturn.id) == OrderReturnLine.return_id)
    refused = (ReturnStatus.DECLINED, ReturnStatus.WITHDRAWN)
    asked = asked.where(col(OrderReturn.status).not_in(refused)).group_by(col(OrderReturnLine.line_id))
    for found in (db.exec(sent).all(), db.exec(asked).all()):
        assert [line for line, milli in found if milli > whole[line]] == []


def nobody_received_a_payment_twice(db: Any) -> None:
    """Each road pays an order once at most, and gives back no more than came by it."""
    totals = {row.id: row.total_fen for row in db.exec(select(Order)).all()}
    for account in (Account.CARD_RECEIPTS, Account.TRANSFER_RECEIPTS):
        came = select(Entry.order_id, func.sum(Entry.amount_fen)).join(Posting, col(Posting.id) == Entry.posting_id)
        paid = came.where(Entry.account == account, Posting.reason == PostingReason.PAID).group_by(col(Entry.order_id))
        assert [order for order, fen in db.exec(paid).all() if fen > totals[order]] == []
        assert [order for order, fen in books.balances(db, account).items() if fen < 0] == []


def waits_if_it_must(purchase_code: str, buyer: Visitor, *, above_fen: int) -> None:
    """What somebody who is no approver has placed above the threshold is written down as waiting."""
    with reading() as db:
        bought = stored.purchase_by_code(db, purchase_code)
        asked = db.exec(select(Approval).where(Approval.purchase_id == bought.id)).all()
        assert bool(asked) == (not buyer.approver and bought.total_fen > above_fen)


def nothing_is_overdue() -> None:
    """The keeper has just been round."""
    with reading() as db:
        received = dict(db.exec(select(OrderStep.order_id, OrderStep.at).where(OrderStep.status == S.RECEIVED)).all())
        waiting = db.exec(select(Order).where(Order.status == S.RECEIVED)).all()
        assert [row.code for row in waiting if received[row.id] + INSPECTION <= clock.now()] == []


def shares_are_passed_on(numbers: dict[str, bool]) -> None:
    """To the seller with an account what is its, to the other one nothing."""
    with reading() as db:
        passed = books.balances(db, Account.SUPPLIER_PAID)
        for number, has_account in numbers.items():
            order = stored.order_by_code(db, number)
            entries = [entry for entry, _ in books.of_orders(db, [order.id])]
            assert passed.get(order.id, 0) == (share(entries, order.status) if has_account else 0)


def nothing_is_owed() -> None:
    """Whoever paid by card for what is not owed has it back; what has left is paid or agreed."""
    with reading() as db:
        assert [*verify.payments(db), *verify.chain(db)] == []
        kept, owed = books.balances(db, Account.CARD_RECEIPTS), books.balances(db, Account.BUYER_OWES)
        assert [order for order, fen in owed.items() if fen < 0 < kept.get(order, 0)] == []
