"""What the two parties can do in a dispute: answer, reply to a question, grant what is asked for, withdraw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from db.disputes import Dispute, DisputeSaid, DisputeStatus, Saying, Side
from db.engine import transaction
from services import audit, dispute_flow, refunding
from services.audit import Event
from services.dispute_flow import LIVE, Ending
from services.disputes import carrying, rules
from services.disputes.saying import File, Words, note, stored
from services.errors import Conflict, Forbidden
from services.order_rights import Opened
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Act", "Step", "act", "may"]

S = DisputeStatus


class Act(StrEnum):
    ANSWER = "answer"
    REPLY = "reply"
    GRANT = "grant"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Step:
    """One step of a party, with its words and evidence where it says something."""

    to: Act
    text: str = ""
    files: Sequence[File] = ()


def may(dispute: Dispute, side: Side, said: Sequence[DisputeSaid]) -> list[Act]:
    """What this side can do now."""
    opener, known = dispute.opened_by is side, {(one.saying, one.side) for one in said}
    asked = (Saying.QUESTION, side) in known and (Saying.REPLY, side) not in known
    possible = {
        Act.ANSWER: not opener and dispute.status is S.OPEN,
        Act.REPLY: asked and dispute.status is S.WITH_OFFICIAL,
        Act.GRANT: not opener and dispute.status in LIVE,
        Act.WITHDRAW: opener and dispute.status in LIVE,
    }
    return [one for one in Act if possible[one]]


def act(visitor: Visitor, code: str, step: Step) -> None:
    """Take one step in a dispute; Missing for strangers, Forbidden or Conflict for the parties."""
    require(visitor, Permission.DISPUTE_LODGE)
    kept = stored(visitor, step.files)
    with transaction() as db:
        seen, dispute = rules.entered(db, visitor, code)
        refuse_unless_possible(db, seen, dispute, step.to)
        DONE[step.to](db, visitor, seen, dispute)
        if step.to in SAYINGS:
            note(db, visitor, dispute, Words(SAYINGS[step.to], rules.side_of(seen), step.text, kept))
    refunding.send_back(seen.purchase)


def refuse_unless_possible(db: Session, seen: Opened, dispute: Dispute, to: Act) -> None:
    side = rules.side_of(seen)
    theirs = {Act.WITHDRAW: dispute.opened_by, Act.REPLY: side}.get(to, rules.other(dispute.opened_by))
    if theirs is not side:
        raise Forbidden("You may not do this.")
    if to not in may(dispute, side, rules.said(db, dispute)):
        raise Conflict("Dispute {code} does not stand where this could be done; look at it again.", code=dispute.code)


def answer(db: Session, visitor: Visitor, seen: Opened, dispute: Dispute) -> None:
    dispute_flow.move(dispute, S.ANSWERED)
    dispute_flow.answered_or_over(db, dispute)
    audit.record(db, visitor, Event.DISPUTE_ANSWERED, seen.order.code, dispute=dispute.code, side=rules.side_of(seen))


def reply(db: Session, visitor: Visitor, seen: Opened, dispute: Dispute) -> None:
    audit.record(db, visitor, Event.DISPUTE_REPLIED, seen.order.code, dispute=dispute.code, side=rules.side_of(seen))


def grant(db: Session, visitor: Visitor, seen: Opened, dispute: Dispute) -> None:
    """The other side gives what is asked for: carried out as if it had been decided."""
    relief = carrying.asked(db, dispute)
    amount = carrying.carry_out(db, visitor, seen, dispute, relief)
    dispute_flow.end(db, visitor, dispute, S.SETTLED, Ending(relief.outcome, amount, goods_back=relief.goods_back))
    carrying.go_on(db, visitor, seen)


def withdraw(db: Session, visitor: Visitor, seen: Opened, dispute: Dispute) -> None:
    dispute_flow.end(db, visitor, dispute, S.WITHDRAWN)
    carrying.go_on(db, visitor, seen)


DONE: Mapping[Act, Callable[[Session, Visitor, Opened, Dispute], None]] = {
    Act.ANSWER: answer,
    Act.GRANT: grant,
    Act.REPLY: reply,
    Act.WITHDRAW: withdraw,
}
SAYINGS = {Act.ANSWER: Saying.ANSWER, Act.REPLY: Saying.REPLY}
