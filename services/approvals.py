"""Four eyes: an organisation's own threshold, what waits above it, and the approver who releases or refuses it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from db import accounts, orders
from db import approvals as store
from db import stock as stocks
from db.approvals import Approval, ApprovalRule, ApprovalStatus
from db.engine import reading, transaction
from db.orders import Method, OrderStatus, Purchase
from services import approval_flow, audit, clock, stock, working_days
from services import payment_settlement as settlement
from services.accounts import said
from services.approval_flow import FLOW
from services.audit import Event
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.money import LARGEST_FEN
from services.order_flow import advance
from services.permissions import Permission, require
from services.texts import line
from services.visitors import Visitor

__all__ = [
    "FLOW", "TIME_TO_PAY", "Approval", "ApprovalRule", "ApprovalStatus", "Asked", "asked", "count", "refuse",
    "release", "rule", "set_rule",
]  # fmt: skip

TIME_TO_PAY = 1  # working day
MOST_SHOWN = 100
NO_PURCHASE = "There is no such purchase."


@dataclass(frozen=True)
class Asked:
    """A purchase that waits or waited: who asked, who decided, until when its goods are held."""

    approval: Approval
    purchase: Purchase
    asker: str
    decider: str
    held_until: datetime | None
    mine: bool


def rule(buyer: Visitor) -> ApprovalRule | None:
    """Above which sum a purchase of the visitor's organisation waits; None where none does."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        return store.rule_of(db, buyer.organisation_id)


def set_rule(approver: Visitor, *, above_fen: int | None) -> None:
    """Set, change or (None) lift the threshold; purchases that wait already go on waiting."""
    require_approver(approver)
    if above_fen is not None and not 0 <= above_fen <= LARGEST_FEN:
        raise Invalid("A threshold is nothing or more.")
    with transaction() as db:
        accounts.locked_organisation(db, approver.organisation_id)  # placing holds it too: a purchase meets one rule
        known = store.rule_of(db, approver.organisation_id)
        if above_fen is None and known:
            db.delete(known)
        elif above_fen is not None:
            fresh = known or ApprovalRule(organisation_id=approver.organisation_id)
            fresh.above_fen, fresh.set_by, fresh.set_at = above_fen, approver.person_id, clock.now()
            db.add(fresh)
        audit.record(db, approver, Event.APPROVAL_RULE_SET, approver.organisation_id, above_fen=above_fen)


def require_approver(visitor: Visitor) -> None:
    require(visitor, Permission.ORDER_PLACE)
    if not visitor.approver:
        raise Forbidden("Only an approver of your organisation may do this.")


def count(buyer: Visitor) -> int:
    """How many purchases of the organisation wait."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        return store.waiting(db, buyer.organisation_id)


def asked(buyer: Visitor) -> list[Asked]:
    """What was asked of the organisation's approvers, the newest first."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        found = store.of_organisation(db, buyer.organisation_id, limit=MOST_SHOWN)
        bought = orders.purchases(db, [one.purchase_id for one in found])
        names = store.people(db, [who for one in found for who in (one.asked_by, one.decided_by) if who])
        return [
            Asked(
                approval=one,
                purchase=bought[one.purchase_id],
                asker=names[one.asked_by].name,
                decider=names[one.decided_by].name if one.decided_by else "",
                held_until=held_until(db, one),
                mine=one.asked_by == buyer.person_id,
            )
            for one in found
        ]


def held_until(db: Session, approval: Approval) -> datetime | None:
    held = stocks.held(db, approval.purchase_id) if approval.status is ApprovalStatus.WAITING else []
    return held[0].expires_at if held else None


def opened(db: Session, approver: Visitor, purchase_code: str) -> Purchase:
    """A purchase of the approver's organisation that somebody else has placed, locked."""
    found = orders.purchase_by_code(db, purchase_code)
    own = found is not None and found.buyer_id == approver.organisation_id
    purchase = orders.locked_purchase(db, found.id) if found and own else None
    if purchase is None:
        raise Missing(NO_PURCHASE)
    if purchase.person_id == approver.person_id:
        raise Forbidden("Who placed a purchase does not release it.")
    return purchase


def release(approver: Visitor, purchase_code: str, *, note: str = "") -> None:
    """Let the purchase go on: to be paid by card within a working day, or agreed at once when it is by transfer.

    A second click finds it released and changes nothing."""
    require_approver(approver)
    words = line(note, field="Note", longest=300)
    with transaction() as db:
        purchase = opened(db, approver, purchase_code)
        approval = store.of_purchase(db, purchase.id)
        if approval and approval.status is ApprovalStatus.RELEASED:
            return
        approval_flow.decide(db, approver, purchase, ApprovalStatus.RELEASED, note=words)
        refuse_when_over(db, purchase)
        for order in orders.of_purchase(db, purchase.id):
            advance(db, approver, orders.locked(db, order.id) or order, OrderStatus.APPROVED, note=words)
        if purchase.method is Method.TRANSFER:
            settlement.agree(db, approver, purchase)
        else:
            stock.extend(db, purchase, working_days.end_of(TIME_TO_PAY, after=clock.now()))


def refuse_when_over(db: Session, purchase: Purchase) -> None:
    """The hold is over and the keeper has not come by yet: what nobody released in time is not released any more."""
    held = stocks.held(db, purchase.id)
    if not held or held[0].expires_at <= clock.now():
        raise Conflict("The time to release purchase {code} is over; order again.", code=purchase.code)


def refuse(approver: Visitor, purchase_code: str, *, reason: str) -> None:
    """Refuse the purchase: its orders end with the reason, its goods are free again."""
    require_approver(approver)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        purchase = opened(db, approver, purchase_code)
        approval_flow.decide(db, approver, purchase, ApprovalStatus.REFUSED, note=why)
        settlement.let_go(db, purchase, approver, note=why)
