"""Disputes: each side is heard, an official decides once, and what is taken off goes back to the buyer to the fen."""

from datetime import timedelta

import pytest

from db.disputes import LIVE
from db.orders import OrderStatus
from services import disputes, order_returns, orders, payments
from services.disputes import Act, Decision, DisputeStatus, Ground, Outcome, Relief, Remedy, Side, Step
from services.errors import Conflict, Forbidden, Invalid
from services.orders import PaymentState, ReturnStatus
from tests.buying import (  # noqa: F401  fixtures
    agreed,
    at_once,
    code,
    noted,
    on_shelf,
    paid,
    right_books,
    state,
    status,
)
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.disputing import (
    a_cheap_product,  # noqa: F401  a fixture
    answered,
    back,
    both_heard,  # noqa: F401  a fixture
    complaint,
    decided,
    just_arrived,  # noqa: F401  a fixture
    lodged,
    off,
    promised_and_arrived,  # noqa: F401  a fixture
    right_disputes,  # noqa: F401  a fixture
    row,
    stands,
)

S, O, R = DisputeStatus, OrderStatus, ReturnStatus  # noqa: E741
A_DAY = timedelta(days=1)
SENT = {"carrier": "Slow Boat", "tracking_number": "SB-1"}


def test_an_amount_that_is_decided_comes_off_and_goes_back(desk, buyer, supplier, official, bought, heard):  # noqa: PLR0913, PLR0917
    decided(official, heard, off(450))
    assert (stands(heard), row(heard).off_fen) == (S.DECIDED, 450)
    assert [one["amount"] for one in desk.refunds()] == [450]
    assert state(bought) is PaymentState.PART_REFUNDED
    for party in (buyer, supplier):
        [seen] = disputes.of_order(party, code(bought))
        assert (seen.dispute.reasons_en, seen.may) == ("The photographs show it.", [])
    events = [f"dispute:{one}" for one in ("opened", "answered", "taken", "decided")]
    assert noted(*events) == events


def test_goods_that_are_decided_back_are_paid_back_once_and_shelved_once(  # noqa: PLR0913, PLR0917
    desk, buyer, supplier, official, product, bought
):
    dispute = disputes.lodge(buyer, code(bought), back(buyer, bought, 500), key="one")
    answered(supplier, dispute)
    [seen] = disputes.of_order(supplier, code(bought))
    decided(official, dispute, Relief(Outcome.UNDONE, quantities=seen.wanted, goods_back=True))
    assert ([one["amount"] for one in desk.refunds()], on_shelf(product)) == ([417], (98_000, 0))
    [one] = orders.order(supplier, code(bought)).returns
    assert one.back.status is ReturnStatus.AGREED
    order_returns.arrived(supplier, code(bought), one.back.number, saleable=True)
    assert ([one["amount"] for one in desk.refunds()], on_shelf(product)) == ([417], (98_500, 0))


def test_what_is_dismissed_takes_nothing_off(desk, official, bought, heard):
    decided(official, heard, Relief(Outcome.DISMISSED))
    assert (row(heard).outcome, desk.refunds(), state(bought)) == (Outcome.DISMISSED, [], PaymentState.PAID)


def test_a_decision_is_made_once_however_many_press_at_once(desk, official, bought, heard):
    disputes.take(official, heard)
    made = [Decision(off(fen), "理由", "why") for fen in (100, 200, 300)]
    said = at_once(*[lambda one=one: disputes.decide(official, heard, one) for one in made])
    assert [type(one) for one in said].count(Conflict) == 2
    assert [one["amount"] for one in desk.refunds()] == [row(heard).off_fen]
    with pytest.raises(Conflict):
        disputes.decide(official, heard, made[0])


def test_nobody_decides_more_than_was_asked_for_or_than_is_left(buyer, official, bought, heard):
    disputes.take(official, heard)
    for relief in (off(501), off(0), Relief(Outcome.UNDONE), Relief(Outcome.UPHELD)):
        with pytest.raises(Invalid):
            disputes.decide(official, heard, Decision(relief, "理由", "why"))
    [line] = orders.order(buyer, code(bought)).lines
    with pytest.raises(Invalid):
        disputes.weigh(official, heard, Relief(Outcome.UNDONE, quantities={line.id: 2001}))
    assert disputes.weigh(official, heard, Relief(Outcome.UNDONE, quantities={line.id: 500})) == 417
    assert stands(heard) is S.WITH_OFFICIAL


def test_nobody_asks_for_more_than_is_left(buyer, bought):
    for asked in (complaint(1667), complaint(0), back(buyer, bought, 2001)):
        with pytest.raises(Invalid):
            disputes.lodge(buyer, code(bought), asked, key=str(asked.amount_fen))
    assert disputes.of_order(buyer, code(bought)) == []


def test_what_was_refused_meanwhile_is_not_taken_off_again(buyer, supplier, official, product, bought):
    dispute = lodged(buyer, bought, 1666)
    answered(supplier, dispute)
    [line] = orders.order(buyer, code(bought)).lines
    refused = orders.Report([orders.Faulty(line.id, 1500, orders.Fault.DAMAGED)])
    orders.accept_in_part(buyer, code(bought), refused)
    disputes.take(official, dispute)
    with pytest.raises(Invalid):
        disputes.decide(official, dispute, Decision(off(417), "理由", "why"))
    disputes.decide(official, dispute, Decision(off(416), "理由", "why"))
    assert state(bought) is PaymentState.REFUNDED


def test_a_refund_that_fails_stays_owed_and_goes_back_by_the_sweep(desk, buyer, official, bought, heard):
    desk.before = lambda call: "fail" if call == "POST refunds" else None
    decided(official, heard, off(500))
    assert (stands(heard), orders.order(buyer, code(bought)).owed_back_fen) == (S.DECIDED, 500)
    desk.before = lambda _: None
    payments.sweep()
    assert [one["amount"] for one in desk.refunds()] == [500]


def test_the_other_side_may_grant_what_is_asked(desk, buyer, supplier, bought):
    dispute = lodged(buyer, bought)
    with pytest.raises(Forbidden):
        disputes.act(buyer, dispute, Step(Act.GRANT))
    at_once(*[lambda: disputes.act(supplier, dispute, Step(Act.GRANT))] * 3)
    assert (stands(dispute), row(dispute).off_fen) == (S.SETTLED, 500)
    assert [one["amount"] for one in desk.refunds()] == [500]


def test_goods_that_never_left_are_on_the_shelf_again_when_granted_back(desk, buyer, supplier, product):
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    dispute = disputes.lodge(buyer, code(bought), back(buyer, bought, 2000), key="one")
    disputes.act(supplier, dispute, Step(Act.GRANT))
    assert (status(bought), on_shelf(product)) == ([O.CANCELLED], (100_000, 0))
    assert [one["amount"] for one in desk.refunds()] == [1666]


def test_an_order_that_got_lost_ends_when_all_of_it_is_undone(desk, buyer, supplier, official, product):
    bought = paid(desk, buyer, product)
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), **SENT)
    dispute = lodged(buyer, bought, ground=Ground.NOT_DELIVERED, remedy=Remedy.DELIVERY)
    assert row(dispute).amount_fen == 1666
    answered(supplier, dispute)
    [line] = orders.order(buyer, code(bought)).lines
    decided(official, dispute, Relief(Outcome.UNDONE, quantities={line.id: 2000}))
    assert (status(bought), state(bought), on_shelf(product)) == ([O.CANCELLED], PaymentState.REFUNDED, (98_000, 0))
    assert orders.order(supplier, code(bought)).returns == []


def test_who_opened_it_may_withdraw_and_open_another_later(buyer, supplier, bought, heard):
    with pytest.raises(Conflict):
        lodged(buyer, bought, key="two")
    with pytest.raises(Forbidden):
        disputes.act(supplier, heard, Step(Act.WITHDRAW))
    disputes.act(buyer, heard, Step(Act.WITHDRAW))
    again = lodged(buyer, bought, key="two")
    assert (stands(heard), stands(again)) == (S.WITHDRAWN, S.OPEN)


def test_a_double_click_opens_one_dispute(buyer, bought):
    found = at_once(*[lambda: lodged(buyer, bought)] * 4)
    assert len(set(found)) == 1
    assert len(disputes.of_order(buyer, code(bought))) == 1


def test_both_sides_at_once_open_one_dispute(buyer, supplier, promised):
    other = {"ground": Ground.NOT_INSPECTED, "remedy": Remedy.INSPECTION, "amount_fen": 0}
    at_once(lambda: lodged(buyer, promised), lambda: lodged(supplier, promised, **other))
    assert [one.dispute.status for one in disputes.of_order(buyer, code(promised))] == [S.OPEN]


def test_a_dispute_ends_with_its_order(buyer, bought, heard):
    [line] = orders.order(buyer, code(bought)).lines
    everything = orders.Report([orders.Faulty(line.id, 2000, orders.Fault.WRONG)])
    orders.accept_in_part(buyer, code(bought), everything)
    assert (status(bought), stands(heard), row(heard).off_fen) == ([O.CANCELLED], S.SETTLED, 0)


def test_goods_are_not_asked_back_beside_a_dispute_and_an_old_request_ends_with_it(
    desk, buyer, supplier, official, bought
):
    orders.accept(buyer, code(bought))
    [line] = orders.order(buyer, code(bought)).lines
    some = orders.Report([orders.Faulty(line.id, 500, orders.Fault.DAMAGED)])
    order_returns.ask(buyer, code(bought), some, number=1)
    order_returns.agree(supplier, code(bought), 1)
    dispute = disputes.lodge(buyer, code(bought), back(buyer, bought, 2000), key="one")
    assert orders.order(buyer, code(bought)).return_until is None
    with pytest.raises(Conflict):
        order_returns.ask(buyer, code(bought), some, number=2)
    answered(supplier, dispute)
    decided(official, dispute, Relief(Outcome.UNDONE, quantities={line.id: 2000}, goods_back=True))
    assert [one.back.status for one in orders.order(buyer, code(bought)).returns] == [R.WAIVED, R.AGREED]
    assert sum(one["amount"] for one in desk.refunds()) == 1666


def test_each_side_is_asked_once_and_replies_once(official, buyer, supplier, heard):
    with pytest.raises(Conflict):
        disputes.question(official, heard, Side.BUYER, text="How many tiles?")
    disputes.take(official, heard)
    disputes.question(official, heard, Side.BUYER, text="How many tiles?")
    with pytest.raises(Conflict):
        disputes.question(official, heard, Side.BUYER, text="And where?")
    with pytest.raises(Conflict):
        disputes.act(supplier, heard, Step(Act.REPLY, "I know better."))
    disputes.act(buyer, heard, Step(Act.REPLY, "Two."))
    with pytest.raises(Conflict):
        disputes.act(buyer, heard, Step(Act.REPLY, "Three."))
    [seen] = disputes.of_order(buyer, disputes.case(official, heard).row.order_code)
    assert [one.said.text for one in seen.said][-2:] == ["How many tiles?", "Two."]


def test_reasons_stand_in_the_languages_of_the_parties(official, heard):
    disputes.take(official, heard)
    with pytest.raises(Invalid, match="Reasons in Chinese"):
        disputes.decide(official, heard, Decision(off(1), "", "why"))
    disputes.decide(official, heard, Decision(off(1), "理由"))
    assert stands(heard) not in LIVE
