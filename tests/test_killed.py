"""Killed in the middle: nothing that was said to be done is lost, nothing is done twice, and the books are right."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlmodel import col, func, select

from db import ledger as books
from db.engine import reading
from db.ledger import Account
from db.orders import Order, OrderStatus, Purchase
from db.stock import Hold, Reservation
from services import clock, orders, payments
from services.errors import Refused
from services.ledger import PaymentState
from services.order_placing import key_of
from tests import make
from tests.browser import ROOT
from tests.buying import agreed, check_books, code, paid, placed, state, status
from tests.desk import Desk, opened_desk  # noqa: F401  a fixture
from tests.extent import LONG

pytestmark = pytest.mark.race
KILLS = 200 if LONG else 10
EACH = 1 if LONG else 3  # of the points at which an errand can be killed
LASTING = ("DATABASE_URL", "DATA_DIR", "SECRET_KEY", "STRIPE_API_BASE", "BASE_URL", "STRIPE_SECRET_KEY",
           "STRIPE_WEBHOOK_SECRET")  # fmt: skip


class Errand:
    """The process that does errands, and what it said."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.errands"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, job: dict) -> int:
        """Its process id, once the job has begun."""
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return next(iter(self.said()))[1]

    def said(self) -> Iterator[list]:
        for line in self.process.stdout:
            words = json.loads(line)
            if words == ["ended"]:
                return
            yield words

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def errand() -> Iterator[Errand]:
    one = Errand()
    yield one
    one.close()


@pytest.fixture
def market(desk, errand, pass_time) -> SimpleNamespace:
    """A buyer, a supplier with plenty, and a way to send somebody on an errand who may not come back."""
    supplier = make.a_supplier()
    there = SimpleNamespace(desk=desk, errand=errand, pass_time=pass_time, buyer=make.a_buyer(), supplier=supplier,
                            product=make.a_product(supplier, stock_milli=10**9))  # fmt: skip

    def send(name: str, **more: object) -> dict:
        return {
            "errand": name, "buyer": str(there.buyer.membership_id), "supplier": str(supplier.membership_id),
            "product": there.product.code, "desk": desk.url, "clock": clock.now().isoformat(),
            "environment": {name: os.environ[name] for name in LASTING if name in os.environ}, **more,
        }  # fmt: skip

    there.send = send
    return there


def a_session(market: SimpleNamespace) -> Purchase:
    """Paid at the provider, and nobody has told the museum."""
    bought = placed(market.buyer, market.product, key=next(keys))
    market.desk.pay(payments.open_session(market.buyer, bought.code))
    return bought


keys = map("key {}".format, itertools.count())
PaidOrder = Callable[[SimpleNamespace], Purchase]
# What is there before an errand, and what must be there when it was repeated and the keeper has been round.
ERRANDS: dict[str, tuple[PaidOrder | None, list[OrderStatus], PaymentState]] = {
    "place": (None, [OrderStatus.PLACED], PaymentState.NONE),
    "place_by_transfer": (None, [OrderStatus.PLACED], PaymentState.AGREED),
    "open_session": (
        lambda market: placed(market.buyer, market.product, key=next(keys)),
        [OrderStatus.PLACED], PaymentState.NONE,
    ),
    "fulfil": (a_session, [OrderStatus.PLACED], PaymentState.PAID),
    "cancel": (
        lambda market: paid(market.desk, market.buyer, market.product, key=next(keys)),
        [OrderStatus.CANCELLED], PaymentState.REFUNDED,
    ),
    "deliver": (
        lambda market: paid(market.desk, market.buyer, market.product, key=next(keys)),
        [OrderStatus.CLOSED], PaymentState.PAID,
    ),
    "transfer_received": (
        lambda market: confirmed(market, agreed(market.buyer, market.product, key=next(keys))),
        [OrderStatus.CONFIRMED], PaymentState.PAID,
    ),
}  # fmt: skip


def confirmed(market: SimpleNamespace, bought: Purchase) -> Purchase:
    orders.confirm(market.supplier, code(bought))
    return bought


def run(market: SimpleNamespace, name: str, kill: object) -> tuple[Purchase | None, str, list]:
    """Do an errand on a purchase of its own, killed or not: the purchase, its key and what was said."""
    before, market.buyer = ERRANDS[name][0], make.a_buyer()  # nobody starts many payments within an hour
    bought, key = before(market) if before else None, next(keys)
    named = {"purchase": bought.code, "order": code(bought)} if bought else {}
    market.errand.begin(market.send(name, key=key, kill=kill, **named))
    return bought, key, list(market.errand.said())


def points(seen: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(when, kind, number + 1) for kind in seen for number in range(seen[kind]) for when in ("before", "after")]


@pytest.mark.parametrize("name", ERRANDS)
def test_killed_at_any_commit_or_call_an_errand_is_finished_once(market, name):
    _, _, said = run(market, name, None)
    [done] = [words[1] for words in said if words[0] == "done"]
    assert done["commit"] > 0
    for kill in points(done)[::EACH]:
        bought, key, said = run(market, name, kill)
        assert not [words for words in said if words[0] == "done"], f"survived {kill}"
        check_books()
        finish(market, name, bought, key)


def finish(market: SimpleNamespace, name: str, bought: Purchase | None, key: str) -> None:
    """Whoever saw an error does it again; the keeper comes round; all is as if nothing had happened."""
    named = {"purchase": bought.code, "order": code(bought)} if bought else {}
    market.errand.begin(market.send(name, key=key, **named))
    assert [words for words in market.errand.said() if words[0] in {"done", "refused"}]
    if name == "deliver":
        finish_delivery(market, code(bought))
    market.pass_time(timedelta(minutes=3))
    payments.sweep()
    made = bought or by_key(market, key)
    _, statuses, payment = ERRANDS[name]
    assert (status(made), state(made)) == (statuses, payment)
    check_books()
    check_provider(market.desk)


def finish_delivery(market: SimpleNamespace, order_code: str) -> None:
    """Each step that was not taken yet."""
    by_supplier, by_buyer = (orders.confirm, ship), (orders.receive, orders.accept)
    for visitor, steps in ((market.supplier, by_supplier), (market.buyer, by_buyer)):
        for step in steps:
            with suppress(Refused):
                step(visitor, order_code)


def ship(supplier, order_code: str) -> None:
    orders.ship(supplier, order_code, carrier="Slow Boat", tracking_number="SB-1")


def by_key(market: SimpleNamespace, key: str) -> Purchase:
    """The one purchase that was made under this key."""
    with reading() as db:
        [made] = db.exec(select(Purchase).where(Purchase.key == key_of(market.buyer, key)))
    return made


def check_provider(desk: Desk) -> None:
    """No money at the provider that the ledger does not know, and none the other way round."""
    with reading() as db:
        receipts = books.balances(db, Account.CARD_RECEIPTS)
    assert sum(receipts.values()) == desk.api("balance")["available"][0]["amount"]


def test_killed_at_random_nothing_that_was_said_is_lost(market):
    chance = random.Random(f"{KILLS} kills")  # noqa: S311
    kept: dict[str, set[str]] = {"placed": set(), "paid": set(), "cancelled": set(), "accepted": set()}
    for number in range(KILLS):
        buyer = make.a_buyer(f"buyer {number}")  # nobody may leave more than a few purchases unpaid
        child = market.errand.begin(market.send("stroll", key=f"stroll {number}", buyer=str(buyer.membership_id)))
        said = market.errand.said()
        heard = list(itertools.islice(said, chance.randrange(6)))  # so far it comes, however slow the machine is
        time.sleep(chance.uniform(0, 0.4))
        os.kill(child, signal.SIGKILL)
        for word, what in [*heard, *said]:
            kept[word].add(what)
        check_books()
    assert len(kept["placed"]) >= KILLS / 4
    end_of_day(market)
    check_kept(kept)
    check_provider(market.desk)


def end_of_day(market: SimpleNamespace) -> None:
    """Everybody has answered: nothing is held any more."""
    for _ in range(2):
        market.pass_time(timedelta(minutes=40))
        payments.sweep()
    check_books()
    with reading() as db:
        held = select(func.count()).select_from(Reservation).where(Reservation.status == Hold.HELD)
        assert db.exec(held).one() == 0


def check_kept(kept: dict[str, set[str]]) -> None:
    with reading() as db:
        purchases = {one.code: one for one in db.exec(select(Purchase))}
        ended = {one.code: one.status for one in db.exec(select(Order).where(col(Order.code).in_(
            kept["cancelled"] | kept["accepted"])))}  # fmt: skip
    assert kept["placed"] <= purchases.keys()
    assert all(state(purchases[name]) is not PaymentState.NONE for name in kept["paid"])
    assert all(ended[name] is OrderStatus.CANCELLED for name in kept["cancelled"])
    assert all(ended[name] in {OrderStatus.ACCEPTED, OrderStatus.CLOSED} for name in kept["accepted"])
