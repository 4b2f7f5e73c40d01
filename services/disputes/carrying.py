"""What a dispute leads to, carried out: money off the whole order, or parts undone, with the goods back or without."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from db import disputes as store
from db.disputes import Dispute, Ground, Outcome, Remedy
from db.order_returns import Fault, OrderReturnLine, Origin, ReturnStatus
from services import order_reductions, order_returns, order_shipping
from services.errors import Invalid
from services.order_reductions import Cut, Part
from services.order_rights import Opened
from services.visitors import Visitor

__all__ = ["Relief", "asked", "carry_out", "go_on", "worth"]

FAULTS = {Ground.DAMAGED: Fault.DAMAGED, Ground.QUANTITY: Fault.SHORT}
OF_REMEDY = {Remedy.AMOUNT_OFF: Outcome.AMOUNT_OFF, Remedy.GOODS_BACK: Outcome.UNDONE}


@dataclass(frozen=True)
class Relief:
    """What one side gets: fen off the whole order, or thousandths undone by line, the goods going back or not."""

    outcome: Outcome
    off_fen: int = 0
    quantities: Mapping[UUID, int] = field(default_factory=dict)
    goods_back: bool = False

    @property
    def named(self) -> dict[UUID, int]:
        """Lines of which something is undone."""
        return {line: milli for line, milli in self.quantities.items() if milli}


def asked(db: Session, dispute: Dispute) -> Relief:
    """What was asked for, as relief."""
    outcome = OF_REMEDY.get(dispute.remedy, Outcome.UPHELD)
    lines = {one.line_id: one.quantity_milli for one in store.lines(db, dispute.id)}
    off = dispute.amount_fen if outcome is Outcome.AMOUNT_OFF else 0
    return Relief(outcome, off, lines, goods_back=outcome is Outcome.UNDONE)


def worth(db: Session, seen: Opened, relief: Relief) -> int:
    """How much it takes off, in fen; Invalid when it is more than is left, or nothing where something is meant."""
    if relief.outcome is Outcome.AMOUNT_OFF:
        order_reductions.off(db, seen.order, relief.off_fen)
        return relief.off_fen
    if relief.outcome is not Outcome.UNDONE:
        return 0
    left = {one.line.id: one for one in order_reductions.left(db, seen.order)}
    if not relief.named or not set(relief.named) <= set(left):
        raise Invalid("Say of at least one line how much is undone.")
    return -sum(left[line].less(Part(line, milli)).amount_fen for line, milli in relief.named.items())


def carry_out(db: Session, actor: Visitor, seen: Opened, dispute: Dispute, relief: Relief) -> int:
    """Reduce the order by it, once a dispute; the fen that are taken off."""
    reference, why = f"dispute:{dispute.code}", f"dispute {dispute.code}"
    if relief.outcome is Outcome.AMOUNT_OFF:
        parts = order_reductions.off(db, seen.order, relief.off_fen)
        return order_reductions.reduce(db, actor, seen.order, Cut(parts, reference, why))
    if relief.outcome is not Outcome.UNDONE:
        return 0
    worth(db, seen, relief)
    here, there = divided(seen, relief)
    order_returns.overtake(db, actor, seen.order, why)
    amount = 0
    for parts, name in ((here, f"{reference}:unsent"), (there, reference)):
        amount += order_reductions.reduce(db, actor, seen.order, Cut(parts, name, why)) if parts else 0
    if there and relief.goods_back:
        send_goods_back(db, actor, seen, dispute, there)
    return amount


def divided(seen: Opened, relief: Relief) -> tuple[list[Part], list[Part]]:
    """Of the goods undone first those that have not left, which are on hand again; then those that have."""
    unsent = {line: min(milli, seen.way.rest.get(line, 0)) for line, milli in relief.named.items()}
    sent = {line: milli - unsent[line] for line, milli in relief.named.items()}
    here = [Part(line, milli, saleable=True) for line, milli in unsent.items() if milli]
    return here, [Part(line, milli) for line, milli in sent.items() if milli]


def send_goods_back(db: Session, actor: Visitor, seen: Opened, dispute: Dispute, parts: list[Part]) -> None:
    """The goods go the way of a return whose money is undone already: their supplier says when it has them."""
    back = order_returns.opened_for(db, seen.order, Origin.DISPUTE, ReturnStatus.AGREED)
    db.add(back)
    db.flush()
    fault = FAULTS.get(dispute.ground, Fault.WRONG)
    db.add_all(
        OrderReturnLine(return_id=back.id, line_id=part.line_id, quantity_milli=part.quantity_milli, fault=fault)
        for part in parts
    )
    order_returns.note(db, actor, back, f"dispute {dispute.code}")


def go_on(db: Session, actor: Visitor, seen: Opened) -> None:
    """The dispute is over: the order goes on from where it stands."""
    order_shipping.go_on(db, actor, seen.order)
