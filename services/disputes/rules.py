"""The rules of disputes: who may complain of what, ask for what, until when; and who is who in one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from db import disputes as store
from db import orders as orders_stored
from db.disputes import Dispute, DisputeSaid, Ground, Remedy, Side
from db.orders import OrderStatus
from services import clock, ledger, order_reductions, order_rights
from services.errors import Conflict, Missing
from services.order_rights import Opened, Party
from services.visitors import Visitor

__all__ = [
    "GROUNDS", "LODGED_FOR", "MONEY", "MOST_FILES", "REMEDIES", "WORKING_DAYS", "entered", "no_dispute", "other",
    "refuse_unless_open_to", "remedies", "said", "side_of",
]  # fmt: skip

WORKING_DAYS = 5  # so long the other side has to answer
LODGED_FOR = timedelta(days=30)  # after acceptance
MOST_FILES = 6
G, R, S = Ground, Remedy, OrderStatus
GROUNDS = {
    Side.BUYER: (G.NOT_DELIVERED, G.NOT_AS_DESCRIBED, G.DAMAGED, G.QUANTITY, G.RETURN_REFUSED, G.OTHER),
    Side.SUPPLIER: (G.PAYMENT, G.NOT_INSPECTED, G.OTHER),
}
REMEDIES = {
    Side.BUYER: (R.AMOUNT_OFF, R.GOODS_BACK, R.DELIVERY),
    Side.SUPPLIER: (R.PAYMENT, R.INSPECTION),
}
MONEY = frozenset({R.AMOUNT_OFF, R.GOODS_BACK})
BEGUN = frozenset({S.CONFIRMED, S.SHIPPED, S.RECEIVED, S.ACCEPTED, S.CLOSED})
FITTING = {
    R.DELIVERY: frozenset({S.CONFIRMED, S.SHIPPED}),
    R.INSPECTION: frozenset({S.SHIPPED, S.RECEIVED}),
    R.PAYMENT: frozenset({S.ACCEPTED}),
}


def side_of(seen: Opened) -> Side:
    return Side.BUYER if seen.party is Party.BUYER else Side.SUPPLIER


def other(side: Side) -> Side:
    return Side.SUPPLIER if side is Side.BUYER else Side.BUYER


def remedies(seen: Opened) -> list[Remedy]:
    """What this party could ask for where the order stands."""
    fitting = [one for one in REMEDIES[side_of(seen)] if seen.order.status in FITTING.get(one, BEGUN)]
    owing = ledger.debt(seen.entries) > 0
    return [one for one in fitting if one is not R.PAYMENT or owing]


def refuse_unless_open_to(db: Session, seen: Opened) -> None:
    """From the confirmation until thirty days after acceptance; a supplier also as long as it is not paid."""
    code = seen.order.code
    if seen.disputed:
        raise Conflict("A dispute about order {code} is open.", code=code)
    left = any(one.amount_fen for one in order_reductions.left(db, seen.order))
    if seen.order.status not in BEGUN or not ledger.bound(seen.entries) or not left or not remedies(seen):
        raise Conflict("Order {code} does not stand where a dispute about it could be opened.", code=code)
    end = until(db, seen)
    if end and end < clock.now():
        raise Conflict("A dispute about order {code} can be opened within {days} days of acceptance only.", code=code,
                       days=LODGED_FOR.days)  # fmt: skip


def until(db: Session, seen: Opened) -> datetime | None:
    """The last moment for this party; None as long as there is none."""
    if side_of(seen) is Side.SUPPLIER and ledger.debt(seen.entries):
        return None
    accepted = [one.at for one in orders_stored.steps(db, seen.order.id) if one.status is OrderStatus.ACCEPTED]
    return accepted[-1] + LODGED_FOR if accepted else None


def entered(db: Session, visitor: Visitor, code: str) -> tuple[Opened, Dispute]:
    """A dispute for one of its parties, the rows of its order locked; Missing for strangers."""
    found = store.by_code(db, code)
    order = orders_stored.of_id(db, found.order_id) if found else None
    if found is None or order is None or order_rights.party_of(db, visitor, order) is None:
        raise no_dispute()
    seen = order_rights.entered(db, visitor, order.code)
    return seen, store.fresh(db, found.id)


def said(db: Session, dispute: Dispute) -> Sequence[DisputeSaid]:
    return store.said(db, [dispute.id])


def no_dispute() -> Missing:
    return Missing("There is no such dispute.")
