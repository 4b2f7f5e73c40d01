"""What is in dispute is not passed on to the supplier, the rest is, and what was passed on stays where it is."""

import pytest

from db import disputes as store
from services import disputes, payouts
from services.disputes import Act, Outcome, Relief, Step
from services.payouts import Share
from tests.buying import noted, right_books  # noqa: F401  a fixture
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.disputing import answered, decided, lodged, off, row
from tests.paying_out import accepted, money_agrees, passed_on, transfers, with_account

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def account(desk, supplier):
    return with_account(desk, supplier)


@pytest.fixture
def bought(desk, buyer, supplier):
    """Two units for 240 yuan, paid by card, accepted."""
    return accepted(desk, buyer, supplier)


def test_only_what_is_not_in_dispute_is_passed_on(desk, buyer, supplier, bought):
    dispute = lodged(buyer, bought, 4_000)
    payouts.go_round()
    assert passed_on(bought) == [20_000]
    [line] = payouts.statement(supplier).lines
    assert (line.share, line.open_fen) == (Share.CONTESTED, 0)
    disputes.act(buyer, dispute, Step(Act.WITHDRAW))
    payouts.go_round()
    assert (passed_on(bought), transfers(desk)) == ([24_000], [(20_000, 0), (4_000, 0)])
    money_agrees(desk)


def test_what_was_decided_for_the_buyer_is_never_passed_on(desk, buyer, supplier, official, bought):
    dispute = lodged(buyer, bought, 24_000)
    payouts.go_round()
    assert passed_on(bought) == [0]
    answered(supplier, dispute)
    decided(official, dispute, off(9_000))
    payouts.go_round()
    assert passed_on(bought) == [15_000]
    money_agrees(desk)


def test_what_was_passed_on_before_stays_there_until_it_is_decided(desk, buyer, supplier, official, bought):
    payouts.go_round()
    dispute = lodged(buyer, bought, 4_000)
    for _ in range(2):
        payouts.go_round()
    assert (transfers(desk), noted("payout:taken_back")) == ([(24_000, 0)], [])
    answered(supplier, dispute)
    decided(official, dispute, off(3_000))
    payouts.go_round()
    assert transfers(desk) == [(24_000, 3_000)]
    money_agrees(desk)


def test_a_dismissed_dispute_lets_the_share_go(buyer, supplier, official, bought):
    dispute = lodged(buyer, bought, 24_000)
    answered(supplier, dispute)
    payouts.go_round()
    assert passed_on(bought) == [0]
    decided(official, dispute, Relief(Outcome.DISMISSED))
    payouts.go_round()
    assert passed_on(bought) == [24_000]
    assert row(dispute).status not in store.LIVE
