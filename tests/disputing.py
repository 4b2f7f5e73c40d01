"""Disputes in one line each: opened by a buyer or a supplier, answered, taken and decided."""

from typing import Any

import pytest
from sqlmodel import select

from db import disputes as store
from db.disputes import Dispute, DisputeStatus
from db.engine import reading
from db.orders import Purchase
from db.reductions import Reduction
from services import disputes, orders
from services.disputes import Act, Complaint, Decision, Ground, Outcome, Relief, Remedy, Step
from services.visitors import Visitor
from tests import make
from tests.buying import agreed, code, paid
from tests.test_inspection import arrived

WHAT_IS_WRONG = "Two of the tiles are broken."


def complaint(fen: int = 500, **more: Any) -> Complaint:
    """Money off, because something is damaged."""
    known = {"ground": Ground.DAMAGED, "remedy": Remedy.AMOUNT_OFF, "text": WHAT_IS_WRONG, "amount_fen": fen}
    return Complaint(**{**known, **more})


def lodged(visitor: Visitor, bought: Purchase, fen: int = 500, *, key: str = "one", **more: Any) -> str:
    return disputes.lodge(visitor, code(bought), complaint(fen, **more), key=key)


def back(visitor: Visitor, bought: Purchase, milli: int) -> Complaint:
    """So much of the only line back, for its money."""
    [line] = orders.order(visitor, code(bought)).lines
    return complaint(remedy=Remedy.GOODS_BACK, amount_fen=0, quantities={line.id: milli})


def answered(visitor: Visitor, dispute: str, text: str = "They were whole when they left.") -> None:
    disputes.act(visitor, dispute, Step(Act.ANSWER, text))


def off(fen: int) -> Relief:
    return Relief(Outcome.AMOUNT_OFF, fen)


def decided(official: Visitor, dispute: str, relief: Relief) -> None:
    disputes.take(official, dispute)
    disputes.decide(official, dispute, Decision(relief, "照片清楚显示破损。", "The photographs show it."))


def row(dispute: str) -> Dispute:
    with reading() as db:
        found = store.by_code(db, dispute)
    assert found
    return found


def stands(dispute: str) -> DisputeStatus:
    return row(dispute).status


def check_disputes() -> None:
    """Of every order one dispute is alive at most; what one has taken off is what was undone for it, once it ended."""
    with reading() as db:
        found = db.exec(select(Dispute)).all()
        undone = [one for one in db.exec(select(Reduction)) if one.reference.startswith("dispute:")]
    alive = [one.order_id for one in found if one.status in store.LIVE]
    assert len(set(alive)) == len(alive)
    assert {one.reference.split(":")[1] for one in undone} <= {one.code for one in found}
    for one in found:
        own = [cut.amount_fen for cut in undone if cut.reference.split(":")[1] == one.code]
        assert sum(own) == one.off_fen
        assert not own or one.status in {DisputeStatus.DECIDED, DisputeStatus.SETTLED}


@pytest.fixture(autouse=True)
def right_disputes():
    """Whatever a test does, disputes and reductions agree afterwards."""
    yield
    check_disputes()


@pytest.fixture(name="product")
def a_cheap_product(supplier):
    return make.a_product(supplier, price_fen=833)


@pytest.fixture(name="bought")
def just_arrived(desk, buyer, supplier, product):
    """Two square metres for 16.66 yuan, paid by card, that have just arrived."""
    return arrived(buyer, supplier, paid(desk, buyer, product))


@pytest.fixture(name="promised")
def promised_and_arrived(buyer, supplier, product):
    """The same by transfer, arrived and not paid."""
    return arrived(buyer, supplier, agreed(buyer, product))


@pytest.fixture(name="heard")
def both_heard(buyer, supplier, bought):
    """A dispute about five yuan in which both sides have spoken."""
    dispute = lodged(buyer, bought)
    answered(supplier, dispute)
    return dispute
