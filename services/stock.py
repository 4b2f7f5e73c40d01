"""Stock: reserved while a buyer pays, sold, released, taken back; every change of what is on hand leaves a movement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import cart, products, suppliers
from db import stock as store
from db.engine import reading, transaction
from db.orders import OrderLine, Purchase
from db.stock import Change, Hold, Reason, Reservation, Stock, StockMovement
from db.writing import add_all
from services import audit, clock, money
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = [
    "LARGEST_MILLI",
    "availability",
    "available",
    "extend",
    "release",
    "reserve",
    "sell",
    "sell_at_once",
    "set_on_hand",
    "take_back",
    "wanted",
]  # fmt: skip

LARGEST_MILLI = 10**9
SHORT = "Of {name} only {available} {unit} are left."


def wanted(lines: Iterable[OrderLine]) -> dict[UUID, int]:
    """Lines as thousandths a product, several lines of one product summed, in the order in which stock is locked."""
    total: dict[UUID, int] = {}
    for line in lines:
        total[line.product_id] = total.get(line.product_id, 0) + line.quantity_milli
    return dict(sorted(total.items()))


def reserve(db: Session, purchase: Purchase, quantities: Mapping[UUID, int], until: datetime) -> None:
    """Hold every quantity for the purchase, or raise Conflict: the caller's transaction then holds none of them."""
    changes = {product_id: Change(reserved=milli) for product_id, milli in quantities.items()}
    take(db, changes, quantities)
    keep(db, quantities, {"purchase_id": purchase.id, "status": Hold.HELD, "expires_at": until})


def sell_at_once(db: Session, purchase: Purchase, lines: Sequence[OrderLine]) -> None:
    """The same where nothing has to be waited for: every quantity is sold, or Conflict is raised."""
    quantities = wanted(lines)
    changes = {product_id: Change(on_hand=-milli) for product_id, milli in quantities.items()}
    take(db, changes, quantities)
    keep(db, quantities, {"purchase_id": purchase.id, "status": Hold.SOLD, "expires_at": clock.now()})
    orders = orders_of(lines)
    moved(db, [(product_id, -milli, orders[product_id]) for product_id, milli in quantities.items()], Reason.SOLD)


def orders_of(lines: Iterable[OrderLine]) -> dict[UUID, UUID]:
    """Of which order each product is: a supplier's products are all of one."""
    return {line.product_id: line.order_id for line in lines}


def take(db: Session, changes: Mapping[UUID, Change], quantities: Mapping[UUID, int]) -> None:
    if not store.change_all(db, changes):
        raise short_of(db, quantities)


def keep(db: Session, quantities: Mapping[UUID, int], held: Mapping[str, object]) -> None:
    """Write down what is held, or was, and of what how much."""
    add_all(db, Reservation, [{**held, "product_id": product_id, "quantity_milli": milli}
                              for product_id, milli in quantities.items()])  # fmt: skip


def short_of(db: Session, quantities: Mapping[UUID, int]) -> Conflict:
    """Which product it is that is short, read once the transaction has let go of the others."""
    db.rollback()
    stocks = store.of_products(db, list(quantities))
    left = {product_id: free(stocks.get(product_id)) for product_id in quantities}
    shortest = min(quantities, key=lambda product_id: left[product_id] - quantities[product_id])
    product = db.get_one(products.Product, shortest)
    return Conflict(SHORT, name=product.code, available=money.quantity(left[shortest]), unit=product.unit)


def extend(db: Session, purchase: Purchase, until: datetime) -> None:
    """Keep what the purchase holds until a later moment."""
    for held in store.held(db, purchase.id):
        held.expires_at = max(held.expires_at, until)


def sell(db: Session, purchase: Purchase, lines: Sequence[OrderLine]) -> bool:
    """Turn what the purchase holds into sales. False when nothing is held."""
    held, orders = taken_off(db, purchase, Hold.SOLD), orders_of(lines)
    moved(db, [(product_id, -milli, orders[product_id]) for product_id, milli in held.items()], Reason.SOLD)
    return bool(held)


def release(db: Session, purchase: Purchase) -> bool:
    """Let go of what the purchase still holds; a second call finds nothing."""
    return bool(taken_off(db, purchase, Hold.LAPSED))


def taken_off(db: Session, purchase: Purchase, status: Hold) -> dict[UUID, int]:
    """End what the purchase holds, thousandths by product; what is sold is not on hand any more either."""
    held, sold = store.end(db, purchase.id, status), status is Hold.SOLD
    changes = {product_id: Change(-milli if sold else 0, -milli) for product_id, milli in held.items()}
    if not store.change_all(db, changes):
        raise AssertionError(f"the stock of {purchase.code} does not cover what it holds")
    return held


def take_back(db: Session, order_id: UUID, quantities: Mapping[UUID, int]) -> None:
    """Put goods of an order, thousandths a product, back on hand; the caller's life cycle makes this happen once."""
    store.change_all(db, {product_id: Change(on_hand=milli) for product_id, milli in quantities.items()})
    moved(db, [(product_id, milli, order_id) for product_id, milli in quantities.items()], Reason.RETURNED)


def moved(db: Session, goods: Iterable[tuple[UUID, int, UUID]], reason: Reason) -> None:
    """Note what went out or came back: of which product, how many thousandths, for which order."""
    said = {"reason": reason, "at": clock.now()}
    add_all(db, StockMovement, [said | {"product_id": product_id, "quantity_milli": milli, "order_id": order_id}
                                for product_id, milli, order_id in goods])  # fmt: skip


def free(stock: Stock | None) -> int:
    return 0 if stock is None else stock.on_hand_milli - stock.reserved_milli


def available(product_code: str) -> int:
    """Thousandths of the selling unit that can be bought now: the figure badges, filters and the checkout share."""
    return availability([product_code]).get(product_code, 0)


def availability(product_codes: Iterable[str]) -> dict[str, int]:
    """What can be bought now of several products, by code."""
    with reading() as db:
        found = {product.id: product.code for product in cart.products(db, list(product_codes))}
        stocks = store.of_products(db, list(found))
        return {code: free(stocks.get(product_id)) for product_id, code in found.items()}


def set_on_hand(supplier: Visitor, product_code: str, *, on_hand_milli: int, note: str = "") -> None:
    """Record a stocktake; never below what buyers have been promised."""
    require(supplier, Permission.LISTING_EDIT)
    if not 0 <= on_hand_milli <= LARGEST_MILLI:
        raise Invalid("A stock is between nothing and {most}.", most=LARGEST_MILLI // 1000)
    with transaction() as db:
        product = products.by_code(db, product_code)
        seller = suppliers.of_organisation(db, supplier.organisation_id)
        if product is None or seller is None or product.supplier_id != seller.id:
            raise Missing("There is no such exhibit.")
        counted(db, product.id, on_hand_milli, one_line(note))
        audit.record(db, supplier, Event.STOCK_CHANGED, product.code, on_hand_milli=on_hand_milli)


def one_line(note: str) -> str:
    """The note as a database can keep it: without what cannot be printed, a NUL above all."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in note).split())[:200]


def counted(db: Session, product_id: UUID, on_hand_milli: int, note: str) -> None:
    stock = store.opened(db, product_id)
    change = on_hand_milli - stock.on_hand_milli
    if not store.change(db, product_id, on_hand=change):
        promised = money.quantity(stock.reserved_milli)
        raise Conflict("{promised} are promised to buyers; the stock cannot be less.", promised=promised)
    reason = Reason.STOCKTAKE
    db.add(StockMovement(product_id=product_id, quantity_milli=change, reason=reason, note=note, at=clock.now()))
