"""What buyer and supplier of an order write to each other, with what they attach."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Session, col, func, select

from db.columns import Choice, Moment, Row, Words, column, identity, refers_to
from db.disputes import Side
from db.media import StoredFile
from db.orders import Order

LONGEST_MESSAGE = 2000


class Message(Row, table=True):
    """`key` makes a double click the same message."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_order", "order_id", "at"),)

    id: UUID = identity()
    order_id: UUID = refers_to("order.id", index=False)
    key: str = column(Words(80), unique=True)
    side: Side = column(Choice(Side))
    text: str = column(Words(LONGEST_MESSAGE))
    at: datetime = column(Moment)
    by: str = column(Words(200))


class MessageFile(Row, table=True):
    __tablename__ = "message_file"

    id: UUID = identity()
    message_id: UUID = refers_to("message.id")
    file_id: UUID = refers_to("stored_file.id", unique=True)


def by_key(session: Session, key: str) -> Message | None:
    return session.exec(select(Message).where(Message.key == key)).first()


def of_order(session: Session, order_id: UUID, *, limit: int) -> Sequence[Message]:
    """The last ones, the oldest of them first."""
    found = select(Message).where(Message.order_id == order_id)
    newest = found.order_by(col(Message.at).desc(), col(Message.id).desc()).limit(limit)
    return list(reversed(session.exec(newest).all()))


def count_since(session: Session, order_id: UUID, side: Side, since: datetime) -> int:
    found = select(func.count()).select_from(Message)
    return session.exec(found.where(Message.order_id == order_id, Message.side == side, col(Message.at) > since)).one()


def files(session: Session, message_ids: Sequence[UUID]) -> Sequence[tuple[UUID, StoredFile]]:
    """What was attached, with the message it came with."""
    found = select(MessageFile.message_id, StoredFile).join(StoredFile, col(StoredFile.id) == MessageFile.file_id)
    return session.exec(
        found.where(col(MessageFile.message_id).in_(message_ids)).order_by(col(StoredFile.name), col(MessageFile.id))
    ).all()


def order_of_file(session: Session, file_id: UUID) -> Order | None:
    """The order about which the file was sent."""
    found = select(Order).join(Message, col(Message.order_id) == Order.id)
    found = found.join(MessageFile, col(MessageFile.message_id) == Message.id)
    return session.exec(found.where(MessageFile.file_id == file_id)).first()
