"""The books: whatever happens in whatever order, stock, orders, ledger, facts and the provider's money agree."""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from db import ledger as store
from db import orders as orders_stored
from db.engine import engine, reading, transaction
from db.ledger import Account
from db.orders import Method
from db.stock import Hold, Reservation
from seed import verify
from services import approvals, cart, clock, limits, order_returns, orders, payments, payouts, stock
from services.errors import Refused
from services.order_reductions import Cut, Part, reduce
from services.order_shipping import go_on
from services.orders import Fault, Faulty, Report, Sending
from services.payouts.shares import share
from tests import make
from tests.buying import BY_TRANSFER, CHECKOUT, check_books
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.paying_out import draw, money_agrees, with_account

EXAMPLES = 300 if os.environ.get("LONG") else 6  # `make test-long` asks for the full count


def a_limit(amount_fen: int) -> limits.LimitForm:
    """Of a calendar year, from today on."""
    return limits.LimitForm(
        scope=limits.LimitScope.YEAR, amount_fen=amount_fen, valid_from=clock.today(), basis_zh="依据",
        basis_en="Basis", reason="A try",
    )  # fmt: skip


class Market(RuleBasedStateMachine):
    """Two sellers with little stock, a buyer with clerk, limit and threshold, a provider that is sometimes away;
    every move may be refused."""

    hall: SimpleNamespace

    def __init__(self) -> None:
        super().__init__()
        self.hall.reopen()
        self.buyer, self.sellers = make.a_buyer(), (make.a_supplier("supplier"), make.a_supplier("rival"))
        self.account = with_account(self.hall.desk, self.sellers[0])
        self.products = [
            make.a_product(seller, stock_milli=6000, price_fen=price)
            for seller, price in zip(self.sellers, (833, 12_000), strict=True)
        ]
        self.clerk = make.a_colleague(self.buyer, "clerk")
        approvals.set_rule(self.buyer, above_fen=2_000)
        limits.set_limit(make.an_official("finance"), a_limit(200_000), city="湖州")
        self.purchases: list[orders.Purchase] = []
        self.numbers: list[str] = []

    def attempt(self, move: Callable[..., object], *values: object, **named: object) -> object:
        try:
            return move(*values, **named)
        except Refused:
            return None

    @rule(method=st.sampled_from(Method), which=st.sampled_from([(0,), (1,), (0, 1)]), halves=st.integers(2, 5))
    def order(self, method, which, halves):
        for one in which:
            self.attempt(cart.put, self.buyer, self.products[one].code, quantity_milli=500 * halves)
        how = CHECKOUT if method is Method.CARD else BY_TRANSFER
        bought = self.attempt(orders.place, self.buyer, how, key=str(uuid4()))
        if bought:
            self.purchases.append(bought)
            self.numbers += [row.order.code for row in orders.purchase(self.buyer, bought.code).orders]
        for line in cart.view(self.buyer).lines:
            cart.remove(self.buyer, line.id)

    @rule(method=st.sampled_from(Method), which=st.sampled_from([(0,), (0, 1)]), halves=st.integers(2, 5))
    def order_as_clerk(self, method, which, halves):
        """Mostly above the threshold: it waits."""
        self.buyer, self.clerk = self.clerk, self.buyer
        self.order(method, which, halves)
        self.buyer, self.clerk = self.clerk, self.buyer

    @rule(data=st.data(), released=st.booleans())
    def decide(self, data, released):
        bought = self.pick(data, self.purchases)
        if bought and released:
            self.attempt(approvals.release, self.buyer, bought.code)
        elif bought:
            self.attempt(approvals.refuse, self.buyer, bought.code, reason="no")

    @rule(which=st.sampled_from([(0,), (0, 1)]))
    def order_and_pay(self, which):
        """A short way to where most can happen."""
        before = len(self.purchases)
        self.order(Method.CARD, which, 2)
        for bought in self.purchases[before:]:
            url = self.attempt(payments.open_session, self.buyer, bought.code)
            if url:
                self.hall.desk.pay(url)
                self.attempt(deliver, self.hall.desk.events("checkout.session.completed")[-1])

    @rule(data=st.data(), promise=st.sampled_from([None, "leave", "succeed", "fail"]))
    def pay(self, data, promise):
        """By card, by a promise that is kept or broken, or the page is opened and left."""
        bought = self.pick(data, self.purchases)
        url = self.attempt(payments.open_session, self.buyer, bought.code) if bought else None
        if url and promise == "leave":
            return
        if url and promise:
            self.hall.desk.promise(url, seconds=60, outcome=promise)
        elif url:
            self.hall.desk.pay(url)

    @rule(data=st.data())
    def hear(self, data):
        """One of the last events arrives, perhaps for the second time."""
        told = self.hall.desk.events()[-6:]
        if told:
            self.attempt(deliver, data.draw(st.sampled_from(told)))

    @rule(minutes=st.sampled_from([1, 4, 37]))
    def wait(self, minutes):
        self.hall.pass_time(timedelta(minutes=minutes))
        payments.sweep()

    @rule(away=st.sampled_from(["", "", "expire", "refunds", "reversals", "sessions", "transfers"]))
    def provider_is_away(self, away):
        self.hall.desk.before = lambda call: "fail" if away and call.endswith(away) else None

    @rule(data=st.data(), reason=st.just("changed"), by_buyer=st.booleans())
    def cancel(self, data, reason, by_buyer):
        self.step(data, lambda number: orders.cancel(
            self.buyer if by_buyer else self.seller(number), number, reason=reason))  # fmt: skip

    @rule(data=st.data())
    def advance(self, data):
        """Whatever either side may do with an order now."""
        number = self.pick(data, self.numbers)
        if number:
            for visitor in (self.buyer, self.seller(number)):
                for action in orders.order(visitor, number).may:
                    if action is not orders.Action.CANCEL:
                        self.attempt(ERRANDS[action], visitor, number)

    @rule(data=st.data(), halves=st.integers(0, 3), fen=st.sampled_from([0, 0, 1, 77]), saleable=st.booleans())
    def undo_a_part(self, data, halves, fen, saleable):
        """Goods that are not owed any more, or a sum off the price, of an order that may not even be bound."""
        number = self.pick(data, self.numbers)
        line = orders.order(self.buyer, number).lines[-1] if number else None
        if line:
            part = Part(line.id, 500 * halves, fen, saleable=saleable)
            self.attempt(undone, self.seller(number), number, part)

    @rule(drawn=st.sampled_from([None, 0, 10**9]))
    def pass_shares_on(self, drawn):
        """The keeper's round; one of the sellers has an account, and may have drawn all that is on it."""
        if drawn is not None:
            draw(self.hall.desk, self.account, drawn)
        payouts.go_round()

    @rule(data=st.data(), halves=st.integers(1, 3))
    def send_a_part(self, data, halves):
        number = self.pick(data, self.numbers)
        view = orders.order(self.buyer, number) if number else None
        if view and view.way.rest:
            line, rest = next(iter(view.way.rest.items()))
            part = Sending("Slow Boat", "SB-1", {line: min(rest, 500 * halves)}, len(view.way.parcels) + 1)
            self.attempt(orders.ship_part, self.seller(number), number, part)

    @rule(data=st.data(), halves=st.integers(1, 4), fault=st.sampled_from(Fault))
    def refuse_or_ask_back(self, data, halves, fault):
        """On inspection, or after acceptance."""
        number = self.pick(data, self.numbers)
        view = orders.order(self.buyer, number) if number else None
        if view:
            report = Report([Faulty(view.lines[0].id, 500 * halves, fault)])
            self.attempt(orders.accept_in_part, self.buyer, number, report)
            self.attempt(order_returns.ask, self.buyer, number, report, number=view.next_return)

    @rule(data=st.data(), saleable=st.booleans())
    def answer_returns(self, data, saleable):
        number = self.pick(data, self.numbers)
        for one in orders.order(self.buyer, number).returns if number else ():
            seller, back = self.seller(number), one.back.number
            self.attempt(order_returns.agree, seller, number, back)
            if saleable:
                self.attempt(order_returns.arrived, seller, number, back, saleable=saleable)

    @rule(data=st.data())
    def turn_to_transfer(self, data):
        bought = self.pick(data, self.purchases)
        if bought:
            self.attempt(payments.agree_transfer, self.buyer, bought.code)

    @rule(which=st.integers(0, 1), milli=st.integers(0, 8000))
    def count_stock(self, which, milli):
        self.attempt(stock.set_on_hand, self.sellers[which], self.products[which].code, on_hand_milli=milli)

    @invariant()
    def all_books_say_the_same(self):
        check_books()
        with reading() as db:
            assert [*verify.paid_out(db), *verify.withheld(db)] == []

    @invariant()
    def nobody_is_beyond_the_limit(self):
        [gauge] = limits.standing(self.buyer, {}).gauges
        assert gauge.left_fen >= 0

    def teardown(self):
        """Once everybody has answered, nothing is held, shares are as they should be, the provider's money is ours."""
        self.hall.desk.before = lambda _: None
        draw(self.hall.desk, self.account, 0)
        for wait in (timedelta(hours=13), timedelta(hours=13), timedelta(days=6), timedelta(hours=13)):
            self.hall.pass_time(wait)
            payments.sweep()
            payouts.go_round()
        self.shares_are_passed_on()
        check_books()
        with reading() as db:
            assert db.exec(select(Reservation).where(Reservation.status == Hold.HELD)).all() == []
        money_agrees(self.hall.desk)

    def shares_are_passed_on(self):
        """To the seller with an account what is its, to the other one nothing."""
        with reading() as db:
            passed = store.balances(db, Account.SUPPLIER_PAID)
            for number in self.numbers:
                order = orders_stored.order_by_code(db, number)
                entries = [entry for entry, _ in store.of_orders(db, [order.id])]
                wanted = share(entries, order.status) if self.seller(number) is self.sellers[0] else 0
                assert passed.get(order.id, 0) == wanted

    def pick(self, data, things):
        return data.draw(st.sampled_from(things)) if things else None

    def step(self, data, move):
        number = self.pick(data, self.numbers)
        if number:
            self.attempt(move, number)

    def seller(self, number):
        own = {row.order.code for row in orders.sales(self.sellers[0], limit=10_000)}
        return self.sellers[0] if number in own else self.sellers[1]


def undone(seller, number, part):
    with transaction() as db:
        order = orders_stored.order_by_code(db, number)
        orders_stored.locked_purchase(db, order.purchase_id)
        order = orders_stored.locked(db, order.id)
        reduce(db, seller, order, Cut([part], f"test:{uuid4()}", "a part"))
        go_on(db, seller, order)


A = orders.Action
ERRANDS = {
    A.CONFIRM: orders.confirm,
    A.SHIP: lambda visitor, number: orders.ship(visitor, number, carrier="Slow Boat", tracking_number="SB-1"),
    A.RECEIVE: orders.receive,
    A.ACCEPT: orders.accept,
    A.CLOSE: orders.close,
    A.TRANSFER_RECEIVED: payments.transfer_received,
    A.TRANSFER_RETURNED: payments.transfer_returned,
    A.UNDELIVERABLE: lambda visitor, number: orders.undeliverable(visitor, number, reason="sold out"),
}


@pytest.fixture(name="hall")
def a_hall(desk, databases, database, configure, pass_time, tmp_path):  # noqa: PLR0913, PLR0917
    """`reopen` gives each run a museum and a provider of its own: what one run broke is not found by the next."""
    opened: list[str] = []

    def reopen():
        engine().dispose()
        while opened:
            databases.drop(opened.pop())
        opened.append(databases.create(database.partition(":")[0].partition("+")[0], tmp_path))
        configure(database_url=opened[0])
        engine.cache_clear()
        desk.folder, desk.before = Path(tempfile.mkdtemp(dir=tmp_path)), lambda _: None

    yield SimpleNamespace(desk=desk, pass_time=pass_time, reopen=reopen)
    engine().dispose()
    while opened:
        databases.drop(opened.pop())


def test_whatever_happens_the_books_agree(hall):
    machine = type("TheMarket", (Market,), {"hall": hall})
    budget = settings(max_examples=EXAMPLES, stateful_step_count=20, deadline=None, database=None,
                      suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=budget)
