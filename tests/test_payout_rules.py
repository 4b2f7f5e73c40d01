"""The arithmetic of shares and the words for what a provider asks: pure rules."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.ledger import Account
from db.orders import OrderStatus
from services.payouts.requirements import asked_for
from services.payouts.shares import share
from services.reconciling import Difference, Wrong, differences

pytestmark = pytest.mark.pure
FEN = st.integers(0, 10**9)


@given(due=FEN, card=FEN, back=FEN, disputed=FEN, status=st.sampled_from(OrderStatus))
def test_a_share_is_never_more_than_was_paid_less_what_goes_back(due, card, back, disputed, status):
    sums = {Account.SUPPLIER_DUE: -due, Account.CARD_RECEIPTS: card, Account.BUYER_OWES: -back}
    sums[Account.DISPUTED] = disputed
    entries = [SimpleNamespace(account=account, amount_fen=fen) for account, fen in sums.items()]
    fen = share(entries, status)
    assert 0 <= fen <= max(0, min(due, card - back))
    assert fen == 0 or status in {OrderStatus.ACCEPTED, OrderStatus.CLOSED}
    assert fen + disputed <= max(due, disputed)


@given(due=FEN, card=FEN, paid_out=FEN, contested=FEN, status=st.sampled_from(OrderStatus))
def test_what_is_in_dispute_is_neither_passed_on_nor_taken_back(due, card, paid_out, contested, status):
    sums = {Account.SUPPLIER_DUE: -due, Account.CARD_RECEIPTS: card, Account.SUPPLIER_PAID: paid_out}
    entries = [SimpleNamespace(account=account, amount_fen=fen) for account, fen in sums.items()]
    whole, held = share(entries, status), share(entries, status, contested)
    assert max(0, whole - contested) <= held <= whole
    assert held <= max(paid_out, whole - contested)
    assert held >= min(whole, paid_out)


@given(st.lists(st.text(max_size=40)))
def test_every_requirement_has_a_word(due):
    assert bool(asked_for(due)) is bool(due)


AMOUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(-5, 5))


@given(AMOUNTS, AMOUNTS)
def test_every_difference_is_named_and_nothing_else(ours, theirs):
    found = {one.reference: one for one in differences(ours, theirs)}
    for name in "abcdef":
        assert (name in found) is (ours.get(name, 0) != theirs.get(name, 0))
    assert sum(one.ours_fen - one.theirs_fen for one in found.values()) == sum(ours.values()) - sum(theirs.values())


def test_a_difference_says_on_which_side_it_is():
    found = differences({"a": 5, "b": 3, "same": 1}, {"b": 4, "c": -2, "same": 1})
    assert found == [
        Difference("a", Wrong.MISSING_THERE, 5, 0),
        Difference("b", Wrong.AMOUNT, 3, 4),
        Difference("c", Wrong.MISSING_HERE, 0, -2),
    ]
