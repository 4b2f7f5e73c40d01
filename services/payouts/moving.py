"""Passing shares on and taking them back: planned here, done at the provider, booked by its answer, each once."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db import disputes, payments
from db import orders as orders_store
from db import payouts as store
from db.engine import reading, transaction
from db.orders import Order, Purchase
from db.payouts import Payout, PayoutAccount, PayoutKind, PayoutStatus
from services import audit, clock, flow, ledger
from services import payment_settlement as settlement
from services.audit import Event
from services.errors import Refused
from services.order_flow import MUSEUM
from services.payment_opening import Unreachable
from services.payouts import shares
from services.payouts.flow import PAYOUT_FLOW
from services.provider import Declined, connect
from services.provider.connect import Movement
from services.visitors import NOBODY

__all__ = ["go_round", "settle"]

log = logging.getLogger("museum.payouts")
A_PORTION = 200
MOST_STEPS = 12  # one reversal a transfer; an order has rarely more than one or two
PATIENCE = timedelta(hours=12)  # after a refusal the same is not asked again sooner


@dataclass(frozen=True)
class Plan:
    """One movement to be made. `fresh`: noted just now, so that nobody can have made it yet."""

    payout: Payout
    purchase: Purchase
    destination: str
    payment_intent: str
    fresh: bool


def go_round() -> None:
    """Look after every share that is under way or not as it should be; one bad row stops nobody else."""
    for order_id in waiting():
        try:
            settle_order(order_id)
        except Unreachable as away:
            log.warning("shares wait: %s", away)
            return
        except Exception:
            log.exception("the share of order %s could not be looked after", order_id)


def waiting() -> Iterator[UUID]:
    """A portion at a time, to the last: what cannot move now keeps nobody behind it waiting."""
    with reading() as db:
        portion = store.planned(db)
    yield from portion
    last = NOBODY
    while portion := out_of_balance(last):
        yield from portion
        last = portion[-1]


def out_of_balance(after: UUID) -> Sequence[UUID]:
    with reading() as db:
        return store.out_of_balance(db, after=after, limit=A_PORTION)


def settle(purchase_id: UUID) -> None:
    """Bring the shares of a purchase to where they should be, as far as possible now; the round does the rest."""
    with reading() as db:
        orders = [order.id for order in orders_store.of_purchase(db, purchase_id)]
    for order_id in orders:
        try:
            settle_order(order_id)
        except Refused as refusal:
            log.warning("the share of order %s waits: %s", order_id, refusal)


def settle_order(order_id: UUID) -> None:
    for _ in range(MOST_STEPS):
        plan = planned(order_id)
        if plan is None:
            return
        try:
            made = found(plan) or carried_out(plan)
        except Declined as refusal:
            refused(plan, refusal.why)
            return
        book(plan, made)


def planned(order_id: UUID) -> Plan | None:
    """The movement that is under way for the order, or the next one that it needs; None when all is as it should be."""
    with transaction() as db:
        order = locked(db, order_id)
        account = store.account_of(db, order.supplier_id)
        session = payments.of_purchase(db, order.purchase_id)
        if account is None or account.provider_id is None or session is None or not at_the_provider(session):
            return None
        moved = store.of_orders(db, [order_id])
        under_way = next((one for one in moved if one.status is PayoutStatus.PLANNED), None)
        row = under_way or next_one(db, order, account, moved)
        if row is None:
            return None
        purchase = db.get_one(Purchase, order.purchase_id)
        return Plan(row, purchase, account.provider_id, session.payment_intent or "", fresh=under_way is None)


def locked(db: Session, order_id: UUID) -> Order:
    """The order, its purchase's row and its own held to the end of the transaction."""
    orders_store.locked_purchase(db, db.get_one(Order, order_id).purchase_id)
    return orders_store.locked(db, order_id) or db.get_one(Order, order_id)


def at_the_provider(session: payments.CheckoutSession) -> bool:
    """The seed's payments were never made at a provider: their suppliers are paid outside."""
    return session.payment_intent is not None and not session.payment_intent.startswith("demo:")


def next_one(db: Session, order: Order, account: PayoutAccount, moved: Sequence[Payout]) -> Payout | None:
    missing = lacking(db, order)
    kind = PayoutKind.TRANSFER if missing > 0 else PayoutKind.REVERSAL
    if missing == 0 or refused_lately(moved, kind) or (missing > 0 and not account.may_receive):
        return None
    row = transfer(order, account, missing) if missing > 0 else reversal(order, account, moved, too_much=-missing)
    if row:
        db.add(row)
        said = {"kind": row.kind, "amount_fen": row.amount_fen}
        audit.record(db, MUSEUM, Event.PAYOUT_PLANNED, order.code, **said)
    return row


def lacking(db: Session, order: Order) -> int:
    """What is still to be passed on; below nothing, to be taken back."""
    entries = settlement.entries_of(db, order.id)
    contested = disputes.contested(db, [order.id]).get(order.id, 0)
    return shares.share(entries, order.status, contested) - shares.paid_out(entries)


def refused_lately(moved: Sequence[Payout], kind: PayoutKind) -> bool:
    refusals = [one for one in moved if one.status is PayoutStatus.REFUSED and one.kind is kind]
    return any(one.done_at and one.done_at > clock.now() - PATIENCE for one in refusals)


def transfer(order: Order, account: PayoutAccount, amount_fen: int) -> Payout:
    return Payout(order_id=order.id, account_id=account.id, kind=PayoutKind.TRANSFER, amount_fen=amount_fen,
                  planned_at=clock.now())  # fmt: skip


def reversal(order: Order, account: PayoutAccount, moved: Sequence[Payout], *, too_much: int) -> Payout | None:
    """Out of the newest transfer of which something is left."""
    done = [one for one in moved if one.status is PayoutStatus.DONE]
    left = {one.provider_id: one.amount_fen for one in done if one.kind is PayoutKind.TRANSFER}
    for one in done:
        if one.kind is PayoutKind.REVERSAL and one.transfer_id in left:
            left[one.transfer_id] -= one.amount_fen
    source = next((name for name in reversed(left) if left[name] > 0), None)
    if source is None:
        return None
    return Payout(order_id=order.id, account_id=account.id, kind=PayoutKind.REVERSAL, transfer_id=source,
                  amount_fen=min(too_much, left[source]), planned_at=clock.now())  # fmt: skip


def found(plan: Plan) -> Movement | None:
    """What was done before, when we stopped between the provider's answer and the booking."""
    if plan.fresh:
        return None
    row = plan.payout
    return connect.moved_before(str(row.id), group=plan.purchase.code, transfer_id=row.transfer_id)


def carried_out(plan: Plan) -> Movement | None:
    """Do it; a plan from before that does not fit any more is dropped instead."""
    row, mark = plan.payout, str(plan.payout.id)
    if not plan.fresh and dropped(plan):
        return None
    if row.transfer_id:
        return connect.take_back(row.transfer_id, row.amount_fen, mark=mark)
    charge = connect.charge_of(plan.payment_intent)
    return connect.move(row.amount_fen, to=plan.destination, source=charge, group=plan.purchase.code, mark=mark)


def dropped(plan: Plan) -> bool:
    """Whether the plan is gone: the order was reduced, or its money disputed, since it was noted."""
    with transaction() as db:
        order, row = locked(db, plan.payout.order_id), store.locked(db, plan.payout.id)
        missing = lacking(db, order)
        wanted = missing if row.kind is PayoutKind.TRANSFER else -missing
        if row.status is not PayoutStatus.PLANNED:
            return True
        if row.amount_fen <= wanted:
            return False
        flow.move(PAYOUT_FLOW, row, PayoutStatus.DROPPED)
        audit.record(db, MUSEUM, Event.PAYOUT_DROPPED, order.code, amount_fen=row.amount_fen)
        return True


def refused(plan: Plan, why: str) -> None:
    with transaction() as db:
        order, row = locked(db, plan.payout.order_id), store.locked(db, plan.payout.id)
        if row.status is not PayoutStatus.PLANNED:
            return
        flow.move(PAYOUT_FLOW, row, PayoutStatus.REFUSED)
        row.reason, row.done_at = why[:300], clock.now()
        said = {"kind": row.kind, "amount_fen": row.amount_fen, "why": why}
        audit.record(db, MUSEUM, Event.PAYOUT_REFUSED, order.code, **said)


def book(plan: Plan, made: Movement | None) -> None:
    """Book what the provider has done; a second booking of it finds the first."""
    if made is None:
        return
    with transaction() as db:
        order, row = locked(db, plan.payout.order_id), store.locked(db, plan.payout.id)
        if ledger.posted(db, made.provider_id):
            return
        forth = row.kind is PayoutKind.TRANSFER
        kind, event = (ledger.PAID_OUT, Event.PAYOUT_SENT) if forth else (ledger.TAKEN_BACK, Event.PAYOUT_TAKEN_BACK)
        ledger.post(db, plan.purchase, kind, made.provider_id, {order.id: made.amount_fen})
        flow.move(PAYOUT_FLOW, row, PayoutStatus.DONE)
        row.provider_id, row.done_at = made.provider_id, clock.now()
        audit.record(db, MUSEUM, event, order.code, amount_fen=made.amount_fen)
