"""What is undone of bound orders, line by line: goods that are not owed any more, and money taken off a price."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Session, col, func, select

from db.columns import Exact, Flag, Identity, Moment, Row, Whole, Words, column, identity, refers_to


class Reduction(Row, table=True):
    """Append-only. `reference` is what makes it once; `restocked` says whether the goods went back on hand with it."""

    __tablename__ = "reduction"
    __table_args__ = (
        UniqueConstraint("reference", "line_id", name="uq_reduction_reference"),
        CheckConstraint("quantity_milli > 0 OR amount_fen > 0", name="ck_reduction_something"),
    )

    id: UUID = identity()
    order_id: UUID = refers_to("order.id")
    line_id: UUID = column(Identity, foreign_key="order_line.id")
    reference: str = column(Words(160))
    quantity_milli: int = column(Whole(0))
    amount_fen: int = column(Whole(0))
    carbon_kg: Decimal | None = column(Exact, default=None)
    restocked: bool = column(Flag, default=False)
    reason: str = column(Words(300), default="")
    by: str = column(Words(200))
    at: datetime = column(Moment)


def of_orders(session: Session, order_ids: Sequence[UUID]) -> Sequence[Reduction]:
    """The oldest first."""
    found = select(Reduction).where(col(Reduction.order_id).in_(order_ids))
    return session.exec(found.order_by(col(Reduction.at), col(Reduction.id))).all()


def by_reference(session: Session, reference: str) -> Sequence[Reduction]:
    return session.exec(select(Reduction).where(Reduction.reference == reference)).all()


def taken(session: Session) -> dict[UUID, int]:
    """What has been taken off each order's total, in fen."""
    found = select(Reduction.order_id, func.sum(Reduction.amount_fen)).group_by(col(Reduction.order_id))
    return {order_id: int(total) for order_id, total in session.exec(found).all()}
