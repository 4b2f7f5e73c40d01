"""The life of an approval: a purchase above its buyer's own threshold waits for an approver, and ends in one way."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import approvals as store
from db.approvals import Approval, ApprovalStatus
from db.orders import Purchase
from services import audit, clock, flow, working_days
from services.audit import Event
from services.errors import Conflict
from services.flow import Flow
from services.visitors import NOBODY, Visitor

__all__ = ["FLOW", "ask", "decide", "end", "is_awaited", "refuse_while_waiting"]

TIME_TO_DECIDE = 3  # working days
S = ApprovalStatus
FLOW: Flow[ApprovalStatus] = {
    S.WAITING: frozenset({S.RELEASED, S.REFUSED, S.WITHDRAWN, S.LAPSED}),
    S.RELEASED: frozenset(),
    S.REFUSED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.LAPSED: frozenset(),
}
EVENTS = {
    S.RELEASED: Event.APPROVAL_RELEASED,
    S.REFUSED: Event.APPROVAL_REFUSED,
    S.WITHDRAWN: Event.APPROVAL_WITHDRAWN,
    S.LAPSED: Event.APPROVAL_LAPSED,
}


def ask(db: Session, buyer: Visitor, purchase: Purchase) -> datetime | None:
    """Until when the purchase waits, if by its buyer's threshold it must; that is written down."""
    rule = store.rule_of(db, purchase.buyer_id)
    if rule is None or buyer.approver or purchase.total_fen <= rule.above_fen:
        return None
    db.add(
        Approval(
            purchase_id=purchase.id,
            organisation_id=purchase.buyer_id,
            asked_by=purchase.person_id,
            asked_at=clock.now(),
            above_fen=rule.above_fen,
        )
    )
    audit.record(db, buyer, Event.APPROVAL_ASKED, purchase.code, above_fen=rule.above_fen)
    return working_days.end_of(TIME_TO_DECIDE, after=clock.now())


def is_awaited(db: Session, purchase_id: UUID) -> bool:
    found = store.of_purchase(db, purchase_id)
    return found is not None and found.status is S.WAITING


def refuse_while_waiting(db: Session, purchase: Purchase) -> None:
    if is_awaited(db, purchase.id):
        raise Conflict("Purchase {code} waits to be released by an approver of your organisation.", code=purchase.code)


def decide(db: Session, actor: Visitor, purchase: Purchase, to: ApprovalStatus, *, note: str = "") -> None:
    """Take the one step an approval takes. The purchase is locked."""
    approval = store.of_purchase(db, purchase.id)
    if approval is None:
        raise Conflict("Purchase {code} waits for nobody's release.", code=purchase.code)
    flow.move(FLOW, approval, to)
    decided = actor.person_id not in {NOBODY, approval.asked_by}
    approval.decided_at, approval.decided_by = clock.now(), actor.person_id if decided else None
    approval.note = note
    audit.record(db, actor, EVENTS[to], purchase.code)


def end(db: Session, actor: Visitor, purchase: Purchase) -> None:
    """The purchase ends undecided: nobody released it in time, or the buyer has called it off. Else nothing."""
    if is_awaited(db, purchase.id):
        decide(db, actor, purchase, S.LAPSED if actor.person_id == NOBODY else S.WITHDRAWN)
