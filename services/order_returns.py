"""The life of a return: asked by the buyer, agreed or declined by the supplier, settled when the goods are back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from db import order_returns as store
from db import orders as orders_stored
from db.engine import transaction
from db.order_returns import Fault, OrderReturn, OrderReturnLine, OrderReturnStep, Origin, ReturnStatus
from db.orders import Order, OrderStatus
from services import audit, clock, faults, flow, order_reductions, order_rights, refunding, stock
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Forbidden, Missing
from services.faults import Faulty, Report
from services.flow import Flow
from services.order_fulfilment import close_if_done
from services.order_reductions import Cut, Left, Part
from services.order_rights import Opened, Party
from services.permissions import Permission, require
from services.visitors import Role, Visitor

__all__ = [
    "DAYS", "FLOW", "Fault", "Faulty", "Origin", "Report", "ReturnStatus", "ReturnView", "agree", "arrived", "ask",
    "decline", "note", "of", "opened_for", "overtake", "until", "waive", "withdraw",
]  # fmt: skip

DAYS = 7  # so long after acceptance a buyer may ask to return goods, as buyers at a distance may (消费者权益保护法 §25)
S = ReturnStatus
FLOW: Flow[ReturnStatus] = {
    S.ASKED: frozenset({S.AGREED, S.DECLINED, S.WITHDRAWN}),
    S.AGREED: frozenset({S.ARRIVED, S.WAIVED}),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.ARRIVED: frozenset(),
    S.WAIVED: frozenset(),
}
WHOSE = {
    S.AGREED: Party.SUPPLIER,
    S.DECLINED: Party.SUPPLIER,
    S.WITHDRAWN: Party.BUYER,
    S.ARRIVED: Party.SUPPLIER,
    S.WAIVED: Party.SUPPLIER,
}
EVENTS = {
    S.ASKED: Event.RETURN_ASKED,
    S.AGREED: Event.RETURN_AGREED,
    S.DECLINED: Event.RETURN_DECLINED,
    S.WITHDRAWN: Event.RETURN_WITHDRAWN,
    S.ARRIVED: Event.RETURN_ARRIVED,
    S.WAIVED: Event.RETURN_WAIVED,
}
OVER = {OrderStatus.ACCEPTED, OrderStatus.CLOSED}
RETURNED = "returned after acceptance"


@dataclass(frozen=True)
class ReturnView:
    """One return as a party sees it; `may` is what that party can do with it now."""

    back: OrderReturn
    lines: Sequence[OrderReturnLine]
    photos: Sequence[UUID]
    steps: Sequence[OrderReturnStep]
    may: Sequence[ReturnStatus]


@dataclass(frozen=True)
class Step:
    """One step of a return, with the words said to it."""

    to: ReturnStatus
    words: str = ""
    saleable: bool = False


def ask(buyer: Visitor, order_code: str, report: Report, *, number: int) -> None:
    """Ask the supplier to take goods back. `number` is that of the return, so that a second click asks for nothing."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.entered(db, buyer, order_code)
        if seen.party is not Party.BUYER:
            raise Forbidden("You may not do this.")
        refuse_unless_in_time(db, seen.order)
        if seen.disputed:
            raise Conflict("A dispute about order {code} is open; what becomes of the goods is settled there.",
                           code=seen.order.code)  # fmt: skip
        if number != len(store.of_order(db, seen.order.id)) + 1:
            raise Conflict(
                "Order {code} does not stand where this could be done; look at it again.", code=seen.order.code
            )
        goods = faults.checked(report, returnable(db, seen.order))
        back = opened_for(db, seen.order, Origin.REQUEST, S.ASKED)
        faults.write(db, buyer, back, Report(goods, report.photos))
        note(db, buyer, back)
        audit.record(db, buyer, EVENTS[S.ASKED], seen.order.code, number=back.number)


def refuse_unless_in_time(db: Session, order: Order) -> None:
    end = until(db, order)
    if end is None or end < clock.now():
        raise Conflict(
            "Order {code} can be returned within {days} days of acceptance only.", code=order.code, days=DAYS
        )


def until(db: Session, order: Order) -> datetime | None:
    """The moment until which goods of an accepted order may be asked back."""
    if order.status not in OVER:
        return None
    accepted = [step.at for step in orders_stored.steps(db, order.id) if step.status is OrderStatus.ACCEPTED]
    return accepted[-1] + timedelta(days=DAYS) if accepted else None


def returnable(db: Session, order: Order) -> list[Left]:
    """What is left of each line, less what is being asked back already."""
    open_still = [one.id for one in store.of_order(db, order.id)
                  if one.origin is Origin.REQUEST and one.status in {S.ASKED, S.AGREED}]  # fmt: skip
    asked: dict[UUID, int] = {}
    for line in store.lines(db, open_still):
        asked[line.line_id] = asked.get(line.line_id, 0) + line.quantity_milli
    return [
        Left(one.line, one.quantity_milli - asked.get(one.line.id, 0), one.amount_fen, one.carbon_kg)
        for one in order_reductions.left(db, order)
    ]


def opened_for(db: Session, order: Order, origin: Origin, status: ReturnStatus) -> OrderReturn:
    number = len(store.of_order(db, order.id)) + 1
    return OrderReturn(order_id=order.id, number=number, origin=origin, status=status, opened_at=clock.now())


def agree(supplier: Visitor, order_code: str, number: int) -> None:
    """The supplier takes the goods back; the money follows when they have arrived."""
    take_step(supplier, order_code, number, Step(S.AGREED))


def decline(supplier: Visitor, order_code: str, number: int, *, reason: str) -> None:
    take_step(supplier, order_code, number, Step(S.DECLINED, said(reason, field="Reason", longest=300)))


def withdraw(buyer: Visitor, order_code: str, number: int) -> None:
    take_step(buyer, order_code, number, Step(S.WITHDRAWN))


def arrived(supplier: Visitor, order_code: str, number: int, *, saleable: bool) -> None:
    """The goods are back; `saleable` ones are on hand again. What was paid for them goes back."""
    take_step(supplier, order_code, number, Step(S.ARRIVED, saleable=saleable))


def waive(supplier: Visitor, order_code: str, number: int) -> None:
    """The buyer need not send the goods; what was paid for them goes back."""
    take_step(supplier, order_code, number, Step(S.WAIVED))


def take_step(visitor: Visitor, code: str, number: int, step: Step) -> None:
    require(visitor, Permission.SALE_HANDLE if visitor.role is Role.SUPPLIER else Permission.ORDER_PLACE)
    with transaction() as db:
        seen = order_rights.entered(db, visitor, code)
        back = store.by_number(db, seen.order.id, number)
        if back is None:
            raise Missing("There is no such return.")
        if seen.party is not WHOSE[step.to]:
            raise Forbidden("You may not do this.")
        flow.move(FLOW, back, step.to)
        note(db, visitor, back, step.words)
        amount = settle(db, visitor, seen, back, saleable=step.saleable) if step.to in {S.ARRIVED, S.WAIVED} else 0
        audit.record(db, visitor, EVENTS[step.to], seen.order.code, number=number, amount_fen=amount)
    refunding.send_back(seen.purchase)


def settle(db: Session, supplier: Visitor, seen: Opened, back: OrderReturn, *, saleable: bool) -> int:
    """Undo what comes back; where its money was undone by an inspection or a dispute, only the shelf is left."""
    lines = store.lines(db, [back.id])
    parts = [Part(one.line_id, one.quantity_milli, saleable=saleable and one.fault is not Fault.SHORT) for one in lines]
    if back.origin is not Origin.REQUEST:
        known = {one.line.id: one for one in order_reductions.left(db, seen.order)}
        stock.take_back(db, seen.order.id, order_reductions.restocked(known, parts))
        return 0
    cut = Cut(parts, f"return:{seen.order.code}:{back.number}", RETURNED)
    amount = order_reductions.undo(db, supplier, seen.order, cut)
    close_if_done(db, seen.order)
    return amount


def overtake(db: Session, actor: Visitor, order: Order, words: str) -> None:
    """What has been asked back is settled otherwise now: it is not asked for any more, and undoes nothing later."""
    ended = {S.ASKED: S.WITHDRAWN, S.AGREED: S.WAIVED}
    for back in store.of_order(db, order.id):
        if back.origin is Origin.REQUEST and back.status in ended:
            flow.move(FLOW, back, ended[back.status])
            note(db, actor, back, words)


def note(db: Session, actor: Visitor, back: OrderReturn, words: str = "") -> None:
    """A line in the time line of the return."""
    by = actor.signature[:200]
    db.add(OrderReturnStep(return_id=back.id, status=back.status, at=clock.now(), by=by, note=words))


def of(db: Session, order: Order, party: Party) -> list[ReturnView]:
    """The returns of an order, the first asked first."""
    found = store.of_order(db, order.id)
    ids = [one.id for one in found]
    lines, photos, steps = store.lines(db, ids), store.photos(db, ids), store.steps(db, ids)
    return [
        ReturnView(
            back=one,
            lines=[line for line in lines if line.return_id == one.id],
            photos=[photo.file_id for photo in photos if photo.return_id == one.id],
            steps=[step for step in steps if step.return_id == one.id],
            may=[to for to in ReturnStatus if to in FLOW[one.status] and WHOSE[to] is party],
        )
        for one in found
    ]
