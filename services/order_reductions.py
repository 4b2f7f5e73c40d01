"""Undoing a part of a bound order: goods that come back, are refused or never come, or money taken off the price.

Ledger, facts and stock change with it in the caller's transaction; money that was paid is then owed back, and goes back
by the keeper's round (card) or as the supplier declares (transfer)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from db import ledger as books
from db import orders as store
from db import reductions
from db.orders import Order, OrderLine, Purchase
from db.reductions import Reduction
from services import audit, clock, facts, invoice_calls, ledger, money, stock
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.facts import Change, FactReason
from services.visitors import Visitor

__all__ = ["Cut", "Left", "Part", "Reduction", "everything", "left", "off", "reduce", "undo"]


@dataclass(frozen=True)
class Part:
    """Of one line: thousandths that are undone, fen taken off what then is left of its price.

    `saleable`: the goods are on hand again with it; else nothing is said of where they are."""

    line_id: UUID
    quantity_milli: int = 0
    off_fen: int = 0
    saleable: bool = False


@dataclass(frozen=True)
class Cut:
    """What is undone, and why. `reference` makes it once: `return:…`, `dispute:…`, with a number of its own."""

    parts: Sequence[Part]
    reference: str
    reason: str


@dataclass(frozen=True)
class Left:
    """What an order's line still stands for, after everything that has been undone."""

    line: OrderLine
    quantity_milli: int
    amount_fen: int
    carbon_kg: Decimal | None

    def less(self, part: Part) -> Change:
        """The change a part makes; Invalid when it is more than is left."""
        if not (0 <= part.quantity_milli <= self.quantity_milli and part.off_fen >= 0):
            raise Invalid(
                "Of {product} only {available} {unit} are left to undo.",
                product=self.line.product_code,
                available=money.quantity(self.quantity_milli),
                unit=self.line.unit,
            )
        goods, carbon = 0, None if self.carbon_kg is None else Decimal(0)
        if part.quantity_milli:
            goods = money.part(self.amount_fen, self.quantity_milli, part.quantity_milli)
            if self.carbon_kg is not None:
                carbon = money.part_of(self.carbon_kg, self.quantity_milli, part.quantity_milli)
        if goods + part.off_fen > self.amount_fen:
            raise Invalid("Of {product} only {amount} yuan are left.", product=self.line.product_code,
                          amount=money.yuan(self.amount_fen - goods))  # fmt: skip
        return Change(self.line, -part.quantity_milli, -goods - part.off_fen, None if carbon is None else -carbon)


def left(db: Session, order: Order) -> list[Left]:
    """What is left of each line, in their order."""
    return left_of(store.lines(db, [order.id]), reductions.of_orders(db, [order.id]))


def left_of(lines: Sequence[OrderLine], undone: Sequence[Reduction]) -> list[Left]:
    known: dict[UUID, list[Reduction]] = {}
    for one in undone:
        known.setdefault(one.line_id, []).append(one)
    return [remaining(line, known.get(line.id, [])) for line in lines]


def remaining(line: OrderLine, undone: Sequence[Reduction]) -> Left:
    carbon = line.carbon_kg
    return Left(
        line,
        line.quantity_milli - sum(one.quantity_milli for one in undone),
        line.total_fen - sum(one.amount_fen for one in undone),
        None if carbon is None else carbon - sum((one.carbon_kg or Decimal(0) for one in undone), Decimal(0)),
    )


def everything(db: Session, order: Order, *, saleable: bool) -> list[Part]:
    """Whatever is left of the order, as parts."""
    return [
        Part(one.line.id, one.quantity_milli, 0 if one.quantity_milli else one.amount_fen, saleable=saleable)
        for one in left(db, order)
        if one.quantity_milli or one.amount_fen
    ]


def off(db: Session, order: Order, amount_fen: int) -> list[Part]:
    """A sum taken off the whole order, over its lines by what is left of each."""
    lines = left(db, order)
    whole = sum(one.amount_fen for one in lines)
    if not 0 < amount_fen <= whole:
        raise Invalid("{amount} yuan cannot be taken off, {most} are left.", amount=money.yuan(amount_fen),
                      most=money.yuan(whole))  # fmt: skip
    shares = money.split(amount_fen, [one.amount_fen for one in lines])
    return [Part(one.line.id, off_fen=fen) for one, fen in zip(lines, shares, strict=True) if fen]


def reduce(db: Session, actor: Visitor, order: Order, cut: Cut) -> int:
    """Undo a part, once a reference; the fen that are not owed any more. Purchase and order are locked by the caller.

    Raises Conflict when the order is not bound, Invalid when more is asked for than is left."""
    known = reductions.by_reference(db, cut.reference)
    if known:
        return sum(one.amount_fen for one in known)
    amount = undo(db, actor, order, cut)
    audit.record(db, actor, Event.ORDER_REDUCED, order.code, reference=cut.reference, amount_fen=amount)
    return amount


def undo(db: Session, actor: Visitor, order: Order, cut: Cut) -> int:
    """The same without a line in the audit log, for a change that writes its own."""
    lines = {one.line.id: one for one in left(db, order)}
    refuse_unless_possible(db, order, cut, lines)
    changes = [lines[part.line_id].less(part) for part in cut.parts]
    amount = -sum(change.amount_fen for change in changes)
    if amount:
        purchase = db.get_one(Purchase, order.purchase_id)
        ledger.post(db, purchase, ledger.RELEASED, cut.reference, {order.id: amount})
    db.add_all(noted(actor, cut, part, change) for part, change in zip(cut.parts, changes, strict=True))
    stock.take_back(db, order.id, restocked(lines, cut.parts))
    book(db, order, list(lines.values()), changes)
    db.flush()
    invoice_calls.reduced(db, order, sum(one.amount_fen for one in lines.values()) - amount)
    return amount


def refuse_unless_possible(db: Session, order: Order, cut: Cut, lines: dict[UUID, Left]) -> None:
    entries = [entry for entry, _ in books.of_orders(db, [order.id])]
    if not ledger.bound(entries):
        raise Conflict("The payment of order {code} does not stand where this could be done.", code=order.code)
    named = [part.line_id for part in cut.parts]
    if not set(named) <= set(lines):
        raise Missing("There is no such order.")
    empty = any(not part.quantity_milli and not part.off_fen for part in cut.parts)
    if not named or empty or len(set(named)) < len(named):
        raise Invalid("Say of at least one line how much is undone.")


def noted(actor: Visitor, cut: Cut, part: Part, change: Change) -> Reduction:
    return Reduction(
        order_id=change.line.order_id,
        line_id=change.line.id,
        reference=cut.reference,
        quantity_milli=part.quantity_milli,
        amount_fen=-change.amount_fen,
        carbon_kg=None if change.carbon_kg is None else -change.carbon_kg,
        restocked=part.saleable,
        reason=cut.reason,
        by=actor.signature[:200],
        at=clock.now(),
    )


def restocked(lines: dict[UUID, Left], parts: Sequence[Part]) -> dict[UUID, int]:
    """Thousandths a product that are on hand again."""
    back: dict[UUID, int] = {}
    for part in parts:
        if part.saleable and part.quantity_milli:
            product = lines[part.line_id].line.product_id
            back[product] = back.get(product, 0) + part.quantity_milli
    return back


def book(db: Session, order: Order, lines: Sequence[Left], changes: Sequence[Change]) -> None:
    """For the officials' figures the order counts until nothing is owed for it: then every line is reversed."""
    before = sum(one.amount_fen for one in lines)
    if before + sum(change.amount_fen for change in changes) or not before:
        facts.book(db, [order], changes, FactReason.REDUCTION)
        return
    by_line = {change.line.id: change for change in changes}
    whole = [by_line.get(one.line.id, Change(one.line, 0, 0, None)) for one in lines]
    facts.book(db, [order], whole, FactReason.REVERSAL)
