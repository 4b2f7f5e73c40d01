"""Ordering by a standing price, again and again, until its day or its quantity is used up ("factory direct")."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from db import orders
from db.orders import Channel, Purchase
from db.quotations import Quotation, QuotationStatus
from services import audit, clock, money
from services import order_placing as placing
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.order_placing import Draft
from services.permissions import Permission, require
from services.quotations import choosing, rules
from services.quotations.choosing import Receiving
from services.visitors import Visitor

__all__ = ["call_off"]


def call_off(
    buyer: Visitor, quotation_id: UUID, quantities: Mapping[str, int], receiving: Receiving, *, key: str
) -> Purchase:
    """Order thousandths by exhibit code at the standing price. The same `key` gives the same purchase.

    What is left is counted under the lock of the request, from the orders themselves: what was cancelled is free."""
    require(buyer, Permission.ORDER_PLACE)
    own_key = placing.key_of(buyer, f"call-off {quotation_id} {key}" if key else "")

    def write(db: Session) -> Purchase:
        request, quotation = rules.own_quotation(db, buyer, quotation_id)
        known = orders.purchase_by_key(db, own_key)
        if known:
            return known
        require_standing(quotation)
        choosing.require_as_quoted(db, quotation)
        items = placing.quoted(db, taken(db, quotation, quantities))
        checkout = choosing.checkout_of(db, request, receiving)
        purchase = placing.written(db, buyer, Draft(checkout, Channel.FRAMEWORK, own_key, items, quotation.id))
        audit.record(db, buyer, Event.QUOTATION_CALLED_OFF, request.code, purchase=purchase.code)
        return purchase

    return placing.once(own_key, write)


def require_standing(quotation: Quotation) -> None:
    if quotation.standing_until is None or quotation.status is not QuotationStatus.ACCEPTED:
        raise Conflict("There is no standing price to order by.")
    if clock.today() > quotation.standing_until:
        raise Conflict("This standing price held until {day}.", day=quotation.standing_until)


def taken(db: Session, quotation: Quotation, quantities: Mapping[str, int]) -> Sequence[tuple[str, int, int]]:
    """(code, thousandths, fen a unit) of what is wanted, none of it beyond what is left."""
    wanted = {code: milli for code, milli in quantities.items() if milli}
    lines = {product.code: line for line, product in choosing.priced(db, quotation)}
    if not wanted:
        raise Invalid("A quantity is more than nothing.")
    ordered = orders.ordered_of(db, quotation.id)
    for code, milli in wanted.items():
        if code not in lines:
            raise Missing("There is no such exhibit.")
        left = (lines[code].most_milli or 0) - ordered.get(lines[code].product_id, 0)
        if milli > left:
            raise Conflict(
                "Of {name} only {left} can still be ordered at this price.", name=code, left=money.quantity(left)
            )
    return [(code, milli, lines[code].price_fen) for code, milli in wanted.items()]
