"""Purchases and their orders, one a supplier: what is stored, and every way it is read."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, bindparam
from sqlmodel import Session, col, func, select

from db.columns import Choice, Exact, Moment, Row, Whole, Words, column, identity, refers_to
from db.products import plain
from db.quotations import Quotation as Quotation  # noqa: PLC0414  the table that purchases refer to
from db.stock import Hold, Reservation


class Channel(StrEnum):
    SMALL_PURCHASE = "small_purchase"
    DIRECT_SALE = "direct_sale"
    FRAMEWORK = "framework"
    BATCH = "batch"


class Method(StrEnum):
    CARD = "card"
    TRANSFER = "transfer"


class OrderStatus(StrEnum):
    PLACED = "placed"
    APPROVED = "approved"
    CONFIRMED = "confirmed"
    SHIPPED = "shipped"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Purchase(Row, table=True):
    """One checkout: one payment, one order a supplier. `key` makes a double click the same purchase."""

    __tablename__ = "purchase"
    __table_args__ = (Index("ix_purchase_buyer", "buyer_id", "placed_at"),)

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    key: str = column(Words(80), unique=True)
    buyer_id: UUID = refers_to("organisation.id", index=False)
    person_id: UUID = refers_to("person.id")
    channel: Channel = column(Choice(Channel))
    method: Method = column(Choice(Method))
    total_fen: int = column(Whole(1))
    recipient: str = column(Words(80))
    phone: str = column(Words(40))
    city: str = column(Words(40))
    district: str = column(Words(40), default="")
    address: str = column(Words(200))
    invoice_title: str = column(Words(120))
    invoice_code: str = column(Words(18), default="")
    purpose: str = column(Words(300), default="")
    project_id: UUID | None = refers_to("project.id", default=None)
    quotation_id: UUID | None = refers_to("quotation.id", default=None)
    placed_at: datetime = column(Moment)


class Order(Row, table=True):
    __tablename__ = "order"
    __table_args__ = (
        Index("ix_order_supplier_status", "supplier_id", "status", "placed_at"),
        Index("ix_order_buyer", "buyer_id", "placed_at"),
    )

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    purchase_id: UUID = refers_to("purchase.id")
    supplier_id: UUID = refers_to("supplier.id", index=False)
    buyer_id: UUID = refers_to("organisation.id", index=False)
    status: OrderStatus = column(Choice(OrderStatus), default=OrderStatus.PLACED)
    total_fen: int = column(Whole(1))
    placed_at: datetime = column(Moment)


class OrderLine(Row, table=True):
    """What was bought, as described then. `carbon_kg`: kgCO2e (A1-A3) of the line, None where not comparable."""

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position", name="uq_order_line_position"),
        CheckConstraint("total_fen = (quantity_milli * price_fen + 500) / 1000", name="ck_order_line_total"),
    )

    id: UUID = identity()
    order_id: UUID = refers_to("order.id", index=False)
    position: int = column(Whole(1))
    product_id: UUID = refers_to("product.id")
    product_code: str = column(Words(20))
    name_zh: str = column(Words(120))
    name_en: str = column(Words(160))
    specification_zh: str = column(Words(200), default="")
    specification_en: str = column(Words(300), default="")
    kind: str = column(Words(60), foreign_key="kind.code")
    unit: str = column(Words(10))
    quantity_milli: int = column(Whole(1))
    price_fen: int = column(Whole(1))
    total_fen: int = column(Whole(0))
    carbon_kg: Decimal | None = column(Exact, default=None)
    carbon_source: str = column(Words(200), default="")
    purpose: str = column(Words(300), default="")
    project_id: UUID | None = refers_to("project.id", index=False, default=None)


class OrderStep(Row, table=True):
    """The time line of an order: when it reached which status, by whose hand."""

    __tablename__ = "order_step"

    id: UUID = identity()
    order_id: UUID = refers_to("order.id")
    status: OrderStatus = column(Choice(OrderStatus))
    at: datetime = column(Moment)
    by: str = column(Words(200))
    note: str = column(Words(300), default="")


BY_KEY = select(Purchase).where(col(Purchase.key) == bindparam("key"))


def purchase_by_key(session: Session, key: str) -> Purchase | None:
    return session.exec(BY_KEY, params={"key": key}).first()


def purchase_by_code(session: Session, code: str) -> Purchase | None:
    return session.exec(select(Purchase).where(col(Purchase.code).in_(plain([code])))).first()


def order_by_code(session: Session, code: str) -> Order | None:
    return session.exec(select(Order).where(col(Order.code).in_(plain([code])))).first()


def of_id(session: Session, order_id: UUID) -> Order | None:
    return session.get(Order, order_id)


def locked(session: Session, order_id: UUID) -> Order | None:
    """The order, its row locked until the transaction ends."""
    return session.exec(
        select(Order).where(Order.id == order_id).with_for_update().execution_options(populate_existing=True)
    ).first()


def locked_purchase(session: Session, purchase_id: UUID) -> Purchase | None:
    """The purchase, its row locked until the transaction ends: always before its orders, and those before stock."""
    found = select(Purchase).where(Purchase.id == purchase_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).first()


UNPAID = (  # stock is held for them
    select(func.count(func.distinct(Reservation.purchase_id)))
    .join(Purchase, col(Purchase.id) == Reservation.purchase_id)
    .where(
        col(Purchase.buyer_id) == bindparam("buyer"),
        Purchase.method == Method.CARD,
        Reservation.status == Hold.HELD,
    )
)
PROMISED = (  # a supplier has yet to confirm its order
    select(func.count(func.distinct(Order.purchase_id)))
    .join(Purchase, col(Purchase.id) == Order.purchase_id)
    .where(
        col(Order.buyer_id) == bindparam("buyer"),
        Purchase.method == Method.TRANSFER,
        col(Order.status).in_([OrderStatus.PLACED, OrderStatus.APPROVED]),
    )
)
UNSETTLED = select(UNPAID.scalar_subquery() + PROMISED.scalar_subquery())


def unsettled(session: Session, buyer_id: UUID) -> int:
    """How many purchases of the buyer wait to be paid by card, or were promised a transfer and not confirmed yet."""
    return int(session.connection().execute(UNSETTLED, {"buyer": buyer_id}).scalar_one())


def of_purchase(session: Session, purchase_id: UUID) -> Sequence[Order]:
    return session.exec(select(Order).where(Order.purchase_id == purchase_id).order_by(col(Order.code))).all()


def lines(session: Session, order_ids: Sequence[UUID]) -> Sequence[OrderLine]:
    found = select(OrderLine).where(col(OrderLine.order_id).in_(order_ids))
    return session.exec(found.order_by(col(OrderLine.order_id), col(OrderLine.position))).all()


def steps(session: Session, order_id: UUID) -> Sequence[OrderStep]:
    return session.exec(
        select(OrderStep).where(OrderStep.order_id == order_id).order_by(col(OrderStep.at), col(OrderStep.id))
    ).all()


def purchases_of_buyer(session: Session, buyer_id: UUID, *, limit: int, offset: int) -> Sequence[Purchase]:
    found = select(Purchase).where(Purchase.buyer_id == buyer_id)
    newest = found.order_by(col(Purchase.placed_at).desc(), col(Purchase.code).desc())
    return session.exec(newest.limit(limit).offset(offset)).all()


def ordered_of(session: Session, quotation_id: UUID) -> dict[UUID, int]:
    """Thousandths a product that have been ordered on a quotation, without what was cancelled."""
    found = (
        select(OrderLine.product_id, func.sum(OrderLine.quantity_milli))
        .join(Order, col(Order.id) == OrderLine.order_id)
        .join(Purchase, col(Purchase.id) == Order.purchase_id)
        .where(Purchase.quotation_id == quotation_id, Order.status != OrderStatus.CANCELLED)
        .group_by(col(OrderLine.product_id))
    )
    return {product: int(milli) for product, milli in session.exec(found).all()}


def of_quotation(session: Session, quotation_ids: Sequence[UUID]) -> Sequence[Purchase]:
    """What was ordered on quotations, the oldest first."""
    found = select(Purchase).where(col(Purchase.quotation_id).in_(quotation_ids))
    return session.exec(found.order_by(col(Purchase.placed_at), col(Purchase.code))).all()


def of_purchases(session: Session, purchase_ids: Sequence[UUID]) -> Sequence[Order]:
    return session.exec(select(Order).where(col(Order.purchase_id).in_(purchase_ids)).order_by(col(Order.code))).all()


def purchases(session: Session, purchase_ids: Sequence[UUID]) -> dict[UUID, Purchase]:
    found = session.exec(select(Purchase).where(col(Purchase.id).in_(purchase_ids))).all()
    return {purchase.id: purchase for purchase in found}


def of_buyer(session: Session, buyer_id: UUID, *, limit: int, offset: int) -> Sequence[Order]:
    """The buyer's orders, the newest first."""
    found = select(Order).where(Order.buyer_id == buyer_id)
    newest = found.order_by(col(Order.placed_at).desc(), col(Order.code).desc())
    return session.exec(newest.limit(limit).offset(offset)).all()


def of_supplier(session: Session, supplier_id: UUID, *, limit: int, offset: int) -> Sequence[Order]:
    """The supplier's orders, the newest first."""
    found = select(Order).where(Order.supplier_id == supplier_id)
    newest = found.order_by(col(Order.placed_at).desc(), col(Order.code).desc())
    return session.exec(newest.limit(limit).offset(offset)).all()
