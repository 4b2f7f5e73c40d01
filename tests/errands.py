"""A process that does a buyer's and a supplier's errands, and can be killed in the middle of any of them.

`python -m tests.errands` loads the museum once, then forks a child for each job it reads, one line of JSON each. What a
child has been told is done, it says at once, one line each; when it has ended, however it did, its parent says so."""

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import stripe
from sqlmodel import Session

from db import payments as sessions
from db.accounts import Membership, Organisation, Person
from db.engine import engine, reading
from db.orders import purchase_by_code
from db.settings import Settings, settings
from services import cart, clock, orders, payments
from services.errors import Refused
from services.visitors import Visitor
from tests.buying import BY_TRANSFER, CHECKOUT, codes, delivered
from tests.desk import Desk

Job = dict[str, Any]


def say(*words: object) -> None:
    os.write(1, (json.dumps(words, default=str) + "\n").encode())  # at once, also when killed in the next moment


def visitor(membership_id: str) -> Visitor:
    with reading() as db:
        membership = db.get_one(Membership, UUID(membership_id))
        person = db.get_one(Person, membership.person_id)
        return Visitor.of(person, db.get_one(Organisation, membership.organisation_id), membership)


class Errands:
    """What can be done with one product by one buyer and one supplier; each is named by its job."""

    def __init__(self, job: Job) -> None:
        self.buyer, self.supplier = visitor(job["buyer"]), visitor(job["supplier"])
        self.product, self.key, self.desk = job["product"], job.get("key", ""), Desk(url=job["desk"])
        self.purchase, self.order = job.get("purchase", ""), job.get("order", "")

    def place(self) -> None:
        self.put_and_order(self.key, by_card=True)

    def place_by_transfer(self) -> None:
        self.put_and_order(self.key, by_card=False)

    def open_session(self) -> None:
        payments.open_session(self.buyer, self.purchase)

    def fulfil(self) -> None:
        with reading() as db:
            bought = purchase_by_code(db, self.purchase)
            session = sessions.of_purchase(db, bought.id) if bought else None
        payments.fulfil(str(session and session.provider_id))

    def cancel(self) -> None:
        orders.cancel(self.buyer, self.order, reason="changed our mind")

    def deliver(self) -> None:
        delivered(self.buyer, self.supplier, self.order)

    def transfer_received(self) -> None:
        payments.transfer_received(self.supplier, self.order)

    def put_and_order(self, key: str, *, by_card: bool) -> orders.Purchase:
        cart.put(self.buyer, self.product, quantity_milli=1000)
        return orders.place(self.buyer, CHECKOUT if by_card else BY_TRANSFER, key=key)

    def stroll(self) -> None:
        """Buy, pay, cancel, deliver, on and on."""
        chance = random.Random(self.key)  # noqa: S311
        while True:
            with suppress(Refused):
                self.buy(chance)

    def buy(self, chance: random.Random) -> None:
        bought = self.put_and_order(str(uuid4()), by_card=chance.random() < 0.6)
        say("placed", bought.code)
        if bought.method is orders.Method.CARD:
            self.purchase = bought.code
            self.desk.pay(payments.open_session(self.buyer, bought.code))
            self.fulfil()
            say("paid", bought.code)
        for code in codes(bought):
            self.order = code
            if chance.random() < 0.3:
                self.cancel()
                say("cancelled", code)
            elif chance.random() < 0.5:
                self.deliver()
                say("accepted", code)


class Counted:
    """Counts the commits and the calls of the provider, and kills the process at one of them, if that is the job."""

    def __init__(self, kill: list[Any] | None) -> None:
        self.kill, self.seen = tuple(kill or ()), {"commit": 0, "call": 0}
        Session.commit = self.around("commit", Session.commit)  # type: ignore[method-assign]
        stripe.RequestsClient.request = self.around("call", stripe.RequestsClient.request)  # type: ignore[method-assign]

    def around(self, kind: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*values: Any, **named: Any) -> Any:
            self.seen[kind] += 1
            self.end_if("before", kind)
            answer = work(*values, **named)
            self.end_if("after", kind)
            return answer

        return counted

    def end_if(self, when: str, kind: str) -> None:
        if self.kill == (when, kind, self.seen[kind]):
            os.kill(os.getpid(), signal.SIGKILL)


def do(job: Job) -> None:
    os.environ.update(job["environment"])
    settings.cache_clear()
    engine.cache_clear()
    at = datetime.fromisoformat(job["clock"])
    clock.now = lambda: at
    counted, errands = Counted(job.get("kill")), Errands(job)
    counted.seen.update(commit=0, call=0)
    try:
        getattr(errands, job["errand"])()
    except Refused as refusal:
        say("refused", str(refusal))
    say("done", counted.seen)


def main() -> None:
    Settings.model_config["env_file"] = None
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                do(json.loads(line))
            finally:
                os._exit(0)
        say("child", child)
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
