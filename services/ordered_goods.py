"""What each order of a purchase is of, for its buyer: all its orders are read at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db import orders as store
from db import projects, reductions
from db.engine import reading
from db.orders import Order, OrderLine
from db.projects import Project
from db.reductions import Reduction
from services import order_reductions, order_rights
from services.order_reductions import Left
from services.order_rights import Party
from services.visitors import Visitor

__all__ = ["Ordered", "of_purchase"]


@dataclass(frozen=True)
class Ordered:
    """Read as in `orders.OrderView`: `left` is what the lines stand for after what was undone."""

    order: Order
    lines: Sequence[OrderLine]
    left: Sequence[Left]
    reduced_fen: int
    reader: Party
    projects: Mapping[UUID, Project]


def of_purchase(buyer: Visitor, code: str) -> list[Ordered]:
    """Of one's own organisation's purchase, in the order of its orders."""
    with reading() as db:
        orders = store.of_purchase(db, order_rights.own_purchase(db, buyer, code).id)
        ids = [one.id for one in orders]
        lines, undone = store.lines(db, ids), reductions.of_orders(db, ids)
        named = projects.of_ids(db, [line.project_id for line in lines if line.project_id])
    return [ordered(one, lines, undone, named) for one in orders]


def ordered(
    order: Order, lines: Sequence[OrderLine], undone: Sequence[Reduction], named: Mapping[UUID, Project]
) -> Ordered:
    own = [line for line in lines if line.order_id == order.id]
    off = [one for one in undone if one.order_id == order.id]
    taken = sum(one.amount_fen for one in off)
    return Ordered(order, own, order_reductions.left_of(own, off), taken, Party.BUYER, named)
