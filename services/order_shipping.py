"""Sending in parts: what leaves, what arrives, and the rest a supplier cannot deliver after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from db.engine import transaction
from db.orders import Order, OrderStatus
from db.shipments import Shipment, ShipmentLine
from services import audit, clock, flow, money, order_reductions, order_rights, refunding, shipments
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Invalid
from services.order_flow import FLOW, advance
from services.order_fulfilment import close_if_done
from services.order_reductions import Cut, Part
from services.order_rights import Action, Opened
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Sending", "go_on", "receive", "ship", "ship_part", "undeliverable"]

CHANGED = "Order {code} does not stand where this could be done; look at it again."


@dataclass(frozen=True)
class Sending:
    """One part about to leave: thousandths by line. `number` is the part's, so that a second click sends nothing."""

    carrier: str
    tracking_number: str
    quantities: Mapping[UUID, int]
    number: int


def ship(supplier: Visitor, order_code: str, *, carrier: str, tracking_number: str) -> None:
    """Everything that has not left yet leaves in one part."""
    require(supplier, Permission.SALE_HANDLE)
    by, number = named(carrier, tracking_number)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.SHIP)
        send(db, supplier, seen, Sending(by, number, seen.way.rest, len(seen.way.parcels) + 1))


def ship_part(supplier: Visitor, order_code: str, part: Sending) -> None:
    """What is named leaves; the rest stays to be sent."""
    require(supplier, Permission.SALE_HANDLE)
    by, tracking = named(part.carrier, part.tracking_number)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.SHIP)
        if part.number != len(seen.way.parcels) + 1:
            raise Conflict(CHANGED, code=seen.order.code)
        refuse_unless_fitting(seen, part.quantities)
        send(db, supplier, seen, Sending(by, tracking, part.quantities, part.number))


def named(carrier: str, tracking_number: str) -> tuple[str, str]:
    by = said(carrier, field="Carrier", longest=80)
    return by, said(tracking_number, field="Tracking number", longest=80)


def refuse_unless_fitting(seen: Opened, quantities: Mapping[UUID, int]) -> None:
    if not any(quantities.values()):
        raise Invalid("Say of at least one line how much leaves.")
    for line, milli in quantities.items():
        if not 0 <= milli <= seen.way.rest.get(line, 0):
            raise Invalid(
                "Of one line only {most} are still to be sent.", most=money.quantity(seen.way.rest.get(line, 0))
            )


def send(db: Session, supplier: Visitor, seen: Opened, part: Sending) -> None:
    order = seen.order
    shipment = Shipment(
        order_id=order.id,
        number=part.number,
        carrier=part.carrier,
        tracking_number=part.tracking_number,
        shipped_at=clock.now(),
    )
    db.add(shipment)
    db.flush()
    leaving = {line: milli for line, milli in part.quantities.items() if milli}
    db.add_all(
        ShipmentLine(shipment_id=shipment.id, line_id=line, quantity_milli=milli) for line, milli in leaving.items()
    )
    if order.status is OrderStatus.CONFIRMED:
        advance(db, supplier, order, OrderStatus.SHIPPED, note=f"{part.carrier} {part.tracking_number}")
    else:
        audit.record(db, supplier, Event.ORDER_PART_SHIPPED, order.code, number=part.number)


def receive(buyer: Visitor, order_code: str, *, number: int | None = None) -> None:
    """A part has arrived, or everything that is under way; with the last one the order has been received."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.opened(db, buyer, order_code, Action.RECEIVE)
        arrived = [one.shipment for one in seen.way.under_way if number in {None, one.shipment.number}]
        if not arrived:
            raise Conflict(CHANGED, code=seen.order.code)
        for shipment in arrived:
            shipment.received_at = clock.now()
        db.flush()
        if not receive_if_complete(db, buyer, seen.order):
            audit.record(db, buyer, Event.ORDER_PART_RECEIVED, seen.order.code, number=arrived[0].number)


def undeliverable(supplier: Visitor, order_code: str, *, reason: str) -> None:
    """What has not left will not come: it is not owed any more, and on hand again."""
    require(supplier, Permission.SALE_HANDLE)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        seen = order_rights.opened(db, supplier, order_code, Action.UNDELIVERABLE)
        parts = [Part(line, milli, saleable=True) for line, milli in seen.way.rest.items()]
        cut = Cut(parts, f"undeliverable:{seen.order.code}", why)
        amount = order_reductions.undo(db, supplier, seen.order, cut)
        audit.record(db, supplier, Event.ORDER_UNDELIVERABLE, seen.order.code, amount_fen=amount)
        go_on(db, supplier, seen.order)
    refunding.send_back(seen.purchase)


def receive_if_complete(db: Session, actor: Visitor, order: Order) -> bool:
    """Whether everything that will come has come; the order is received then."""
    if order.status is not OrderStatus.SHIPPED or not shipments.way(db, order).complete:
        return False
    advance(db, actor, order, OrderStatus.RECEIVED)
    return True


def go_on(db: Session, actor: Visitor, order: Order) -> None:
    """What a reduction leads to by itself: the order has all that will come, owes nothing more, or is nothing more."""
    gone = not any(one.quantity_milli or one.amount_fen for one in order_reductions.left(db, order))
    if gone and flow.may_move(FLOW, order, OrderStatus.CANCELLED):
        advance(db, actor, order, OrderStatus.CANCELLED)
    receive_if_complete(db, actor, order)
    close_if_done(db, order)
