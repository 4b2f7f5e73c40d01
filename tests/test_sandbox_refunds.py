"""Refunds: within the charge, by whoever asks at once, refused where nothing was paid; and a card that takes none."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stripe

from pages.machine.sandbox import store, upkeep
from pages.machine.sandbox.cards import CLOSED_CARD
from tests import sandbox_stand
from tests.sandbox_stand import a_paid_session, again, an_open_session, pay

pytestmark = pytest.mark.pure
sandbox_server, stand = sandbox_stand.sandbox_server, sandbox_stand.stand


def test_refunds_add_up_to_the_charge_and_no_further(stand):
    session = a_paid_session(stand)
    refunds, charge = stand.stripe.v1.refunds, stand.stripe.v1.charges.list().data[0]
    first = refunds.create({"payment_intent": session.payment_intent, "amount": 4_690, "metadata": {"order": "1"}})
    assert (first.status, first.currency, first.charge, first.metadata["order"]) == ("succeeded", "cny", charge.id, "1")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        refunds.create({"payment_intent": session.payment_intent, "amount": 20_001})
    assert refusal.value.param == "amount"
    rest = refunds.create({"charge": charge.id, "reason": "requested_by_customer"})
    assert rest.amount == 20_000
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        refunds.create({"payment_intent": session.payment_intent})
    assert refusal.value.code == "charge_already_refunded"
    after = stand.stripe.v1.charges.retrieve(charge.id)
    assert (after.amount_refunded, after.refunded) == (24_690, True)
    assert [one.id for one in refunds.list({"payment_intent": session.payment_intent}).data] == [rest.id, first.id]
    assert refunds.retrieve(first.id, {"expand": ["charge"]}).charge.id == charge.id
    assert stand.receiver.wait("charge.refunded", "refund.created")


def test_a_closed_card_takes_no_refund_and_the_balance_has_it_again(stand):
    session = an_open_session(stand)
    pay(stand, session, CLOSED_CARD)
    asked = {"payment_intent": again(stand, session).payment_intent}
    sent = stand.stripe.v1.refunds.create(asked)
    assert sent.status == "succeeded"
    stand.now += 61
    failed = stand.stripe.v1.refunds.retrieve(sent.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    assert stand.stripe.v1.balance.retrieve().available[0].amount == sent.amount
    assert stand.receiver.wait("refund.failed")
    assert stand.stripe.v1.refunds.create(asked).amount == sent.amount


def test_a_sandbox_of_an_older_museum_is_completed(tmp_path):
    file = tmp_path / "sandbox.db"
    with store.opened(file, writing=True) as book:
        book.connection.execute("DROP INDEX refunds_failing")
        book.connection.execute("PRAGMA user_version = 1")
    assert upkeep.catch_up(file, 1) == 0


def test_a_disputed_charge_is_refunded_only_while_the_bank_merely_asks(stand):
    for card, refundable in (("4000000000000259", False), ("4000000000001976", True)):
        session = an_open_session(stand)
        pay(stand, session, card)
        asked = {"payment_intent": again(stand, session).payment_intent}
        if refundable:
            assert stand.stripe.v1.refunds.create(asked).status == "succeeded"
            continue
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            stand.stripe.v1.refunds.create(asked)
        assert refusal.value.code == "charge_disputed"


def test_twenty_refunds_at_once_never_exceed_the_charge(stand):
    session = a_paid_session(stand, fen=100, quantity=10)

    def refund(_: int) -> int:
        try:
            return stand.client().v1.refunds.create({"payment_intent": session.payment_intent, "amount": 150}).amount
        except stripe.InvalidRequestError:
            return 0

    with ThreadPoolExecutor(20) as crowd:
        assert sum(crowd.map(refund, range(20))) == 900
    assert sum(one.amount for one in stand.stripe.v1.refunds.list().data) == 900


@pytest.mark.parametrize("amount", ["0", "-5", "x"])
def test_an_odd_refund_is_refused(stand, amount):
    session = a_paid_session(stand)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stand.stripe.v1.refunds.create({"payment_intent": session.payment_intent, "amount": amount})
    assert refusal.value.code == "parameter_invalid_integer"


def test_what_was_never_paid_cannot_be_refunded(stand):
    session = an_open_session(stand)
    pay(stand, session, "4000000000000002")
    intent = again(stand, session).payment_intent
    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        stand.stripe.v1.refunds.create({"payment_intent": intent})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        stand.stripe.v1.refunds.create()
    assert refusal.value.code == "parameter_missing"
