"""Stock: what is on hand, what is promised, and every movement between; changed by conditional updates only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, and_, bindparam, or_, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from db import shelf_changes
from db.columns import Choice, Flag, Identity, Moment, Row, Whole, Words, column, identity, refers_to
from db.shelf_changes import Part, Shows
from db.writing import note_change, table_of


class Reason(StrEnum):
    RECEIVED = "received"
    STOCKTAKE = "stocktake"
    SOLD = "sold"
    RETURNED = "returned"


class Hold(StrEnum):
    """The life of a reservation."""

    HELD = "held"
    SOLD = "sold"
    LAPSED = "lapsed"


WATCHED = "low_below_milli IS NOT NULL"


class Stock(Row, table=True):
    """In thousandths of the selling unit. Available is on hand less reserved.

    `low_below_milli`: below how much the supplier wants to be told; `is_low`: it was told,
    and the stock has not risen since."""

    __tablename__ = "stock"
    __shows__ = Shows(Part.STOCK, "product_id")
    __table_args__ = (
        CheckConstraint("reserved_milli <= on_hand_milli", name="ck_stock_not_oversold"),
        Index("ix_stock_watched", "product_id", sqlite_where=text(WATCHED), postgresql_where=text(WATCHED)),
    )

    product_id: UUID = column(Identity, foreign_key="product.id", primary_key=True)
    on_hand_milli: int = column(Whole(0), default=0)
    reserved_milli: int = column(Whole(0), default=0)
    low_below_milli: int | None = column(Whole(1), default=None)
    is_low: bool = column(Flag, default=False)


class StockMovement(Row, table=True):
    """Append-only; the sum of a product's movements is what is on hand."""

    __tablename__ = "stock_movement"

    id: UUID = identity()
    product_id: UUID = refers_to("product.id")
    quantity_milli: int = column(Whole)
    reason: Reason = column(Choice(Reason))
    order_id: UUID | None = refers_to("order.id", default=None)
    note: str = column(Words(200), default="")
    at: datetime = column(Moment)


class Reservation(Row, table=True):
    __tablename__ = "reservation"

    id: UUID = identity()
    purchase_id: UUID = refers_to("purchase.id")
    product_id: UUID = refers_to("product.id")
    quantity_milli: int = column(Whole(1))
    status: Hold = column(Choice(Hold), default=Hold.HELD, index=True)
    expires_at: datetime = column(Moment, index=True)


def of_product(session: Session, product_id: UUID) -> Stock | None:
    return session.get(Stock, product_id, populate_existing=True)


def opened(session: Session, product_id: UUID) -> Stock:
    """The product's stock, made with nothing on hand if need be, its row locked until the transaction ends."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(Stock)
        .values(product_id=product_id, on_hand_milli=0, reserved_milli=0, is_low=False)
        .on_conflict_do_nothing()
    )
    found = select(Stock).where(Stock.product_id == product_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).one()


def of_products(session: Session, product_ids: Sequence[UUID]) -> dict[UUID, Stock]:
    found = session.exec(select(Stock).where(col(Stock.product_id).in_(product_ids))).all()
    return {stock.product_id: stock for stock in found}


class Change(NamedTuple):
    """What is added to the two figures of one product."""

    on_hand: int = 0
    reserved: int = 0


STOCK = table_of(Stock)
HAND = STOCK.c.on_hand_milli + bindparam("on_hand", type_=BigInteger)
KEPT = STOCK.c.reserved_milli + bindparam("reserved", type_=BigInteger)
CHANGE = (
    update(STOCK)
    .where(STOCK.c.product_id == bindparam("product"), KEPT >= 0, HAND >= KEPT)
    .values(on_hand_milli=HAND, reserved_milli=KEPT)
)


def change(session: Session, product_id: UUID, *, on_hand: int = 0, reserved: int = 0) -> bool:
    """Add to both figures in one conditional update; False, and nothing changed, if stock would be oversold."""
    return change_all(session, {product_id: Change(on_hand, reserved)})


def change_all(session: Session, changes: Mapping[UUID, Change]) -> bool:
    """The same for several, in the order in which stock is always locked. False if one of them would be oversold:
    then the caller ends the transaction, so that none is changed."""
    if not changes:
        return True
    session.flush()
    note_change(session, Stock)
    for product_id in changes:
        shelf_changes.note(session, Part.STOCK, product_id)
    rows = [{"product": product_id, **one._asdict()} for product_id, one in sorted(changes.items())]
    return session.connection().execute(CHANGE, rows).rowcount == len(rows)


RESERVATION = table_of(Reservation)
LIVE = (RESERVATION.c.purchase_id == bindparam("purchase"), RESERVATION.c.status == Hold.HELD)
HELD = select(Reservation).where(*LIVE).order_by(col(Reservation.product_id))
END = (
    update(RESERVATION)
    .where(*LIVE)
    .values(status=bindparam("becomes"))
    .returning(RESERVATION.c.product_id, RESERVATION.c.quantity_milli)
)


def held(session: Session, purchase_id: UUID) -> Sequence[Reservation]:
    """The purchase's live reservations, in the order in which stock is always locked."""
    return session.exec(HELD, params={"purchase": purchase_id}).all()


def end(session: Session, purchase_id: UUID, status: Hold) -> dict[UUID, int]:
    """End what the purchase still holds: how many thousandths of each product that was."""
    session.flush()
    note_change(session, Reservation)
    ended = session.connection().execute(END, {"purchase": purchase_id, "becomes": status})
    return {row.product_id: row.quantity_milli for row in ended}


def reservations(session: Session, purchase_id: UUID) -> Sequence[Reservation]:
    """Every reservation of the purchase, whatever became of it."""
    found = select(Reservation).where(Reservation.purchase_id == purchase_id)
    return session.exec(found.order_by(col(Reservation.product_id))).all()


def due(session: Session, now: datetime, limit: int = 200) -> Sequence[UUID]:
    """Purchases whose hold on stock has run out, the longest first."""
    over = (Reservation.status == Hold.HELD, Reservation.expires_at <= now)
    found = select(Reservation.purchase_id).where(*over).group_by(col(Reservation.purchase_id))
    return session.exec(found.order_by(func.min(Reservation.expires_at)).limit(limit)).all()


def out_of_step(session: Session) -> Sequence[UUID]:
    """Products whose stock is not what movements and reservations say: always empty."""
    moved = select(func.coalesce(func.sum(StockMovement.quantity_milli), 0)).where(
        StockMovement.product_id == Stock.product_id
    )
    kept = select(func.coalesce(func.sum(Reservation.quantity_milli), 0)).where(
        Reservation.product_id == Stock.product_id, Reservation.status == Hold.HELD
    )
    wrong = (col(Stock.on_hand_milli) != moved.scalar_subquery()) | (
        col(Stock.reserved_milli) != kept.scalar_subquery()
    )
    return session.exec(select(Stock.product_id).where(wrong)).all()


FREE = col(Stock.on_hand_milli) - col(Stock.reserved_milli)
FALLEN = and_(col(Stock.is_low) == False, col(Stock.low_below_milli) > FREE)  # noqa: E712
RISEN = and_(col(Stock.is_low) == True, col(Stock.low_below_milli) <= FREE)  # noqa: E712


def crossed(session: Session, limit: int) -> Sequence[UUID]:
    """Products whose stock has fallen below its line, or risen again, in the order in which stock is locked."""
    watched = select(Stock.product_id).where(col(Stock.low_below_milli).is_not(None), or_(FALLEN, RISEN))
    return session.exec(watched.order_by(col(Stock.product_id)).limit(limit)).all()


def mark_crossed(session: Session, product_id: UUID) -> bool:
    """Turn the mark of a stock that has crossed its line; False when it has not, or another process was first."""
    turned = update(Stock).where(col(Stock.product_id) == product_id, or_(FALLEN, RISEN))
    done = session.execute(turned.values(is_low=col(Stock.low_below_milli) > FREE))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]
