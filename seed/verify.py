"""`python -m seed --verify`: every figure the museum keeps twice is compared, and whatever disagrees is named."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session, col, func, select

from db import ledger as books
from db import reductions
from db import stock as shelf
from db.approvals import Approval, ApprovalStatus
from db.chargebacks import Chargeback
from db.engine import reading
from db.facts import Fact
from db.ledger import Account, Entry, Posting
from db.orders import Order, OrderLine, OrderStatus, Purchase, ordered_of
from db.payouts import DELIVERED
from db.quotations import Quotation, QuotationLine
from seed import founding_day
from seed.hanging import hung, say
from seed.verify_services import service_money, service_totals
from services import ledger, money
from services.audit import walk_chain
from services.ledger import PaymentState

Problems = Iterator[str]
Check = Callable[[Session], Problems]
SHIPPED = DELIVERED | {OrderStatus.SHIPPED, OrderStatus.RECEIVED}
BOUND = {PaymentState.AGREED, PaymentState.PAID}
MOST_SHOWN = 5


def report() -> int:
    """Say of each check whether it holds; 0 when all do."""
    broken = 0
    with reading() as db:
        for title, check in checks().items():
            found = list(check(db))
            broken += bool(found)
            say(f"{'wrong' if found else 'right'}  {title}" + (f": {len(found)} times" if found else ""))
            for problem in found[:MOST_SHOWN]:
                say(f"       {problem}")
    return 1 if broken else 0


def problems() -> list[str]:
    with reading() as db:
        return [f"{title}: {problem}" for title, check in checks().items() for problem in check(db)]


def checks() -> dict[str, Check]:
    asked: dict[str, Check] = {
        "what is on hand is the sum of its movements": movements,
        "what is reserved is the sum of the reservations held": reservations,
        "a line is worth its quantity times its price, an order its lines, a purchase its orders": totals,
        "every posting of the ledger sums to nothing": balance,
        "what has left was paid or agreed, what was cancelled owes nothing": payments,
        "what is undone of an order is taken off its debt and its figures, and never more than it had": undone,
        "the officials' figures are the ledger's": facts,
        "every figure counts for the project of its line": projects,
        "what waits for a release is placed and unpaid, what was not released has ended": approvals,
        "a quotation is worth its lines, and no standing price was ordered by beyond its quantity": quoted,
        "nothing is paid out before delivery, nor more than was paid by card": paid_out,
        "what a bank withholds is what its chargebacks say": withheld,
        "a service order is worth its quantity times its price": service_totals,
        "services earn what is paid and kept, and their papers say so": service_money,
        "the audit log is whole": chain,
    }
    return asked | ({"on 30 April 2022 the figures are the documents'": founding_day.check} if hung() else {})


def sums(db: Session, key: Any, value: Any, *where: Any) -> dict[Any, int]:  # noqa: ANN401  columns of any table
    found = db.execute(select(key, func.sum(value)).where(*where).group_by(key)).all()
    return {name: int(total) for name, total in found}


def differing(what: str, kept: dict[Any, int], counted: dict[Any, int]) -> Problems:
    for name in sorted(kept.keys() | counted.keys(), key=str):
        if kept.get(name, 0) != counted.get(name, 0):
            yield f"{what} {name}: {kept.get(name, 0)} kept, {counted.get(name, 0)} counted"


def movements(db: Session) -> Problems:
    kept = sums(db, shelf.Stock.product_id, shelf.Stock.on_hand_milli)
    yield from differing("product", kept, sums(db, shelf.StockMovement.product_id, shelf.StockMovement.quantity_milli))


def reservations(db: Session) -> Problems:
    kept = sums(db, shelf.Stock.product_id, shelf.Stock.reserved_milli)
    held = shelf.Reservation.status == shelf.Hold.HELD
    counted = sums(db, shelf.Reservation.product_id, shelf.Reservation.quantity_milli, held)
    yield from differing("product", kept, counted)


def totals(db: Session) -> Problems:
    for line in db.exec(select(OrderLine)).yield_per(1000):
        if line.total_fen != money.line_total(line.quantity_milli, line.price_fen):
            yield f"line {line.id} says {line.total_fen}"
    by_order = sums(db, OrderLine.order_id, OrderLine.total_fen)
    yield from differing("order", sums(db, Order.id, Order.total_fen), by_order)
    by_purchase = sums(db, Order.purchase_id, Order.total_fen)
    yield from differing("purchase", sums(db, Purchase.id, Purchase.total_fen), by_purchase)


def balance(db: Session) -> Problems:
    for posting in books.unbalanced(db):
        yield f"posting {posting}"


def payments(db: Session) -> Problems:
    entries: dict[Any, list[Entry]] = defaultdict(list)
    for entry in db.exec(select(Entry)).yield_per(1000):
        entries[entry.order_id].append(entry)
    found = select(Order, Purchase.method).join(Purchase, col(Purchase.id) == Order.purchase_id)
    for order, method in db.exec(found).yield_per(1000):
        state = ledger.state(entries[order.id], order.total_fen)
        due = -ledger.balance(entries[order.id], Account.SUPPLIER_DUE)
        if order.status in SHIPPED and due and state not in BOUND | {PaymentState.PART_REFUNDED}:
            yield f"{order.code} is {order.status} and {state}"
        if order.status is OrderStatus.CLOSED and state is PaymentState.AGREED:
            yield f"{order.code} is closed and was never paid"
        if order.status is OrderStatus.CANCELLED and state in BOUND:
            yield f"{order.code} is cancelled and {state} ({method})"


def undone(db: Session) -> Problems:
    """Of orders that stand: cancelled ones may have been undone before parts were written down."""
    standing = col(Order.status) != OrderStatus.CANCELLED
    live = {row.id for row in db.exec(select(Order).where(standing, Order.status != OrderStatus.PLACED)).all()}
    taken = reductions.taken(db)
    due = {order: -fen for order, fen in books.balances(db, Account.SUPPLIER_DUE).items() if order in live}
    ordered = {row.id: row.total_fen for row in db.exec(select(Order)).all() if row.id in due}
    yield from differing("order", due, {order: fen - taken.get(order, 0) for order, fen in ordered.items()})
    kept = sums(db, OrderLine.id, OrderLine.quantity_milli)
    gone = sums(db, reductions.Reduction.line_id, reductions.Reduction.quantity_milli)
    booked = sums(db, Fact.line_id, Fact.quantity_milli, col(Fact.order_id).in_(due))
    yield from (f"line {line} has lost more than it had" for line, milli in gone.items() if milli > kept[line])
    yield from differing("line", booked, {line: kept[line] - gone.get(line, 0) for line in booked})


def facts(db: Session) -> Problems:
    owed = sums(db, Entry.order_id, Entry.amount_fen, Entry.account == Account.SUPPLIER_DUE)
    booked = sums(db, Fact.order_id, Fact.amount_fen)
    yield from differing("order", booked, {order: -amount for order, amount in owed.items()})
    bound = {order for order, amount in booked.items() if amount}
    counted = {order: int(order in bound) for order in booked}
    yield from differing("orders of", sums(db, Fact.order_id, Fact.orders), counted)


def projects(db: Session) -> Problems:
    joined = select(Fact.id).join(OrderLine, col(OrderLine.id) == Fact.line_id)
    apart = col(Fact.project_id).is_distinct_from(col(OrderLine.project_id))
    for fact in db.exec(joined.where(apart)):
        yield f"fact {fact}"


def approvals(db: Session) -> Problems:
    found = select(Approval.status, Order).join(Order, col(Order.purchase_id) == Approval.purchase_id)
    due = books.balances(db, Account.SUPPLIER_DUE)
    for status, order in db.exec(found):
        waits, over = status is ApprovalStatus.WAITING, status not in {ApprovalStatus.WAITING, ApprovalStatus.RELEASED}
        if waits and (order.status is not OrderStatus.PLACED or due.get(order.id, 0)):
            yield f"{order.code} waits for a release and is {order.status}"
        if over and order.status is not OrderStatus.CANCELLED:
            yield f"{order.code} was not released and is {order.status}"


def quoted(db: Session) -> Problems:
    by_quotation = sums(db, QuotationLine.quotation_id, QuotationLine.total_fen)
    yield from differing("quotation", sums(db, Quotation.id, Quotation.total_fen), by_quotation)
    limited = select(QuotationLine).where(col(QuotationLine.most_milli).is_not(None))
    for line in db.exec(limited).all():
        ordered = ordered_of(db, line.quotation_id).get(line.product_id, 0)
        if ordered > (line.most_milli or 0):
            yield f"line {line.id}: {ordered} ordered, {line.most_milli} agreed"


def paid_out(db: Session) -> Problems:
    """A share already passed on may be a debt for a while; it never is more than the buyer's card has paid."""
    passed = sums(db, Entry.order_id, Entry.amount_fen, Entry.account == Account.SUPPLIER_PAID)
    came = (Entry.account == Account.CARD_RECEIPTS, Entry.amount_fen > 0)
    paid = sums(db, Entry.order_id, Entry.amount_fen, *came)
    statuses = {order: status for order, status in db.exec(select(Order.id, Order.status)).all() if order in passed}
    for order, fen in passed.items():
        if not 0 <= fen <= paid.get(order, 0):
            yield f"order {order}: {fen} passed on, {paid.get(order, 0)} paid"
        if fen and statuses[order] not in DELIVERED:
            yield f"order {order} is {statuses[order]} and {fen} were passed on"


def withheld(db: Session) -> Problems:
    booked = sums(db, Posting.purchase_id, Entry.amount_fen, Entry.posting_id == Posting.id,
                  Entry.account == Account.DISPUTED)  # fmt: skip
    yield from differing("purchase", booked, sums(db, Chargeback.purchase_id, Chargeback.withdrawn_fen))


def chain(db: Session) -> Problems:
    checked = walk_chain(db)
    if checked.broken_at is not None:
        yield f"entry {checked.broken_at} does not fit the one before"
