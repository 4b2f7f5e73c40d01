"""The ledger: postings balance and count once; and whatever happens in whatever order, all books say the same."""

import os
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from db import ledger as store
from db.engine import reading, transaction
from db.ledger import Account, Entry
from db.orders import Method, Order
from db.stock import Hold, Reservation
from services import cart, ledger, money, orders, payments, stock
from services.errors import Refused
from services.ledger import PaymentState
from tests import make
from tests.buying import BY_TRANSFER, CHECKOUT, agreed, check_books, paid
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture

KINDS = [ledger.AGREED, ledger.CARD_PAID, ledger.CARD_FOR_DEBT, ledger.TRANSFER_RECEIVED, ledger.RELEASED,
         ledger.CARD_REFUNDED, ledger.TRANSFER_RETURNED]  # fmt: skip


def entries(*kinds: ledger.Kind, fen: int = 100) -> list[Entry]:
    return [entry for kind in kinds for entry in (Entry(account=kind.debit, amount_fen=fen),
                                                  Entry(account=kind.credit, amount_fen=-fen))]  # fmt: skip


L, P = ledger, PaymentState


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kinds", "state", "owed_back"),
    [
        ([], P.NONE, 0),
        ([L.AGREED], P.AGREED, 0),
        ([L.AGREED, L.RELEASED], P.NONE, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED], P.PAID, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.RELEASED], P.PAID, 100),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.RELEASED, L.TRANSFER_RETURNED], P.REFUNDED, 0),
        ([L.CARD_PAID], P.PAID, 0),
        ([L.CARD_PAID, L.RELEASED], P.PAID, 100),
        ([L.CARD_PAID, L.RELEASED, L.CARD_REFUNDED], P.REFUNDED, 0),
        ([L.CARD_FOR_DEBT], P.PAID, 100),
        ([L.CARD_FOR_DEBT, L.CARD_REFUNDED], P.REFUNDED, 0),
        ([L.AGREED, L.CARD_FOR_DEBT], P.PAID, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.CARD_FOR_DEBT], P.PAID, 100),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.CARD_FOR_DEBT, L.CARD_REFUNDED], P.PAID, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.CARD_FOR_DEBT, L.CARD_REFUNDED, L.RELEASED], P.PAID, 100),
    ],
)
def test_the_payment_state_is_read_from_the_entries(kinds, state, owed_back):
    assert ledger.state(entries(*kinds), 100) is state
    assert ledger.owed_back(entries(*kinds)) == owed_back


@pytest.mark.pure
def test_a_refund_of_one_order_is_a_part_of_the_purchase():
    both = [*entries(L.CARD_PAID, fen=60), *entries(L.CARD_PAID, L.RELEASED, L.CARD_REFUNDED, fen=40)]
    assert ledger.state(both, 100) is P.PART_REFUNDED


@pytest.mark.pure
@given(st.lists(st.sampled_from(KINDS), max_size=8), st.integers(1, 10**14))
def test_entries_always_sum_to_nothing(kinds, fen):
    assert sum(entry.amount_fen for entry in entries(*kinds, fen=fen)) == 0


@pytest.mark.pure
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_a_payment_is_divided_over_the_orders_to_the_fen(totals):
    assert money.split(sum(totals), totals) == totals


@pytest.fixture
def bought(buyer, supplier):
    return agreed(buyer, make.a_product(supplier))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_posting_moves_money(bought, amount):
    with pytest.raises(ValueError, match="moves money"), transaction(audited=False) as db:
        ledger.post(db, bought, ledger.CARD_PAID, "pi_1", {uuid4(): amount})


def test_a_reference_is_posted_once(bought):
    with reading() as db:
        order = db.exec(select(Order)).one()
    with pytest.raises(IntegrityError), transaction(audited=False) as db:
        ledger.post(db, bought, ledger.RELEASED, f"agreed:{bought.code}", {order.id: 1})
    with reading() as db:
        assert ledger.posted(db, f"agreed:{bought.code}")
        assert len(store.of_orders(db, [order.id])) == 2


def test_a_posting_without_an_audit_entry_is_rolled_back(bought):
    with reading() as db:
        order = db.exec(select(Order)).one()
    with pytest.raises(AssertionError, match="unaudited"), transaction() as db:
        ledger.post(db, bought, ledger.RELEASED, "in silence", {order.id: 1})
    with reading() as db:
        assert not ledger.posted(db, "in silence")


def test_totals_are_lines_ledger_facts_and_what_was_charged(desk, buyer, supplier, rival):
    products = [make.a_product(supplier, price_fen=333), make.a_product(rival, price_fen=7), make.a_product(rival)]
    bought = paid(desk, buyer, *products, milli=1500)
    [charge] = desk.api("charges")["data"]
    with reading() as db:
        received = sum(store.balances(db, Account.CARD_RECEIPTS).values())
    assert charge["amount"] == bought.total_fen == received == 500 + 11 + 18_000
    assert charge["transfer_group"] == bought.code
    check_books()


# Anything in any order


class Market(RuleBasedStateMachine):
    """Two sellers with little stock, one buyer, a provider that is sometimes away; every move may be refused."""

    hall: SimpleNamespace

    def __init__(self) -> None:
        super().__init__()
        self.buyer = make.a_buyer("buyer of this run")
        self.products = [
            make.a_product(seller, stock_milli=6000, price_fen=price)
            for seller, price in ((self.hall.supplier, 833), (self.hall.rival, 12_000))
        ]
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

    @rule(away=st.sampled_from(["", "", "expire", "refunds", "sessions"]))
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

    @rule(data=st.data())
    def turn_to_transfer(self, data):
        bought = self.pick(data, self.purchases)
        if bought:
            self.attempt(payments.agree_transfer, self.buyer, bought.code)

    @rule(which=st.integers(0, 1), milli=st.integers(0, 8000))
    def count_stock(self, which, milli):
        seller = (self.hall.supplier, self.hall.rival)[which]
        self.attempt(stock.set_on_hand, seller, self.products[which].code, on_hand_milli=milli)

    @invariant()
    def all_books_say_the_same(self):
        check_books()

    def teardown(self):
        """Once everybody has answered, nothing is held, and the provider's money is the ledger's."""
        self.hall.desk.before = lambda _: None
        for _ in range(2):
            self.hall.pass_time(timedelta(minutes=40))
            payments.sweep()
        check_books()
        with reading() as db:
            assert db.exec(select(Reservation).where(Reservation.status == Hold.HELD)).all() == []
            receipts = store.balances(db, Account.CARD_RECEIPTS)
        assert sum(receipts.values()) == self.hall.desk.api("balance")["available"][0]["amount"]

    def pick(self, data, things):
        return data.draw(st.sampled_from(things)) if things else None

    def step(self, data, move):
        number = self.pick(data, self.numbers)
        if number:
            self.attempt(move, number)

    def seller(self, number):
        own = {row.order.code for row in orders.sales(self.hall.supplier, limit=10_000)}
        return self.hall.supplier if number in own else self.hall.rival


A = orders.Action
ERRANDS = {
    A.CONFIRM: orders.confirm,
    A.SHIP: lambda visitor, number: orders.ship(visitor, number, carrier="Slow Boat", tracking_number="SB-1"),
    A.RECEIVE: orders.receive,
    A.ACCEPT: orders.accept,
    A.CLOSE: orders.close,
    A.TRANSFER_RECEIVED: payments.transfer_received,
    A.TRANSFER_RETURNED: payments.transfer_returned,
}


def test_whatever_happens_the_books_agree(desk, supplier, rival, pass_time):
    hall = SimpleNamespace(desk=desk, supplier=supplier, rival=rival, pass_time=pass_time)
    machine = type("TheMarket", (Market,), {"hall": hall})
    examples = 300 if os.environ.get("LONG") else 6  # `make test-long` asks for the full count
    budget = settings(max_examples=examples, stateful_step_count=20, deadline=None, database=None,
                      suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=budget)
