"""The one door to the payment service: sessions are opened, asked after, closed, refunded; events are verified."""

import logging
import re
from datetime import timedelta
from uuid import UUID

import stripe

from db import payments as store
from db.engine import reading, transaction
from db.payments import ProviderEvent, SessionStatus
from services import chargebacks, clock, payouts
from services import payment_keeping as keeping
from services import payment_opening as opening
from services import payment_refunds as refunds
from services import payment_settlement as settlement
from services import payment_transfers as transfers
from services.errors import Conflict, Refused
from services.payment_opening import Asked, Unreachable, as_uuid, is_live, loopback, may_pay_online
from services.payment_refunds import Owed
from services.payment_settlement import Report
from services.payment_transfers import Arrived, transfer_received, transfer_returned
from services.provider import client as provider
from services.provider import connected, events, is_away, talking
from services.provider.events import Told
from services.visitors import Visitor

__all__ = [
    "Arrived", "SessionStatus", "Unreachable", "agree_transfer", "answer_dispute", "close_session", "connected",
    "disputed", "fulfil", "handle_event", "hear_what_was_lost", "is_away", "loopback", "may_pay_online", "open_session",
    "refund", "sweep", "transfer_received", "transfer_returned",
]  # fmt: skip

log = logging.getLogger("museum.payments")
SESSION_NAME = re.compile(r"cs_[A-Za-z0-9_]{8,120}")
UNDECIDED = {SessionStatus.OPENING, SessionStatus.OPEN, SessionStatus.WAITING}
SETTLING = {
    f"checkout.session.{how}" for how in ("async_payment_failed", "async_payment_succeeded", "completed", "expired")
}
DISPUTES = {
    f"charge.dispute.{what}" for what in ("closed", "created", "funds_reinstated", "funds_withdrawn", "updated")
}
HEARD = sorted(SETTLING | DISPUTES | {"account.updated", "charge.refunded"})
KEPT_THERE, OVERLAP = timedelta(days=30), timedelta(hours=3)


def open_session(visitor: Visitor, purchase_code: str) -> str:
    """The address where the buyer pays the purchase; opened once, the same address again afterwards."""
    if not may_pay_online():
        raise Conflict("Online payment is not set up here; choose corporate transfer.")
    asked = opening.prepared(visitor, purchase_code)
    if asked.session.provider_id:
        return asked.session.url
    with talking():
        report = ask_for(asked) or ask_for(opening.renewed(asked))
    if report is None:
        raise Unreachable
    if settlement.settle(report) is not SessionStatus.OPEN:
        raise Conflict("The time to pay purchase {code} is over; order again.", code=purchase_code)
    return report.url


def ask_for(asked: Asked) -> Report | None:
    """Create the session, or get the one that the same attempt created before; None when it is refused as too late.

    The key names the attempt: what a crash left half done is finished, never done twice."""
    key = f"session:{asked.session.id}:{int(asked.session.expires_at.timestamp())}"
    try:
        return report_on(provider().v1.checkout.sessions.create(opening.parameters(asked), {"idempotency_key": key}))
    except stripe.InvalidRequestError as refusal:
        if refusal.param == "expires_at":
            return None
        raise


def report_on(found: stripe.checkout.Session) -> Report:
    """The provider's answer in our words."""
    intent = found.payment_intent if isinstance(found.payment_intent, stripe.PaymentIntent) else None
    name = intent.id if intent else found.payment_intent
    return Report(
        session_id=found.id,
        purchase_id=as_uuid(found.client_reference_id),
        amount_fen=found.amount_total if found.amount_total is not None else -1,
        currency=str(found.currency),
        as_expected=found.mode == "payment" and found.livemode == is_live(),
        outcome=outcome(found, intent),
        payment_intent=name if isinstance(name, str) else None,
        url=found.url or "",
    )


def outcome(found: stripe.checkout.Session, intent: stripe.PaymentIntent | None) -> SessionStatus:
    if found.status == "open":
        return SessionStatus.OPEN
    if found.status == "expired":
        return SessionStatus.EXPIRED
    if found.payment_status == "paid":
        return SessionStatus.PAID
    failed = intent is not None and intent.status in {"requires_payment_method", "canceled"}
    return SessionStatus.FAILED if failed else SessionStatus.WAITING


def retrieved(session_id: str) -> Report | None:
    try:
        return report_on(provider().v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]}))
    except stripe.InvalidRequestError as refusal:
        if refusal.code == "resource_missing":
            return None
        raise


def fulfil(session_id: str) -> SessionStatus | None:
    """Ask the provider how a session stands and act on it; the one way for event, returning browser and sweep.

    None when the session is none of ours. Safe to call at any time, any number of times, at once."""
    if not SESSION_NAME.fullmatch(session_id):
        return None
    with reading() as db:
        row = store.by_provider_id(db, session_id)
        if row is None and not store.any_opening(db):
            return None
    if row and row.status is SessionStatus.PAID:
        return row.status
    with talking():
        report = retrieved(session_id)
    return settled(report) if report else None


def settled(report: Report) -> SessionStatus | None:
    status = settlement.settle(report)
    if status is SessionStatus.PAID:
        refund(report.purchase_id)  # only what came too late; nothing otherwise
    return status


def close_session(purchase_id: UUID) -> None:
    """Close the purchase's session at the provider and act on what it says then: expired, or complete after all."""
    with reading() as db:
        row, asked = store.of_purchase(db, purchase_id), opening.asked(db, purchase_id)
    if row is None or asked is None or row.status not in UNDECIDED:
        return
    with talking():
        name = row.provider_id or getattr(ask_for(asked), "session_id", "")
        report = closed(name) if name else None
    if report:
        settled(report)
    elif name:
        settlement.forgotten(purchase_id, name)


def closed(session_id: str) -> Report | None:
    report = retrieved(session_id)
    if report is None or report.outcome is not SessionStatus.OPEN:
        return report
    try:
        provider().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError:
        log.info("session %s was decided while we closed it", session_id)
    return retrieved(session_id)


def handle_event(raw: bytes, signature: str) -> None:
    """Verify an event and act on it. Invalid when it is not the provider's; Unreachable when it must come again."""
    take(events.verified(raw, signature))


def take(told: Told) -> None:
    with reading() as db:
        if store.event_known(db, told.id):
            return
    if told.type in SETTLING:
        fulfil(told.object_id)
    if told.type == "charge.refunded":
        refunded_by_hand(told.payment_intent)
    if told.type == "account.updated":
        payouts.look_at(told.object_id)
    if told.type.startswith("charge.dispute."):
        disputed(told.object_id)
    # The id is kept only now: had the effect failed, the next delivery would try again.
    kept = ProviderEvent(id=told.id, type=told.type[:120], object_id=told.object_id[:120], received_at=clock.now())
    with transaction() as db:
        store.keep_event(db, kept)


def hear_what_was_lost() -> None:
    """Act on what the provider has told and we have not heard, from where we last asked to the end."""
    if not may_pay_online():
        return
    now = clock.now()
    with reading() as db:
        since = max(now - KEPT_THERE, (store.last_asked(db) or now - KEPT_THERE) - OVERLAP)
    if not [told for told in events.told_since(since, HEARD) if not heard(told)]:
        with transaction() as db:
            store.note_asked(db, now)


def heard(told: Told) -> bool:
    """One event that cannot be acted on keeps us from none after it, and is asked for again."""
    try:
        take(told)
    except Unreachable:
        raise
    except Exception:
        log.exception("event %s could not be acted on", told.id)
        return False
    return True


def disputed(chargeback_id: str) -> None:
    """Note how a dispute stands; a payment we have not heard of yet is booked first."""
    report = chargebacks.report(chargeback_id)
    if report and not chargebacks.knows(report.payment_intent):
        for session_id in chargebacks.sessions_of(report.payment_intent):
            fulfil(session_id)
    purchase_id = chargebacks.note(report) if report else None
    if purchase_id:
        payouts.settle(purchase_id)


def answer_dispute(official: Visitor, chargeback_id: UUID) -> None:
    """Hand in to the bank what was said about a disputed payment; decided at once, shares follow at once."""
    payouts.settle(chargebacks.answer(official, chargeback_id))


def refund(purchase_id: UUID) -> None:
    """Send back by card whatever the museum owes for the purchase; what was sent before is found, not sent again.

    Suppliers' shares of it are taken back first; where that fails the buyer is paid all the same."""
    owed_now = refunds.owed(purchase_id)
    if owed_now:
        payouts.settle(purchase_id)
    for owed in owed_now:
        if refunds.is_demonstration(owed):
            refunds.book(owed, f"{owed.payment_intent}:{owed.key}", owed.amount_fen)
            continue
        with talking():
            sent = sent_before(owed) or provider().v1.refunds.create(
                {"payment_intent": owed.payment_intent, "amount": owed.amount_fen, "metadata": owed.marks},
                {"idempotency_key": owed.key},
            )
        refunds.book(owed, sent.id, sent.amount)


def refunded_by_hand(payment_intent: str) -> None:
    """Book what was sent back on the provider's own pages; our refunds bear the mark of their order."""
    with reading() as db:
        row = store.by_payment_intent(db, payment_intent) if payment_intent.isprintable() else None
    if row is None:
        return
    with talking():
        found = list(provider().v1.refunds.list({"payment_intent": payment_intent, "limit": 100}).auto_paging_iter())
    for one in found:
        if one.status == "succeeded" and not getattr(one.metadata, "order", ""):
            refunds.book_by_hand(row.purchase_id, one.id, one.amount)


def sent_before(owed: Owed) -> stripe.Refund | None:
    """Keys are forgotten after a day, the mark on the refund is not; what is booked was another refund of the order."""
    sent = provider().v1.refunds.list({"payment_intent": owed.payment_intent, "limit": 100})
    found = {one.id: one for one in sent.auto_paging_iter()}
    mine = refunds.unbooked(owed, ((one.id, getattr(one.metadata, "order", ""), one.status) for one in found.values()))
    return found[mine] if mine else None


def agree_transfer(buyer: Visitor, purchase_code: str) -> None:
    """Pay an unpaid purchase by corporate transfer instead; its session at the provider is closed."""
    purchase_id = transfers.agree_transfer(buyer, purchase_code)
    try:
        close_session(purchase_id)
    except Refused:
        log.warning("%s: its session closes by itself", purchase_code)


def sweep() -> None:
    """One round of the keeper: let lapse what is due, heal what was interrupted, send back what is owed."""
    keeping.go_round(let_lapse=let_lapse, ask_again=ask_again, refund=refund)


def let_lapse(purchase_id: UUID) -> None:
    """The session is closed at the provider before its stock is freed; one it refuses to open needs no closing."""
    try:
        close_session(purchase_id)
    except Unreachable:
        raise
    except Conflict as refusal:
        log.warning("purchase %s: %s", purchase_id, refusal)
    settlement.lapse_if_due(purchase_id)


def ask_again(purchase_id: UUID) -> None:
    """Nobody has told us how a session stands: perhaps an event was lost, or we stopped half-way through opening it."""
    with reading() as db:
        row, asked = store.of_purchase(db, purchase_id), opening.asked(db, purchase_id)
    with talking():
        report = retrieved(row.provider_id) if row and row.provider_id else ask_for(asked) if asked else None
    if report:
        settled(report)
    elif row and row.provider_id:
        settlement.forgotten(purchase_id, row.provider_id)
