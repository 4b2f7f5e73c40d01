"""Messages of an order: buyer and supplier write to each other; officials read them through a dispute only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from db import messages as store
from db import orders as orders_stored
from db.disputes import Side
from db.engine import reading, transaction
from db.media import Purpose, StoredFile
from db.messages import LONGEST_MESSAGE, Message, MessageFile
from db.orders import Order, Purchase
from services import audit, clock, ledger, media, order_rights, texts
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.order_rights import Opened, Party
from services.permissions import Permission, require
from services.tokens import hash_of
from services.visitors import Visitor

__all__ = [
    "LONGEST_MESSAGE", "MOST_AN_HOUR", "MOST_FILES", "MessageView", "Side", "StoredFile", "Thread", "of_order",
    "thread", "write",
]  # fmt: skip

MOST_AN_HOUR, MOST_FILES, MOST_SHOWN = 20, 4, 200
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class MessageView:
    message_id: UUID
    side: Side
    text: str
    at: datetime
    files: Sequence[StoredFile]


@dataclass(frozen=True)
class Thread:
    """The last messages, the oldest first. `reader`: whose side reads them; `open`: whether one can write now."""

    messages: Sequence[MessageView]
    reader: Side
    open: bool


def of_order(visitor: Visitor, order_code: str) -> Thread:
    """What the parties of an order have written, for one of them."""
    require(visitor, Permission.MESSAGE_WRITE)
    with reading() as db:
        order = orders_stored.order_by_code(db, order_code)
        party = order_rights.party_of(db, visitor, order) if order else None
        if order is None or party is None:
            raise Missing("There is no such order.")
        seen = order_rights.seen_by(db, db.get_one(Purchase, order.purchase_id), order, party)
        return Thread(thread(db, order), Side(party.value), is_open(seen))


def thread(db: Session, order: Order) -> list[MessageView]:
    """For whoever has been found to be allowed to read it."""
    found = store.of_order(db, order.id, limit=MOST_SHOWN)
    files = store.files(db, [one.id for one in found])
    return [
        MessageView(one.id, one.side, one.text, one.at, [file for owner, file in files if owner == one.id])
        for one in found
    ]


def is_open(seen: Opened) -> bool:
    """An order that binds nobody yet is no affair of its supplier."""
    return ledger.bound(seen.entries)


def write(visitor: Visitor, order_code: str, text: str, *, key: str, files: Sequence[tuple[str, bytes]] = ()) -> None:
    """Send a message to the other side. The same key again sends nothing."""
    require(visitor, Permission.MESSAGE_WRITE)
    own_key = hash_of(f"{visitor.person_id} {key}")
    with reading() as db:
        if store.by_key(db, own_key):
            return
    kept = stored(visitor, text, files)
    with transaction() as db:
        seen = order_rights.entered(db, visitor, order_code)
        side = Side.BUYER if seen.party is Party.BUYER else Side.SUPPLIER
        if store.by_key(db, own_key):
            return
        refuse_unless_open(db, seen, side)
        message = Message(order_id=seen.order.id, key=own_key, side=side, at=clock.now(), by=visitor.signature[:200],
                          text=texts.paragraphs(text, field="Message", longest=LONGEST_MESSAGE))  # fmt: skip
        attach(db, visitor, message, kept)
        audit.record(db, visitor, Event.MESSAGE_WRITTEN, seen.order.code, side=side, files=len(kept))


def stored(visitor: Visitor, text: str, files: Sequence[tuple[str, bytes]]) -> list[StoredFile]:
    if not text.strip():
        raise Invalid("{field} is empty.", field="Message")
    if len(files) > MOST_FILES:
        raise Invalid("At most {most} files.", most=MOST_FILES)
    return [media.written(visitor, name, data, Purpose.CORRESPONDENCE) for name, data in files]


def refuse_unless_open(db: Session, seen: Opened, side: Side) -> None:
    if not is_open(seen):
        raise Conflict("The two sides write to each other once the order is paid or agreed.")
    if store.count_since(db, seen.order.id, side, clock.now() - AN_HOUR) >= MOST_AN_HOUR:
        raise Conflict("At most {most} messages an hour about one order; write again later.", most=MOST_AN_HOUR)


def attach(db: Session, visitor: Visitor, message: Message, files: Sequence[StoredFile]) -> None:
    db.add(message)
    db.flush()
    for file in files:
        media.note(db, visitor, file)
    db.flush()
    db.add_all(MessageFile(message_id=message.id, file_id=file.id) for file in files)
