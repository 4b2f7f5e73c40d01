"""What changed on the shelves, in the order of the commits: how every process keeps its catalogue in step."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from db.audit import lock_chain
from db.columns import Choice, Identity, Row, Whole, column
from db.writing import add_all

NEWEST = text("SELECT max(number) FROM shelf_change")  # asked with every page: as text it costs a third
NEWER = text(
    "SELECT min(number), max(number), sum(CASE part WHEN 'stock' THEN 0 ELSE 1 END) FROM shelf_change "
    "WHERE number > :number"
)
KEPT = 50_000  # a process that lags further behind reads everything anew


class Part(StrEnum):
    """How much of what is kept in memory is out of date."""

    STOCK = "stock"
    LISTING = "listing"
    SUPPLIERS = "suppliers"
    EVERYTHING = "everything"


class ShelfChange(Row, table=True):
    """One line a change; `product_id` is None where it is not one product's."""

    __tablename__ = "shelf_change"
    __unaudited__ = True

    number: int = column(Whole(1), primary_key=True, sa_column_kwargs={"autoincrement": False})
    part: Part = column(Choice(Part))
    product_id: UUID | None = column(Identity, default=None)


class Shows(NamedTuple):
    """Said by a table whose rows are seen on the shelves: which part, and which column names the product."""

    part: Part
    product: str | None = None
    when_new: bool = True


def note_row(session: Session, row: Any, *, new: bool) -> None:
    """Called for every row that is written: does it show?"""
    shows: Shows | None = getattr(type(row), "__shows__", None)
    if shows and (shows.when_new or not new):
        note(session, shows.part, getattr(row, shows.product) if shows.product else None)


def note(session: Session, part: Part, product_id: UUID | None = None) -> None:
    """Remember until the transaction ends that something on the shelves has changed."""
    session.info.setdefault("shelf", {}).setdefault((part, product_id))


def write(session: Session) -> None:
    """The last thing a transaction does. The lock of the audit chain lets numbers follow commits: none is missed."""
    changed: dict[tuple[Part, UUID | None], None] = session.info.pop("shelf", {})
    if not changed:
        return
    lock_chain(session)
    last = latest(session)
    add_all(session, ShelfChange, [{"number": number, "part": part, "product_id": product_id}
                                   for number, (part, product_id) in enumerate(changed, start=last + 1)])  # fmt: skip
    if last // KEPT != (last + len(changed)) // KEPT:
        session.execute(delete(ShelfChange).where(col(ShelfChange.number) <= last - KEPT))


def latest(session: Session) -> int:
    """The number of the newest change, 0 when there was none."""
    return session.connection().execute(NEWEST).scalar() or 0


def since(session: Session, number: int) -> Sequence[ShelfChange] | None:
    """The changes after `number` in their order; None when some of them are not kept any more."""
    if latest(session) == number:
        return []
    found = session.exec(
        select(ShelfChange).where(col(ShelfChange.number) > number).order_by(col(ShelfChange.number))
    ).all()
    return None if found and found[0].number != number + 1 else found


def more_than_stock(session: Session, number: int) -> tuple[bool, int]:
    """Whether anything but stock has changed after `number`, or may have, and the number of the newest change."""
    first, last, others = session.connection().execute(NEWER, {"number": number}).one()
    return bool(others) or (first is not None and first != number + 1), last or number
