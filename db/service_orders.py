"""Services that suppliers have ordered from the museum, what came of them, and the papers about their money."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Session, col, func, select

from db.columns import Choice, Document, Exact, Moment, Row, Whole, Words, column, identity, refers_to
from db.products import plain
from db.tariff import ServiceKind, ServiceUnit


class ServiceStatus(StrEnum):
    ORDERED = "ordered"
    PAID = "paid"
    IN_PROGRESS = "in_progress"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ServicePaperKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class ServiceOrder(Row, table=True):
    """One service for one supplier, as it was described and priced on the day. `indicators`: keys to be tested.

    `key` makes a double click the same order."""

    __tablename__ = "service_order"
    __table_args__ = (
        CheckConstraint("total_fen = (quantity_milli * price_fen + 500) / 1000", name="ck_service_order_total"),
        CheckConstraint("vat_rate >= 0 AND vat_rate < 1000000", name="ck_service_order_vat_rate"),
        Index("ix_service_order_supplier", "supplier_id", "ordered_at"),
        Index("ix_service_order_status", "status", "ordered_at"),
    )

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    key: str = column(Words(80), unique=True)
    supplier_id: UUID = refers_to("supplier.id", index=False)
    person_id: UUID = refers_to("person.id")
    item_id: UUID = refers_to("tariff_item.id")
    status: ServiceStatus = column(Choice(ServiceStatus), default=ServiceStatus.ORDERED)
    service: ServiceKind = column(Choice(ServiceKind))
    unit: ServiceUnit = column(Choice(ServiceUnit))
    name_zh: str = column(Words(60))
    name_en: str = column(Words(100))
    product_id: UUID | None = refers_to("product.id", default=None)
    kind: str | None = column(Words(60), foreign_key="kind.code", default=None)
    indicators: list[str] = column(Document)
    quantity_milli: int = column(Whole(1))
    price_fen: int = column(Whole(1))
    vat_rate: Decimal = column(Exact)
    total_fen: int = column(Whole(1))
    note: str = column(Words(500), default="")
    ordered_at: datetime = column(Moment)
    pay_by: datetime = column(Moment)


class ServiceStep(Row, table=True):
    """The time line of a service order: when it reached which status, by whose hand."""

    __tablename__ = "service_step"

    id: UUID = identity()
    order_id: UUID = refers_to("service_order.id")
    status: ServiceStatus = column(Choice(ServiceStatus))
    at: datetime = column(Moment)
    by: str = column(Words(200))
    note: str = column(Words(300), default="")


class ServiceReport(Row, table=True):
    """What was handed over: the report as a file, and words about it."""

    __tablename__ = "service_report"

    id: UUID = identity()
    order_id: UUID = refers_to("service_order.id", unique=True)
    file_id: UUID = refers_to("stored_file.id", unique=True)
    said: str = column(Words(1000), default="")
    by: str = column(Words(200))
    at: datetime = column(Moment)


class ServiceMeasurement(Row, table=True):
    """One measured value, in the unit of its indicator."""

    __tablename__ = "service_measurement"
    __table_args__ = (UniqueConstraint("report_id", "indicator", name="uq_service_measurement_indicator"),)

    id: UUID = identity()
    report_id: UUID = refers_to("service_report.id")
    indicator: str = column(Words(80), foreign_key="indicator.key")
    value: Decimal = column(Exact)


class ServicePaper(Row, table=True):
    """An invoice of the museum, or the credit note that takes it back; numbered without gaps in each year."""

    __tablename__ = "service_paper"
    __table_args__ = (
        CheckConstraint("net_fen + vat_fen = gross_fen", name="ck_service_paper_sum"),
        UniqueConstraint("order_id", "kind", name="uq_service_paper_kind"),
    )

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    order_id: UUID = refers_to("service_order.id")
    kind: ServicePaperKind = column(Choice(ServicePaperKind))
    title: str = column(Words(120))
    tax_code: str = column(Words(18), default="")
    net_fen: int = column(Whole(0))
    vat_fen: int = column(Whole(0))
    gross_fen: int = column(Whole(1))
    issued_at: datetime = column(Moment)


def by_key(session: Session, key: str) -> ServiceOrder | None:
    return session.exec(select(ServiceOrder).where(ServiceOrder.key == key)).first()


def by_code(session: Session, code: str) -> ServiceOrder | None:
    return session.exec(select(ServiceOrder).where(col(ServiceOrder.code).in_(plain([code])))).first()


def locked(session: Session, order_id: UUID) -> ServiceOrder | None:
    """The order, its row locked until the transaction ends."""
    found = select(ServiceOrder).where(ServiceOrder.id == order_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).first()


def of_supplier(session: Session, supplier_id: UUID, *, limit: int, offset: int = 0) -> Sequence[ServiceOrder]:
    """The supplier's orders, the newest first."""
    found = select(ServiceOrder).where(ServiceOrder.supplier_id == supplier_id)
    newest = found.order_by(col(ServiceOrder.ordered_at).desc(), col(ServiceOrder.code).desc())
    return session.exec(newest.limit(limit).offset(offset)).all()


def count_of(session: Session, supplier_id: UUID, statuses: Collection[ServiceStatus] = ()) -> int:
    found = select(func.count(col(ServiceOrder.id))).where(ServiceOrder.supplier_id == supplier_id)
    return session.exec(found.where(col(ServiceOrder.status).in_(statuses)) if statuses else found).one()


def standing(session: Session, statuses: Collection[ServiceStatus], *, limit: int) -> Sequence[ServiceOrder]:
    """Orders in these statuses, the longest waiting first."""
    found = select(ServiceOrder).where(col(ServiceOrder.status).in_(statuses))
    return session.exec(found.order_by(col(ServiceOrder.ordered_at), col(ServiceOrder.code)).limit(limit)).all()


def newest(session: Session, statuses: Collection[ServiceStatus], *, limit: int) -> Sequence[ServiceOrder]:
    found = select(ServiceOrder).where(col(ServiceOrder.status).in_(statuses))
    order = (col(ServiceOrder.ordered_at).desc(), col(ServiceOrder.code).desc())
    return session.exec(found.order_by(*order).limit(limit)).all()


def counts(session: Session) -> dict[ServiceStatus, int]:
    found = select(ServiceOrder.status, func.count(col(ServiceOrder.id))).group_by(col(ServiceOrder.status))
    return {ServiceStatus(status): count for status, count in session.exec(found).all()}


def steps(session: Session, order_id: UUID) -> Sequence[ServiceStep]:
    found = select(ServiceStep).where(ServiceStep.order_id == order_id)
    return session.exec(found.order_by(col(ServiceStep.at), col(ServiceStep.id))).all()


def report(session: Session, order_id: UUID) -> ServiceReport | None:
    return session.exec(select(ServiceReport).where(ServiceReport.order_id == order_id)).first()


def measurements(session: Session, report_id: UUID) -> Sequence[ServiceMeasurement]:
    found = select(ServiceMeasurement).where(ServiceMeasurement.report_id == report_id)
    return session.exec(found.order_by(col(ServiceMeasurement.indicator))).all()


def order_of_file(session: Session, file_id: UUID) -> ServiceOrder | None:
    """The order whose report the file is."""
    found = select(ServiceOrder).join(ServiceReport, col(ServiceReport.order_id) == ServiceOrder.id)
    return session.exec(found.where(ServiceReport.file_id == file_id)).first()


def papers(session: Session, order_id: UUID) -> Sequence[ServicePaper]:
    found = select(ServicePaper).where(ServicePaper.order_id == order_id)
    return session.exec(found.order_by(col(ServicePaper.issued_at), col(ServicePaper.code).desc())).all()


def paper(session: Session, code: str) -> ServicePaper | None:
    return session.exec(select(ServicePaper).where(col(ServicePaper.code).in_(plain([code])))).first()
