"""A museum that has traded: orders over two years in several places, some of them undone in the next month."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from db.accounts import Organisation
from db.columns import Row
from db.engine import reading
from db.facts import Fact, FactReason
from db.orders import Channel, Method, Order, OrderLine, Purchase
from db.products import Product
from db.suppliers import Supplier
from services.visitors import Visitor
from tests import make

PLACES = [("湖州", "吴兴区"), ("湖州", "德清县"), ("湖州", ""), ("杭州", "余杭区"), ("嘉兴", "秀洲区")]
KINDS = {"ceramic-tiles": "finishing", "wood-flooring": "finishing", "reinforcing-bar": "structure"}
SIGNED = {"orders", "quantity_milli", "amount_fen", "carbon_kg"}


@dataclass(frozen=True)
class Deal:
    """One order to be: who buys from whom, when and how."""

    person: Visitor
    buyer: Organisation
    supplier: Supplier
    at: datetime
    channel: Channel


def trade(sellers: Sequence[Visitor], *, orders: int, seed: int = 7) -> list[Fact]:
    """The facts of `orders` orders with one to three lines; one in five is undone a month later."""
    chance = random.Random(seed)  # noqa: S311
    goods = {seller: [make.a_product(seller, kind=make.a_kind(kind, category=category))
                      for kind, category in KINDS.items()] for seller in sellers}  # fmt: skip
    people = [make.a_buyer(f"buyer in {city}{district}", city=city, district=district) for city, district in PLACES]
    rows: list[Row] = []
    for _ in range(orders):
        seller, person = chance.choice(sellers), chance.choice(people)
        with reading() as db:
            home = db.get_one(Organisation, person.organisation_id)
        at = datetime(chance.choice([2024, 2025]), chance.randint(1, 11), 9, tzinfo=UTC)
        channel = chance.choice([Channel.SMALL_PURCHASE, Channel.DIRECT_SALE])
        deal = Deal(person, home, make.supplier_row(seller), at, channel)
        rows += rows_of(deal, chance.sample(goods[seller], chance.randint(1, 3)), chance)
    make.add(*rows)
    return [row for row in rows if isinstance(row, Fact)]


def rows_of(deal: Deal, products: Sequence[Product], chance: random.Random) -> Iterator[Row]:
    amounts = [chance.randint(1, 10**7) * 1000 for _ in products]
    number, buyer, total = next(make.numbers), deal.buyer, sum(amounts)
    purchase = Purchase(
        code=f"C-{number:06d}", key=f"key {number}", buyer_id=buyer.id, person_id=deal.person.person_id,
        channel=deal.channel, method=Method.TRANSFER, total_fen=total, recipient="R", phone="1", city=buyer.city,
        district=buyer.district, address="A", invoice_title="I", placed_at=deal.at,
    )  # fmt: skip
    order = Order(code=f"O-{number:06d}", purchase_id=purchase.id, supplier_id=deal.supplier.id, buyer_id=buyer.id,
                  total_fen=total, placed_at=deal.at)  # fmt: skip
    lines = [
        OrderLine(order_id=order.id, position=position, product_id=product.id, product_code=product.code, name_zh="砖",
                  name_en="Tile", kind=product.kind, unit="m2", quantity_milli=1000, price_fen=fen, total_fen=fen)
        for position, (product, fen) in enumerate(zip(products, amounts, strict=True), start=1)
    ]  # fmt: skip
    sold = [sale(deal, line, None if chance.random() < 0.3 else Decimal(chance.randint(0, 10**6)) / 1000)
            for line in lines]  # fmt: skip
    yield from [purchase, order, *lines, *sold]
    if chance.random() < 0.2:
        yield from map(undone, sold)


def sale(deal: Deal, line: OrderLine, carbon: Decimal | None) -> Fact:
    return Fact(
        booked_at=deal.at, day=deal.at.date(), month=f"{deal.at:%Y-%m}", reason=FactReason.SALE,
        order_id=line.order_id, line_id=line.id, product_id=line.product_id, supplier_id=deal.supplier.id,
        supplier_kind=deal.supplier.kind, buyer_id=deal.buyer.id, category=KINDS[line.kind], kind=line.kind,
        city=deal.buyer.city, district=deal.buyer.district, channel=deal.channel, orders=int(line.position == 1),
        quantity_milli=line.quantity_milli, amount_fen=line.total_fen, carbon_kg=carbon,
    )  # fmt: skip


def undone(fact: Fact) -> Fact:
    """The same with minus signs, in the next month."""
    kept = fact.model_dump(exclude={"id", "reason", "day", "month"})
    signed = {name: -value if name in SIGNED and value is not None else value for name, value in kept.items()}
    later = date(fact.day.year, fact.day.month + 1, 3)
    return Fact(**signed, reason=FactReason.REVERSAL, day=later, month=f"{later:%Y-%m}")
