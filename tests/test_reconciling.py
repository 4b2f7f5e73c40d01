"""The nightly comparison: silent while ledger and provider agree, and naming each injected difference."""

from datetime import timedelta

import pytest

from db import orders as orders_store
from db.engine import transaction
from db.orders import Purchase
from pages.machine.sandbox.store import opened
from services import audit, ledger, orders, payments, payouts, reconciling
from services.audit import Event
from services.errors import Forbidden
from services.order_flow import MUSEUM
from services.reconciling import Wrong
from tests import make
from tests.buying import codes, paid
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.paying_out import accepted, send, with_account

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(name="traded")
def a_day_of_trade(desk, buyer, supplier, rival, pass_time):
    """Paid, passed on, part of it cancelled and refunded; an hour later."""
    with_account(desk, supplier)
    kept = accepted(desk, buyer, supplier)
    payouts.go_round()
    gone = paid(desk, buyer, make.a_product(rival), key="two")
    orders.cancel(buyer, codes(gone)[0], reason="no longer needed")
    pass_time(AN_HOUR)
    return kept


@pytest.mark.usefixtures("traded")
def test_the_books_agree(official):
    assert reconciling.compare() == []
    _, compared, found = reconciling.last(official)
    assert (compared, found) == (4, [])


def booked_only_here(bought: Purchase, kind: ledger.Kind, reference: str, fen: int) -> None:
    with transaction() as db:
        [order] = orders_store.of_purchase(db, bought.id)
        ledger.post(db, bought, kind, reference, {order.id: fen})
        audit.record(db, MUSEUM, Event.PAYOUT_SENT, order.code)


@pytest.mark.parametrize(
    ("kind", "reference"),
    [(ledger.PAID_OUT, "tr_never"), (ledger.CARD_REFUNDED, "re_never"), (ledger.CARD_FOR_DEBT, "pi_never")],
)
@pytest.mark.usefixtures("desk")
def test_what_only_we_have_is_found(traded, kind, reference):
    booked_only_here(traded, kind, reference, 77)
    [one] = reconciling.compare()
    assert (one.reference, one.wrong, abs(one.ours_fen), one.theirs_fen) == (reference, Wrong.MISSING_THERE, 77, 0)


def test_what_only_the_provider_has_is_found(desk, traded, pass_time, official):
    [transfer] = desk.api("transfers")["data"]
    back = send(desk, f"transfers/{transfer['id']}/reversals", {"amount": "123"})
    assert reconciling.compare() == []  # too fresh to be a difference
    pass_time(AN_HOUR)
    [one] = reconciling.compare()
    assert (one.reference, one.wrong, one.ours_fen, one.theirs_fen) == (back["id"], Wrong.MISSING_HERE, 0, 123)
    assert reconciling.last(official)[2] == [one]


@pytest.mark.usefixtures("traded")
def test_a_changed_amount_is_found(desk):
    [refund] = desk.refunds()
    change(desk, refund["id"], amount=refund["amount"] - 1)
    [one] = reconciling.compare()
    assert (one.reference, one.wrong, one.theirs_fen - one.ours_fen) == (refund["id"], Wrong.AMOUNT, 1)


def change(desk, name, **fields):
    with opened(desk.folder / "sandbox.db", writing=True) as book:
        [thing] = book.select("id = :name", {"name": name})
        book.put(thing | fields)


def test_it_is_done_once_a_night(desk, traded, pass_time):
    reconciling.nightly()
    desk.calls.clear()
    reconciling.nightly()
    assert desk.calls == []
    pass_time(A_DAY)
    reconciling.nightly()
    assert "GET transfers" in desk.calls
    assert traded


@pytest.mark.usefixtures("desk", "traded")
def test_old_trade_is_not_missed(pass_time):
    pass_time(timedelta(days=90))
    assert reconciling.compare() == []


def test_suppliers_do_not_read_the_houses_books(supplier, buyer):
    for stranger in (supplier, buyer):
        with pytest.raises(Forbidden):
            reconciling.last(stranger)


def test_a_house_without_a_provider_compares_nothing(configure):
    configure(museum_mode="production", base_url="https://museum.example", stripe_secret_key="")
    reconciling.nightly()
    payments.hear_what_was_lost()
