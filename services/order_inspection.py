"""Inspection: what is as ordered is accepted, what is not is refused with its reason and is not owed any more."""

from sqlmodel import Session

from db.engine import transaction
from db.order_returns import Fault, Origin, ReturnStatus
from db.orders import OrderStatus
from services import audit, faults, order_reductions, order_returns, order_rights, refunding
from services.audit import Event
from services.faults import Report
from services.order_flow import advance
from services.order_fulfilment import take_over
from services.order_reductions import Cut, Part
from services.order_rights import Action, Opened
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["accept_in_part"]

REFUSED, ALL_REFUSED = "refused on inspection", "everything was refused on inspection"


def accept_in_part(buyer: Visitor, order_code: str, refused: Report) -> None:
    """Accept an order but for what is refused. When all of it is refused, the order ends.

    Goods that were refused lie with the buyer until their supplier has them back, or waives that."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.opened(db, buyer, order_code, Action.ACCEPT)
        goods = faults.checked(refused, order_reductions.left(db, seen.order))
        refuse(db, buyer, seen, Report(goods, refused.photos))
        if any(one.quantity_milli for one in order_reductions.left(db, seen.order)):
            take_over(db, buyer, seen)
        else:
            advance(db, buyer, seen.order, OrderStatus.CANCELLED, note=ALL_REFUSED)
    refunding.send_back(seen.purchase)


def refuse(db: Session, buyer: Visitor, seen: Opened, report: Report) -> None:
    """Nothing is restocked yet: the supplier says so when the goods are back and can be sold."""
    missing = all(one.fault is Fault.SHORT for one in report.goods)
    status = ReturnStatus.WAIVED if missing else ReturnStatus.AGREED
    back = order_returns.opened_for(db, seen.order, Origin.INSPECTION, status)
    faults.write(db, buyer, back, report)
    order_returns.note(db, buyer, back)
    parts = [Part(one.line_id, one.quantity_milli) for one in report.goods]
    amount = order_reductions.undo(db, buyer, seen.order, Cut(parts, f"inspection:{seen.order.code}", REFUSED))
    audit.record(db, buyer, Event.ORDER_PART_REFUSED, seen.order.code, number=back.number, amount_fen=amount)
