"""Rates of value added tax by day, and which kind of taxpayer a supplier has been: rows that are only ever added."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Session, col, select

from db.columns import Choice, Day, Exact, Flag, Moment, Row, Words, column, identity, refers_to


class Taxpayer(StrEnum):
    """General taxpayers (一般纳税人) and small-scale ones (小规模纳税人), who are taxed by a rate of their own."""

    GENERAL = "general"
    SMALL_SCALE = "small_scale"


class VatRate(Row, table=True):
    """What goods are taxed from a day on: of a kind, a hall, or everything. Of two rows for the same day the later
    set one counts; a rate begins tomorrow at the earliest, so what an order was taxed never changes.

    `demonstration`: not checked against the text of the law."""

    __tablename__ = "vat_rate"
    __table_args__ = (
        Index("ix_vat_rate_from", "taxpayer", "valid_from"),
        CheckConstraint("rate >= 0 AND rate < 1000000", name="ck_vat_rate_range"),  # in millionths, as it is stored
    )

    id: UUID = identity()
    taxpayer: Taxpayer = column(Choice(Taxpayer))
    category: str = column(Words(40), default="")
    kind: str = column(Words(60), default="")
    rate: Decimal = column(Exact)
    valid_from: date = column(Day)
    basis_zh: str = column(Words(300))
    basis_en: str = column(Words(450))
    demonstration: bool = column(Flag, default=False)
    set_by: str = column(Words(200))
    set_at: datetime = column(Moment)


class TaxpayerStatement(Row, table=True):
    """A supplier says which kind of taxpayer it is, from this moment on; before the first it counts as general."""

    __tablename__ = "taxpayer_statement"
    __table_args__ = (Index("ix_taxpayer_statement_supplier", "supplier_id", "stated_at"),)

    id: UUID = identity()
    supplier_id: UUID = refers_to("supplier.id", index=False)
    taxpayer: Taxpayer = column(Choice(Taxpayer))
    stated_by: str = column(Words(200))
    stated_at: datetime = column(Moment)


def rates(session: Session) -> Sequence[VatRate]:
    """All of them, the newest first."""
    newest = (col(VatRate.valid_from).desc(), col(VatRate.set_at).desc(), col(VatRate.id).desc())
    return session.exec(select(VatRate).order_by(*newest)).all()


def statements(session: Session, supplier_ids: Sequence[UUID]) -> Sequence[TaxpayerStatement]:
    """What these suppliers have said of themselves, the newest first."""
    said = select(TaxpayerStatement).where(col(TaxpayerStatement.supplier_id).in_(supplier_ids))
    newest = (col(TaxpayerStatement.stated_at).desc(), col(TaxpayerStatement.id).desc())
    return session.exec(said.order_by(*newest)).all()
