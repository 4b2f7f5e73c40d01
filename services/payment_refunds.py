"""Money that must go back by card: which orders, how much, and the booking once it has gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db import ledger as books
from db import orders as store
from db import payments
from db.engine import reading, transaction
from db.ledger import Account
from db.orders import Order, OrderStatus
from services import audit, clock, ledger
from services import payment_settlement as settlement
from services.audit import Event
from services.ledger import by_card
from services.order_flow import MUSEUM, advance
from services.settings import settings

__all__ = [
    "PATIENCE", "Owed", "book", "book_by_hand", "came_back", "is_demonstration", "owed", "rests", "unbooked", "waiting",
]  # fmt: skip

PATIENCE = timedelta(hours=12)  # what a bank did not take is not sent again sooner
STILL_HERE = {OrderStatus.PLACED, OrderStatus.APPROVED, OrderStatus.CONFIRMED}


@dataclass(frozen=True)
class Owed:
    """One order's money that is still with us; `marks` lets the refund be found again at the provider.

    `returned_fen` is what has gone back before: it tells several refunds of one order apart."""

    purchase_id: UUID
    order_id: UUID
    payment_intent: str
    amount_fen: int
    returned_fen: int

    @property
    def marks(self) -> dict[str, str]:
        return {"order": str(self.order_id)}

    @property
    def key(self) -> str:
        """Whoever sends this refund at the same time, and may know another amount, sends it under the same key."""
        return f"refund:{self.order_id}:{self.returned_fen}"


def owed(purchase_id: UUID) -> list[Owed]:
    with reading() as db:
        session = payments.of_purchase(db, purchase_id)
        if session is None or session.payment_intent is None:
            return []
        intent = session.payment_intent
        booked = {order.id: settlement.entries_of(db, order.id) for order in store.of_purchase(db, purchase_id)}
        due = {order: entries for order, entries in booked.items() if by_card(entries) and not rests(db, order)}
    return [
        Owed(purchase_id, order_id, intent, by_card(entries), ledger.returned(entries, Account.CARD_RECEIPTS))
        for order_id, entries in due.items()
    ]


def rests(db: Session, order_id: UUID) -> bool:
    """Whether a bank has just refused a refund of the order: it is sent again later."""
    return books.came_back_since(db, order_id, clock.now() - PATIENCE)


def owed_for(db: Session, order: Order) -> int:
    return by_card(settlement.entries_of(db, order.id))


def is_demonstration(owed: Owed) -> bool:
    """The seed's payments were never made at a provider: going back, they are booked and nothing else."""
    return settings().is_demo and owed.payment_intent.startswith("demo:")


def unbooked(owed: Owed, found: Iterable[tuple[str, str, str | None]]) -> str | None:
    """Of refunds at the provider (id, mark, status) the one of this order that is not booked yet and has not failed."""
    with reading() as db:
        for refund_id, mark, status in found:
            alive = mark == str(owed.order_id) and status not in {"failed", "canceled"}
            if alive and not ledger.posted(db, refund_id):
                return refund_id
    return None


def book(owed: Owed, refund_id: str, amount_fen: int) -> None:
    """Book a refund that the provider has made; a second booking of it finds the first."""
    with transaction() as db:
        purchase = store.locked_purchase(db, owed.purchase_id)
        order = db.get_one(Order, owed.order_id)
        if purchase is None or ledger.posted(db, refund_id):
            return
        if amount_fen > owed_for(db, order):
            raise AssertionError(f"refund {refund_id} is more than is owed for {order.code}")
        ledger.post(db, purchase, ledger.CARD_REFUNDED, refund_id, {order.id: amount_fen})
        audit.record(db, MUSEUM, Event.PAYMENT_REFUNDED, order.code, amount_fen=amount_fen)


def came_back(payment_intent: str, refund_id: str, order_mark: str, amount_fen: int) -> bool:
    """The buyer's bank did not take a refund: the money is with us again, and is owed back as before.

    One that we have sent and not booked yet is booked first, so that nobody books it afterwards. False when the payment
    is none of a purchase."""
    with transaction() as db:
        session = payments.by_payment_intent(db, payment_intent)
        if session is None:
            return False
        purchase = store.locked_purchase(db, session.purchase_id)
        if purchase is None or ledger.posted(db, refund_id + ledger.FAILED):
            return True
        orders = {order.id: order for order in store.of_purchase(db, purchase.id)}
        if not ledger.posted(db, refund_id):
            ours = [order_id for order_id in orders if str(order_id) == order_mark]
            if not ours:
                return True
            ledger.post(db, purchase, ledger.CARD_REFUNDED, refund_id, {ours[0]: amount_fen})
        left = books.of_posting(db, refund_id, Account.CARD_RECEIPTS)
        amounts = {order_id: -fen for order_id, fen in left.items()}
        ledger.post(db, purchase, ledger.CARD_REFUND_FAILED, refund_id + ledger.FAILED, amounts)
        for order_id, fen in amounts.items():
            said = {"amount_fen": fen, "is_owed": owed_for(db, orders[order_id]) > 0}
            audit.record(db, MUSEUM, Event.PAYMENT_REFUND_FAILED, orders[order_id].code, **said)
        return True


def book_by_hand(purchase_id: UUID, refund_id: str, amount_fen: int) -> None:
    """Book a refund that a person made at the provider, where its sum says for what; else leave it to a person."""
    with transaction() as db:
        purchase = store.locked_purchase(db, purchase_id)
        if purchase is None or ledger.posted(db, refund_id):
            return
        orders = {order.id: order for order in store.of_purchase(db, purchase_id)}
        amounts = attributed({order_id: owed_for(db, order) for order_id, order in orders.items()}, amount_fen)
        amounts = amounts or attributed({order_id: kept_by_card(db, order_id) for order_id in orders}, amount_fen)
        for order_id in amounts:
            give_up(db, orders[order_id], amounts[order_id])
        if amounts:
            ledger.post(db, purchase, ledger.CARD_REFUNDED, refund_id, amounts)
        event = Event.PAYMENT_REFUNDED if amounts else Event.PAYMENT_MISMATCHED
        audit.record(db, MUSEUM, event, purchase.code, refund=refund_id, amount_fen=amount_fen)


def kept_by_card(db: Session, order_id: UUID) -> int:
    return max(0, ledger.balance(settlement.entries_of(db, order_id), Account.CARD_RECEIPTS))


def attributed(paid: Mapping[UUID, int], amount_fen: int) -> dict[UUID, int]:
    """All that is left of the purchase, or of the one order of that sum; nothing when it could be several, or none."""
    left = {order_id: fen for order_id, fen in paid.items() if fen}
    if sum(left.values()) == amount_fen:
        return left
    same = {order_id: fen for order_id, fen in left.items() if fen == amount_fen}
    return same if len(same) == 1 else {}


def give_up(db: Session, order: Order, amount_fen: int) -> None:
    """An order whose money went back is not sent out any more; one that has left, or is gone, stays as it is."""
    if amount_fen > owed_for(db, order) and order.status in STILL_HERE:
        advance(db, MUSEUM, order, OrderStatus.CANCELLED, note="refunded")
        settlement.release(db, MUSEUM, order, note="refunded")


def waiting() -> list[UUID]:
    """Purchases of which money must still go back."""
    with reading() as db:
        orders = [db.get_one(Order, order_id) for order_id in books.owed_back(db)]
        return sorted({order.purchase_id for order in orders if owed_for(db, order)})
