"""Goods a buyer does not keep: refused on inspection, or asked back after acceptance; with reasons and photographs."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from db.columns import Choice, Identity, Moment, Row, Whole, Words, column, identity, refers_to
from db.orders import Order


class Origin(StrEnum):
    """`INSPECTION`: refused before acceptance, the money is undone at once; `REQUEST`: asked for afterwards;
    `DISPUTE`: what was settled or decided in a dispute goes back, its money was undone with it."""

    INSPECTION = "inspection"
    REQUEST = "request"
    DISPUTE = "dispute"


class ReturnStatus(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ARRIVED = "arrived"
    WAIVED = "waived"


class Fault(StrEnum):
    DAMAGED = "damaged"
    WRONG = "wrong"
    BELOW_STANDARD = "below_standard"
    SHORT = "short"


class OrderReturn(Row, table=True):
    """`number` counts within its order."""

    __tablename__ = "order_return"
    __table_args__ = (UniqueConstraint("order_id", "number", name="uq_order_return_number"),)

    id: UUID = identity()
    order_id: UUID = refers_to("order.id", index=False)
    number: int = column(Whole(1))
    origin: Origin = column(Choice(Origin))
    status: ReturnStatus = column(Choice(ReturnStatus), index=True)
    opened_at: datetime = column(Moment)


class OrderReturnLine(Row, table=True):
    __tablename__ = "order_return_line"
    __table_args__ = (UniqueConstraint("return_id", "line_id", name="uq_order_return_line"),)

    id: UUID = identity()
    return_id: UUID = refers_to("order_return.id", index=False)
    line_id: UUID = column(Identity, foreign_key="order_line.id")
    quantity_milli: int = column(Whole(1))
    fault: Fault = column(Choice(Fault))
    note: str = column(Words(300), default="")


class OrderReturnPhoto(Row, table=True):
    __tablename__ = "order_return_photo"

    id: UUID = identity()
    return_id: UUID = refers_to("order_return.id")
    file_id: UUID = refers_to("stored_file.id", unique=True)


class OrderReturnStep(Row, table=True):
    """The time line of a return."""

    __tablename__ = "order_return_step"

    id: UUID = identity()
    return_id: UUID = refers_to("order_return.id")
    status: ReturnStatus = column(Choice(ReturnStatus))
    at: datetime = column(Moment)
    by: str = column(Words(200))
    note: str = column(Words(300), default="")


def of_order(session: Session, order_id: UUID) -> Sequence[OrderReturn]:
    found = select(OrderReturn).where(OrderReturn.order_id == order_id)
    return session.exec(found.order_by(col(OrderReturn.number))).all()


def by_number(session: Session, order_id: UUID, number: int) -> OrderReturn | None:
    return session.exec(
        select(OrderReturn).where(OrderReturn.order_id == order_id, OrderReturn.number == number)
    ).first()


def lines(session: Session, return_ids: Sequence[UUID]) -> Sequence[OrderReturnLine]:
    found = select(OrderReturnLine).where(col(OrderReturnLine.return_id).in_(return_ids))
    return session.exec(found.order_by(col(OrderReturnLine.return_id), col(OrderReturnLine.id))).all()


def photos(session: Session, return_ids: Sequence[UUID]) -> Sequence[OrderReturnPhoto]:
    found = select(OrderReturnPhoto).where(col(OrderReturnPhoto.return_id).in_(return_ids))
    return session.exec(found.order_by(col(OrderReturnPhoto.id))).all()


def steps(session: Session, return_ids: Sequence[UUID]) -> Sequence[OrderReturnStep]:
    found = select(OrderReturnStep).where(col(OrderReturnStep.return_id).in_(return_ids))
    return session.exec(found.order_by(col(OrderReturnStep.at), col(OrderReturnStep.id))).all()


def order_shown_by(session: Session, file_id: UUID) -> Order | None:
    """The order of whose goods the file is a photograph."""
    found = select(Order).join(OrderReturn, col(OrderReturn.order_id) == Order.id)
    found = found.join(OrderReturnPhoto, col(OrderReturnPhoto.return_id) == OrderReturn.id)
    return session.exec(found.where(OrderReturnPhoto.file_id == file_id)).first()
