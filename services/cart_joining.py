"""After signing in, what a guest has put into a cart comes along into the buyer's."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from db import cart as store
from db.cart import CartLine, Owner
from db.engine import transaction
from services import cart, clock
from services.sign_in import visitor_of
from services.stock import LARGEST_MILLI
from services.visitors import Role, Visitor

__all__ = ["bring_along"]


def bring_along(guest: Visitor, token: str) -> None:
    """After signing in: add the guest's cart to that of the buyer who holds `token`; nobody else gets one."""
    member, _ = visitor_of(token, "")
    if member.role is not Role.BUYER or not guest.visit or guest.signed_in:
        return
    with transaction() as db:
        left = store.locked(db, Owner(guest.visit, None))
        lines = store.lines(db, left.id) if left else []
        if lines:
            merge(db, lines, store.opened(db, cart.owner(member), clock.now()).id)


def merge(db: Session, lines: Sequence[CartLine], cart_id: UUID) -> None:
    """What does not fit, or lies there by another unit, stays in the guest's cart and comes along another time."""
    there = {line.product_id: line for line in store.lines(db, cart_id)}
    for line in lines:
        same = there.get(line.product_id)
        if same and same.unit != line.unit:
            continue
        if same:
            same.quantity_milli = min(same.quantity_milli + line.quantity_milli, LARGEST_MILLI)
            db.delete(line)
        elif len(there) < cart.MOST_LINES:
            line.cart_id = cart_id
            there[line.product_id] = line
