"""Who buys and what is on the shelves when orders are measured; a checkout as a buyer does it, through the services."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import func, select

from db import suppliers
from db.engine import reading
from db.orders import Order, Purchase
from services import cart, orders, products, stock
from services.orders import Checkout, Method
from services.products import Card, Filters, Sort
from services.visitors import GUEST, Role, Visitor
from tests import make

CHECKOUT = Checkout(
    recipient="Receiving desk",
    phone="0572-5550000",
    city="湖州",
    district="吴兴区",
    address="Measured Road 1",
    invoice_title="A school",
    method=Method.TRANSFER,
)


@dataclass(frozen=True)
class Wish:
    """What a buyer orders in one checkout."""

    buyer: Visitor
    cards: Sequence[Card]
    key: str


def shelves() -> Sequence[Card]:
    """One page of the halls, everything on it there in plenty."""
    wall = products.browse(GUEST, Filters(sort=Sort.PRICE)).cards
    for card in wall:
        count_stock(card, stock.LARGEST_MILLI)
    return wall


def count_stock(card: Card, on_hand_milli: int) -> None:
    with reading() as db:
        supplier = suppliers.by_code(db, card.supplier)
    assert supplier
    seller = Visitor(Role.SUPPLIER, organisation_id=supplier.organisation_id, organisation_zh=card.supplier_zh)
    stock.set_on_hand(seller, card.code, on_hand_milli=on_hand_milli, note="before a measurement")


def wishes(name: str, *, buyers: int, each: int, exhibits: int) -> list[list[Wish]]:
    """For every rival a list of checkouts, each of so many different exhibits and by a buyer who owes nothing yet."""
    wall, chance = shelves(), random.Random(name)  # noqa: S311

    def wish(rival: int, turn: int) -> Wish:
        return Wish(make.a_buyer(f"{name} {rival} {turn}"), chance.sample(wall, exhibits), f"{turn}")

    return [[wish(rival, turn) for turn in range(each)] for rival in range(buyers)]


def check_out(wish: Wish) -> None:
    fill(wish)
    order(wish)


def fill(wish: Wish) -> None:
    for card in wish.cards:
        cart.put(wish.buyer, card.code, quantity_milli=card.minimum_milli)


def order(wish: Wish) -> None:
    orders.place(wish.buyer, CHECKOUT, key=wish.key)


def placed() -> tuple[int, int]:
    """How many purchases there are, and how many orders."""
    with reading() as db:
        purchases, made = (db.exec(select(func.count()).select_from(table)).one() for table in (Purchase, Order))
    return purchases, made
