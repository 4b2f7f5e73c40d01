"""One exhibit with all that its page tells machines, in one query: what is on show, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from db.accounts import Organisation
from db.products import ON_SHOW, Picture, Product, ProductValue, plain
from db.standards import WITHDRAWN, Category, Indicator, Kind
from db.stock import Stock
from db.suppliers import Supplier

__all__ = ["Shown", "shown"]


@dataclass(frozen=True)
class Shown:
    product: Product
    supplier: Supplier
    organisation: Organisation
    kind: Kind
    category: Category
    stock: Stock | None
    picture: UUID | None
    values: Sequence[tuple[Indicator, ProductValue]]


def shown(session: Session, code: str) -> Shown | None:
    """The exhibit if it is on show; its values in the order of the standard."""
    first = (
        select(Picture.file_id)
        .where(col(Picture.product_id) == col(Product.id))
        .order_by(col(Picture.position), col(Picture.id))
        .limit(1)
        .scalar_subquery()
    )
    found = (
        select(Product, Supplier, Organisation, Kind)
        .add_columns(Category, Stock, ProductValue, Indicator, first)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .join(Kind, col(Kind.code) == Product.kind)
        .join(Category, col(Category.code) == Kind.category)
        .outerjoin(Stock, col(Stock.product_id) == Product.id)
        .outerjoin(ProductValue, col(ProductValue.product_id) == Product.id)
        .outerjoin(Indicator, (col(Indicator.key) == ProductValue.indicator) & (col(Indicator.edition) != WITHDRAWN))
        .where(col(Product.code).in_(plain([code])), *ON_SHOW)
        .order_by(col(Indicator.position))
    )
    rows = session.execute(found).all()
    if not rows:
        return None
    product, supplier, organisation, kind, category, stock, _, _, picture = rows[0]
    values = [(row[7], row[6]) for row in rows if row[6] is not None and row[7] is not None]
    return Shown(product, supplier, organisation, kind, category, stock, picture, values)
