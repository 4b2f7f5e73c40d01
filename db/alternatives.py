"""Which exhibits could hang in another's place: the cheapest of its kind, the lowest in declared carbon, the newest."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, union_all
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from db.products import ON_SHOW, Product
from db.shelves import Found, everything, fetched
from db.suppliers import Supplier


def rivals(session: Session, product: Product, *, limit: int) -> Sequence[Found]:
    """Up to `limit` that cost less, up to `limit` with less declared carbon, and the newest of the kind."""
    alike, price, carbon = col(Product.unit) == product.unit, col(Product.price_fen), col(Product.carbon)
    chosen = [
        first(product, alike, price < product.price_fen, by=price, limit=limit),
        first(product, by=col(Product.published_at).desc(), limit=limit),
    ]
    if product.carbon is not None:
        chosen.append(first(product, alike, carbon < product.carbon, by=carbon, limit=limit))
    ids = session.scalars(union_all(*(sql_select(one.c.id) for one in chosen))).all()
    return fetched(session, everything().where(col(Product.id).in_(set(ids))))


def first(product: Product, *where: ColumnElement[bool], by: Any, limit: int) -> Subquery:
    """The ids of the first `limit` others of the kind that fit."""
    others = (col(Product.kind) == product.kind, col(Product.id) != product.id)
    found: Select[UUID] = sql_select(col(Product.id)).join(Supplier, col(Supplier.id) == Product.supplier_id)
    return found.where(*ON_SHOW, *others, *where).order_by(by, col(Product.code)).limit(limit).subquery()
