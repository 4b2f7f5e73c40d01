"""The way of an order's goods: which parts have left, which have arrived, and what is still to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from db import shipments as store
from db.orders import Order, OrderStatus
from db.shipments import Shipment
from services import order_reductions

__all__ = ["Parcel", "Shipment", "Way", "way"]

TO_COME = {OrderStatus.PLACED, OrderStatus.APPROVED, OrderStatus.CONFIRMED, OrderStatus.SHIPPED}


@dataclass(frozen=True)
class Parcel:
    """One part: thousandths by line."""

    shipment: Shipment
    quantities: Mapping[UUID, int]


@dataclass(frozen=True)
class Way:
    """`rest`: thousandths by line that have not left yet and will, as far as anybody has said."""

    parcels: Sequence[Parcel]
    rest: Mapping[UUID, int]

    @property
    def under_way(self) -> Sequence[Parcel]:
        return [one for one in self.parcels if one.shipment.received_at is None]

    @property
    def complete(self) -> bool:
        """Everything that will come has come."""
        return bool(self.parcels) and not self.rest and not self.under_way


def way(db: Session, order: Order) -> Way:
    sent = store.of_order(db, order.id)
    quantities: dict[UUID, dict[UUID, int]] = {one.id: {} for one in sent}
    gone: dict[UUID, int] = {}
    for line in store.lines(db, list(quantities)):
        quantities[line.shipment_id][line.line_id] = line.quantity_milli
        gone[line.line_id] = gone.get(line.line_id, 0) + line.quantity_milli
    left = order_reductions.left(db, order) if order.status in TO_COME else []
    rest = {one.line.id: one.quantity_milli - gone.get(one.line.id, 0) for one in left}
    return Way(
        parcels=[Parcel(one, quantities[one.id]) for one in sent],
        rest={line: milli for line, milli in rest.items() if milli > 0},
    )
