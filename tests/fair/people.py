"""Who is at the market, what they may try, and the hall it is held in: a museum and a provider of its own each time."""

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from db.engine import engine
from services import approvals, clock, limits, orders
from services.errors import Refused
from services.visitors import Visitor
from tests import make
from tests.conftest import NOON
from tests.desk import Desk, opened_desk  # noqa: F401  a fixture
from tests.fair.paper import Paper
from tests.paying_out import with_account

PRICES, CARBON = (833, 12_000), (Decimal("3.217"), Decimal("18.5"))
THRESHOLD_FEN, LIMIT_FEN = 2_000, 50_000


class Failures(logging.Handler):
    """What a round of the keeper broke at and only wrote down, so that the next one comes."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class Hall(NamedTuple):
    """Where the market is held; `reopen` empties it."""

    desk: Desk
    pass_time: Callable[[timedelta], None]
    reopen: Callable[[], None]
    failures: Failures


@pytest.fixture(name="hall")
def opened_hall(desk, databases, database, configure, pass_time, tmp_path) -> Iterator[Hall]:  # noqa: PLR0913, PLR0917
    """Each run has a museum and a provider of its own, at noon: what one run broke is not found by the next."""
    opened: list[str] = []
    failures = Failures()
    logging.getLogger("museum").addHandler(failures)

    def reopen():
        failures.said.clear()
        pass_time(NOON - clock.now())
        engine().dispose()
        while opened:
            databases.drop(opened.pop())
        opened.append(databases.create(database.partition(":")[0].partition("+")[0], tmp_path))
        configure(database_url=opened[0])
        engine.cache_clear()
        desk.folder, desk.before = Path(tempfile.mkdtemp(dir=tmp_path)), lambda _: None

    yield Hall(desk, pass_time, reopen, failures)
    logging.getLogger("museum").removeHandler(failures)
    engine().dispose()
    while opened:
        databases.drop(opened.pop())


def a_limit(amount_fen: int) -> limits.LimitForm:
    """Of a calendar year, from today on."""
    return limits.LimitForm(
        scope=limits.LimitScope.YEAR, amount_fen=amount_fen, valid_from=clock.today(), basis_zh="依据",
        basis_en="Basis", reason="A try",
    )  # fmt: skip


class People(RuleBasedStateMachine):
    """Whatever they try may be refused; what was not is written on paper."""

    hall: Hall

    def __init__(self) -> None:
        super().__init__()
        self.hall.reopen()
        self.buyer, self.sellers = make.a_buyer(), (make.a_supplier("supplier"), make.a_supplier("rival"))
        self.account = with_account(self.hall.desk, self.sellers[0])
        self.products = [
            make.a_product(seller, stock_milli=6000, price_fen=price, carbon=carbon, carbon_source="EPD")
            for seller, price, carbon in zip(self.sellers, PRICES, CARBON, strict=True)
        ]
        self.clerk = make.a_colleague(self.buyer, "clerk")
        approvals.set_rule(self.buyer, above_fen=THRESHOLD_FEN)
        limits.set_limit(make.an_official("finance"), a_limit(LIMIT_FEN), city="湖州")
        self.purchases: list[orders.Purchase] = []
        self.sold_by: dict[str, int] = {}  # which seller, by the number of an order
        self.paper = Paper()

    def attempt(self, move: Callable[..., Any], *values: object, **named: object) -> Any:
        """What it answered; None when it was refused."""
        try:
            return move(*values, **named)
        except Refused:
            return None

    def does(self, move: Callable[..., object], *values: object, **named: object) -> bool:
        """Whether it was not refused."""
        try:
            move(*values, **named)
        except Refused:
            return False
        return True

    def pick(self, data: st.DataObject, things: Sequence[Any]) -> Any:
        return data.draw(st.sampled_from(things)) if things else None

    def pick_order(self, data: st.DataObject) -> orders.OrderView | None:
        number = self.pick(data, list(self.sold_by))
        return orders.order(self.buyer, number) if number else None

    def seller(self, number: str) -> Visitor:
        return self.sellers[self.sold_by[number]]

    def numbers_of(self, seller: Visitor) -> dict[str, bool]:
        return {number: self.seller(number) is seller for number in self.sold_by}
