"""Ordering and paying: carts, second clicks, prices that move, releases, cards and transfers, events and silence."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import select

from db import due as deadlines
from db.engine import reading
from db.orders import Method
from db.products import Product
from services import approvals, cart, clock, due_handlers, listings, orders, payments, payouts
from tests.buying import BY_TRANSFER, CHECKOUT
from tests.desk import deliver
from tests.fair import strictness
from tests.fair.paper import Line, Sheet
from tests.fair.people import CARBON, THRESHOLD_FEN, People
from tests.paying_out import draw

METHODS = {Method.CARD: CHECKOUT, Method.TRANSFER: BY_TRANSFER}


class Trade(People):
    """What buyers, their approver and the provider do."""

    @rule(method=st.sampled_from(Method), which=st.sampled_from([(0,), (1,), (0, 1)]), halves=st.integers(2, 5),
          trouble=st.sampled_from(["", "", "second click", "price"]))  # fmt: skip
    def order(self, method, which, halves, trouble):
        for one in which:
            self.attempt(cart.put, self.buyer, self.products[one].code, quantity_milli=500 * halves)
        if trouble == "price":
            self.raise_price(which[0])
        seen = cart.view(self.buyer).lines
        bought = self.buy(orders.place, METHODS[method], again=trouble == "second click")
        if bought:
            assert not any(line.changed for line in seen), "charged another price than the buyer has seen"
            self.write_down(bought, [(one.product_code, one.quantity_milli, one.seen_fen) for one in seen])
        for line in cart.view(self.buyer).lines:
            cart.remove(self.buyer, line.id)

    def buy(self, place, *said, again=False):
        key = str(uuid4())
        bought = self.attempt(place, self.buyer, *said, key=key)
        if bought and again:
            self.attempt(cart.put, self.buyer, self.products[0].code, quantity_milli=1000)
            second = self.attempt(place, self.buyer, *said, key=key)
            assert second, "a second click is refused"
            assert second.id == bought.id, "a second click has bought again"
        return bought

    def raise_price(self, which):
        with reading() as db:
            now = db.get_one(Product, self.products[which].id)
        self.attempt(
            listings.set_price, self.sellers[which], now.code, price_fen=now.price_fen + 1, confirmed=True
        )  # fmt: skip

    def write_down(self, bought, wanted):
        """One order a seller, with the lines that were wanted of it: (code, thousandths, fen a unit)."""
        strictness.waits_if_it_must(bought.code, self.buyer, above_fen=THRESHOLD_FEN)
        self.purchases.append(bought)
        for row in orders.purchase(self.buyer, bought.code).orders:
            view = orders.order(self.buyer, row.order.code)
            seller = [product.code for product in self.products].index(view.lines[0].product_code)
            own = [one for one in wanted if one[0] == self.products[seller].code]
            self.paper.sheets[row.order.code] = Sheet([Line.of(*one, CARBON[seller]) for one in own])
            self.sold_by[row.order.code] = seller

    @rule(method=st.sampled_from(Method), which=st.sampled_from([(0,), (0, 1)]), halves=st.integers(2, 5))
    def order_as_clerk(self, method, which, halves):
        """Mostly above the threshold: it waits."""
        self.buyer, self.clerk = self.clerk, self.buyer
        self.order(method, which, halves, "")
        self.buyer, self.clerk = self.clerk, self.buyer

    @rule(method=st.sampled_from(Method), halves=st.lists(st.integers(1, 3), min_size=2, max_size=2),
          again=st.booleans())  # fmt: skip
    def accept_a_quotation(self, method, halves, again):
        """Two lines of one product, at a price of its own."""
        lines = [(self.products[0].code, 500 * one, 777) for one in halves]
        bought = self.buy(orders.place_direct_sale, METHODS[method], lines, again=again)
        if bought:
            self.write_down(bought, lines)

    @rule(data=st.data(), released=st.booleans(), by=st.sampled_from(["buyer", "buyer", "clerk"]))
    def decide(self, data, released, by):
        bought, approver = self.pick(data, self.purchases), getattr(self, by)
        if bought and released:
            self.attempt(approvals.release, approver, bought.code)
        elif bought:
            self.attempt(approvals.refuse, approver, bought.code, reason="no")

    @rule(which=st.sampled_from([(0,), (0, 1)]))
    def order_and_pay(self, which):
        """A short way to where most can happen."""
        before = len(self.purchases)
        self.order(Method.CARD, which, 3, "")
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

    @rule(days=st.sampled_from([2, 5, 8]))
    def let_days_pass(self, days):
        """Deadlines come; whoever looks after one looks again, and finds nothing to do."""
        self.hall.pass_time(timedelta(days=days))
        payments.sweep()
        due_handlers.sweep()
        with reading() as db:
            done = db.exec(select(deadlines.Due).where(deadlines.Due.done_at == clock.now())).all()
        for row in done:
            due_handlers.HANDLERS[deadlines.Handler(row.handler)](row.subject)
        strictness.nothing_is_overdue()

    @rule(away=st.sampled_from(["", "", "expire", "refunds", "reversals", "sessions", "transfers"]),
          how=st.sampled_from(["fail", "lose"]))  # fmt: skip
    def provider_is_away(self, away, how):
        """Nothing reaches it, or its answers are lost."""
        self.hall.desk.before = lambda call: how if away and call.endswith(away) else None

    @rule(drawn=st.sampled_from([None, 0, 10**9]))
    def pass_shares_on(self, drawn):
        """The keeper's round; one of the sellers has an account, and may have drawn all that is on it."""
        if drawn is not None:
            draw(self.hall.desk, self.account, drawn)
        payouts.go_round()

    @rule(data=st.data())
    def turn_to_transfer(self, data):
        bought = self.pick(data, self.purchases)
        if bought:
            self.attempt(payments.agree_transfer, self.buyer, bought.code)
