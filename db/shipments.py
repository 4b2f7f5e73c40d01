"""What has left for a buyer, part by part: by which carrier, of which line how much, and when it arrived."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Session, col, select

from db.columns import Identity, Moment, Row, Whole, Words, column, identity, refers_to


class Shipment(Row, table=True):
    """`number` counts within its order; `received_at` is None while it is on its way."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("order_id", "number", name="uq_shipment_number"),)

    id: UUID = identity()
    order_id: UUID = refers_to("order.id", index=False)
    number: int = column(Whole(1))
    carrier: str = column(Words(80))
    tracking_number: str = column(Words(80))
    shipped_at: datetime = column(Moment)
    received_at: datetime | None = column(Moment, default=None)


class ShipmentLine(Row, table=True):
    __tablename__ = "shipment_line"
    __table_args__ = (UniqueConstraint("shipment_id", "line_id", name="uq_shipment_line"),)

    id: UUID = identity()
    shipment_id: UUID = refers_to("shipment.id", index=False)
    line_id: UUID = column(Identity, foreign_key="order_line.id")
    quantity_milli: int = column(Whole(1))


def of_order(session: Session, order_id: UUID) -> Sequence[Shipment]:
    return session.exec(select(Shipment).where(Shipment.order_id == order_id).order_by(col(Shipment.number))).all()


def lines(session: Session, shipment_ids: Sequence[UUID]) -> Sequence[ShipmentLine]:
    found = select(ShipmentLine).where(col(ShipmentLine.shipment_id).in_(shipment_ids))
    return session.exec(found.order_by(col(ShipmentLine.shipment_id), col(ShipmentLine.id))).all()
