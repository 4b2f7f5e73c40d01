"""Invoices (发票): what a buyer asks for, and what the supplier has issued for an order; their way step by step."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, case, text
from sqlmodel import Session, col, exists, func, select

from db.columns import Choice, Day, Moment, Row, Whole, Words, column, identity, refers_to
from db.orders import Order, OrderStatus
from db.reductions import Reduction


class InvoiceKind(StrEnum):
    """增值税普通发票 and 增值税专用发票."""

    ORDINARY = "ordinary"
    SPECIAL = "special"


class InvoiceStatus(StrEnum):
    ISSUED = "issued"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


LIVE = (InvoiceStatus.ISSUED, InvoiceStatus.ACCEPTED)
IS_LIVE = text("status IN ('issued', 'accepted')")


class InvoiceRequest(Row, table=True):
    """What the buyer wants on the invoices of an order; it may be put right as long as none counts."""

    __tablename__ = "invoice_request"

    id: UUID = identity()
    order_id: UUID = refers_to("order.id", unique=True, index=False)
    kind: InvoiceKind = column(Choice(InvoiceKind))
    title: str = column(Words(120))
    code: str = column(Words(18), default="")
    address: str = column(Words(200), default="")
    phone: str = column(Words(40), default="")
    bank: str = column(Words(120), default="")
    account: str = column(Words(40), default="")
    asked_at: datetime = column(Moment)
    changed_at: datetime = column(Moment)


class Invoice(Row, table=True):
    """One invoice in fen; a red-letter one (红字发票) is below nothing and `corrects` an earlier one of its order."""

    __tablename__ = "invoice"
    __table_args__ = (
        Index("uq_invoice_number", "supplier_id", "number", unique=True, sqlite_where=IS_LIVE,
              postgresql_where=IS_LIVE),
        CheckConstraint("net_fen + tax_fen = gross_fen", name="ck_invoice_sum"),
        CheckConstraint("(corrects_id IS NULL AND gross_fen > 0) OR (corrects_id IS NOT NULL AND gross_fen < 0)",
                        name="ck_invoice_sign"),
    )  # fmt: skip

    id: UUID = identity()
    order_id: UUID = refers_to("order.id")
    supplier_id: UUID = refers_to("supplier.id", index=False)
    kind: InvoiceKind = column(Choice(InvoiceKind))
    number: str = column(Words(20))
    issued_on: date = column(Day)
    net_fen: int = column(Whole)
    tax_fen: int = column(Whole)
    gross_fen: int = column(Whole)
    corrects_id: UUID | None = refers_to("invoice.id", default=None)
    file_id: UUID = refers_to("stored_file.id", unique=True, index=False)
    status: InvoiceStatus = column(Choice(InvoiceStatus), default=InvoiceStatus.ISSUED, index=True)
    added_at: datetime = column(Moment)


class InvoiceStep(Row, table=True):
    """The time line of an invoice."""

    __tablename__ = "invoice_step"

    id: UUID = identity()
    invoice_id: UUID = refers_to("invoice.id")
    status: InvoiceStatus = column(Choice(InvoiceStatus))
    at: datetime = column(Moment)
    by: str = column(Words(200))
    note: str = column(Words(300), default="")


def request_of(session: Session, order_id: UUID) -> InvoiceRequest | None:
    return session.exec(select(InvoiceRequest).where(InvoiceRequest.order_id == order_id)).first()


def requests(session: Session, order_ids: Sequence[UUID]) -> dict[UUID, InvoiceRequest]:
    found = session.exec(select(InvoiceRequest).where(col(InvoiceRequest.order_id).in_(order_ids))).all()
    return {one.order_id: one for one in found}


def of_orders(session: Session, order_ids: Sequence[UUID]) -> Sequence[Invoice]:
    """The oldest first."""
    found = select(Invoice).where(col(Invoice.order_id).in_(order_ids))
    return session.exec(found.order_by(col(Invoice.added_at), col(Invoice.id))).all()


def steps(session: Session, invoice_ids: Sequence[UUID]) -> Sequence[InvoiceStep]:
    found = select(InvoiceStep).where(col(InvoiceStep.invoice_id).in_(invoice_ids))
    return session.exec(found.order_by(col(InvoiceStep.at), col(InvoiceStep.id))).all()


def of_number(session: Session, supplier_id: UUID, number: str) -> Sequence[Invoice]:
    return session.exec(select(Invoice).where(Invoice.supplier_id == supplier_id, Invoice.number == number)).all()


def order_of_file(session: Session, file_id: UUID) -> Order | None:
    """The order for which the file is an invoice."""
    found = select(Order).join(Invoice, col(Invoice.order_id) == Order.id)
    return session.exec(found.where(Invoice.file_id == file_id)).first()


def live_fen(session: Session, order_id: UUID) -> int:
    """What the order's invoices that count come to."""
    total = select(func.coalesce(func.sum(Invoice.gross_fen), 0))
    return int(session.exec(total.where(Invoice.order_id == order_id, col(Invoice.status).in_(LIVE))).one())


def invoiced() -> ColumnElement[int]:
    """The same for the order of an outer query."""
    total = select(func.coalesce(func.sum(Invoice.gross_fen), 0))
    return total.where(Invoice.order_id == Order.id, col(Invoice.status).in_(LIVE)).scalar_subquery()


def due() -> ColumnElement[int]:
    """What the order of an outer query comes to after everything that was undone."""
    off = select(func.coalesce(func.sum(Reduction.amount_fen), 0)).where(Reduction.order_id == Order.id)
    return case((col(Order.status) == OrderStatus.CANCELLED, 0), else_=Order.total_fen - off.scalar_subquery())


def wanting() -> ColumnElement[bool]:
    """Whether the order of an outer query was asked an invoice for, and its invoices do not come to what it does."""
    asked = exists().where(col(InvoiceRequest.order_id) == Order.id)
    return asked & (invoiced() != due())


def wanting_of(session: Session, buyer_id: UUID, *, limit: int, offset: int) -> Sequence[Order]:
    """The buyer's orders that wait for an invoice, the oldest first."""
    found = select(Order).where(Order.buyer_id == buyer_id, wanting()).order_by(col(Order.placed_at), col(Order.code))
    return session.exec(found.limit(limit).offset(offset)).all()


def count_wanting(session: Session, buyer_id: UUID) -> int:
    return session.exec(select(func.count()).select_from(Order).where(Order.buyer_id == buyer_id, wanting())).one()


def of_party(session: Session, where: Mapping[str, UUID]) -> Sequence[tuple[Invoice, Order]]:
    """The invoices of a buyer's or a supplier's orders, the newest first."""
    found = select(Invoice, Order).join(Order, col(Order.id) == Invoice.order_id)
    found = found.where(*(getattr(Order, name) == value for name, value in where.items()))
    return session.exec(found.order_by(col(Invoice.issued_on).desc(), col(Invoice.added_at).desc())).all()
