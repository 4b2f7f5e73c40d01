"""Before a service is paid for by card: whose order it is, whether it can be paid, and what is written down first."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from db import service_books as store
from db.engine import transaction
from db.payments import SessionStatus
from db.service_books import ServiceSession
from db.service_orders import ServiceOrder
from services import audit, clock, money
from services.audit import Event
from services.errors import Conflict
from services.order_checkout import CARD_LIMIT_FEN
from services.payment_sessions import AN_HOUR, MOST_AN_HOUR, OPEN_FOR
from services.service_orders import rights
from services.service_orders.rights import Action
from services.settings import settings
from services.visitors import Visitor

__all__ = ["Asked", "parameters", "prepared"]


@dataclass(frozen=True)
class Asked:
    """What is asked of the provider; the same for every retry of one attempt."""

    order: ServiceOrder
    session: ServiceSession

    @property
    def key(self) -> str:
        return f"service-session:{self.session.id}"


def prepared(supplier: Visitor, code: str) -> Asked:
    """Note that a session is about to be opened, before the provider hears of it: a crash leaves a trace to follow."""
    with transaction() as db:
        order = rights.opened(db, supplier, code, Action.PAY)
        refuse_unless_payable(order)
        row = store.undecided(db, order.id)
        if row is None:
            row = begun(db, supplier, order)
        if row.status is SessionStatus.WAITING:
            raise Conflict("A payment of order {code} is under way; wait for its answer.", code=code)
        return Asked(order, row)


def refuse_unless_payable(order: ServiceOrder) -> None:
    if order.pay_by <= clock.now():
        raise Conflict("The time to pay order {code} is over; order again.", code=order.code)
    if order.total_fen > CARD_LIMIT_FEN:
        raise Conflict("Up to {limit} yuan can be paid online; pay this order by corporate transfer.",
                       limit=money.yuan(CARD_LIMIT_FEN))  # fmt: skip


def begun(db: Session, supplier: Visitor, order: ServiceOrder) -> ServiceSession:
    if store.opened_since(db, supplier.person_id, clock.now() - AN_HOUR) >= MOST_AN_HOUR:
        raise Conflict("You have started {most} payments within an hour; wait before the next.", most=MOST_AN_HOUR)
    row = ServiceSession(
        order_id=order.id, person_id=supplier.person_id, amount_fen=order.total_fen, created_at=clock.now(),
        expires_at=clock.now() + OPEN_FOR,
    )  # fmt: skip
    db.add(row)
    audit.record(db, supplier, Event.SERVICE_PAYMENT_OPENED, order.code, amount_fen=row.amount_fen)
    return row


def parameters(asked: Asked) -> Any:  # noqa: ANN401  the provider's own type is a tower of dictionaries
    """What the provider is asked for: nothing in it may differ between two tries of one attempt."""
    order, back = asked.order, f"{settings().base_url}/service_orders?order={asked.order.code}"
    name = f"{order.name_zh} {order.code} × {money.quantity(order.quantity_milli)}"
    price = {"currency": "cny", "unit_amount": order.total_fen, "product_data": {"name": name}}
    marks = {"service_order": order.code}
    return {
        "mode": "payment",
        "line_items": [{"quantity": 1, "price_data": price}],
        "client_reference_id": str(order.id),
        "metadata": marks,
        "payment_intent_data": {"metadata": marks},
        "success_url": back + "&session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": back + "&cancelled=1",
        "expires_at": int(asked.session.expires_at.timestamp()),
    }
