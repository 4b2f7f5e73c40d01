"""Goods: confirmed, sent in parts, received, refused, sent back, called off, counted, in any order."""

from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import rule

from db import orders as stored
from db.engine import transaction
from services import order_returns, orders, payments, stock
from services.order_reductions import Cut, Part, reduce
from services.order_shipping import go_on
from services.orders import Fault, Faulty, Report, Sending
from tests.fair.people import People

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


def undone(seller, number, part):
    """What a decision or an agreement of the parties comes to."""
    with transaction() as db:
        order = stored.order_by_code(db, number)
        stored.locked_purchase(db, order.purchase_id)
        order = stored.locked(db, order.id)
        reduce(db, seller, order, Cut([part], f"test:{uuid4()}", "a part"))
        go_on(db, seller, order)


class Goods(People):
    """What sellers do, and buyers with what has come."""

    @rule(data=st.data(), by_buyer=st.booleans())
    def cancel(self, data, by_buyer):
        view = self.pick_order(data)
        who = self.buyer if by_buyer or not view else self.seller(view.order.code)
        if view and self.does(orders.cancel, who, view.order.code, reason="changed"):
            self.paper.sheets[view.order.code].end()

    @rule(data=st.data())
    def advance(self, data):
        """Whatever either side may do with an order now."""
        number = self.pick(data, list(self.sold_by))
        for visitor in (self.buyer, self.seller(number)) if number else ():
            view = orders.order(visitor, number)
            for action in view.may:
                done = action in ERRANDS and self.does(ERRANDS[action], visitor, number)
                if done and action is A.UNDELIVERABLE:
                    for line in view.lines:
                        self.paper.sheets[number].undo(line.position, view.way.rest.get(line.id, 0), shelved=True)

    @rule(data=st.data(), halves=st.integers(0, 3), fen=st.sampled_from([0, 0, 1, 77]), saleable=st.booleans())
    def undo_a_part(self, data, halves, fen, saleable):
        """Goods that are not owed any more, or a sum off the price, of an order that may not even be bound."""
        view = self.pick_order(data)
        line = self.pick(data, view.lines) if view else None
        part = Part(line.id, 500 * halves, fen, saleable=saleable) if line else None
        if part and self.does(undone, self.seller(view.order.code), view.order.code, part):
            self.paper.sheets[view.order.code].undo(line.position, 500 * halves, fen, shelved=saleable)

    @rule(data=st.data(), halves=st.integers(1, 6))
    def send_a_part(self, data, halves):
        """Perhaps more than is left to be sent."""
        view = self.pick_order(data)
        if view:
            self.send(view.order.code, 500 * halves)

    def send(self, number, milli):
        view = orders.order(self.buyer, number)
        part = Sending("Slow Boat", "SB-1", {view.lines[0].id: milli}, len(view.way.parcels) + 1)
        self.attempt(orders.ship_part, self.seller(number), number, part)

    @rule(data=st.data(), halves=st.integers(1, 4), fault=st.sampled_from(Fault))
    def refuse_or_ask_back(self, data, halves, fault):
        """On inspection, or after acceptance."""
        view = self.pick_order(data)
        if view:
            self.want_rid_of(view, self.pick(data, view.lines), 500 * halves, fault)

    def want_rid_of(self, view, line, milli, fault):
        number, report = view.order.code, Report([Faulty(line.id, milli, fault)])
        if self.does(orders.accept_in_part, self.buyer, number, report):
            self.paper.sheets[number].undo(line.position, milli, shelved=False)
        else:
            self.attempt(order_returns.ask, self.buyer, number, report, number=view.next_return)

    @rule(data=st.data(), answer=st.sampled_from(["agree", "sound", "broken", "waive"]))
    def answer_returns(self, data, answer):
        view = self.pick_order(data)
        if view:
            self.answer_all(view, answer)

    def answer_all(self, view, answer):
        for one in view.returns:
            visitor, number, back = self.seller(view.order.code), view.order.code, one.back.number
            self.attempt(order_returns.agree, visitor, number, back)
            if answer == "waive" and self.does(order_returns.waive, visitor, number, back):
                self.take_back(view, one, sound=False)
            elif answer in {"sound", "broken"} and self.does(
                order_returns.arrived, visitor, number, back, saleable=answer == "sound"
            ):
                self.take_back(view, one, sound=answer == "sound")

    def take_back(self, view, back, *, sound):
        """Refused goods were undone when they were refused; whatever is sound lies on its shelf again."""
        sheet, places = self.paper.sheets[view.order.code], {line.id: line.position for line in view.lines}
        for one in back.lines:
            shelved = sound and one.fault is not Fault.SHORT
            if back.back.origin is orders.Origin.REQUEST:
                sheet.undo(places[one.line_id], one.quantity_milli, shelved=shelved)
            elif shelved:
                sheet.shelve(places[one.line_id], one.quantity_milli)

    @rule(which=st.integers(0, 1), milli=st.integers(0, 8000))
    def count_stock(self, which, milli):
        self.attempt(stock.set_on_hand, self.sellers[which], self.products[which].code, on_hand_milli=milli)
