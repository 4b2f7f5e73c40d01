"""Carts: one a guest's browser or one a membership; a line a product."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from db import stock
from db.accounts import Organisation
from db.columns import Moment, Row, Whole, Words, column, identity, new_id, refers_to
from db.products import Product, ProductStatus, plain
from db.standards import CarbonFactor
from db.stock import Stock
from db.suppliers import Supplier, SupplierStatus


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
    """`price_fen` is the price the buyer saw when the line was last touched, `unit` what it was then a price of;
    `compared` are the codes of the exhibits that hung beside it on the wall from which it came."""

    __tablename__ = "cart_line"
    __unaudited__ = True
    __table_args__ = (UniqueConstraint("cart_id", "product_id", name="uq_cart_line_product"),)

    id: UUID = identity()
    cart_id: UUID = refers_to("cart.id")
    product_id: UUID = refers_to("product.id")
    quantity_milli: int = column(Whole(1))
    unit: str = column(Words(10))
    price_fen: int = column(Whole(1))
    compared: str = column(Words(64), default="")
    added_at: datetime = column(Moment)


class Wanted(NamedTuple):
    """A line with everything its price, its seller and its stock are read from."""

    line: CartLine
    product: Product
    supplier: Supplier
    organisation: Organisation
    stock: Stock | None


class Owner(NamedTuple):
    """Whose cart: exactly one of the two is given."""

    visit_hash: str | None
    membership_id: UUID | None

    @property
    def condition(self) -> bool:
        """The condition under which a cart is this owner's; an owner who is nobody owns none."""
        if self.membership_id is not None:
            return Cart.membership_id == self.membership_id
        return Cart.visit_hash == (self.visit_hash or None)


def of_owner(session: Session, owner: Owner) -> Cart | None:
    return session.exec(select(Cart).where(owner.condition)).first()


def locked(session: Session, owner: Owner) -> Cart | None:
    """The owner's cart, its row locked until the transaction ends: two tabs take turns."""
    return session.exec(select(Cart).where(owner.condition).with_for_update()).first()


def opened(session: Session, owner: Owner, at: datetime) -> Cart:
    """The owner's cart, made if need be, locked; two first clicks at once make one cart."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"id": new_id(), "visit_hash": owner.visit_hash, "membership_id": owner.membership_id, "created_at": at}
    session.execute(insert(Cart).values(**fresh).on_conflict_do_nothing())
    return session.exec(select(Cart).where(owner.condition).with_for_update()).one()


def count(session: Session, owner: Owner) -> int:
    """How many lines the owner's cart has."""
    found = select(func.count(col(CartLine.id))).join(Cart, col(Cart.id) == CartLine.cart_id)
    return session.exec(found.where(owner.condition)).one()


def lines(session: Session, cart_id: UUID) -> Sequence[CartLine]:
    return session.exec(select(CartLine).where(CartLine.cart_id == cart_id).order_by(col(CartLine.added_at))).all()


def line_of_product(session: Session, cart_id: UUID, product_id: UUID) -> CartLine | None:
    wanted = (CartLine.cart_id == cart_id, CartLine.product_id == product_id)
    return session.exec(select(CartLine).where(*wanted)).first()


def wanted(session: Session, cart_id: UUID) -> list[Wanted]:
    """The lines of a cart, suppliers by code, within one in the order they were added."""
    found = (
        select(CartLine, Product, Supplier, Organisation)
        .join(Product, col(Product.id) == CartLine.product_id)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .where(CartLine.cart_id == cart_id)
        .order_by(col(Supplier.code), col(CartLine.added_at), col(CartLine.id))
    )
    rows = session.exec(found).all()
    stocks = stock.of_products(session, [line.product_id for line, *_ in rows])
    return [Wanted(*row, stocks.get(row[0].product_id)) for row in rows]


def exhibit(session: Session, code: str) -> Product | None:
    """What can be put into a cart: published, by an approved supplier."""
    found = select(Product).join(Supplier, col(Supplier.id) == Product.supplier_id)
    on_show = (Product.status == ProductStatus.PUBLISHED, Supplier.status == SupplierStatus.APPROVED)
    return session.exec(found.where(col(Product.code).in_(plain([code])), *on_show)).first()


def products(session: Session, codes: Sequence[str]) -> Sequence[Product]:
    """The products with these codes, on show or not."""
    return session.exec(select(Product).where(col(Product.code).in_(plain(codes))).order_by(col(Product.code))).all()


def default_factors(session: Session, kinds: Sequence[str]) -> dict[str, CarbonFactor]:
    """The one default carbon factor of each of `kinds` that has one."""
    found = select(CarbonFactor).where(col(CarbonFactor.kind).in_(kinds), col(CarbonFactor.is_default))
    return {factor.kind: factor for factor in session.exec(found).all()}
