"""Carts: one a guest's browser or one a membership; a line a product."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, bindparam, delete
from sqlalchemy import select as pick
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, or_, select

from db.accounts import Organisation
from db.columns import Moment, Row, Whole, Words, column, identity, new_id, refers_to
from db.products import Product, ProductStatus, plain
from db.standards import CarbonFactor
from db.stock import Stock
from db.suppliers import Supplier, SupplierStatus
from db.writing import table_of


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


OWNED = or_(
    col(Cart.membership_id) == bindparam("membership_id"), col(Cart.visit_hash) == bindparam("visit_hash")
)  # what is not given equals nothing: an owner who is nobody owns no cart
OF_OWNER = select(Cart).where(OWNED)
LOCKED = OF_OWNER.with_for_update()
COUNTED = select(func.count(col(CartLine.id))).join(Cart, col(Cart.id) == CartLine.cart_id).where(OWNED)


def of_owner(session: Session, owner: Owner) -> Cart | None:
    return session.exec(OF_OWNER, params=owner._asdict()).first()


def locked(session: Session, owner: Owner) -> Cart | None:
    """The owner's cart, its row locked until the transaction ends: two tabs take turns."""
    return session.exec(LOCKED, params=owner._asdict()).first()


def opened(session: Session, owner: Owner, at: datetime) -> Cart:
    """The owner's cart, made if need be, locked; two first clicks at once make one cart."""
    found = locked(session, owner)
    if found:
        return found
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Cart).values(id=new_id(), created_at=at, **owner._asdict()).on_conflict_do_nothing())
    return session.exec(LOCKED, params=owner._asdict()).one()


def count(session: Session, owner: Owner) -> int:
    """How many lines the owner's cart has."""
    return session.exec(COUNTED, params=owner._asdict()).one()


def lines(session: Session, cart_id: UUID) -> Sequence[CartLine]:
    return session.exec(select(CartLine).where(CartLine.cart_id == cart_id).order_by(col(CartLine.added_at))).all()


OF_PRODUCT = select(CartLine).where(
    col(CartLine.cart_id) == bindparam("cart"), col(CartLine.product_id) == bindparam("product")
)
SIZE = select(func.count()).select_from(CartLine).where(col(CartLine.cart_id) == bindparam("cart"))


def line_of_product(session: Session, cart_id: UUID, product_id: UUID) -> CartLine | None:
    return session.exec(OF_PRODUCT, params={"cart": cart_id, "product": product_id}).first()


def size(session: Session, cart_id: UUID) -> int:
    """How many lines a cart has."""
    return session.exec(SIZE, params={"cart": cart_id}).one()


WANTED = (
    pick(CartLine, Product, Supplier, Organisation, Stock)
    .join(Product, col(Product.id) == CartLine.product_id)
    .join(Supplier, col(Supplier.id) == Product.supplier_id)
    .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
    .outerjoin(Stock, col(Stock.product_id) == Product.id)
    .where(col(CartLine.cart_id) == bindparam("cart"))
    .order_by(col(Supplier.code), col(CartLine.added_at), col(CartLine.id))
)


def wanted(session: Session, cart_id: UUID) -> list[Wanted]:
    """The lines of a cart, suppliers by code, within one in the order they were added."""
    return [Wanted(*row) for row in session.execute(WANTED, {"cart": cart_id})]


EMPTY = delete(table_of(CartLine)).where(table_of(CartLine).c.cart_id == bindparam("cart"))


def empty(session: Session, cart_id: UUID) -> None:
    """Take everything out; the cart is locked."""
    session.connection().execute(EMPTY, {"cart": cart_id})


EXHIBIT = (
    select(Product)
    .join(Supplier, col(Supplier.id) == Product.supplier_id)
    .where(
        col(Product.code).in_(bindparam("codes", expanding=True)),
        Product.status == ProductStatus.PUBLISHED,
        Supplier.status == SupplierStatus.APPROVED,
    )
)


def exhibit(session: Session, code: str) -> Product | None:
    """What can be put into a cart: published, by an approved supplier."""
    return session.exec(EXHIBIT, params={"codes": plain([code])}).first()


def products(session: Session, codes: Sequence[str]) -> Sequence[Product]:
    """The products with these codes, on show or not."""
    return session.exec(select(Product).where(col(Product.code).in_(plain(codes))).order_by(col(Product.code))).all()


FACTORS = select(CarbonFactor).where(
    col(CarbonFactor.kind).in_(bindparam("kinds", expanding=True)), col(CarbonFactor.is_default)
)


def default_factors(session: Session, kinds: Sequence[str]) -> dict[str, CarbonFactor]:
    """The one default carbon factor of each of `kinds` that has one."""
    return {factor.kind: factor for factor in session.exec(FACTORS, params={"kinds": kinds})}
