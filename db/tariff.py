"""What the museum charges for services a supplier may choose: dated prices, each with its contents and its VAT."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, text
from sqlmodel import Session, col, or_, select

from db.columns import Choice, Day, Exact, Flag, Moment, Row, Whole, Words, column, identity

OPEN = "valid_until IS NULL"


class ServiceKind(StrEnum):
    TESTING = "testing"
    CERTIFICATION = "certification"
    TRAINING = "training"


class ServiceUnit(StrEnum):
    SAMPLE = "sample"
    PRODUCT = "product"
    KIND = "kind"
    DAY = "day"


class TariffItem(Row, table=True):
    """One service at one price, VAT included, from a day on. `vat_rate` is a share (0.06), with its basis in law.

    A row is never changed but in `valid_until`, when another takes its place or the service is no longer offered."""

    __tablename__ = "tariff_item"
    __table_args__ = (
        CheckConstraint("vat_rate >= 0 AND vat_rate < 1000000", name="ck_tariff_item_vat_rate"),
        Index("ix_tariff_item_code", "code", "valid_from"),
        Index("uq_tariff_item_open", "code", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: UUID = identity()
    code: str = column(Words(20))
    kind: ServiceKind = column(Choice(ServiceKind))
    unit: ServiceUnit = column(Choice(ServiceUnit))
    name_zh: str = column(Words(60))
    name_en: str = column(Words(100))
    contains_zh: str = column(Words(300))
    contains_en: str = column(Words(500))
    price_fen: int = column(Whole(1))
    vat_rate: Decimal = column(Exact)
    vat_basis_zh: str = column(Words(200))
    vat_basis_en: str = column(Words(300))
    valid_from: date = column(Day)
    valid_until: date | None = column(Day, default=None)
    reason: str = column(Words(300))
    demonstration: bool = column(Flag, default=False)
    set_by: str = column(Words(200))
    set_at: datetime = column(Moment)


def holds_on(day: date) -> tuple[ColumnElement[bool], ...]:
    return col(TariffItem.valid_from) <= day, or_(
        col(TariffItem.valid_until).is_(None), col(TariffItem.valid_until) >= day
    )


def in_force(session: Session, on: date) -> Sequence[TariffItem]:
    """What may be ordered on a day."""
    found = select(TariffItem).where(*holds_on(on))
    return session.exec(found.order_by(col(TariffItem.kind), col(TariffItem.price_fen), col(TariffItem.code))).all()


def priced(session: Session, code: str, on: date) -> TariffItem | None:
    return session.exec(select(TariffItem).where(TariffItem.code == code, *holds_on(on))).first()


def everything(session: Session) -> Sequence[TariffItem]:
    """Every price there has been or will be, the newest first."""
    order = (col(TariffItem.valid_from).desc(), col(TariffItem.code), col(TariffItem.id))
    return session.exec(select(TariffItem).order_by(*order)).all()


def alike(session: Session, code: str, since: date) -> Sequence[TariffItem]:
    """Prices of the same service that hold on or after a day, locked."""
    still = or_(col(TariffItem.valid_until).is_(None), col(TariffItem.valid_until) >= since)
    found = select(TariffItem).where(TariffItem.code == code, still).order_by(col(TariffItem.id))
    return session.exec(found.with_for_update()).all()


def locked(session: Session, item_id: UUID) -> TariffItem | None:
    return session.exec(select(TariffItem).where(TariffItem.id == item_id).with_for_update()).first()
