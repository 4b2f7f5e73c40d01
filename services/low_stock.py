"""Stock that runs low: a supplier says below how much to be told, and is told once until it has risen again.

Nobody who orders waits for this: the keeper compares the figures a few seconds later, whatever changed them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db import products, suppliers
from db import stock as store
from db.engine import reading, transaction
from db.products import Product, ProductStatus
from services import audit, money, stock
from services.audit import Event
from services.errors import Invalid, Missing
from services.order_flow import MUSEUM
from services.permissions import Permission, require
from services.stock import LARGEST_MILLI
from services.visitors import Visitor

__all__ = ["Low", "forget", "running_low", "set_low_below", "tell"]

MOST = 50  # in one transaction, so that no buyer waits long


@dataclass(frozen=True)
class Low:
    """An exhibit of which less is available than its supplier wants there to be, in thousandths of its unit."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    free_milli: int
    below_milli: int


def set_low_below(supplier: Visitor, product_code: str, *, below_milli: int | None) -> None:
    """From now on tell when less than this is available; None: never. What is low already is seen by who says so."""
    require(supplier, Permission.LISTING_EDIT)
    if below_milli is not None and not 0 < below_milli <= LARGEST_MILLI:
        raise Invalid("A stock to be told of is more than nothing and at most {most}.", most=LARGEST_MILLI // 1000)
    with transaction() as db:
        product = products.by_code(db, product_code)
        seller = suppliers.of_organisation(db, supplier.organisation_id)
        if product is None or seller is None or product.supplier_id != seller.id:
            raise Missing("There is no such exhibit.")
        held = store.opened(db, product.id)
        if held.low_below_milli != below_milli:
            held.low_below_milli = below_milli
            held.is_low = below_milli is not None and stock.free(held) < below_milli
            data = {} if below_milli is None else {"below_milli": below_milli, "unit": product.unit}
            audit.record(db, supplier, Event.STOCK_WATCHED, product.code, **data)


def forget(db: Session, product: Product) -> None:
    """The unit has changed: what was asked for was a quantity of the old one."""
    held = store.opened(db, product.id)
    held.low_below_milli, held.is_low = None, False


def running_low(supplier: Visitor) -> Sequence[Low]:
    """Those of the supplier's exhibits on show of which too little is available now, the scarcest first."""
    require(supplier, Permission.LISTING_EDIT)
    with reading() as db:
        seller = suppliers.of_organisation(db, supplier.organisation_id)
        hung = products.of_supplier(db, seller.id) if seller else []
        stocks = store.of_products(db, [one.id for one in hung if one.status is ProductStatus.PUBLISHED])
        found = [low(one, stocks[one.id]) for one in hung if one.id in stocks and is_low(stocks[one.id])]
    return sorted(found, key=lambda one: (one.free_milli / one.below_milli, one.code))


def is_low(held: store.Stock) -> bool:
    return held.low_below_milli is not None and stock.free(held) < held.low_below_milli


def low(product: Product, held: store.Stock) -> Low:
    below = held.low_below_milli or 0
    return Low(product.code, product.name_zh, product.name_en, product.unit, stock.free(held), below)


def tell() -> None:
    """A keeper's work: note every stock that has fallen below its line or risen above it; who is told reads the log."""
    with reading() as db:
        waiting = store.crossed(db, MOST)
    if waiting:
        with transaction(audited=False) as db:
            for product_id in waiting:
                if store.mark_crossed(db, product_id):
                    note(db, db.get_one(Product, product_id))


def note(db: Session, product: Product) -> None:
    held = store.of_product(db, product.id)
    if held is not None:
        event = Event.STOCK_LOW if held.is_low else Event.STOCK_RECOVERED
        left, below = money.quantity(stock.free(held)), money.quantity(held.low_below_milli or 0)
        audit.record(db, MUSEUM, event, product.code, left=f"{left:f}", below=f"{below:f}", unit=product.unit)
