"""Suppliers and kinds that got other names while their exhibits are still found by the old ones: noted at once."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, col, select

from db.accounts import Organisation
from db.columns import Row, Words, column, identity, new_id, refers_to
from db.products import Product
from db.standards import Indicator, Kind
from db.suppliers import Supplier

NAMES: dict[type[Any], tuple[str, ...]] = {
    Supplier: ("brand_zh", "brand_en"),
    Organisation: ("name_zh", "name_en"),
    Kind: ("name_zh", "name_en"),
    Indicator: ("standard", "edition"),
}  # what an exhibit is found by that stands in no row of its own


class Renamed(Row, table=True):
    """Whose exhibits are to be spelled anew, those of a supplier or of a kind; `done` is the code of the last one."""

    __tablename__ = "renamed"
    __unaudited__ = True
    __table_args__ = (CheckConstraint("(supplier_id IS NULL) <> (kind IS NULL)", name="ck_renamed_one_of_both"),)

    id: UUID = identity()
    supplier_id: UUID | None = refers_to("supplier.id", default=None, unique=True)
    kind: str | None = column(Words(60), foreign_key="kind.code", unique=True, default=None)
    done: str = column(Words(20), default="")


@event.listens_for(Session, "after_flush")
def note(session: Session, _: UOWTransaction) -> None:
    """In the same transaction, whoever gives the name: no one who writes a name has to think of the search."""
    rows = [row for row in [*session.new, *session.dirty] if is_renamed(session, row)]
    for column_name, value in dict.fromkeys(found for row in rows for found in whose(session, row)):
        if (
            session.connection()
            .execute(select(Product.id).where(getattr(Product, column_name) == value).limit(1))
            .first()
        ):
            remember(session, column_name, value)


def is_renamed(session: Session, row: Any) -> bool:
    """Nothing hangs under what is new, but a new indicator brings its standard to a kind that is there."""
    if row in session.new:
        return isinstance(row, Indicator)
    return any(inspect(row).attrs[name].history.has_changes() for name in NAMES.get(type(row), ()))


def whose(session: Session, row: Any) -> Iterator[tuple[str, Any]]:
    """Which column of a product names what was renamed, and how."""
    match row:
        case Supplier():
            yield "supplier_id", row.id
        case Organisation():
            owned = select(Supplier.id).where(Supplier.organisation_id == row.id)
            yield from (("supplier_id", found) for found in session.connection().execute(owned).scalars())
        case Kind():
            yield "kind", row.code
        case Indicator():
            yield "kind", row.kind


def remember(session: Session, column_name: str, value: Any) -> None:
    """From the first exhibit on, also where a change before has not been followed to its end."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    told = insert(Renamed).values({"id": new_id(), column_name: value, "done": ""})
    session.connection().execute(told.on_conflict_do_update(index_elements=[column_name], set_={"done": ""}))


def waiting(session: Session) -> Renamed | None:
    """The one that has waited longest and that nobody else works on, its row held."""
    found = select(Renamed).order_by(col(Renamed.id)).limit(1)
    return session.exec(found.with_for_update(skip_locked=True)).first()


def exhibits(session: Session, of: Renamed, limit: int) -> Sequence[Product]:
    """Its next ones, their rows held."""
    own = Product.supplier_id == of.supplier_id if of.supplier_id else Product.kind == of.kind
    found = select(Product).where(own, col(Product.code) > of.done).order_by(col(Product.code)).limit(limit)
    return session.exec(found.with_for_update()).all()


def follow(session: Session, of: Renamed, spelled: Sequence[Product], *, is_end: bool) -> None:
    """Note how far it has come."""
    if is_end:
        session.delete(of)
    else:
        of.done = spelled[-1].code
