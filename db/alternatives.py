"""Which exhibits could hang in another's place: the cheapest of its kind, the lowest in declared carbon, the newest."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ColumnExpressionArgument, or_
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from db.products import ON_SHOW, Product
from db.shelves import Found, fetched, rows
from db.suppliers import Supplier


def rivals(session: Session, product: Product, *, limit: int) -> Sequence[Found]:
    """Up to `limit` that cost less, up to `limit` with less declared carbon, and the newest of the kind."""
    alike = col(Product.unit) == product.unit
    chosen = [
        nearest(product, alike, col(Product.price_fen) < product.price_fen, by=col(Product.price_fen), limit=limit),
        nearest(product, by=col(Product.published_at).desc(), limit=limit),
    ]
    if product.carbon is not None:
        less = col(Product.carbon) < product.carbon
        chosen.append(nearest(product, alike, less, by=col(Product.carbon), limit=limit))
    return fetched(session, rows().where(or_(*chosen)).order_by(col(Product.code)))


def nearest(
    product: Product, *where: ColumnElement[bool], by: ColumnExpressionArgument[object], limit: int
) -> ColumnElement[bool]:
    """Whether an exhibit is among the first `limit` others of the kind that fit."""
    others = (col(Product.kind) == product.kind, col(Product.id) != product.id)
    found = (
        sql_select(col(Product.id))
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .where(*ON_SHOW, *others, *where)
        .order_by(by, col(Product.code))
        .limit(limit)
        .subquery()
    )
    return col(Product.id).in_(sql_select(found.c.id))
