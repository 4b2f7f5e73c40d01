"""The exhibits on show with what hangs beside them, by code or kind; the catalogue in memory says which fit."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sql
from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from db.accounts import Organisation
from db.products import ON_SHOW, Product, is_on_show, plain
from db.standards import WITHDRAWN, CarbonFactor, Category, Indicator, Kind
from db.stock import Stock
from db.suppliers import Supplier

Found = tuple[Product, Supplier, Organisation, Stock | None]
Rows = Select[Product, Supplier, Organisation, Stock]


def of_codes(session: Session, codes: Sequence[str]) -> Sequence[Found]:
    """Those on show. Asked for together with the codes, being on show leads SQLite through all that is."""
    found = fetched(session, everything().where(col(Product.code).in_(plain(codes))))
    return [row for row in found if is_on_show(row[0], row[1])]


def whatever_its_status(session: Session, code: str) -> Found | None:
    """One product, on show or not: who may see it is for the caller to decide."""
    found = fetched(session, everything().where(col(Product.code).in_(plain([code]))))
    return found[0] if found else None


def names_on_show(session: Session, limit: int) -> Sequence[str]:
    """Names of exhibits in both languages, the newest first."""
    named = sql.select(col(Product.name_zh), col(Product.name_en)).where(ON_SHOW[0])
    newest = session.execute(named.order_by(col(Product.code).desc()).limit(limit))
    return [name for row in newest for name in row if name]


def brands_on_show(session: Session, limit: int) -> Sequence[str]:
    brands = sql.select(col(Supplier.brand_zh), col(Supplier.brand_en)).where(ON_SHOW[1]).limit(limit)
    return [brand for row in session.execute(brands) for brand in row if brand]


def names_of(session: Session, product_ids: Sequence[UUID]) -> dict[UUID, Sequence[str]]:
    """The names of those of these exhibits that are on show, in both languages."""
    named = sql.select(col(Product.id), col(Product.name_zh), col(Product.name_en))
    on_show = named.join(Supplier, col(Supplier.id) == Product.supplier_id).where(*ON_SHOW)
    found = session.execute(on_show.where(col(Product.id).in_(product_ids)))
    return {product: (zh, en) for product, zh, en in found}


def suppliers_on_show(session: Session) -> int:
    """How many suppliers have been approved."""
    return session.exec(select(func.count()).select_from(Supplier).where(ON_SHOW[1])).one()


def kinds_with_category(session: Session) -> Sequence[tuple[Kind, Category]]:
    found = select(Kind, Category).join(Category, col(Category.code) == Kind.category)
    return session.exec(found.order_by(col(Category.position), col(Kind.position))).all()


def indicators_of(session: Session, kinds: Sequence[str]) -> Sequence[Indicator]:
    live = (col(Indicator.kind).in_(kinds), col(Indicator.edition) != WITHDRAWN)
    return session.exec(select(Indicator).where(*live).order_by(col(Indicator.position))).all()


def default_factors(session: Session, kinds: Sequence[str]) -> dict[str, CarbonFactor]:
    marked = (col(CarbonFactor.kind).in_(kinds), col(CarbonFactor.is_default) == sql.true())
    found = session.exec(select(CarbonFactor).where(*marked).order_by(col(CarbonFactor.source).desc())).all()
    return {factor.kind: factor for factor in found}


def fetched(session: Session, wanted: Rows) -> list[Found]:
    return [(product, supplier, owner, stock) for product, supplier, owner, stock in session.execute(wanted)]


def everything() -> Rows:
    return (
        sql.select(Product, Supplier, Organisation, Stock)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .outerjoin(Stock, col(Stock.product_id) == Product.id)
    )
