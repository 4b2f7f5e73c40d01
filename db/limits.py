"""Limits of small purchases by city, and purchases that look split: what is stored, and every way it is read."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Index, UniqueConstraint, text
from sqlmodel import Session, col, func, or_, select

from db.accounts import Organisation
from db.columns import Choice, Day, Flag, Moment, Row, Whole, Words, column, identity, refers_to
from db.facts import Fact, FactReason
from db.orders import Channel, Order, OrderLine, OrderStatus, Purchase
from db.standards import Category, Kind


class LimitScope(StrEnum):
    PURCHASE = "purchase"
    YEAR = "year"


class Limit(Row, table=True):
    """What a buyer of the city may spend: on one purchase, or in a calendar year; of everything, a hall or a kind.

    A row is never changed but in `valid_until`, when another takes its place or the rule is lifted. `split_days` and
    `refuse_split` matter to the limit of a purchase: several within so many days count as one."""

    __tablename__ = "purchase_limit"
    __table_args__ = (
        Index("ix_purchase_limit_city", "city", "valid_from"),
        Index(
            "uq_purchase_limit_open", "city", "category", "kind", "scope", unique=True,
            sqlite_where=text("valid_until IS NULL"), postgresql_where=text("valid_until IS NULL"),
        ),
    )  # fmt: skip

    id: UUID = identity()
    city: str = column(Words(40))
    category: str = column(Words(40), default="")
    kind: str = column(Words(60), default="")
    scope: LimitScope = column(Choice(LimitScope))
    amount_fen: int = column(Whole(1))
    split_days: int = column(Whole(1), default=14)
    refuse_split: bool = column(Flag, default=False)
    valid_from: date = column(Day)
    valid_until: date | None = column(Day, default=None)
    basis_zh: str = column(Words(300))
    basis_en: str = column(Words(450))
    reason: str = column(Words(300))
    set_by: str = column(Words(200))
    set_at: datetime = column(Moment)


class SplitSuspicion(Row, table=True):
    """A purchase that, with earlier ones of the same kind, comes to more than one purchase may; as it was then."""

    __tablename__ = "split_suspicion"
    __table_args__ = (UniqueConstraint("purchase_id", "kind", name="uq_split_suspicion_kind"),)

    id: UUID = identity()
    purchase_id: UUID = refers_to("purchase.id", index=False)
    kind: str = column(Words(60), foreign_key="kind.code")
    days: int = column(Whole(1))
    purchases: int = column(Whole(2))
    sum_fen: int = column(Whole(1))
    limit_fen: int = column(Whole(1))
    noted_at: datetime = column(Moment, index=True)


class Spent(NamedTuple):
    """What one small purchase has cost of one kind; below nothing for what went back."""

    purchase_id: UUID
    placed_at: datetime
    kind: str
    amount_fen: int


class Suspected(NamedTuple):
    suspicion: SplitSuspicion
    purchase: Purchase
    buyer: Organisation


def in_force(session: Session, city: str, on: date) -> Sequence[Limit]:
    """The general rules first, then those of a hall, then those of a kind."""
    now = (Limit.city == city, col(Limit.valid_from) <= on, open_on(on))
    order = (col(Limit.kind), col(Limit.category), col(Limit.scope), col(Limit.id))
    return session.exec(select(Limit).where(*now).order_by(*order)).all()


def open_on(day: date) -> ColumnElement[bool]:
    return or_(col(Limit.valid_until).is_(None), col(Limit.valid_until) >= day)


def of_city(session: Session, city: str) -> Sequence[Limit]:
    """Every rule the city has had, the newest first."""
    found = select(Limit).where(Limit.city == city)
    return session.exec(found.order_by(col(Limit.valid_from).desc(), col(Limit.set_at).desc(), col(Limit.id))).all()


def cities(session: Session) -> Sequence[str]:
    return session.exec(select(Limit.city).distinct().order_by(Limit.city)).all()


def alike(session: Session, wanted: Limit, since: date) -> Sequence[Limit]:
    """Rules for the same thing that hold on or after a day, locked."""
    same = (Limit.city == wanted.city, Limit.category == wanted.category, Limit.kind == wanted.kind)
    found = select(Limit).where(*same, Limit.scope == wanted.scope, open_on(since))
    return session.exec(found.order_by(col(Limit.id)).with_for_update()).all()


def locked_limit(session: Session, limit_id: UUID) -> Limit | None:
    return session.exec(select(Limit).where(Limit.id == limit_id).with_for_update()).first()


def spent(session: Session, buyer_id: UUID, since: datetime) -> list[Spent]:
    """The buyer's small purchases from a moment on by kind: what is cancelled does not count, what went back is off."""
    counted = (
        Purchase.buyer_id == buyer_id,
        Purchase.channel == Channel.SMALL_PURCHASE,
        col(Purchase.placed_at) >= since,
        Order.status != OrderStatus.CANCELLED,
    )
    by_kind = (col(Purchase.id), col(Purchase.placed_at))
    bought = select(Purchase.id, Purchase.placed_at, OrderLine.kind, func.sum(OrderLine.total_fen))
    bought = bought.join(Order, col(Order.purchase_id) == Purchase.id).join(
        OrderLine, col(OrderLine.order_id) == Order.id
    )
    back = select(Purchase.id, Purchase.placed_at, Fact.kind, func.sum(Fact.amount_fen))
    back = back.join(Order, col(Order.purchase_id) == Purchase.id).join(Fact, col(Fact.order_id) == Order.id)
    back = back.where(Fact.reason != FactReason.SALE)
    found = [
        *session.exec(bought.where(*counted).group_by(*by_kind, col(OrderLine.kind))).all(),
        *session.exec(back.where(*counted).group_by(*by_kind, col(Fact.kind))).all(),
    ]
    return [Spent(purchase_id, at, kind, int(fen)) for purchase_id, at, kind, fen in found]


def halls(session: Session) -> dict[str, str]:
    """The category of every kind."""
    return dict(session.exec(select(Kind.code, Kind.category)).all())


def kinds(session: Session) -> Sequence[Kind]:
    return session.exec(select(Kind).order_by(col(Kind.position))).all()


def categories(session: Session) -> Sequence[Category]:
    return session.exec(select(Category).order_by(col(Category.position))).all()


def suspected(session: Session, city: str, *, limit: int) -> list[Suspected]:
    """Purchases of the city's buyers that look split, the newest first; of every city where none is named."""
    found = (
        select(SplitSuspicion, Purchase, Organisation)
        .join(Purchase, col(Purchase.id) == SplitSuspicion.purchase_id)
        .join(Organisation, col(Organisation.id) == Purchase.buyer_id)
    )
    found = found.where(Organisation.city == city) if city else found
    newest = found.order_by(col(SplitSuspicion.noted_at).desc(), col(Purchase.code).desc(), col(SplitSuspicion.kind))
    return [Suspected(*row) for row in session.exec(newest.limit(limit)).all()]
