"""Before a payment page opens: whose purchase it is, whether it can be paid, and what is written down beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from db import orders as store
from db import payments
from db import stock as stocks
from db.engine import transaction
from db.orders import Method, OrderLine, Purchase
from db.payments import CheckoutSession, SessionStatus
from services import approval_flow, audit, clock, money, stock
from services import payment_settlement as settlement
from services.audit import Event
from services.errors import Conflict, Missing
from services.ledger import PaymentState
from services.order_flow import MUSEUM
from services.payment_sessions import AN_HOUR, ANSWER, MOST_AN_HOUR, OPEN_FOR
from services.permissions import Permission, require
from services.settings import settings
from services.visitors import Visitor

__all__ = [
    "Asked", "Unreachable", "as_uuid", "asked", "is_live", "loopback", "may_pay_online", "own", "parameters",
    "prepared", "refuse_unless_payable", "renewed",
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is asked of the provider; the same for every retry of one attempt."""

    purchase: Purchase
    session: CheckoutSession
    lines: Sequence[OrderLine]


class Unreachable(Conflict):
    """The payment service does not answer, or refuses us; nothing has changed here."""

    def __init__(self) -> None:
        super().__init__("The payment service does not answer. Nothing was charged; try again in a minute.")


def loopback() -> str:
    """This museum's own address on this machine, where its sandbox listens."""
    host = settings().host
    return f"http://{'127.0.0.1' if host in {'0.0.0.0', '::', ''} else host}:{settings().port}"  # noqa: S104


def may_pay_online() -> bool:
    """Whether this installation can take payments at all."""
    return bool(settings().stripe_secret_key) or settings().sandboxed


def is_live() -> bool:
    return settings().stripe_secret_key.startswith(("sk_live_", "rk_live_"))


def as_uuid(text: str | None) -> UUID:
    """The purchase a session names; one that is nobody's when it names none."""
    try:
        return UUID(text or "")
    except ValueError:
        return UUID(int=0)


def prepared(buyer: Visitor, purchase_code: str) -> Asked:
    """Note that a session is about to be opened, before the provider hears of it: a crash leaves a trace to follow."""
    with transaction() as db:
        purchase = own(db, buyer, purchase_code)
        refuse_unless_payable(db, purchase)
        row = payments.of_purchase(db, purchase.id)
        if row is None:
            refuse_too_many(db, buyer)
            row = CheckoutSession(
                purchase_id=purchase.id,
                amount_fen=purchase.total_fen,
                created_at=clock.now(),
                expires_at=clock.now() + OPEN_FOR,
            )
            db.add(row)
            stock.extend(db, purchase, row.expires_at + ANSWER)
            audit.record(db, buyer, Event.PAYMENT_OPENED, purchase.code, amount_fen=row.amount_fen)
        refuse_if_decided(purchase, row)
        return seen(db, purchase, row)


def own(db: Session, buyer: Visitor, purchase_code: str) -> Purchase:
    """The buyer's own purchase, its row locked."""
    require(buyer, Permission.ORDER_PLACE)
    found = store.purchase_by_code(db, purchase_code)
    purchase = store.locked_purchase(db, found.id) if found and found.buyer_id == buyer.organisation_id else None
    if purchase is None:
        raise Missing("There is no such purchase.")
    return purchase


def refuse_unless_payable(db: Session, purchase: Purchase) -> None:
    """Unpaid, meant to be paid online, waiting for nobody's release, and its stock still held."""
    approval_flow.refuse_while_waiting(db, purchase)
    if settlement.state_of(db, purchase) is not PaymentState.NONE or purchase.method is not Method.CARD:
        raise Conflict("Purchase {code} is paid or agreed already.", code=purchase.code)
    held = stocks.held(db, purchase.id)
    if not held or held[0].expires_at <= clock.now():
        raise Conflict("The time to pay purchase {code} is over; order again.", code=purchase.code)


def refuse_too_many(db: Session, buyer: Visitor) -> None:
    if payments.opened_since(db, buyer.person_id, clock.now() - AN_HOUR) >= MOST_AN_HOUR:
        raise Conflict("You have started {most} payments within an hour; wait before the next.", most=MOST_AN_HOUR)


def refuse_if_decided(purchase: Purchase, row: CheckoutSession) -> None:
    if row.status not in {SessionStatus.OPENING, SessionStatus.OPEN}:
        raise Conflict("A payment of purchase {code} is under way; wait for its answer.", code=purchase.code)
    if row.provider_id and row.expires_at <= clock.now():
        raise Conflict("The time to pay purchase {code} is over; order again.", code=purchase.code)


def asked(db: Session, purchase_id: UUID) -> Asked | None:
    """The attempt as it was noted, to be repeated."""
    purchase, row = db.get(Purchase, purchase_id), payments.of_purchase(db, purchase_id)
    return seen(db, purchase, row) if purchase and row else None


def seen(db: Session, purchase: Purchase, row: CheckoutSession) -> Asked:
    return Asked(purchase, row, store.lines(db, [order.id for order in store.of_purchase(db, purchase.id)]))


def renewed(before: Asked) -> Asked:
    """A fresh attempt after one that the provider never took; whoever renews second finds the first's."""
    with transaction() as db:
        purchase = store.locked_purchase(db, before.purchase.id)
        row = payments.of_purchase(db, before.purchase.id)
        if purchase is None or row is None:
            raise Missing("There is no such purchase.")
        refuse_unless_payable(db, purchase)
        if row.provider_id is None and row.expires_at == before.session.expires_at:
            row.created_at, row.expires_at = clock.now(), clock.now() + OPEN_FOR
            stock.extend(db, purchase, row.expires_at + ANSWER)
            audit.record(db, MUSEUM, Event.PAYMENT_OPENED, purchase.code, again=True)
        return seen(db, purchase, row)


def parameters(asked: Asked) -> Any:  # noqa: ANN401  the provider's own type is a tower of dictionaries
    """What the provider is asked for: nothing in it may differ between two tries of one attempt."""
    purchase, back = asked.purchase, f"{settings().base_url}/orders?purchase={asked.purchase.code}"
    marks = {"purchase": purchase.code}
    return {
        "mode": "payment",
        "line_items": [line_item(line) for line in asked.lines],
        "client_reference_id": str(purchase.id),
        "metadata": marks,
        "payment_intent_data": {"transfer_group": purchase.code, "metadata": marks},
        "success_url": back + "&session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": back + "&cancelled=1",
        "expires_at": int(asked.session.expires_at.timestamp()),
    }


def line_item(line: OrderLine) -> dict[str, Any]:
    """One line at its own total: fractions of a unit are in the name, so that no rounding of ours is repeated there."""
    name = f"{line.name_zh} {line.product_code} × {money.quantity(line.quantity_milli)} {line.unit}"
    price = {"currency": "cny", "unit_amount": line.total_fen, "product_data": {"name": name}}
    return {"quantity": 1, "price_data": price}
