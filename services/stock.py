"""Stock: reserved while a buyer pays, sold, released, taken back; every change of what is on hand leaves a movement."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import cart, products, suppliers
from db import stock as store
from db.engine import reading, transaction
from db.orders import OrderLine, Purchase
from db.stock import Hold, Reason, Reservation, Stock, StockMovement
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
    for product_id, milli in sorted(quantities.items()):
        if not store.change(db, product_id, reserved=milli):
            raise short_of(db, product_id)
        db.add(Reservation(purchase_id=purchase.id, product_id=product_id, quantity_milli=milli, expires_at=until))


def short_of(db: Session, product_id: UUID) -> Conflict:
    product = db.get_one(products.Product, product_id)
    left = free(store.of_product(db, product_id))
    return Conflict(SHORT, name=product.code, available=money.quantity(left), unit=product.unit)


def extend(db: Session, purchase: Purchase, until: datetime) -> None:
    """Keep what the purchase holds until a later moment."""
    for held in store.held(db, purchase.id):
        held.expires_at = max(held.expires_at, until)


def sell(db: Session, purchase: Purchase, orders: Mapping[UUID, UUID]) -> bool:
    """Turn what the purchase holds into sales; `orders` names each product's order. False when nothing is held."""
    held = store.held(db, purchase.id)
    for reservation in held:
        milli, product_id = reservation.quantity_milli, reservation.product_id
        if not store.change(db, product_id, on_hand=-milli, reserved=-milli):
            raise AssertionError(f"stock of {product_id} does not cover its reservation")
        reservation.status = Hold.SOLD
        moved(db, product_id, -milli, Reason.SOLD, order_id=orders[product_id])
    return bool(held)


def release(db: Session, purchase: Purchase) -> bool:
    """Let go of what the purchase still holds; a second call finds nothing."""
    held = store.held(db, purchase.id)
    for reservation in held:
        if not store.change(db, reservation.product_id, reserved=-reservation.quantity_milli):
            raise AssertionError(f"stock of {reservation.product_id} does not cover its reservation")
        reservation.status = Hold.LAPSED
    return bool(held)


def take_back(db: Session, order_id: UUID, quantities: Mapping[UUID, int]) -> None:
    """Put goods of an order, thousandths a product, back on hand; the caller's life cycle makes this happen once."""
    for product_id, milli in sorted(quantities.items()):
        store.change(db, product_id, on_hand=milli)
        moved(db, product_id, milli, Reason.RETURNED, order_id=order_id)


def moved(db: Session, product_id: UUID, milli: int, reason: Reason, *, order_id: UUID | None = None) -> None:
    db.add(StockMovement(product_id=product_id, quantity_milli=milli, reason=reason, order_id=order_id, at=clock.now()))


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
