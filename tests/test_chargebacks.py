"""Disputed payments: the money is booked as the bank moves it, shares follow, parties answer, strangers see nothing."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from db import ledger as books
from db.chargebacks import ChargebackStatus
from db.engine import reading
from db.ledger import Account
from db.payouts import PayoutAccount
from services import chargebacks, clock, orders, payments, payouts
from services.errors import Conflict, Forbidden, Missing
from services.orders import PaymentState
from services.payouts import Share
from services.provider.events import Told
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    at_once,
    code,
    codes,
    delivered,
    noted,
    offered,
    ordered,
    placed,
    right_books,
    state,
)
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.paying_out import money_agrees, passed_on, transfers, with_account

FRAUD, NOT_RECEIVED, ENQUIRY = "4000000000000259", "4000000000002685", "4000000000001976"


def disputed(desk, buyer, *products, card=FRAUD, key="one"):
    """Paid with a card whose bank disputes the payment; every event is delivered."""
    bought = placed(buyer, *products, key=key)
    desk.pay(payments.open_session(buyer, bought.code), card=card)
    for raw in desk.events():
        deliver(raw)
    return bought


def withdrawn(bought):
    with reading() as db:
        found = books.balances(db, Account.DISPUTED)
        return sum(found.values())


def test_a_dispute_is_booked_and_shown_to_those_who_sold(desk, buyer, supplier, product, official):
    bought = disputed(desk, buyer, product)
    [view] = chargebacks.of_order(supplier, code(bought))
    assert (view.chargeback.status, view.chargeback.amount_fen) == (ChargebackStatus.NEEDS_RESPONSE, bought.total_fen)
    assert (view.chargeback.reason, view.answerable) == ("fraudulent", True)
    assert withdrawn(bought) == bought.total_fen
    assert [one.purchase_code for one in chargebacks.newest(official)] == [bought.code]
    assert state(bought) is PaymentState.PAID
    assert noted("chargeback:opened") == ["chargeback:opened"]
    money_agrees(desk)


@pytest.mark.usefixtures("product")
def test_an_enquiry_moves_no_money(desk, buyer, product):
    bought = disputed(desk, buyer, product, card=ENQUIRY)
    assert withdrawn(bought) == 0
    money_agrees(desk)


def test_its_events_in_any_order_and_twice_are_one_dispute(desk, buyer, product):
    bought = placed(buyer, product)
    desk.pay(payments.open_session(buyer, bought.code), card=NOT_RECEIVED)
    for raw in [*reversed(desk.events()), *desk.events()]:
        deliver(raw)
    assert (state(bought), withdrawn(bought)) == (PaymentState.PAID, bought.total_fen)
    assert noted("chargeback:opened", "chargeback:changed") == ["chargeback:opened"]
    money_agrees(desk)


def test_what_a_bank_has_taken_back_is_not_passed_on(desk, buyer, supplier, product):
    with_account(desk, supplier)
    bought = disputed(desk, buyer, product)
    delivered(buyer, supplier, code(bought))
    payouts.go_round()
    assert transfers(desk) == []
    assert payouts.statement(supplier).lines[0].share is Share.WITHHELD


def a_late_dispute(desk, buyer, supplier):
    """The bank disputes after the share was passed on: the events are heard only then."""
    with_account(desk, supplier)
    bought = placed(buyer, make.a_product(supplier))
    desk.pay(payments.open_session(buyer, bought.code), card=FRAUD)
    deliver(desk.events("checkout.session.completed")[-1])
    delivered(buyer, supplier, code(bought))
    payouts.go_round()
    assert passed_on(bought) == [bought.total_fen]
    for raw in desk.events():
        deliver(raw)
    return bought


def test_a_share_is_taken_back_when_its_payment_is_disputed(desk, buyer, supplier):
    bought = a_late_dispute(desk, buyer, supplier)
    assert (passed_on(bought), transfers(desk)) == ([0], [(bought.total_fen, bought.total_fen)])
    money_agrees(desk)


def test_a_dispute_that_is_won_gives_the_share_back(desk, buyer, supplier, official):
    bought = a_late_dispute(desk, buyer, supplier)
    [view] = chargebacks.of_order(supplier, code(bought))
    chargebacks.state(supplier, view.chargeback.id, text="Signed delivery note 7. winning_evidence")
    payments.answer_dispute(official, view.chargeback.id)
    for raw in desk.events():
        deliver(raw)
    [view] = chargebacks.of_order(supplier, code(bought))
    assert (view.chargeback.status, withdrawn(bought)) == (ChargebackStatus.WON, 0)
    payouts.go_round()
    assert passed_on(bought) == [bought.total_fen]
    assert transfers(desk) == [(bought.total_fen, bought.total_fen), (bought.total_fen, 0)]
    money_agrees(desk)


def test_a_dispute_that_is_lost_keeps_the_money(desk, buyer, supplier, official):
    bought = a_late_dispute(desk, buyer, supplier)
    [view] = chargebacks.newest(official)
    chargebacks.state(official, view.chargeback.id, text="losing_evidence")
    payments.answer_dispute(official, view.chargeback.id)
    payouts.go_round()
    assert (chargebacks.newest(official)[0].chargeback.status, passed_on(bought)) == (ChargebackStatus.LOST, [0])
    money_agrees(desk)


def test_what_a_bank_has_taken_back_is_not_refunded_as_well(desk, buyer, supplier, product):
    bought = disputed(desk, buyer, product)
    orders.cancel(supplier, code(bought), reason="disputed")
    payments.sweep()
    assert (desk.refunds(), "POST refunds" in desk.calls) == ([], False)
    view = orders.order(buyer, code(bought))
    assert (view.order.status, view.owed_back_fen) == ("cancelled", 0)
    money_agrees(desk)


def test_what_is_owed_back_follows_once_the_dispute_is_won(desk, buyer, supplier, product, official):
    bought = disputed(desk, buyer, product)
    orders.cancel(supplier, code(bought), reason="disputed")
    [view] = chargebacks.of_order(supplier, code(bought))
    chargebacks.state(supplier, view.chargeback.id, text="winning_evidence")
    payments.answer_dispute(official, view.chargeback.id)
    payments.sweep()
    payments.sweep()
    assert [one["amount"] for one in desk.refunds()] == [bought.total_fen]
    assert state(bought) is PaymentState.REFUNDED
    money_agrees(desk)


def test_what_a_lost_dispute_took_is_never_refunded(desk, buyer, supplier, product, official):
    bought = disputed(desk, buyer, product)
    [view] = chargebacks.of_order(supplier, code(bought))
    chargebacks.state(supplier, view.chargeback.id, text="losing_evidence")
    payments.answer_dispute(official, view.chargeback.id)
    orders.cancel(supplier, code(bought), reason="lost")
    payments.sweep()
    assert desk.refunds() == []
    money_agrees(desk)


def test_an_answer_is_handed_in_once(desk, buyer, supplier, product, official):
    bought = disputed(desk, buyer, product)
    [view] = chargebacks.of_order(supplier, code(bought))
    with pytest.raises(Conflict):
        payments.answer_dispute(official, view.chargeback.id)  # nothing said yet
    chargebacks.state(supplier, view.chargeback.id, text="We delivered.")
    payments.answer_dispute(official, view.chargeback.id)
    with pytest.raises(Conflict):
        payments.answer_dispute(official, view.chargeback.id)
    with pytest.raises(Conflict):
        chargebacks.state(supplier, view.chargeback.id, text="One more thing.")
    told = desk.api(f"disputes/{view.chargeback.provider_id}")
    assert (told["status"], told["evidence_details"]["submission_count"]) == ("under_review", 1)
    assert "We delivered." in told["evidence"]["uncategorized_text"]


def test_strangers_and_buyers_have_no_say_in_a_dispute(desk, buyer, rival, product, official):
    bought = disputed(desk, buyer, product)
    [view] = chargebacks.newest(official)
    with pytest.raises(Missing):
        chargebacks.state(rival, view.chargeback.id, text="It was us.")
    with pytest.raises(Missing):
        chargebacks.of_order(rival, code(bought))
    for stranger in (buyer, rival):
        with pytest.raises(Forbidden):
            chargebacks.newest(stranger)
        with pytest.raises(Forbidden):
            payments.answer_dispute(stranger, view.chargeback.id)
    with pytest.raises(Forbidden):
        chargebacks.state(buyer, view.chargeback.id, text="I never ordered.")


def test_two_suppliers_share_a_withdrawal_to_the_fen_and_read_their_own_words(desk, buyer, supplier, rival, official):
    bought = disputed(desk, buyer, make.a_product(supplier, price_fen=101), make.a_product(rival, price_fen=250))
    assert withdrawn(bought) == bought.total_fen
    [view] = chargebacks.newest(official)
    chargebacks.state(supplier, view.chargeback.id, text="From the first.")
    chargebacks.state(rival, view.chargeback.id, text="From the second.")
    chargebacks.state(rival, view.chargeback.id, text="From the second, better.")
    mine = next(row.order.code for row in orders.sales(rival))
    assert [one.text for one in chargebacks.of_order(rival, mine)[0].said] == ["From the second, better."]
    assert {one.text for one in chargebacks.newest(official)[0].said} == {"From the first.", "From the second, better."}


def test_a_dispute_of_another_shop_is_nothing_to_us(desk, official):
    told = {"id": "evt_strange", "object": "event", "type": "charge.dispute.created", "livemode": False,
            "data": {"object": {"id": "dp_of_another_shop", "object": "dispute"}}}  # fmt: skip
    deliver(json.dumps(told).encode())
    assert chargebacks.newest(official) == []


def test_what_no_event_told_is_heard_by_asking(desk, buyer, product, official):
    bought = placed(buyer, product)
    desk.pay(payments.open_session(buyer, bought.code), card=FRAUD)
    payments.hear_what_was_lost()
    assert (state(bought), withdrawn(bought)) == (PaymentState.PAID, bought.total_fen)
    desk.calls.clear()
    payments.hear_what_was_lost()
    assert desk.calls == ["GET events"]


def test_what_was_asked_before_and_noted_after_moves_no_money_back(desk, buyer, product):
    bought = placed(buyer, product)
    desk.pay(payments.open_session(buyer, bought.code), card=FRAUD)
    deliver(desk.events("checkout.session.completed")[-1])
    now = chargebacks.report(desk.api("disputes")["data"][0]["id"])
    chargebacks.note(now)
    chargebacks.note(replace(now, withdrawn_fen=0, movements=0))  # another thread had asked before the bank moved it
    assert withdrawn(bought) == bought.total_fen
    money_agrees(desk)


def test_an_event_that_comes_by_itself_hides_none_that_was_lost_before(desk, buyer, product, pass_time):
    lost = placed(buyer, product)
    desk.pay(payments.open_session(buyer, lost.code), card=FRAUD)
    deliver(desk.events("checkout.session.completed")[-1])
    pass_time(timedelta(days=5))  # nobody was here, and the provider has given up sending
    later = placed(buyer, product, key="two")
    desk.pay(payments.open_session(buyer, later.code))
    deliver(desk.events("checkout.session.completed")[-1])
    payments.hear_what_was_lost()
    assert withdrawn(lost) == lost.total_fen


@pytest.mark.usefixtures("desk")
def test_one_event_that_cannot_be_acted_on_is_left_for_later_and_stops_nobody(supplier):
    now = clock.now()
    make.add(PayoutAccount(supplier_id=make.supplier_row(supplier).id, provider_id="acct_gone", created_at=now,
                           changed_at=now))  # fmt: skip
    assert payments.heard(Told("evt_1", "account.updated", "acct_gone", "")) is False
    assert payments.heard(Told("evt_2", "account.updated", "acct_of_nobody", "")) is True


@pytest.mark.usefixtures("official")
def test_many_at_once_book_a_dispute_once(desk, buyer, product):
    bought = placed(buyer, product)
    desk.pay(payments.open_session(buyer, bought.code), card=FRAUD)
    deliver(desk.events("checkout.session.completed")[-1])
    [dispute] = desk.api("disputes")["data"]
    at_once(*[lambda: payments.disputed(dispute["id"])] * 6)
    assert withdrawn(bought) == bought.total_fen
    assert noted("chargeback:opened") == ["chargeback:opened"]
    money_agrees(desk)
