"""What a room and a hall tell of themselves: bands of price and carbon, who supplies, what hangs newest. The database
computes; nothing here walks over exhibits in Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sql
from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, exists

from db.columns import MILLION
from db.products import ON_SHOW, Product
from db.suppliers import Supplier


@dataclass(frozen=True)
class Band:
    """Least, middle and most of `count` exhibits that are sold by `unit`; of two middle values the lower."""

    unit: str
    count: int
    least: Decimal
    middle: Decimal
    most: Decimal


@dataclass(frozen=True)
class Fresh:
    """An exhibit as the picture wall names it."""

    code: str
    kind: str
    name_zh: str
    name_en: str

    @property
    def drawing(self) -> str:
        return f"/drawings/{self.kind}.{self.code}.svg"


def price_bands(session: Session, kind: str) -> list[Band]:
    """In fen a unit, the unit with most exhibits first."""
    return bands(session, sql.type_coerce(col(Product.price_fen), sql.BigInteger), 1, col(Product.kind) == kind)


def carbon_bands(session: Session, kind: str) -> list[Band]:
    """What suppliers declare for one unit, in kgCO2e (A1-A3)."""
    millionths = sql.type_coerce(col(Product.carbon), sql.BigInteger)
    return bands(session, millionths, MILLION, col(Product.kind) == kind, col(Product.carbon).is_not(None))


def bands(session: Session, value: ColumnElement[int], scale: int, *where: ColumnElement[bool]) -> list[Band]:
    ranked = (
        sql.select(
            col(Product.unit).label("unit"),
            value.label("value"),
            func.row_number().over(partition_by=col(Product.unit), order_by=value).label("place"),
            func.count().over(partition_by=col(Product.unit)).label("many"),
        )
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .where(*ON_SHOW, *where)
        .subquery()
    )
    shown = ranked.c
    middle = func.max(case((shown.place == (shown.many + 1) // 2, shown.value)))
    told = sql.select(shown.unit, func.max(shown.many), func.min(shown.value), middle, func.max(shown.value))
    rows = session.execute(told.group_by(shown.unit).order_by(func.max(shown.many).desc(), shown.unit)).all()
    return [Band(unit, many, *(Decimal(int(number)) / scale for number in values)) for unit, many, *values in rows]


def suppliers(session: Session, kinds: Sequence[str]) -> int:
    """How many approved suppliers show something of these kinds."""
    shows = exists().where(col(Product.supplier_id) == Supplier.id, ON_SHOW[0], col(Product.kind).in_(kinds))
    counted = sql.select(func.count()).select_from(Supplier).where(ON_SHOW[1], shows)
    return int(session.execute(counted).scalar_one())


def newest(session: Session, kinds: Sequence[str], limit: int) -> list[Fresh]:
    """What was hung last, read from the newest few of each kind: a hall is not sorted as a whole."""
    told = (
        *(col(Product.code), col(Product.kind), col(Product.name_zh), col(Product.name_en)),
        col(Product.published_at),
    )
    each = [
        sql.select(*told)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .where(*ON_SHOW, col(Product.kind) == kind)
        .order_by(col(Product.published_at).desc(), col(Product.code))
        .limit(limit)
        .subquery()
        for kind in kinds
    ]
    if not each:
        return []
    every = sql.union_all(*(sql.select(few) for few in each)).subquery().c
    found = sql.select(every.code, every.kind, every.name_zh, every.name_en)
    rows = session.execute(found.order_by(every.published_at.desc(), every.code).limit(limit)).all()
    return [Fresh(*row) for row in rows]
