"""Every exhibit on show of a kind with its values side by side: what a requirement is held against."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sql
from sqlalchemy import case, func
from sqlmodel import Session, col

from db.products import ON_SHOW, Product, ProductValue
from db.suppliers import Supplier


def values_of_kind(session: Session, kind: str, keys: Sequence[str]) -> Sequence[Sequence[Any]]:
    """A row an exhibit: supplier's code, price in fen, unit, then its value in millionths for each of `keys`."""
    value = sql.type_coerce(ProductValue.value, sql.BigInteger())  # as stored: decimals cost more than the query
    asked = [func.max(case((col(ProductValue.indicator) == key, value))) for key in keys]
    plain = [sql.type_coerce(col(name), sql.Text()) for name in (Supplier.code, Product.unit)]
    shown: list[Any] = [plain[0], sql.type_coerce(col(Product.price_fen), sql.BigInteger()), plain[1], *asked]
    found = (
        sql.select(*shown)
        .select_from(Product)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .outerjoin(ProductValue, col(ProductValue.product_id) == Product.id)
        .where(*ON_SHOW, col(Product.kind) == kind)
        .group_by(col(Product.id), col(Supplier.code), col(Product.price_fen), col(Product.unit))
    )
    return session.execute(found).all()
