"""The one source of the officials' figures: an immutable row for every booked change of an order line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, bindparam, case, distinct, literal_column
from sqlalchemy import select as pick
from sqlalchemy.engine import Row as Found
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col, func, select

from db.accounts import Organisation
from db.columns import Choice, Day, Exact, Identity, Moment, Row, Whole, Words, column, identity, refers_to
from db.orders import Channel, OrderLine
from db.products import Certificate, Product, ProductStatus, Scheme
from db.standards import Kind
from db.suppliers import Supplier, SupplierKind, SupplierStatus


class FactReason(StrEnum):
    SALE = "sale"
    REVERSAL = "reversal"
    REDUCTION = "reduction"


class Fact(Row, table=True):
    """Booked when an order binds (paid, or agreed by transfer); what is undone is booked with minus signs: a part of
    an order as a reduction, the rest of it, when nothing is owed for it any more, as a reversal of every line.

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


CATEGORIES = select(Kind.code, Kind.category).where(col(Kind.code).in_(bindparam("kinds", expanding=True)))


def categories(session: Session, kinds: Collection[str]) -> dict[str, str]:
    """The category of each kind."""
    found = session.connection().execute(CATEGORIES, {"kinds": list(kinds)})
    return {row.code: row.category for row in found}


def amounts(session: Session) -> dict[UUID, int]:
    """What the facts of each order add up to, in fen: what the ledger says is due to its supplier."""
    found = select(Fact.order_id, func.sum(Fact.amount_fen)).group_by(col(Fact.order_id))
    return {order_id: int(total) for order_id, total in session.exec(found).all()}


@dataclass(frozen=True)
class Selection:
    """The part of the facts that is meant. Months read 2026-05 and both ends are included; an empty field means all."""

    since: str = ""
    until: str = ""
    city: str = ""
    district: str = ""
    category: str = ""
    kind: str = ""
    channel: str = ""


SIGN = case((col(Fact.reason) == FactReason.SALE, 1), (col(Fact.reason) == FactReason.REVERSAL, -1), else_=0)
COMPARABLE = col(Fact.carbon_kg).is_not(None)


def booked(reason: FactReason) -> ColumnElement[int]:
    """How many different orders were booked for `reason`: right also where only some of their lines are meant."""
    return func.count(distinct(case((col(Fact.reason) == reason, col(Fact.order_id)))))


MEASURED = ("orders", "lines", "amount_fen", "comparable_fen", "carbon_kg")
OF_A_LINE = {"category", "kind", "product_id"}  # what may differ between the lines of one order


def measures(selection: Selection, by: Collection[str]) -> tuple[ColumnElement[Any], ...]:
    """MEASURED, as columns. Orders are counted apart only where lines are: it costs five times the sum."""
    apart = selection.category or selection.kind or OF_A_LINE & set(by)
    orders = booked(FactReason.SALE) - booked(FactReason.REVERSAL) if apart else func.sum(col(Fact.orders))
    comparable = func.sum(case((COMPARABLE, col(Fact.amount_fen)), else_=0))
    whole = (orders, func.sum(SIGN), func.sum(col(Fact.amount_fen)), comparable)
    return *(func.coalesce(part, 0) for part in whole), func.sum(col(Fact.carbon_kg))


def within(selection: Selection) -> list[ColumnElement[bool]]:
    exact = ("city", "district", "category", "kind", "channel")
    found = [getattr(Fact, name) == getattr(selection, name) for name in exact if getattr(selection, name)]
    found += [col(Fact.month) >= selection.since] if selection.since else []
    return found + ([col(Fact.month) <= selection.until] if selection.until else [])


def sums(session: Session, selection: Selection, *by: str, top: int | None = None) -> Sequence[Found[Any]]:
    """What was booked for each value of the columns `by`, in their order; with `top`, the largest amounts first."""
    keys: list[ColumnElement[Any]] = [getattr(Fact, name) for name in by]
    found = pick(*keys, *measures(selection, by)).where(*within(selection)).group_by(*keys)
    if top is None:
        return session.execute(found.order_by(*keys)).all()
    return session.execute(found.order_by(func.sum(col(Fact.amount_fen)).desc(), *keys).limit(top)).all()


def buyers(session: Session, selection: Selection) -> int:
    """How many organisations bought something that was not undone."""
    kept = select(Fact.buyer_id).where(*within(selection)).group_by(col(Fact.buyer_id)).having(func.sum(SIGN) > 0)
    return session.exec(select(func.count()).select_from(kept.subquery())).one()


def span(session: Session) -> tuple[str, str] | None:
    """The first and the last month in which anything was booked."""
    first, last = session.exec(select(func.min(Fact.month), func.max(Fact.month))).one()
    return (first, last) if first else None


def quantities(session: Session, selection: Selection, products: Sequence[UUID]) -> list[tuple[UUID, str, int]]:
    """Product, unit and thousandths bought of it: a product that changed its unit has a row for each."""
    keys = (col(Fact.product_id), col(OrderLine.unit))
    bought = select(Fact.product_id, OrderLine.unit, func.sum(Fact.quantity_milli))
    joined = bought.join(OrderLine, col(OrderLine.id) == Fact.line_id).where(*within(selection), keys[0].in_(products))
    found = session.exec(joined.group_by(*keys).order_by(*keys)).all()
    return [(product, unit, int(milli)) for product, unit, milli in found]


GREEN = (Scheme.GREEN_PRODUCT, Scheme.GREEN_BUILDING_MATERIAL)


def of_projects(session: Session, today: date) -> list[tuple[UUID, str, int, int]]:
    """Project, kind, fen bought, and fen of it whose exhibit held a green certificate when it was booked, or since."""
    held = select(Certificate.id).where(
        Certificate.product_id == Fact.product_id,
        col(Certificate.scheme).in_(GREEN),
        col(Certificate.valid_from) <= today,
        col(Certificate.valid_until) >= col(Fact.day),
    )
    green = func.sum(case((held.exists(), col(Fact.amount_fen)), else_=0))
    bought = select(Fact.project_id, Fact.kind, func.sum(Fact.amount_fen), green)
    linked = bought.where(col(Fact.project_id).is_not(None)).group_by(col(Fact.project_id), col(Fact.kind))
    found = session.execute(linked.order_by(func.sum(col(Fact.amount_fen)).desc(), col(Fact.kind))).all()
    return [(project, kind, int(fen), int(certified)) for project, kind, fen, certified in found]


def sellers(session: Session, suppliers: Sequence[UUID]) -> dict[UUID, tuple[Supplier, Organisation]]:
    joined = select(Supplier, Organisation).join(Organisation, col(Organisation.id) == Supplier.organisation_id)
    return {pair[0].id: pair for pair in session.exec(joined.where(col(Supplier.id).in_(suppliers))).all()}


def exhibits(session: Session, products: Sequence[UUID]) -> dict[UUID, Product]:
    return {row.id: row for row in session.exec(select(Product).where(col(Product.id).in_(products))).all()}


class ChinaMonth(FunctionElement[str]):
    """The month (2026-05) in China in which a moment fell."""

    name, type, inherit_cache = "china_month", Words(7), True


@compiles(ChinaMonth, "sqlite")
def in_sqlite(element: ChinaMonth, compiler: Any, **options: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **options)}, '+8 hours')"


@compiles(ChinaMonth, "postgresql")
def in_postgresql(element: ChinaMonth, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"


def arrivals(session: Session) -> tuple[dict[str, int], dict[str, int]]:
    """How many suppliers of today were approved, and exhibits of today first hung, in each month."""
    approved, hung = ChinaMonth(col(Supplier.approved_at)), ChinaMonth(col(Product.published_at))
    with_approval = (col(Supplier.status) == SupplierStatus.APPROVED, col(Supplier.approved_at).is_not(None))
    on_show = (col(Product.status) == ProductStatus.PUBLISHED, col(Product.published_at).is_not(None))
    suppliers = session.execute(pick(approved, func.count()).where(*with_approval).group_by(literal_column("1")))
    products = session.execute(pick(hung, func.count()).where(*on_show).group_by(literal_column("1")))
    return {row[0]: row[1] for row in suppliers}, {row[0]: row[1] for row in products}
