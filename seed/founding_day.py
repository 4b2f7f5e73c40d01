"""The end of 30 April 2022 in Shanghai: 54 suppliers, 83 exhibits, 26 orders worth 131,000,000.00 yuan."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Select
from sqlmodel import Session, col, func, select

from db.facts import Fact
from db.ledger import Account, Entry, Posting, PostingReason
from db.orders import Order, OrderStatus, OrderStep
from db.products import ProductDecision, ProductStatus
from db.suppliers import Supplier
from seed.reading import moment

LAST_DAY = date(2022, 4, 30)
MIDNIGHT = moment("2022-05-01T00:00")
EXPECTED = {
    "approved suppliers": 54,
    "published exhibits": 83,
    "orders placed": 26,
    "orders accepted": 26,
    "orders cancelled": 0,
    "fen ordered": 13_100_000_000,
    "fen paid": 13_100_000_000,
    "orders in the officials' figures": 26,
    "fen in the officials' figures": 13_100_000_000,
}


def check(db: Session) -> Iterator[str]:
    found = figures(db)
    for name, expected in EXPECTED.items():
        if found[name] != expected:
            yield f"{name}: {found[name]}, {expected} expected"


def figures(db: Session) -> dict[str, int]:
    """Read from what is dated, so that they can be asked for at any later time."""
    published = (ProductDecision.status == ProductStatus.PUBLISHED, ProductDecision.at < MIDNIGHT)
    received = (Entry.account == Account.TRANSFER_RECEIPTS, Posting.at < MIDNIGHT, Posting.reason == PostingReason.PAID)
    joined = select(func.sum(Entry.amount_fen)).join(Posting, col(Posting.id) == Entry.posting_id)
    booked = Fact.day <= LAST_DAY
    placed = Order.placed_at < MIDNIGHT
    asked = {
        "approved suppliers": select(func.count()).select_from(Supplier).where(col(Supplier.approved_at) < MIDNIGHT),
        "published exhibits": select(func.count(func.distinct(ProductDecision.product_id))).where(*published),
        "orders placed": select(func.count()).select_from(Order).where(placed),
        "orders accepted": steps(OrderStatus.ACCEPTED),
        "orders cancelled": steps(OrderStatus.CANCELLED),
        "fen ordered": select(func.sum(Order.total_fen)).where(placed),
        "fen paid": joined.where(*received),
        "orders in the officials' figures": select(func.sum(Fact.orders)).where(booked),
        "fen in the officials' figures": select(func.sum(Fact.amount_fen)).where(booked),
    }
    return {name: int(db.execute(question).scalar() or 0) for name, question in asked.items()}


def steps(status: OrderStatus) -> Select[int]:
    return select(func.count()).select_from(OrderStep).where(OrderStep.status == status, OrderStep.at < MIDNIGHT)
