"""The bookkeeper of the officials' figures: a fact a line when an order binds, its negative when it is undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from db import facts as store
from db.accounts import Organisation
from db.facts import Fact, FactReason
from db.orders import Order, OrderLine, Purchase
from db.suppliers import Supplier
from db.writing import add_all
from services import clock

__all__ = ["Change", "Fact", "FactReason", "book", "sell"]

COUNTED = {FactReason.SALE: 1, FactReason.REVERSAL: -1, FactReason.REDUCTION: 0}  # an order, on its first line


@dataclass(frozen=True)
class Change:
    """What happens to one line of an order; minus signs undo."""

    line: OrderLine
    quantity_milli: int
    amount_fen: int
    carbon_kg: Decimal | None


def sell(db: Session, orders: Sequence[Order], lines: Sequence[OrderLine]) -> None:
    """Book every line of the orders that bind."""
    whole = [Change(line, line.quantity_milli, line.total_fen, line.carbon_kg) for line in lines]
    book(db, orders, whole, FactReason.SALE)


def book(db: Session, orders: Sequence[Order], changes: Sequence[Change], reason: FactReason) -> None:
    """Book changes of orders' lines, in the transaction that makes them. A sale and a reversal name every line."""
    shared = {order.id: of_order(db, order) | {"reason": reason} for order in orders}
    categories = store.categories(db, {change.line.kind for change in changes})
    first = {change.line.order_id: change for change in reversed(changes)}
    add_all(db, Fact, [
        shared[change.line.order_id]
        | {
            "line_id": change.line.id,
            "project_id": change.line.project_id,
            "product_id": change.line.product_id,
            "category": categories[change.line.kind],
            "kind": change.line.kind,
            "orders": COUNTED[reason] if change is first[change.line.order_id] else 0,
            "quantity_milli": change.quantity_milli,
            "amount_fen": change.amount_fen,
            "carbon_kg": change.carbon_kg,
        }
        for change in changes
    ])  # fmt: skip


def of_order(db: Session, order: Order) -> dict[str, Any]:
    """What all facts of an order share now. The city is that of the buyer."""
    channel = db.get_one(Purchase, order.purchase_id).channel
    buyer, supplier = db.get_one(Organisation, order.buyer_id), db.get_one(Supplier, order.supplier_id)
    now = clock.now()
    day = clock.in_china(now).date()
    return {
        "booked_at": now,
        "day": day,
        "month": f"{day:%Y-%m}",
        "order_id": order.id,
        "supplier_id": supplier.id,
        "supplier_kind": supplier.kind,
        "buyer_id": buyer.id,
        "city": buyer.city,
        "district": buyer.district,
        "channel": channel,
    }
