"""A market in which anything may happen in any order, what must hold after every step of it, and how it is opened."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from sqlmodel import select

from db.engine import reading
from db.orders import Method
from db.stock import Hold, Reservation
from services import orders, payments, payouts
from services.orders import Action, Fault
from tests.buying import check_books
from tests.fair import strictness
from tests.fair.goods import ERRANDS, Goods
from tests.fair.people import LIMIT_FEN, Hall
from tests.fair.trade import Trade
from tests.paying_out import draw, money_agrees


class Market(Trade, Goods):
    """Two sellers with little stock, a buyer with clerk, limit and threshold, a provider that is sometimes away."""

    @rule(which=st.sampled_from([(0,), (0, 1)]), accepted=st.booleans())
    def order_pay_and_deliver(self, which, accepted):
        """A short way further on."""
        for number in self.ordered_by(self.order_and_pay, which):
            self.deliver(number, accepted=accepted)

    @rule()
    def deliver_and_be_paid_by_transfer(self):
        for number in self.ordered_by(self.order, Method.TRANSFER, (0,), 3, ""):
            self.deliver(number, accepted=True)
            self.attempt(payments.transfer_received, self.seller(number), number)

    @rule()
    def call_off_what_is_paid_and_hear_no_answer(self):
        """One of two orders of a purchase; the refund is made, its answer is lost, and it is asked for again."""
        for number in self.ordered_by(self.order_and_pay, (0, 1))[:1]:
            self.paper.look()
            self.provider_is_away("refunds", "lose")
            if self.does(orders.cancel, self.buyer, number, reason="changed"):
                self.paper.sheets[number].end()
            self.provider_is_away("", "")
            self.hall.pass_time(timedelta(hours=13))
            payments.sweep()

    @rule()
    def send_more_than_is_left(self):
        for number in self.ordered_by(self.order_and_pay, (0,)):
            self.attempt(orders.confirm, self.seller(number), number)
            for _ in range(2):
                self.send(number, 1000)

    @rule(days=st.sampled_from([5, 8]))
    def deliver_and_hear_nothing(self, days):
        """Accepted by itself, and not before the time for inspection is over."""
        for number in self.ordered_by(self.order_and_pay, (0,)):
            self.deliver(number, accepted=False)
        self.let_days_pass(days)

    @rule(method=st.sampled_from(Method))
    def order_while_the_price_moves(self, method):
        self.order(method, (0,), 2, "price")

    @rule()
    def open_the_page_and_turn_to_transfer(self):
        for number in self.ordered_by(self.order, Method.CARD, (0,), 3, ""):
            code = orders.order(self.buyer, number).purchase.code
            self.attempt(payments.open_session, self.buyer, code)
            self.attempt(payments.agree_transfer, self.buyer, code)

    def ordered_by(self, move, *values):
        """The numbers of the orders that are there once it is done."""
        known = set(self.sold_by)
        move(*values)
        return sorted(set(self.sold_by) - known)

    def deliver(self, number, *, accepted):
        for action in (Action.CONFIRM, Action.SHIP):
            self.attempt(ERRANDS[action], self.seller(number), number)
        for action in (Action.RECEIVE, Action.ACCEPT)[: 1 + accepted]:
            self.attempt(ERRANDS[action], self.buyer, number)

    @rule(accepted=st.booleans(), answer=st.sampled_from(["sound", "broken"]))
    def have_goods_go_back(self, accepted, answer):
        """The longest way: refused, or asked back once their share has been passed on; and back they come."""
        for number in self.ordered_by(self.order_and_pay, (0,)):
            self.deliver(number, accepted=accepted)
            self.pass_shares_on(None)
            view = orders.order(self.buyer, number)
            self.want_rid_of(view, view.lines[0], 500, Fault.DAMAGED)
            self.answer_all(orders.order(self.buyer, number), answer)

    @invariant()
    def all_books_say_the_same(self):
        check_books()
        strictness.everything_holds()
        assert self.hall.failures.said == []

    @invariant()
    def the_books_are_those_on_paper(self):
        self.paper.look()
        assert self.paper.spent() <= LIMIT_FEN

    def teardown(self):
        """Once everybody has answered, nothing is held or owed, shares are as they should be, all money is ours."""
        self.hall.desk.before = lambda _: None
        draw(self.hall.desk, self.account, 0)
        for wait in (timedelta(hours=13), timedelta(hours=13), timedelta(days=6), timedelta(hours=13)):
            self.hall.pass_time(wait)
            payments.sweep()
            payouts.go_round()
        self.all_books_say_the_same()
        self.the_books_are_those_on_paper()
        strictness.shares_are_passed_on(self.numbers_of(self.sellers[0]))
        strictness.nothing_is_owed()
        with reading() as db:
            assert db.exec(select(Reservation).where(Reservation.status == Hold.HELD)).all() == []
        money_agrees(self.hall.desk)


def open_for(hall: Hall, *, examples: int, steps: int = 20, **more: Any) -> None:
    """Let anything happen in so many markets, one after the other; raises when something did not hold.

    A failure is told as it was met: to look for a shorter way to it would take longer than to read it."""
    budget = settings(max_examples=examples, stateful_step_count=steps, deadline=None, database=None,
                      phases=[Phase.generate], report_multiple_bugs=False,
                      suppress_health_check=list(HealthCheck), **more)  # fmt: skip
    run_state_machine_as_test(type("TheMarket", (Market,), {"hall": hall}), settings=budget)
