"""Orders by the ten thousand, for measuring: paid by card, accepted and closed, with ledger, stock and figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from db.accounts import Membership, Organisation, Person, Role
from db.cart import default_factors
from db.columns import new_id
from db.engine import transaction
from db.facts import Fact, FactReason
from db.ledger import Account, Entry, Posting, PostingReason
from db.orders import Channel, Method, Order, OrderLine, OrderStatus, OrderStep, Purchase
from db.products import ON_SHOW, Product
from db.shipments import Shipment, ShipmentLine
from db.standards import CarbonFactor, Kind
from db.stock import Hold, Reason, Reservation, StockMovement
from db.suppliers import Supplier
from seed.batches import Rows, moments, movement, reserved, written
from seed.diary import the_same_ids
from services import audit, carbon, clock, money
from services.audit import Event
from services.order_flow import MUSEUM

STEPS = (
    (OrderStatus.PLACED, 0), (OrderStatus.CONFIRMED, 1), (OrderStatus.SHIPPED, 3), (OrderStatus.RECEIVED, 6),
    (OrderStatus.ACCEPTED, 7), (OrderStatus.CLOSED, 7),
)  # fmt: skip
MOST_PRODUCTS, MOST_LINES = 5000, 3


@dataclass
class Market:
    """Who buys and what is sold, as far as a batch of orders needs it."""

    buyers: Sequence[tuple[Membership, Organisation]]
    shelves: Sequence[Sequence[tuple[Product, Supplier]]]
    categories: dict[str, str]
    factors: dict[str, CarbonFactor]


@dataclass(frozen=True)
class Basket:
    """One order about to be written: what of which supplier for whom, and its codes."""

    person: Membership
    buyer: Organisation
    wanted: Sequence[tuple[Product, Supplier, int]]
    codes: tuple[str, str]

    @property
    def total_fen(self) -> int:
        return sum(money.line_total(milli, product.price_fen) for product, _, milli in self.wanted)


def write_batch(seed: int, size: int) -> None:
    with transaction() as db:
        market = opened(db)
        last = reserved(db, "bulk orders", size)
        chance = Random(f"{seed}:bulk orders:{last}")
        rows: Rows = defaultdict(list)
        dates = moments(chance, size)
        codes = drawn(db, [clock.in_china(at).year for at in dates])
        with the_same_ids(f"bulk orders:{seed}:{last}"):
            for at, pair in zip(dates, codes, strict=True):
                with clock.stopped_at(at):
                    order(rows, market, basket(market, chance, pair))
        written(db, rows)
        said = {"part": "bulk", "orders": size, "first": codes[0][1], "last": codes[-1][1]}
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "orders", **said)


def opened(db: Session) -> Market:
    """The buyers, and the newest exhibits on show by supplier. The school that visitors act for buys nothing in bulk:
    it would have used up its limit of the year."""
    buyers = select(Membership, Organisation).join(Organisation, col(Organisation.id) == Membership.organisation_id)
    buyers = buyers.join(Person, col(Person.id) == Membership.person_id).where(col(Person.demonstration) == False)  # noqa: E712
    shown = select(Product, Supplier).join(Supplier, col(Supplier.id) == Product.supplier_id).where(*ON_SHOW)
    shelves: dict[UUID, list[tuple[Product, Supplier]]] = defaultdict(list)
    for product, supplier in db.exec(shown.order_by(col(Product.code).desc()).limit(MOST_PRODUCTS)):
        shelves[supplier.id].append((product, supplier))
    kinds = {kind.code: kind.category for kind in db.exec(select(Kind))}
    return Market(
        buyers=db.exec(buyers.where(Membership.role == Role.BUYER).order_by(col(Membership.id))).all(),
        shelves=[shelves[supplier] for supplier in sorted(shelves)],
        categories=kinds,
        factors=default_factors(db, list(kinds)),
    )


def drawn(db: Session, years: Sequence[int]) -> list[tuple[str, str]]:
    """A purchase code and an order code for each, counted within its year."""
    codes: list[tuple[str, str]] = []
    for year in sorted(set(years)):
        count = years.count(year)
        purchases, orders = (reserved(db, f"{prefix}-{year}", count) - count for prefix in "CO")
        codes += [(f"C-{year}-{purchases + n:06d}", f"O-{year}-{orders + n:06d}") for n in range(1, count + 1)]
    return codes


def basket(market: Market, chance: Random, codes: tuple[str, str]) -> Basket:
    person, buyer = chance.choice(market.buyers)
    shelf = chance.choice(market.shelves)
    taken = chance.sample(shelf, min(len(shelf), chance.randint(1, MOST_LINES)))
    wanted = [(*pair, pair[0].minimum_milli + chance.randrange(40) * pair[0].step_milli) for pair in taken]
    return Basket(person, buyer, wanted, codes)


def order(rows: Rows, market: Market, bought: Basket) -> None:
    """Everything one order leaves behind, as the services would leave it."""
    purchase, order_id = purchase_row(bought), new_id()
    rows[Purchase].append(purchase)
    rows[Order].append(order_row(order_id, purchase, bought))
    rows[OrderStep] += steps(order_id, bought)
    shipment = shipment_row(order_id, bought)
    rows[Shipment].append(shipment)
    rows[Posting].append(posting(purchase))
    rows[Entry] += entries(rows[Posting][-1]["id"], order_id, bought.total_fen)
    for position, (product, supplier, milli) in enumerate(bought.wanted, start=1):
        line = line_row(order_id, position, product, milli) | emission(market, product, milli)
        rows[OrderLine].append(line)
        rows[ShipmentLine].append(sent(shipment, line))
        rows[StockMovement].append(movement(product.id, milli, Reason.RECEIVED))
        rows[StockMovement].append(movement(product.id, -milli, Reason.SOLD, order_id))
        rows[Reservation].append(reservation(purchase, line))
        rows[Fact].append(fact(market, bought, supplier, line))


def purchase_row(bought: Basket) -> dict[str, Any]:
    return {
        "id": new_id(),
        "code": bought.codes[0],
        "key": sha256(bought.codes[0].encode()).hexdigest(),
        "buyer_id": bought.buyer.id,
        "person_id": bought.person.person_id,
        "channel": Channel.SMALL_PURCHASE,
        "method": Method.CARD,
        "total_fen": bought.total_fen,
        "recipient": "收货人（示例）",
        "phone": "0572-5550000",
        "city": bought.buyer.city,
        "district": bought.buyer.district,
        "address": bought.buyer.address,
        "invoice_title": bought.buyer.name_zh,
        "invoice_code": bought.buyer.credit_code or "",
        "purpose": "",
        "project_id": None,
        "placed_at": clock.now(),
    }


def order_row(order_id: UUID, purchase: dict[str, Any], bought: Basket) -> dict[str, Any]:
    return {
        "id": order_id,
        "code": bought.codes[1],
        "purchase_id": purchase["id"],
        "supplier_id": bought.wanted[0][1].id,
        "buyer_id": bought.buyer.id,
        "status": OrderStatus.CLOSED,
        "total_fen": bought.total_fen,
        "placed_at": purchase["placed_at"],
    }


def steps(order_id: UUID, bought: Basket) -> list[dict[str, Any]]:
    by, start = f"buyer · {bought.buyer.name_zh}", clock.now()
    made: list[dict[str, Any]] = []
    for status, days in STEPS:
        at = start + timedelta(days=days)
        made.append({"id": new_id(), "order_id": order_id, "status": status, "at": at, "by": by, "note": ""})
    return made


def shipment_row(order_id: UUID, bought: Basket) -> dict[str, Any]:
    days = dict(STEPS)
    return {
        "id": new_id(),
        "order_id": order_id,
        "number": 1,
        "carrier": "苕溪物流（示例）",
        "tracking_number": f"DEMO-{bought.codes[1]}",
        "shipped_at": clock.now() + timedelta(days=days[OrderStatus.SHIPPED]),
        "received_at": clock.now() + timedelta(days=days[OrderStatus.RECEIVED]),
    }


def sent(shipment: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    what = {"line_id": line["id"], "quantity_milli": line["quantity_milli"]}
    return {"id": new_id(), "shipment_id": shipment["id"]} | what


def posting(purchase: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "purchase_id": purchase["id"],
        "reason": PostingReason.PAID,
        "reference": f"demo:{purchase['code']}",
        "at": clock.now(),
    }


def entries(posting_id: UUID, order_id: UUID, amount_fen: int) -> list[dict[str, Any]]:
    sides = ((Account.CARD_RECEIPTS, amount_fen), (Account.SUPPLIER_DUE, -amount_fen))
    return [
        {"id": new_id(), "posting_id": posting_id, "order_id": order_id, "account": account, "amount_fen": fen}
        for account, fen in sides
    ]


def line_row(order_id: UUID, position: int, product: Product, milli: int) -> dict[str, Any]:
    copied = ("name_zh", "name_en", "specification_zh", "specification_en", "kind", "unit", "price_fen")
    return {name: getattr(product, name) for name in copied} | {
        "id": new_id(),
        "order_id": order_id,
        "position": position,
        "product_id": product.id,
        "product_code": product.code,
        "purpose": "",
        "project_id": None,
        "quantity_milli": milli,
        "total_fen": money.line_total(milli, product.price_fen),
    }


def emission(market: Market, product: Product, milli: int) -> dict[str, Any]:
    known = carbon.footprint(product, market.factors.get(product.kind))
    return {"carbon_kg": carbon.of_quantity(known, milli), "carbon_source": known.source}


def reservation(purchase: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "purchase_id": purchase["id"],
        "product_id": line["product_id"],
        "quantity_milli": line["quantity_milli"],
        "status": Hold.SOLD,
        "expires_at": clock.now() + timedelta(minutes=36),
    }


def fact(market: Market, bought: Basket, supplier: Supplier, line: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    day = clock.in_china(now).date()
    copied = ("product_id", "order_id", "kind", "quantity_milli", "carbon_kg")
    return {name: line[name] for name in copied} | {
        "id": new_id(),
        "booked_at": now,
        "day": day,
        "month": f"{day:%Y-%m}",
        "reason": FactReason.SALE,
        "line_id": line["id"],
        "supplier_id": supplier.id,
        "supplier_kind": supplier.kind,
        "buyer_id": bought.buyer.id,
        "project_id": None,
        "category": market.categories[line["kind"]],
        "city": bought.buyer.city,
        "district": bought.buyer.district,
        "channel": Channel.SMALL_PURCHASE,
        "orders": 1 if line["position"] == 1 else 0,
        "amount_fen": line["total_fen"],
    }
