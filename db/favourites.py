"""Favourites: named lists of a membership, an entry an exhibit; and every way they are read."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from db import stock
from db.accounts import Membership, Organisation
from db.columns import Flag, Moment, Row, Whole, Words, column, identity, new_id, refers_to
from db.products import Product, plain
from db.projects import Project
from db.stock import Stock
from db.suppliers import Supplier


class FavouriteList(Row, table=True):
    """The list without a title is the one everything is kept in at first; `project_id` makes it a shopping list.

    `share_salt` is random and there while the list is shared: the link is made of it and of the museum's own key."""

    __tablename__ = "favourite_list"
    __table_args__ = (UniqueConstraint("membership_id", "title", name="uq_favourite_list_title"),)

    id: UUID = identity()
    membership_id: UUID = refers_to("membership.id")
    title: str = column(Words(80), default="")
    project_id: UUID | None = refers_to("project.id", default=None)
    share_salt: str | None = column(Words(64), default=None)
    shows_organisation: bool = column(Flag, default=False)
    shows_notes: bool = column(Flag, default=False)
    created_at: datetime = column(Moment)


class Favourite(Row, table=True):
    """One exhibit in a list: like a line of a cart it binds nobody, and is kept without a line in the log."""

    __tablename__ = "favourite"
    __unaudited__ = True
    __table_args__ = (UniqueConstraint("list_id", "product_id", name="uq_favourite_product"),)

    id: UUID = identity()
    list_id: UUID = refers_to("favourite_list.id")
    product_id: UUID = refers_to("product.id")
    quantity_milli: int = column(Whole(1))
    note: str = column(Words(500), default="")
    added_at: datetime = column(Moment)


class Counted(NamedTuple):
    """A list, the project it serves, and how many entries it has."""

    list: FavouriteList
    project: Project | None
    entries: int


class Kept(NamedTuple):
    """An entry with everything it is shown by."""

    entry: Favourite
    product: Product
    supplier: Supplier
    organisation: Organisation
    stock: Stock | None


def of_member(session: Session, membership_id: UUID) -> list[Counted]:
    """The lists of a membership: the one without a title first, then by title."""
    found = (
        select(FavouriteList, Project, func.count(col(Favourite.id)))
        .outerjoin(Project, col(Project.id) == FavouriteList.project_id)
        .outerjoin(Favourite, col(Favourite.list_id) == FavouriteList.id)
        .where(FavouriteList.membership_id == membership_id)
        .group_by(col(FavouriteList.id), col(Project.id))
        .order_by(col(FavouriteList.title) != "", col(FavouriteList.created_at), col(FavouriteList.id))
    )
    return [Counted(*row) for row in session.exec(found).all()]


def one_of(session: Session, membership_id: UUID, list_id: UUID) -> FavouriteList | None:
    mine = (FavouriteList.id == list_id, FavouriteList.membership_id == membership_id)
    return session.exec(select(FavouriteList).where(*mine)).first()


def locked(session: Session, membership_id: UUID, list_id: UUID) -> FavouriteList | None:
    """The list, its row held until the transaction ends: two clicks take turns."""
    mine = (FavouriteList.id == list_id, FavouriteList.membership_id == membership_id)
    return session.exec(select(FavouriteList).where(*mine).with_for_update()).first()


def titled(session: Session, membership_id: UUID, title: str) -> FavouriteList | None:
    mine = (FavouriteList.membership_id == membership_id, FavouriteList.title == title)
    return session.exec(select(FavouriteList).where(*mine)).first()


def hold_member(session: Session, membership_id: UUID) -> None:
    """Hold the membership until the transaction ends: its lists are counted and made one at a time."""
    session.exec(select(Membership.id).where(Membership.id == membership_id).with_for_update()).one()


def entry(session: Session, list_id: UUID, product_code: str) -> Favourite | None:
    found = select(Favourite).join(Product, col(Product.id) == Favourite.product_id)
    return session.exec(found.where(Favourite.list_id == list_id, col(Product.code).in_(plain([product_code])))).first()


def put(session: Session, made: Favourite) -> None:
    """Keep the entry unless the list has one of the exhibit already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = made.model_dump() | {"id": new_id()}
    session.execute(insert(Favourite).values(**values).on_conflict_do_nothing())


def count(session: Session, list_id: UUID) -> int:
    return session.exec(select(func.count(col(Favourite.id))).where(Favourite.list_id == list_id)).one()


def entries(session: Session, list_id: UUID) -> Sequence[Favourite]:
    return session.exec(select(Favourite).where(Favourite.list_id == list_id)).all()


def kept(session: Session, list_id: UUID) -> list[Kept]:
    """The entries in the order they were added."""
    found = (
        select(Favourite, Product, Supplier, Organisation)
        .join(Product, col(Product.id) == Favourite.product_id)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .where(Favourite.list_id == list_id)
        .order_by(col(Favourite.added_at), col(Favourite.id))
    )
    rows = session.exec(found).all()
    stocks = stock.of_products(session, [row[0].product_id for row in rows])
    return [Kept(*row, stocks.get(row[0].product_id)) for row in rows]


def holding(session: Session, membership_id: UUID, product_code: str) -> set[UUID]:
    """The ids of the member's lists that hold the exhibit."""
    found = (
        select(Favourite.list_id)
        .join(FavouriteList, col(FavouriteList.id) == Favourite.list_id)
        .join(Product, col(Product.id) == Favourite.product_id)
        .where(FavouriteList.membership_id == membership_id, col(Product.code).in_(plain([product_code])))
    )
    return set(session.exec(found).all())


def shared(session: Session, list_id: UUID) -> tuple[FavouriteList, Organisation] | None:
    """A list that is shared now, with the organisation whose member keeps it; a member who left shares nothing."""
    found = (
        select(FavouriteList, Organisation)
        .join(Membership, col(Membership.id) == FavouriteList.membership_id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(
            FavouriteList.id == list_id,
            col(FavouriteList.share_salt).is_not(None),
            col(Membership.ended_at).is_(None),
        )
    )
    return session.exec(found).first()
