"""The ledger: postings balance, count once, and say how far an order is paid."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from db import ledger as store
from db.engine import reading, transaction
from db.ledger import Account, Entry
from db.orders import Order
from services import ledger, money
from services.ledger import PaymentState
from tests import make
from tests.buying import agreed, check_books, paid
from tests.desk import opened_desk  # noqa: F401  a fixture

KINDS = [ledger.AGREED, ledger.CARD_PAID, ledger.CARD_FOR_DEBT, ledger.TRANSFER_RECEIVED, ledger.RELEASED,
         ledger.CARD_REFUNDED, ledger.TRANSFER_RETURNED]  # fmt: skip


def entries(*kinds: ledger.Kind, fen: int = 100) -> list[Entry]:
    return [entry for kind in kinds for entry in (Entry(account=kind.debit, amount_fen=fen),
                                                  Entry(account=kind.credit, amount_fen=-fen))]  # fmt: skip


L, P = ledger, PaymentState


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kinds", "state", "owed_back"),
    [
        ([], P.NONE, 0),
        ([L.AGREED], P.AGREED, 0),
        ([L.AGREED, L.RELEASED], P.NONE, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED], P.PAID, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.RELEASED], P.PAID, 100),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.RELEASED, L.TRANSFER_RETURNED], P.REFUNDED, 0),
        ([L.CARD_PAID], P.PAID, 0),
        ([L.CARD_PAID, L.RELEASED], P.PAID, 100),
        ([L.CARD_PAID, L.RELEASED, L.CARD_REFUNDED], P.REFUNDED, 0),
        ([L.CARD_FOR_DEBT], P.PAID, 100),
        ([L.CARD_FOR_DEBT, L.CARD_REFUNDED], P.REFUNDED, 0),
        ([L.AGREED, L.CARD_FOR_DEBT], P.PAID, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.CARD_FOR_DEBT], P.PAID, 100),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.CARD_FOR_DEBT, L.CARD_REFUNDED], P.PAID, 0),
        ([L.AGREED, L.TRANSFER_RECEIVED, L.CARD_FOR_DEBT, L.CARD_REFUNDED, L.RELEASED], P.PAID, 100),
    ],
)
def test_the_payment_state_is_read_from_the_entries(kinds, state, owed_back):
    assert ledger.state(entries(*kinds), 100) is state
    assert ledger.owed_back(entries(*kinds)) == owed_back


@pytest.mark.pure
def test_a_refund_of_one_order_is_a_part_of_the_purchase():
    both = [*entries(L.CARD_PAID, fen=60), *entries(L.CARD_PAID, L.RELEASED, L.CARD_REFUNDED, fen=40)]
    assert ledger.state(both, 100) is P.PART_REFUNDED


@pytest.mark.pure
@given(st.lists(st.sampled_from(KINDS), max_size=8), st.integers(1, 10**14))
def test_entries_always_sum_to_nothing(kinds, fen):
    assert sum(entry.amount_fen for entry in entries(*kinds, fen=fen)) == 0


@pytest.mark.pure
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_a_payment_is_divided_over_the_orders_to_the_fen(totals):
    assert money.split(sum(totals), totals) == totals


@pytest.fixture
def bought(buyer, supplier):
    return agreed(buyer, make.a_product(supplier))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_posting_moves_money(bought, amount):
    with pytest.raises(ValueError, match="moves money"), transaction(audited=False) as db:
        ledger.post(db, bought, ledger.CARD_PAID, "pi_1", {uuid4(): amount})


def test_a_reference_is_posted_once(bought):
    with reading() as db:
        order = db.exec(select(Order)).one()
    with pytest.raises(IntegrityError), transaction(audited=False) as db:
        ledger.post(db, bought, ledger.RELEASED, f"agreed:{bought.code}", {order.id: 1})
    with reading() as db:
        assert ledger.posted(db, f"agreed:{bought.code}")
        assert len(store.of_orders(db, [order.id])) == 2


def test_a_posting_without_an_audit_entry_is_rolled_back(bought):
    with reading() as db:
        order = db.exec(select(Order)).one()
    with pytest.raises(AssertionError, match="unaudited"), transaction() as db:
        ledger.post(db, bought, ledger.RELEASED, "in silence", {order.id: 1})
    with reading() as db:
        assert not ledger.posted(db, "in silence")


def test_totals_are_lines_ledger_facts_and_what_was_charged(desk, buyer, supplier, rival):
    products = [make.a_product(supplier, price_fen=333), make.a_product(rival, price_fen=7), make.a_product(rival)]
    bought = paid(desk, buyer, *products, milli=1500)
    [charge] = desk.api("charges")["data"]
    with reading() as db:
        received = sum(store.balances(db, Account.CARD_RECEIPTS).values())
    assert charge["amount"] == bought.total_fen == received == 500 + 11 + 18_000
    assert charge["transfer_group"] == bought.code
    check_books()
