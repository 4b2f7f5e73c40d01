"""The one source of the officials' figures: an immutable row for every booked change of an order line."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index

from db.columns import Choice, Day, Exact, Identity, Moment, Row, Whole, Words, column, identity, refers_to
from db.orders import Channel
from db.suppliers import SupplierKind


class FactReason(StrEnum):
    SALE = "sale"
    REVERSAL = "reversal"


class Fact(Row, table=True):
    """Booked when an order binds (paid, or agreed by transfer); a cancellation books the same with minus signs.

    `day` is the date in China, `month` its first seven characters; `orders` is 1 on the first line of an order
    (minus 1 when reversed), so that orders are counted by a sum. `carbon_kg` is kgCO2e, None where not comparable.
    """

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_day", "day"), Index("ix_fact_month_kind", "month", "kind"))

    id: UUID = identity()
    booked_at: datetime = column(Moment)
    day: date = column(Day)
    month: str = column(Words(7))
    reason: FactReason = column(Choice(FactReason))
    order_id: UUID = refers_to("order.id")
    line_id: UUID = column(Identity, foreign_key="order_line.id")
    product_id: UUID = refers_to("product.id")
    supplier_id: UUID = refers_to("supplier.id")
    supplier_kind: SupplierKind = column(Choice(SupplierKind))
    buyer_id: UUID = refers_to("organisation.id")
    project_id: UUID | None = refers_to("project.id", default=None)
    category: str = column(Words(40))
    kind: str = column(Words(60))
    city: str = column(Words(40))
    district: str = column(Words(40), default="")
    channel: Channel = column(Choice(Channel))
    orders: int = column(Whole)
    quantity_milli: int = column(Whole)
    amount_fen: int = column(Whole)
    carbon_kg: Decimal | None = column(Exact, default=None)
