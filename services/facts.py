"""The bookkeeper of the officials' figures: a fact a line when an order binds, its negative when it is undone."""

from collections.abc import Sequence
from typing import Literal

from sqlmodel import Session

from db import facts as store
from db.accounts import Organisation
from db.facts import Fact, FactReason
from db.orders import Order, OrderLine, Purchase
from db.suppliers import Supplier
from services import clock

__all__ = ["Fact", "FactReason", "Sign", "book"]

Sign = Literal[1, -1]


def book(db: Session, order: Order, lines: Sequence[OrderLine], reason: FactReason, sign: Sign) -> None:
    """Book every line of an order, in the transaction that makes or undoes it. The city is that of the buyer."""
    channel = db.get_one(Purchase, order.purchase_id).channel
    buyer, supplier = db.get_one(Organisation, order.buyer_id), db.get_one(Supplier, order.supplier_id)
    categories = store.categories(db, {line.kind for line in lines})
    now = clock.now()
    day = clock.in_china(now).date()
    db.add_all(
        Fact(
            booked_at=now,
            day=day,
            month=f"{day:%Y-%m}",
            reason=reason,
            order_id=order.id,
            line_id=line.id,
            product_id=line.product_id,
            supplier_id=supplier.id,
            supplier_kind=supplier.kind,
            buyer_id=buyer.id,
            project_id=line.project_id,
            category=categories[line.kind],
            kind=line.kind,
            city=buyer.city,
            district=buyer.district,
            channel=channel,
            orders=sign if first else 0,
            quantity_milli=sign * line.quantity_milli,
            amount_fen=sign * line.total_fen,
            carbon_kg=None if line.carbon_kg is None else sign * line.carbon_kg,
        )
        for line, first in zip(lines, [True, *[False] * len(lines)], strict=False)
    )
