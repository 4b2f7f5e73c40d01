"""The one door to the payment service: sessions are opened, asked after, closed, refunded; events are verified."""

import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from uuid import UUID

from db import payments as store
from db import service_books
from db.engine import reading, transaction
from db.payments import ProviderEvent, SessionStatus
from services import chargebacks, clock, payouts
from services import payment_keeping as keeping
from services import payment_opening as opening
from services import payment_refunds as refunds
from services import payment_settlement as settlement
from services import payment_transfers as transfers
from services.errors import Conflict, Refused
from services.payment_opening import Asked, Unreachable, loopback, may_pay_online
from services.payment_refunds import Owed
from services.payment_sessions import UNDECIDED, Report
from services.payment_transfers import Arrived, transfer_received, transfer_returned
from services.provider import connected, events, is_away, talking
from services.provider import refunds as sending
from services.provider.events import Told
from services.provider.refunds import Refund
from services.provider.sessions import ask, closed, report_on, retrieved
from services.service_orders import paying as services_paid
from services.visitors import Visitor

__all__ = [
    "Arrived", "SessionStatus", "Unreachable", "agree_transfer", "answer_dispute", "close_session", "connected",
    "disputed", "fulfil", "handle_event", "hear_what_was_lost", "is_away", "loopback", "may_pay_online", "open_session",
    "refund", "report_on", "sweep", "transfer_received", "transfer_returned",
]  # fmt: skip

log = logging.getLogger("museum.payments")
REFUND_NAME = re.compile(r"(?:re|pyr)_[A-Za-z0-9_]{8,120}")
SESSION_NAME = re.compile(r"cs_[A-Za-z0-9_]{8,120}")
SETTLING = {
    f"checkout.session.{how}" for how in ("async_payment_failed", "async_payment_succeeded", "completed", "expired")
}
DISPUTES = {
    f"charge.dispute.{what}" for what in ("closed", "created", "funds_reinstated", "funds_withdrawn", "updated")
}
HEARD = sorted(SETTLING | DISPUTES | {"account.updated", "charge.refunded", "refund.failed"})
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
    key = f"session:{asked.session.id}:{int(asked.session.expires_at.timestamp())}"
    return ask(opening.parameters(asked), key=key)


def fulfil(session_id: str) -> SessionStatus | None:
    """Ask the provider how a session stands and act on it; the one way for event, returning browser and sweep, for
    purchases and for the museum's services.

    None when the session is none of ours. Safe to call at any time, any number of times, at once."""
    if not SESSION_NAME.fullmatch(session_id):
        return None
    with reading() as db:
        row = store.by_provider_id(db, session_id) or service_books.by_provider_id(db, session_id)
        if row is None and not (store.any_opening(db) or service_books.any_opening(db)):
            return None
    if row and row.status is SessionStatus.PAID:
        return row.status
    with talking():
        report = retrieved(session_id)
    return settled(report) if report else None


def settled(report: Report) -> SessionStatus | None:
    """Whose books it belongs into, the session says by its subject; ids are never the same."""
    status = settlement.settle(report)
    if status is None:
        return services_paid.settled(report)
    if status is SessionStatus.PAID:
        refund(report.subject_id)  # only what came too late; nothing otherwise
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
    if told.type == "refund.failed":
        refund_failed(told.object_id, told.payment_intent)
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
    """Note how a dispute stands."""
    report = chargebacks.report(chargeback_id)
    if report:
        hear_of_payment(report.payment_intent)
    purchase_id = chargebacks.note(report) if report else None
    if purchase_id:
        payouts.settle(purchase_id)


def hear_of_payment(payment_intent: str) -> None:
    """What became of a payment may be told before the payment itself: that is booked first, of purchase or service."""
    if (
        payment_intent
        and payment_intent.isprintable()
        and not (chargebacks.knows(payment_intent) or services_paid.knows(payment_intent))
    ):
        for session_id in chargebacks.sessions_of(payment_intent):
            fulfil(session_id)


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
            sent = sending.send(
                owed.payment_intent, owed.amount_fen, owed.marks, key=owed.key, mine=partial(sent_before, owed)
            )
        refunds.book(owed, sent.id, sent.amount_fen)


def refunded_by_hand(payment_intent: str) -> None:
    """Book what was sent back on the provider's own pages; our refunds bear the mark of their order."""
    hear_of_payment(payment_intent)
    with reading() as db:
        row = store.by_payment_intent(db, payment_intent) if payment_intent.isprintable() else None
    if row is None:
        services_paid.refunded_by_hand(payment_intent)
        return
    by_hand = unmarked(payment_intent)
    for one in by_hand:
        if one.status == "succeeded":
            refunds.book_by_hand(row.purchase_id, one.id, one.amount_fen)
    for one in unmarked(payment_intent) if by_hand else ():  # a bank may have refused one before it was booked
        if not one.alive:
            refunds.came_back(payment_intent, one.id, "", one.amount_fen)


def unmarked(payment_intent: str) -> list[Refund]:
    """Refunds of a payment that a person made."""
    with talking():
        return [one for one in sending.listed(payment_intent) if not one.marks.get("order")]


def refund_failed(refund_id: str, payment_intent: str) -> None:
    """The buyer's bank did not take what we sent back; it is sent again later, for a purchase as for a service."""
    if not (REFUND_NAME.fullmatch(refund_id) and payment_intent.isprintable()):
        return
    with talking():
        one = sending.retrieved(refund_id)
    if not one.alive and not refunds.came_back(payment_intent, one.id, one.marks.get("order", ""), one.amount_fen):
        services_paid.refund_failed(payment_intent, one)


def sent_before(owed: Owed, found: Iterable[Refund]) -> Refund | None:
    """Keys are forgotten after a day, the mark on the refund is not; what is booked was another refund of the order."""
    known = {one.id: one for one in found}
    mine = refunds.unbooked(owed, ((one.id, one.marks.get("order", ""), one.status) for one in known.values()))
    return known[mine] if mine else None


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
    services_paid.go_round()


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
