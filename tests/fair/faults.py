"""Faults we seed into our own services, one at a time: a rule is left out or bent, and the market must notice.

Each names the module in which a function or a set is replaced, which, and what of it is wrong then."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from db import ledger as books
from db import orders as orders_stored
from db import stock as stocks
from db.ledger import Account
from db.orders import OrderStatus
from db.stock import Hold, Stock
from services import audit, clock, due, ledger, provider
from services import payment_refunds as refunds
from services import payment_settlement as settlement
from services.audit import Event
from services.limits import Standing
from services.order_flow import MUSEUM

Work = Callable[..., Any]


class Fault(NamedTuple):
    where: str
    what: str
    bend: Callable[[Any], Any]

    @contextmanager
    def seeded(self) -> Iterator[None]:
        module = import_module(self.where)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, self.what, self.bend(getattr(module, self.what)))
            yield


def instead(answer: object) -> Callable[[Work], Work]:
    """It is not done at all; this is what it answers."""
    return lambda _: lambda *_, **__: answer


def twice(work: Work) -> Work:
    def done(*values: Any, **named: Any) -> Any:
        work(*values, **named)
        return work(*values, **named)

    return done


def unconditional(_: Work) -> Work:
    """The stock is written without a look at what is there; the constraint of the database is all that is left."""

    def change_all(db: Any, changes: dict[Any, stocks.Change]) -> bool:
        for product_id, one in changes.items():
            row = db.get_one(Stock, product_id, populate_existing=True)
            row.on_hand_milli += one.on_hand
            row.reserved_milli = min(row.reserved_milli + one.reserved, row.on_hand_milli)
        db.flush()
        return True

    return change_all


def short_hold(work: Work) -> Work:
    def reserve(db: Any, purchase: Any, quantities: Any, until: Any) -> Any:
        return work(db, purchase, {product: -(-milli // 2) for product, milli in quantities.items()}, until)

    return reserve


def forgotten_release(_: Work) -> Work:
    def release(db: Any, purchase: Any) -> bool:

        held = stocks.held(db, purchase.id)
        for one in held:
            one.status = Hold.LAPSED
        return bool(held)

    return release


def on_the_other_order(work: Work) -> Work:
    """Balanced, and of the right sum; a cart of two sellers has it the wrong way round."""

    def post(db: Any, purchase: Any, kind: Any, reference: str, amounts: dict[Any, int]) -> Any:
        return work(db, purchase, kind, reference, dict(zip(amounts, reversed(amounts.values()), strict=True)))

    return post


def even(_: Work) -> Work:
    def split(total: int, weights: list[int]) -> list[int]:
        shares = [total // len(weights)] * len(weights)
        return [shares[0] + total - sum(shares), *shares[1:]]

    return split


def booked_again(work: Work) -> Work:
    def receive(db: Any, purchase: Any, row: Any, payment_intent: str) -> None:
        known = ledger.posted(db, payment_intent)
        work(db, purchase, row, payment_intent)
        if known and not ledger.posted(db, f"{payment_intent}:again"):
            first = books.by_reference(db, payment_intent)
            entries = [one for one, found in books.of_orders(db, orders_of(db, purchase)) if found.id == first.id]
            amounts = {one.order_id: one.amount_fen for one in entries if one.account is Account.CARD_RECEIPTS}
            ledger.post(db, purchase, ledger.CARD_FOR_DEBT, f"{payment_intent}:again", amounts)
            audit.record(db, MUSEUM, Event.PAYMENT_RECEIVED, purchase.code, amount_fen=row.amount_fen)

    return receive


def orders_of(db: Any, purchase: Any) -> list[Any]:
    return [one.id for one in orders_stored.of_purchase(db, purchase.id)]


def posted_twice(kind: str) -> Callable[[Work], Work]:
    """One kind of posting is written a second time under a name of its own."""

    def bend(work: Work) -> Work:
        def post(db: Any, purchase: Any, how: Any, reference: str, amounts: Any) -> Any:
            if how is getattr(ledger, kind):
                work(db, purchase, how, f"{reference}:{uuid4()}", amounts)
            return work(db, purchase, how, reference, amounts)

        return post

    return bend


def a_fen_more(work: Work) -> Work:
    """Of what is only a part: the whole must stay right, or nothing could ever be undone."""

    def part(left_fen: int, left_milli: int, milli: int) -> int:
        return work(left_fen, left_milli, milli) + (0 < milli < left_milli)

    return part


def a_fen_less(work: Work) -> Work:
    return lambda entries: max(0, work(entries) - 1)


def everything_again(work: Work) -> Work:
    """Whole orders only: goods of a part stay as they are."""

    def take_back(db: Any, order_id: Any, quantities: Any) -> None:
        work(db, order_id, {product: 2 * milli for product, milli in quantities.items()})

    return take_back


def kept_from_the_shelf(work: Work) -> Work:
    return lambda db, order, **_: work(db, order, saleable=False)


def all_saleable(work: Work) -> Work:
    return lambda *values, **_: work(*values, saleable=True)


def whatever_its_status(_: object) -> set[OrderStatus]:
    return set(OrderStatus)


def sent_anew(_: Work) -> Work:
    return lambda *_: None


def without_looking(_: Work) -> Work:
    """No key, no mark, no look at what was sent before."""

    def refund(purchase_id: Any) -> None:
        for owed in refunds.owed(purchase_id):
            with provider.talking():
                asked = {"payment_intent": owed.payment_intent, "amount": owed.amount_fen}
                sent = provider.client().v1.refunds.create(asked, {"idempotency_key": str(uuid4())})
            refunds.book(owed, sent.id, sent.amount)

    return refund


def two_numbers(work: Work) -> Work:
    def draw(db: Any, counts: Any) -> Any:
        work(db, counts)
        return work(db, counts)

    return draw


def any_key(work: Work) -> Work:
    return lambda visitor, _: work(visitor, str(uuid4()))


def at_once(work: Work) -> Work:
    def note_all(db: Any, deadlines: list[due.Deadline]) -> None:
        work(db, [one._replace(at=one.at - (one.at - clock.now()) / 2) for one in deadlines])

    return note_all


def lapsing(_: Work) -> Work:
    """Nobody asks whether the purchase was paid or agreed in another way."""

    def lapse(db: Any, purchase: Any, row: Any, why: Any) -> None:

        if row and row.status is not why:
            row.status = why
        settlement.let_go(db, purchase, MUSEUM, note="not paid in time")

    return lapse


FAULTS = {
    "stock changes without a look at what is there": Fault("db.stock", "change_all", unconditional),
    "less is held than was ordered": Fault("services.stock", "reserve", short_hold),
    "what lapses is not free again": Fault("services.stock", "release", forgotten_release),
    "a sale is noted twice on the shelf": Fault("services.stock", "moved", twice),
    "a sum is booked on the other order": Fault("services.ledger", "post", on_the_other_order),
    "a payment is split evenly": Fault("services.money", "split", even),
    "a card payment is booked twice": Fault("services.ledger", "post", posted_twice("CARD_PAID")),
    "a transfer is booked twice": Fault("services.ledger", "post", posted_twice("TRANSFER_RECEIVED")),
    "a refund is booked twice": Fault("services.ledger", "post", posted_twice("CARD_REFUNDED")),
    "a refund is sent anew when its answer was lost": Fault("services.payments", "refund", without_looking),
    "a fen too little goes back": Fault("services.payment_refunds", "by_card", a_fen_less),
    "a part is worth a fen more": Fault("services.money", "part", a_fen_more),
    "goods come back twice": Fault("services.stock", "take_back", everything_again),
    "what is called off stays off the shelf": Fault("services.order_reductions", "everything", kept_from_the_shelf),
    "refused goods are for sale at once": Fault("services.order_inspection", "Part", all_saleable),
    "broken goods that are back are for sale": Fault("services.order_returns", "Part", all_saleable),
    "figures keep what was undone": Fault("services.order_reductions", "book", instead(None)),
    "figures count a sale twice": Fault("services.facts", "sell", twice),
    "carbon does not go with its goods": Fault("services.money", "part_of", lambda _: lambda left, *_: left),
    "a lapse does not ask who has paid": Fault("services.payment_settlement", "lapse", lapsing),
    "a share is passed on before acceptance": Fault("db.payouts", "DELIVERED", whatever_its_status),
    "a share is never taken back": Fault("services.payouts.moving", "reversal", instead(None)),
    "a limit is not asked": Fault("services.limits", "hold_within", instead(Standing([], []))),
    "a release is not asked for": Fault("services.approval_flow", "ask", instead(None)),
    "a number is left out": Fault("db.numbers", "draw", two_numbers),
    "a second click is another purchase": Fault("services.order_placing", "key_of", any_key),
    "a price may change unseen": Fault("services.order_placing", "refuse_if_changed", instead(None)),
    "more may leave than was ordered": Fault("services.order_shipping", "refuse_unless_fitting", instead(None)),
    "a deadline comes early": Fault("services.due", "note_all", at_once),
    "a deadline is forgotten": Fault("services.order_deadlines", "begin", instead(None)),
    "a reminder does not ask whether it was said": Fault("services.audit", "noted", instead(False)),
}  # fmt: skip
