"""What the price of an exhibit on show has been: a row for the first and for every new one; the rows only grow."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Moment, Row, Whole, Words, column, identity, refers_to
from db.products import ON_SHOW, Product
from db.suppliers import Supplier


class PriceChange(Row, table=True):
    """From `at` on, one `unit` cost `price_fen`."""

    __tablename__ = "price_change"

    id: UUID = identity()
    product_id: UUID = refers_to("product.id")
    price_fen: int = column(Whole(1))
    unit: str = column(Words(10))
    at: datetime = column(Moment)


def history(session: Session, product_id: UUID) -> Sequence[PriceChange]:
    """The oldest first."""
    found = select(PriceChange).where(PriceChange.product_id == product_id)
    return session.exec(found.order_by(col(PriceChange.at), col(PriceChange.id))).all()


def on_show(session: Session, kind: str, unit: str) -> Sequence[int]:
    """What a unit of the kind's exhibits on show costs, in fen, the cheapest first."""
    shown = (
        select(Product.price_fen)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .where(*ON_SHOW, Product.kind == kind, Product.unit == unit)
    )
    return session.exec(shown.order_by(col(Product.price_fen))).all()
