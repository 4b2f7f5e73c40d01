"""Placing orders: a cart, or an accepted quotation, becomes one purchase with an order a supplier, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import accounts, numbers, projects
from db import cart as carts
from db import orders as store
from db.cart import Wanted
from db.engine import reading, transaction
from db.orders import Channel, Method, Order, OrderLine, Purchase
from db.products import Product
from db.standards import CarbonFactor
from services import approval_flow, audit, carbon, cart, clock, limits, money, order_flow, stock
from services import payment_settlement as settlement
from services import protocol_writing as protocols
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.invoices import asking as invoice_asking
from services.order_checkout import CARD_LIMIT_FEN, Checkout, checked, refuse_by_card, refuse_too_much
from services.permissions import Permission, require
from services.tokens import hash_of
from services.visitors import Visitor

__all__ = ["CARD_LIMIT_FEN", "HOLD", "place", "place_direct_sale"]

HOLD = timedelta(minutes=36)  # as long as a Checkout Session is open, and five minutes for its answer
MOST_UNPAID = 10


@dataclass(frozen=True)
class Item:
    """One line to be ordered, at the price agreed on."""

    product: Product
    quantity_milli: int
    price_fen: int

    @property
    def total_fen(self) -> int:
        return money.line_total(self.quantity_milli, self.price_fen)


@dataclass(frozen=True)
class Draft:
    """A purchase about to be written. `key` is unique to the buyer's intention: a second one finds the first.
    `quotation_id` is the accepted quotation it rests on, where there is one; `compared`: by code of an exhibit, the
    codes of those that its buyer had hung beside it."""

    checkout: Checkout
    channel: Channel
    key: str
    items: Sequence[Item]
    quotation_id: UUID | None = None
    compared: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def total_fen(self) -> int:
        return sum(item.total_fen for item in self.items)

    @property
    def by_kind(self) -> dict[str, int]:
        """Fen by kind: what limits are asked about."""
        return limits.by_kind((item.product.kind, item.total_fen) for item in self.items)


def place(visitor: Visitor, checkout: Checkout, *, key: str) -> Purchase:
    """Order what is in the cart. The same `key` gives the same purchase, however often and from wherever it comes."""
    require(visitor, Permission.ORDER_PLACE)
    tidy, own_key = checked(checkout), key_of(visitor, key)

    def write(db: Session) -> Purchase:
        mine = carts.locked(db, cart.owner(visitor))
        known = store.purchase_by_key(db, own_key)
        if known:
            return known
        wanted = carts.wanted(db, mine.id) if mine else []
        beside = {one.product.code: one.line.compared.split() for one in wanted}
        draft = Draft(tidy, Channel.SMALL_PURCHASE, own_key, taken(wanted), compared=beside)
        purchase = written(db, visitor, draft)
        if mine:
            carts.empty(db, mine.id)
        return purchase

    return once(own_key, write)


def place_direct_sale(
    buyer: Visitor, checkout: Checkout, lines: Sequence[tuple[str, int, int]], *, key: str
) -> Purchase:
    """Order what a supplier has quoted: (product code, thousandths, fen a unit) a line, at the quoted prices."""
    require(buyer, Permission.ORDER_PLACE)
    tidy, own_key = checked(checkout), key_of(buyer, key)

    def write(db: Session) -> Purchase:
        known = store.purchase_by_key(db, own_key)
        return known or written(db, buyer, Draft(tidy, Channel.DIRECT_SALE, own_key, quoted(db, lines)))

    return once(own_key, write)


def key_of(visitor: Visitor, key: str) -> str:
    """Nobody finds another's purchase by guessing a key."""
    if not key:
        raise Invalid("This form has expired; open the page again.")
    return hash_of(f"{visitor.membership_id}:{key}")


def once(key: str, write: Callable[[Session], Purchase]) -> Purchase:
    """Write, or find what another request with the same key has written in the same moment."""
    try:
        with transaction() as db:
            return write(db)
    except IntegrityError:
        with reading() as db:
            known = store.purchase_by_key(db, key)
        if known is None:
            raise
        return known


def taken(wanted: Sequence[Wanted]) -> list[Item]:
    """The lines of a cart, or the reason why they cannot be ordered as the buyer saw them."""
    for one in wanted:
        refuse_if_changed(one)
    return [Item(one.product, one.line.quantity_milli, one.line.price_fen) for one in wanted]


def refuse_if_changed(one: Wanted) -> None:
    product, problem = one.product, cart.problem(one)
    if problem == "gone":
        raise Conflict("{product} is no longer on show; take it out of the cart.", product=product.code)
    if problem == "unit_changed":
        raise cart.unit_changed(product, one.line.unit)
    if problem == "below_minimum":
        cart.check_quantity(product, one.line.quantity_milli)
    if one.line.price_fen != product.price_fen:
        raise Conflict(
            "The price of {product} was {seen} yuan when you put it into the cart and is {now} yuan now; "
            "look at the cart again.",
            product=product.code,
            seen=money.yuan(one.line.price_fen),
            now=money.yuan(product.price_fen),
        )


def quoted(db: Session, lines: Sequence[tuple[str, int, int]]) -> list[Item]:
    products = {product.code: product for product in carts.products(db, [code for code, _, _ in lines])}
    for code, quantity_milli, price_fen in lines:
        if code not in products:
            raise Missing("There is no such exhibit.")
        if not 0 < quantity_milli <= stock.LARGEST_MILLI or price_fen <= 0:
            raise Invalid("A quantity is more than nothing.")
    items = [Item(products[code], quantity_milli, price_fen) for code, quantity_milli, price_fen in lines]
    return sorted(items, key=lambda item: item.product.supplier_id)


def written(db: Session, visitor: Visitor, draft: Draft) -> Purchase:
    """Purchase, orders, lines; stock held while it is to be paid or released, or sold at once when the buyer agrees
    to pay by transfer. The buyer's row is locked first: its limits are asked by one purchase at a time."""
    buyer = accounts.locked_organisation(db, visitor.organisation_id)
    refuse_out_of_bounds(db, visitor, draft)
    small = draft.channel is Channel.SMALL_PURCHASE
    held = limits.hold_within(db, buyer, draft.by_kind) if small else limits.Standing([], [])
    factors = carts.default_factors(db, sorted({item.product.kind for item in draft.items}))
    groups = [list(items) for _, items in groupby(draft.items, key=lambda item: item.product.supplier_id)]
    codes = numbers.yearly_all(db, clock.today().year, {"C": 1, "O": len(groups)})
    purchase = purchase_of(db, visitor, draft, codes["C"][0])
    db.add(purchase)
    db.flush()
    orders = [order_of(purchase, code, items) for code, items in zip(codes["O"], groups, strict=True)]
    db.add_all(orders)
    order_flow.note_placed(db, visitor, orders)
    lines = [line for order, items in zip(orders, groups, strict=True) for line in lines_of(order, items, factors)]
    give_reasons(db, visitor, lines, purchase, draft.checkout)
    db.add_all(lines)
    audit.record(
        db, visitor, Event.PURCHASE_PLACED, purchase.code, total_fen=purchase.total_fen, method=purchase.method
    )
    limits.note_splits(db, visitor, purchase, held.splits)
    invoice_asking.with_purchase(db, purchase, orders, draft.checkout.invoice)
    protocols.write(
        db, visitor, protocols.Placing(purchase, lines, draft.checkout.grounds, draft.compared, held.gauges)
    )
    waits_until = approval_flow.ask(db, visitor, purchase)
    if waits_until or purchase.method is Method.CARD:
        stock.reserve(db, purchase, stock.wanted(lines), waits_until or clock.now() + HOLD)
    else:
        stock.sell_at_once(db, purchase, lines)
        settlement.agree_on(db, visitor, purchase, orders, lines)
    return purchase


def refuse_out_of_bounds(db: Session, visitor: Visitor, draft: Draft) -> None:
    if not draft.items:
        raise Conflict("Your cart is empty.")
    if draft.total_fen <= 0:
        raise Invalid("The total is less than one fen; order more.")
    refuse_too_much(draft.total_fen, draft.channel)
    if draft.checkout.method is Method.CARD:
        refuse_by_card(draft.total_fen, len(draft.items))
    if store.unsettled(db, visitor.organisation_id) >= MOST_UNPAID:
        raise Conflict(
            "{most} purchases wait to be paid, or to be confirmed by their suppliers; "
            "pay or cancel one, or wait for an answer.",
            most=MOST_UNPAID,
        )


def purchase_of(db: Session, visitor: Visitor, draft: Draft, code: str) -> Purchase:
    said = draft.checkout
    return Purchase(
        code=code,
        key=draft.key,
        buyer_id=visitor.organisation_id,
        person_id=visitor.person_id,
        channel=draft.channel,
        method=said.method,
        total_fen=draft.total_fen,
        recipient=said.recipient,
        phone=said.phone,
        city=said.city,
        district=said.district,
        address=said.address,
        invoice_title=said.invoice_title,
        invoice_code=said.invoice_code,
        purpose=said.purpose,
        project_id=project_of(db, visitor, said.project_code),
        quotation_id=draft.quotation_id,
        placed_at=clock.now(),
    )


def project_of(db: Session, visitor: Visitor, code: str | None) -> UUID | None:
    if code is None:
        return None
    own = [project for project in projects.of_owner(db, visitor.organisation_id) if project.code == code]
    if not own:
        raise Missing("You have no project {code}.", code=code[:40])
    return own[0].id


def give_reasons(
    db: Session, visitor: Visitor, lines: Sequence[OrderLine], purchase: Purchase, checkout: Checkout
) -> None:
    """Purpose and project of each line: its own, or those of the whole purchase."""
    own = {one.product_code: one for one in checkout.reasons}
    for line in lines:
        said = own.get(line.product_code)
        line.purpose = said.purpose if said and said.purpose else purchase.purpose
        project = project_of(db, visitor, said.project_code) if said and said.project_code else None
        line.project_id = project or purchase.project_id


def order_of(purchase: Purchase, code: str, items: Sequence[Item]) -> Order:
    total_fen = sum(item.total_fen for item in items)
    if total_fen <= 0:
        raise Invalid("The total is less than one fen; order more.")
    return Order(
        code=code,
        purchase_id=purchase.id,
        supplier_id=items[0].product.supplier_id,
        buyer_id=purchase.buyer_id,
        total_fen=total_fen,
        placed_at=purchase.placed_at,
    )


def lines_of(order: Order, items: Sequence[Item], factors: Mapping[str, CarbonFactor]) -> list[OrderLine]:
    return [line_of(order, number, item, factors.get(item.product.kind)) for number, item in enumerate(items, start=1)]


def line_of(order: Order, position: int, item: Item, factor: CarbonFactor | None) -> OrderLine:
    """The line as it is described at this moment: nothing that changes later changes it."""
    product, known = item.product, carbon.footprint(item.product, factor)
    return OrderLine(
        order_id=order.id,
        position=position,
        product_id=product.id,
        product_code=product.code,
        name_zh=product.name_zh,
        name_en=product.name_en,
        specification_zh=product.specification_zh,
        specification_en=product.specification_en,
        kind=product.kind,
        unit=product.unit,
        quantity_milli=item.quantity_milli,
        price_fen=item.price_fen,
        total_fen=item.total_fen,
        carbon_kg=carbon.of_quantity(known, item.quantity_milli),
        carbon_source=known.source,
    )
