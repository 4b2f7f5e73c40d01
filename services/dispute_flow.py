"""The life of a dispute: which status may follow which, and the one way a step is taken and audited.

Whoever moves a dispute holds the row of its order."""

from typing import NamedTuple

from sqlmodel import Session

from db import disputes as store
from db.disputes import LIVE, Dispute, DisputeStatus, Outcome
from db.due import Handler
from db.orders import Order
from services import audit, clock, due, flow, order_deadlines
from services.audit import Event
from services.flow import Flow
from services.visitors import Visitor

__all__ = ["FLOW", "LIVE", "Ending", "begin", "end", "move", "order_ended"]

S = DisputeStatus
FLOW: Flow[DisputeStatus] = {
    S.OPEN: frozenset({S.ANSWERED, S.WITH_OFFICIAL, S.SETTLED, S.WITHDRAWN}),
    S.ANSWERED: frozenset({S.WITH_OFFICIAL, S.SETTLED, S.WITHDRAWN}),
    S.WITH_OFFICIAL: frozenset({S.DECIDED, S.SETTLED, S.WITHDRAWN}),
    S.DECIDED: frozenset(),
    S.SETTLED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
ENDED = {
    S.DECIDED: Event.DISPUTE_DECIDED,
    S.SETTLED: Event.DISPUTE_SETTLED,
    S.WITHDRAWN: Event.DISPUTE_WITHDRAWN,
}
WAITING = (Handler.DISPUTE_REMIND, Handler.DISPUTE_PASS_ON)


class Ending(NamedTuple):
    """How it ends: nothing of it where it is withdrawn, or overtaken by the end of its order."""

    outcome: Outcome | None = None
    off_fen: int = 0
    goods_back: bool = False


def begin(db: Session, dispute: Dispute, order: Order) -> None:
    """From now on the other side's time runs, and that of the order stands still."""
    remind = clock.now() + (dispute.answer_by - clock.now()) / 2
    for handler, at in zip(WAITING, (remind, dispute.answer_by), strict=True):
        due.note(db, at, handler, dispute.code, key=f"{handler}:{dispute.code}")
    order_deadlines.pause(db, order)


def move(dispute: Dispute, to: DisputeStatus) -> None:
    flow.move(FLOW, dispute, to)


def answered_or_over(db: Session, dispute: Dispute) -> None:
    """Nobody is waited for any more."""
    for handler in WAITING:
        due.drop(db, f"{handler}:{dispute.code}")


def end(db: Session, actor: Visitor, dispute: Dispute, to: DisputeStatus, ending: Ending = Ending()) -> None:  # noqa: B008
    """End it and note what came of it; what the order waited for is waited for again."""
    order = db.get_one(Order, dispute.order_id)
    move(dispute, to)
    dispute.outcome, dispute.off_fen, dispute.goods_back = ending
    dispute.ended_at, dispute.ended_by = clock.now(), actor.signature[:200]
    db.flush()
    answered_or_over(db, dispute)
    order_deadlines.resume(db, order)
    said = {"outcome": ending.outcome, "amount_fen": ending.off_fen, "side": dispute.opened_by}
    audit.record(db, actor, ENDED[to], order.code, dispute=dispute.code, passed_on=bool(dispute.passed_on_at), **said)


def order_ended(db: Session, actor: Visitor, order: Order) -> None:
    """The order is undone as a whole: nothing is left to dispute about."""
    dispute = store.live(db, order.id)
    if dispute:
        end(db, actor, dispute, S.SETTLED)
