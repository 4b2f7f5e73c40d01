"""What a buyer says of a transfer it has made: the day, the bank's number, the bank's paper if there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db import orders
from db import transfers as store
from db.engine import reading, transaction
from db.media import Purpose
from db.transfers import TransferNotice
from services import audit, clock, ledger, media, order_rights, texts
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.ledger import PaymentState
from services.order_rights import Party
from services.permissions import Permission, require
from services.transfers.slips import agreed
from services.visitors import Role, Visitor

__all__ = ["Sent", "tell", "told"]


@dataclass(frozen=True)
class Sent:
    """`file`: name and bytes of the bank's paper."""

    paid_on: date
    serial: str
    file: tuple[str, bytes] | None = None


def tell(buyer: Visitor, order_code: str, sent: Sent) -> None:
    """Tell the supplier that the money is on its way. It books nothing: the supplier says what has arrived."""
    require(buyer, Permission.ORDER_PLACE)
    serial = texts.required(sent.serial, field="Bank serial number", longest=60)
    with reading() as db:
        placed = clock.in_china(agreed(db, buyer, order_code).order.placed_at).date()
    if not placed <= sent.paid_on <= clock.today():
        raise Invalid("A transfer is of a day from {first} (the order) to {last} (today).", first=placed,
                      last=clock.today())  # fmt: skip
    file = media.store(buyer, *sent.file, Purpose.TRANSFER) if sent.file else None
    with transaction() as db:
        seen = order_rights.entered(db, buyer, order_code)
        if seen.state is not PaymentState.AGREED:
            raise Conflict("Order {code} is not waiting for a transfer.", code=seen.order.code)
        if any((one.paid_on, one.serial) == (sent.paid_on, serial) for one in store.notices(db, seen.order.id)):
            raise Conflict("You have told the supplier of this transfer already.")
        db.add(
            TransferNotice(
                order_id=seen.order.id, paid_on=sent.paid_on, serial=serial, file_id=file.id if file else None,
                said_by=buyer.signature[:200], said_at=clock.now(),
            )
        )  # fmt: skip
        amount = ledger.debt(seen.entries)
        audit.record(db, buyer, Event.TRANSFER_TOLD, seen.order.code, paid_on=sent.paid_on, amount_fen=amount)


def told(visitor: Visitor, order_code: str) -> Sequence[TransferNotice]:
    """What was said of an order's transfers, the newest first; for its two parties."""
    supplying = visitor.role is Role.SUPPLIER
    require(visitor, Permission.SALE_HANDLE if supplying else Permission.ORDER_READ)
    with reading() as db:
        found = orders.order_by_code(db, order_code)
        if found is None or order_rights.party_of(db, visitor, found) not in set(Party):
            raise Missing("There is no such order.")
        return store.notices(db, found.id)
