"""The cart: a guest's belongs to the browser's visit, a buyer's to the membership; signing in joins the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from db import cart as store
from db.cart import CartLine, Owner, Wanted
from db.engine import reading, transaction
from db.products import Product, ProductStatus, plain
from db.standards import CarbonFactor
from db.suppliers import SupplierStatus
from db.writing import add_all
from services import carbon, clock, money, stock
from services.carbon import Footprint
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.permissions import Permission, allows, require
from services.stock import LARGEST_MILLI
from services.visitors import Role, Visitor

__all__ = [
    "CartGroup", "CartItem", "CartView", "Problem", "accept_changes", "change", "check_quantity", "count",
    "held", "put", "remove", "view",
]  # fmt: skip

Problem = Literal["gone", "unit_changed", "below_minimum", "short", "price_changed"]
MOST_LINES = 100  # what one Checkout Session may list
NO_EXHIBIT, NO_LINE = "There is no such exhibit.", "There is no such line in your cart."


@dataclass(frozen=True)
class CartItem:
    """One line. `price_fen` a `unit` is the price now, `seen_fen` a `seen_unit` what the buyer put in or agreed to."""

    id: UUID
    product_code: str
    name_zh: str
    name_en: str
    kind: str
    unit: str
    seen_unit: str
    price_fen: int
    seen_fen: int
    quantity_milli: int
    minimum_milli: int
    step_milli: int
    total_fen: int
    available_milli: int
    problem: Problem | None
    carbon_kg: Decimal | None
    carbon: Footprint
    compared: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return (self.price_fen, self.unit) != (self.seen_fen, self.seen_unit)


@dataclass(frozen=True)
class CartGroup:
    """The lines of one supplier: what becomes one order."""

    supplier_code: str
    supplier_zh: str
    supplier_en: str
    lines: Sequence[CartItem]

    @property
    def total_fen(self) -> int:
        """Without the lines that can no longer be bought at all."""
        return sum(line.total_fen for line in self.lines if line.problem != "gone")


@dataclass(frozen=True)
class CartView:
    groups: Sequence[CartGroup]

    @property
    def lines(self) -> list[CartItem]:
        return [line for group in self.groups for line in group.lines]

    @property
    def total_fen(self) -> int:
        return sum(group.total_fen for group in self.groups)

    @property
    def carbon_kg(self) -> Decimal:
        """kgCO2e (A1-A3) of the lines whose carbon can be said; see `not_comparable` for the others."""
        return sum((line.carbon_kg for line in self.lines if line.carbon_kg is not None), Decimal(0))

    @property
    def not_comparable(self) -> int:
        return sum(line.carbon_kg is None for line in self.lines)

    @property
    def ready(self) -> bool:
        """Whether every line can be ordered as it stands."""
        return bool(self.groups) and not any(line.problem for line in self.lines)


def owner(visitor: Visitor) -> Owner:
    if visitor.role is Role.BUYER:
        return Owner(None, visitor.membership_id)
    if not visitor.visit:
        raise Conflict("Your browser keeps no cookies, so there is no cart; allow them and open the page again.")
    return Owner(visitor.visit, None)


def may_fill(visitor: Visitor) -> None:
    if not allows(visitor, Permission.CART_FILL):
        raise Forbidden("Only buyers and guests fill a cart; act for a buyer to do so.")


def count(visitor: Visitor) -> int:
    """How many lines are in the visitor's cart."""
    if not allows(visitor, Permission.CART_FILL) or (not visitor.signed_in and not visitor.visit):
        return 0
    with reading() as db:
        return store.count(db, owner(visitor))


def held(visitor: Visitor, product_code: str) -> int:
    """How many thousandths of the exhibit the visitor's cart holds now."""
    if not allows(visitor, Permission.CART_FILL) or (not visitor.signed_in and not visitor.visit):
        return 0
    with reading() as db:
        cart, product = store.of_owner(db, owner(visitor)), store.exhibit(db, product_code)
        line = store.line_of_product(db, cart.id, product.id) if cart and product else None
    return line.quantity_milli if line else 0


def put(
    visitor: Visitor, product_code: str, *, quantity_milli: int, holding: int | None = None, beside: Sequence[str] = ()
) -> None:
    """Add thousandths of the selling unit to what the cart holds of the exhibit.

    A line that lies there keeps the price it was put in at, so that a changed one is shown and accepted. `holding` is
    what the buyer saw in the cart: when it holds something else by now, as after the first of two quick clicks, nothing
    is added. `beside` are the codes of exhibits it was compared with."""
    may_fill(visitor)
    with transaction() as db:
        product = on_show(db, product_code)
        cart = store.opened(db, owner(visitor), clock.now())
        line = store.line_of_product(db, cart.id, product.id)
        there = line.quantity_milli if line else 0
        if holding is not None and there != holding:
            return
        if line and line.unit != product.unit:
            raise unit_changed(product, line.unit)
        together = check_quantity(product, there + quantity_milli, more=quantity_milli)
        compared = " ".join(plain(beside)[:3])
        if line:
            line.quantity_milli, line.compared = together, compared or line.compared
        else:
            begin_line(db, cart.id, product, together, compared=compared)


def on_show(db: Session, product_code: str) -> Product:
    found = store.exhibit(db, product_code)
    if found is None:
        raise Missing(NO_EXHIBIT)
    return found


def begin_line(db: Session, cart_id: UUID, product: Product, quantity_milli: int, *, compared: str = "") -> None:
    if store.size(db, cart_id) >= MOST_LINES:
        raise Conflict("A cart holds at most {most} lines; order these first.", most=MOST_LINES)
    seen = {"unit": product.unit, "price_fen": product.price_fen, "added_at": clock.now()}
    line = {"cart_id": cart_id, "product_id": product.id, "quantity_milli": quantity_milli, "compared": compared}
    add_all(db, CartLine, [line | seen])


def unit_changed(product: Product, seen: str) -> Conflict:
    return Conflict(
        "{product} lies in your cart by the {seen} and is sold by the {now} now; look at the cart again.",
        product=product.code,
        seen=seen,
        now=product.unit,
    )


def check_quantity(product: Product, quantity_milli: int, *, more: int | None = None) -> int:
    """The quantity if the exhibit can be bought in it; `more` is what is being added to get there."""
    if (more is not None and more <= 0) or quantity_milli <= 0:
        raise Invalid("A quantity is more than nothing.")
    if quantity_milli > LARGEST_MILLI:
        raise Invalid("At most {most} {unit} fit into one line.", most=LARGEST_MILLI // 1000, unit=product.unit)
    minimum, step = product.minimum_milli, product.step_milli
    if quantity_milli < minimum:
        raise Invalid("At least {minimum} {unit} are sold.", minimum=money.quantity(minimum), unit=product.unit)
    if quantity_milli % step and (quantity_milli - minimum) % step:
        raise Invalid(
            "{quantity} {unit} cannot be packed; it is sold in steps of {step} from {minimum}.",
            quantity=money.quantity(quantity_milli),
            unit=product.unit,
            step=money.quantity(step),
            minimum=money.quantity(minimum),
        )
    return quantity_milli


def change(visitor: Visitor, line_id: UUID, *, quantity_milli: int) -> None:
    """Set the quantity of a line. A changed price stays to be accepted."""
    may_fill(visitor)
    with transaction() as db:
        line = own_line(db, visitor, line_id)
        line.quantity_milli = check_quantity(db.get_one(Product, line.product_id), quantity_milli)


def remove(visitor: Visitor, line_id: UUID) -> None:
    may_fill(visitor)
    with transaction() as db:
        db.delete(own_line(db, visitor, line_id))


def own_line(db: Session, visitor: Visitor, line_id: UUID) -> CartLine:
    cart = store.locked(db, owner(visitor))
    line = db.get(CartLine, line_id)
    if cart is None or line is None or line.cart_id != cart.id:
        raise Missing(NO_LINE)
    return line


def accept_changes(visitor: Visitor) -> None:
    """The buyer has seen the prices and units of now and takes them. A quantity that is not sold in the new unit
    stays, as a problem of its own."""
    may_fill(visitor)
    with transaction() as db:
        cart = store.locked(db, owner(visitor))
        for wanted in store.wanted(db, cart.id) if cart else []:
            wanted.line.price_fen, wanted.line.unit = wanted.product.price_fen, wanted.product.unit


def view(visitor: Visitor) -> CartView:
    """The cart at the prices and with the stock of now, a group a supplier."""
    require(visitor, Permission.CART_FILL)
    if not visitor.signed_in and not visitor.visit:
        return CartView([])
    with reading() as db:
        cart = store.of_owner(db, owner(visitor))
        wanted = store.wanted(db, cart.id) if cart else []
        factors = store.default_factors(db, [one.product.kind for one in wanted])
    return CartView([group(list(of_one), factors) for _, of_one in groupby(wanted, key=lambda one: one.supplier.code)])


def group(wanted: list[Wanted], factors: Mapping[str, CarbonFactor]) -> CartGroup:
    supplier, organisation = wanted[0].supplier, wanted[0].organisation
    lines = [item(one, factors.get(one.product.kind)) for one in wanted]
    return CartGroup(supplier.code, organisation.name_zh, organisation.name_en, lines)


def item(wanted: Wanted, factor: CarbonFactor | None) -> CartItem:
    line, product = wanted.line, wanted.product
    known = carbon.footprint(product, factor)
    return CartItem(
        id=line.id,
        product_code=product.code,
        name_zh=product.name_zh,
        name_en=product.name_en,
        kind=product.kind,
        unit=product.unit,
        seen_unit=line.unit,
        price_fen=product.price_fen,
        seen_fen=line.price_fen,
        quantity_milli=line.quantity_milli,
        minimum_milli=product.minimum_milli,
        step_milli=product.step_milli,
        total_fen=money.line_total(line.quantity_milli, product.price_fen),
        available_milli=stock.free(wanted.stock),
        problem=problem(wanted),
        carbon_kg=carbon.of_quantity(known, line.quantity_milli),
        carbon=known,
        compared=tuple(line.compared.split()),
    )


def problem(wanted: Wanted) -> Problem | None:
    """Why a line cannot be ordered as it stands, the worst reason first."""
    line, product = wanted.line, wanted.product
    if product.status is not ProductStatus.PUBLISHED or wanted.supplier.status is not SupplierStatus.APPROVED:
        return "gone"
    if line.unit != product.unit:
        return "unit_changed"
    try:
        check_quantity(product, line.quantity_milli)
    except Invalid:
        return "below_minimum"
    if stock.free(wanted.stock) < line.quantity_milli:
        return "short"
    return "price_changed" if line.price_fen != product.price_fen else None
