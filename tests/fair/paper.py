"""A plain model of the market, kept with a pencil from what people did and were told; the books must agree with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlmodel import col, func, select

from db import ledger as books
from db.engine import reading
from db.facts import Fact
from db.ledger import Account
from db.orders import Order, OrderLine, OrderStatus, Purchase
from db.stock import Hold, Reservation, StockMovement

ENDED = OrderStatus.CANCELLED


@dataclass
class Line:
    """What is left of one line of an order."""

    product: str
    milli: int
    fen: int
    carbon: Decimal

    @classmethod
    def of(cls, product: str, milli: int, price_fen: int, carbon: Decimal) -> "Line":
        exact = Decimal(milli) / 1000
        fen = int((exact * price_fen).quantize(Decimal(1), ROUND_HALF_UP))
        return cls(product, milli, fen, (carbon * exact).quantize(Decimal("0.001"), ROUND_HALF_UP))

    def undo(self, milli: int, off_fen: int = 0) -> None:
        whole = self.milli or 1
        self.fen -= int((Decimal(self.fen * milli) / whole).quantize(Decimal(1), ROUND_HALF_UP)) + off_fen
        self.carbon -= (self.carbon * milli / whole).quantize(Decimal("0.001"), ROUND_HALF_UP)
        self.milli -= milli


@dataclass
class Sheet:
    """One order. `bound`: somebody has paid or agreed; `back`: thousandths that lie on their shelf again."""

    lines: list[Line]
    whole: Counter[str] = field(default_factory=Counter)
    back: Counter[str] = field(default_factory=Counter)
    bound: bool = False

    def __post_init__(self) -> None:
        for line in self.lines:
            self.whole[line.product] += line.milli

    def shelve(self, place: int, milli: int) -> None:
        self.back[self.lines[place - 1].product] += milli

    def undo(self, place: int, milli: int, off_fen: int = 0, *, shelved: bool) -> None:
        self.lines[place - 1].undo(milli, off_fen)
        if shelved:
            self.shelve(place, milli)

    def end(self) -> None:
        """Called off: what was sold is owed no more, and lies on its shelf."""
        for place, line in enumerate(self.lines, start=1):
            if self.bound:
                self.undo(place, line.milli, 0 if line.milli else line.fen, shelved=True)

    @property
    def due_fen(self) -> int:
        return sum(line.fen for line in self.lines) if self.bound else 0

    @property
    def out(self) -> dict[str, int]:
        """Thousandths that have left the shelves, by product."""
        if not self.bound:
            return {}
        left = {product: milli - self.back[product] for product, milli in self.whole.items()}
        return {product: milli for product, milli in left.items() if milli}


class Paper:
    """Every order that anybody has placed, as it should stand."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}

    def look(self) -> None:
        """See which orders were bound since, and hold the books against everything that is written here."""
        with reading() as db:
            rows = {row.code: row for row in db.exec(select(Order)).all()}
            assert rows.keys() == self.sheets.keys(), "an order that nobody has placed, or one that is lost"
            due = books.balances(db, Account.SUPPLIER_DUE)
            for code, row in rows.items():
                self.sheets[code].bound |= row.id in due
            names = {row.id: code for code, row in rows.items()}
            self.sums(db, names, due)
            self.goods(db, names)
            self.held(db, list(rows.values()))

    def sums(self, db: Any, names: dict[Any, str], due: dict[Any, int]) -> None:
        mine = {code: sheet.due_fen for code, sheet in self.sheets.items() if sheet.due_fen}
        assert {names[order]: -fen for order, fen in due.items() if fen} == mine
        measured = (func.sum(Fact.quantity_milli), func.sum(Fact.amount_fen), func.sum(Fact.carbon_kg))
        places = {line.id: (names[line.order_id], line.position) for line in db.exec(select(OrderLine)).all()}
        for line, milli, fen, carbon in db.exec(select(Fact.line_id, *measured).group_by(col(Fact.line_id))).all():
            code, place = places[line]
            paper = self.sheets[code].lines[place - 1]
            assert (int(milli), int(fen), Decimal(carbon)) == (paper.milli, paper.fen, paper.carbon), code

    def goods(self, db: Any, names: dict[Any, str]) -> None:
        coded = select(OrderLine.product_id, OrderLine.product_code).distinct().subquery()
        by = (col(StockMovement.order_id), coded.c.product_code)
        found = select(*by, -func.sum(StockMovement.quantity_milli)).join(
            coded, coded.c.product_id == StockMovement.product_id
        )
        left = found.where(col(StockMovement.order_id).is_not(None)).group_by(*by)
        out = {(names[order], product): int(milli) for order, product, milli in db.exec(left).all() if milli}
        assert out == {
            (code, product): milli for code, sheet in self.sheets.items() for product, milli in sheet.out.items()
        }

    def held(self, db: Any, rows: Iterable[Order]) -> None:
        """Goods are held exactly for what lives and is not bound."""
        wanted: Counter[Any] = Counter()
        for row in rows:
            sheet = self.sheets[row.code]
            if row.status is not ENDED and not sheet.bound:
                wanted[row.purchase_id] += sum(sheet.whole.values())
        kept = select(Reservation.purchase_id, func.sum(Reservation.quantity_milli))
        live = kept.where(Reservation.status == Hold.HELD).group_by(col(Reservation.purchase_id))
        assert {purchase: int(milli) for purchase, milli in db.exec(live).all()} == dict(wanted)

    def spent(self) -> int:
        """What small purchases come to that stand, in fen."""
        with reading() as db:
            joined = select(Order.code).join(Purchase, col(Purchase.id) == Order.purchase_id)
            small = joined.where(Purchase.channel == "small_purchase", Order.status != ENDED)
            return sum(line.fen for code in db.exec(small).all() for line in self.sheets[code].lines)
