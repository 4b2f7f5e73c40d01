"""Carts: one a guest's browser or one a membership; a line a product."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Session, col, select

from db.columns import Moment, Row, Whole, Words, column, identity, refers_to


class Cart(Row, table=True):
    """A guest's cart is known by the hash of the browser's visit cookie, a buyer's by the membership."""

    __tablename__ = "cart"
    __unaudited__ = True
    __table_args__ = (CheckConstraint("(visit_hash IS NULL) <> (membership_id IS NULL)", name="ck_cart_one_owner"),)

    id: UUID = identity()
    visit_hash: str | None = column(Words(64), default=None, unique=True)
    membership_id: UUID | None = refers_to("membership.id", default=None, unique=True)
    created_at: datetime = column(Moment, index=True)


class CartLine(Row, table=True):
    """`price_fen` is the price the buyer saw when the line was last touched."""

    __tablename__ = "cart_line"
    __unaudited__ = True
    __table_args__ = (UniqueConstraint("cart_id", "product_id", name="uq_cart_line_product"),)

    id: UUID = identity()
    cart_id: UUID = refers_to("cart.id")
    product_id: UUID = refers_to("product.id")
    quantity_milli: int = column(Whole(1))
    price_fen: int = column(Whole(1))
    added_at: datetime = column(Moment)


def of_visit(session: Session, visit_hash: str) -> Cart | None:
    return session.exec(select(Cart).where(Cart.visit_hash == visit_hash)).first()


def of_membership(session: Session, membership_id: UUID) -> Cart | None:
    return session.exec(select(Cart).where(Cart.membership_id == membership_id)).first()


def lines(session: Session, cart_id: UUID) -> Sequence[CartLine]:
    return session.exec(select(CartLine).where(CartLine.cart_id == cart_id).order_by(col(CartLine.added_at))).all()
