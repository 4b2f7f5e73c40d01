"""Corporate transfer: agreed by the buyer, received and, for a cancelled order, returned as its supplier declares."""

from dataclasses import dataclass
from uuid import UUID

from db import payments
from db.due import Handler
from db.engine import transaction
from db.orders import Method
from db.payments import SessionStatus
from services import audit, ledger, money, order_deadlines, order_rights, references
from services import payment_opening as opening
from services import payment_settlement as settlement
from services.audit import Event
from services.errors import Conflict, Invalid
from services.ledger import Account
from services.order_fulfilment import close_if_done
from services.order_rights import Action
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Arrived", "agree_transfer", "transfer_received", "transfer_returned"]


def agree_transfer(buyer: Visitor, purchase_code: str) -> UUID:
    """Turn an unpaid card purchase into one paid by transfer; a card payment that still comes pays the debt."""
    with transaction() as db:
        purchase = opening.own(db, buyer, purchase_code)
        opening.refuse_unless_payable(db, purchase)
        session = payments.of_purchase(db, purchase.id)
        if session and session.status not in {SessionStatus.OPENING, SessionStatus.OPEN}:
            raise Conflict("A payment of purchase {code} is under way; wait for its answer.", code=purchase.code)
        purchase.method = Method.TRANSFER
        settlement.agree(db, buyer, purchase)
        return purchase.id


@dataclass(frozen=True)
class Arrived:
    """What the supplier's bank statement says; a transfer may have come without its reference."""

    amount_fen: int
    reference: str = ""


def transfer_received(supplier: Visitor, order_code: str, *, arrived: Arrived | None = None) -> None:
    """The supplier has the money on its account; an accepted order is closed with it.

    What its bank statement says must be what this order is paid with: to the fen, and under its own reference."""
    require(supplier, Permission.SALE_HANDLE)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.TRANSFER_RECEIVED)
        order, amount = seen.order, ledger.debt(seen.entries)
        if arrived:
            refuse_unless_meant(order.code, amount, arrived)
        ledger.post(db, seen.purchase, ledger.TRANSFER_RECEIVED, f"transfer:{order.code}", {order.id: amount})
        audit.record(db, supplier, Event.PAYMENT_RECEIVED, order.code, amount_fen=amount)
        order_deadlines.end(db, Handler.TRANSFER_REMIND, order)
        db.flush()
        close_if_done(db, order)


def refuse_unless_meant(order_code: str, amount_fen: int, arrived: Arrived) -> None:
    if arrived.reference.strip() and references.plain(arrived.reference) != references.of_order(order_code):
        raise Invalid("This reference is not the one of order {code}, {reference}.", code=order_code,
                      reference=references.spaced(references.of_order(order_code)))  # fmt: skip
    if arrived.amount_fen != amount_fen:
        raise Invalid(
            "{arrived} yuan are not the {due} yuan that are due for order {code}. Settle the difference with the buyer "
            "first; then confirm the whole sum.",
            arrived=money.yuan(arrived.amount_fen),
            due=money.yuan(amount_fen),
            code=order_code,
        )


def transfer_returned(supplier: Visitor, order_code: str) -> None:
    """The supplier has sent back what was paid for an order that was cancelled, or for a part that was undone."""
    require(supplier, Permission.SALE_HANDLE)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.TRANSFER_RETURNED)
        order, amount = seen.order, ledger.by_transfer(seen.entries)
        before = ledger.returned(seen.entries, Account.TRANSFER_RECEIPTS)
        reference = f"returned:{order.code}:{before}"
        ledger.post(db, seen.purchase, ledger.TRANSFER_RETURNED, reference, {order.id: amount})
        audit.record(db, supplier, Event.PAYMENT_REFUNDED, order.code, amount_fen=amount)
