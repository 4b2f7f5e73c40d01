"""What the price of an exhibit on show has been: a row for the first and for every new one; the rows only grow."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Moment, Row, Whole, Words, column, identity, refers_to


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
