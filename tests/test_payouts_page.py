"""Walks through the statement of payouts and the settlement watch, their doors, and the file of the statement."""

import csv
import io
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from pages.machine import payouts as doors
from services import chargebacks, payments, payouts, reconciling
from tests import make
from tests.buying import codes, delivered, placed
from tests.desk import deliver, opened_desk  # noqa: F401  a fixture
from tests.paying_out import accepted, draw, send, with_account

DOORS = Starlette(routes=[
    Route("/payouts/account", doors.account, methods=["POST"]),
    Route("/payouts/statement.{form}", doors.statement),
])  # fmt: skip


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def browser_of(visitor):
    return TestClient(DOORS, cookies={PLAIN_COOKIE: make.signed_in(visitor)}, follow_redirects=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_supplier_without_sales_is_offered_an_account_and_told_of_no_fee(visit, desk, supplier, lang):
    shown = wall(visit("payouts.py", supplier, lang=lang))
    assert "/payouts/account" in shown
    assert shown.count("¥0.00") >= 5
    assert desk.calls == []


def test_a_statement_says_what_came_and_that_it_cost_nothing(visit, desk, buyer, supplier):
    with_account(desk, supplier)
    bought = accepted(desk, buyer, supplier)
    payouts.go_round()
    shown = wall(visit("payouts.py", supplier))
    for said in (codes(bought)[0], "Passed on", "¥240.00", "Commission", "Entry fee", "It is complete"):
        assert said in shown
    assert "/payouts/account" not in shown


@pytest.mark.usefixtures("desk")
def test_what_the_provider_asks_stands_on_the_page(visit, supplier):
    payouts.onboard(supplier)
    shown = wall(visit("payouts.py", supplier, account="again"))
    for said in ("not complete yet", "bank account", "provider&#39;s terms", "Continue at the provider"):
        assert said in shown


def test_who_comes_back_from_the_provider_sees_the_account_as_it_is_now(visit, desk, supplier):
    with_account(desk, supplier)
    desk.calls.clear()
    visit("payouts.py", supplier, account="back")
    assert any(call.startswith("GET accounts/") for call in desk.calls)


def test_only_a_form_of_this_browser_opens_an_account(desk, supplier, buyer):
    for visitor in (supplier, buyer):
        answer = browser_of(visitor).post("/payouts/account", data={"form_token": "of another browser"})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/payouts?note=")
    assert "POST accounts" not in desk.calls


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_statement_goes_home_as_a_file_and_the_log_knows(desk, buyer, supplier, form):
    bought = accepted(desk, buyer, supplier)
    answer = browser_of(supplier).get(f"/payouts/statement.{form}", params={"lang": "en"})
    assert answer.status_code == 200
    if form == "csv":
        [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
        assert (row["Order"], row["Due (yuan)"], row["Commission (yuan)"]) == (codes(bought)[0], "240.00", "0.00")
        assert row["How it stands"] == "Due; no account yet"


def test_for_others_there_is_no_statement(desk, buyer, supplier, official):
    accepted(desk, buyer, supplier)
    for visitor in (buyer, official):
        assert browser_of(visitor).get("/payouts/statement.csv").status_code == 404
    assert browser_of(supplier).get("/payouts/statement.exe").status_code == 404


def test_officials_see_debts_and_what_differs(visit, desk, buyer, supplier, official):
    account, bought = with_account(desk, supplier), placed(buyer, make.a_product(supplier))
    desk.pay(payments.open_session(buyer, bought.code), card="4000000000000259")
    deliver(desk.events("checkout.session.completed")[-1])
    delivered(buyer, supplier, codes(bought)[0])
    payouts.go_round()
    assert "No supplier has more" in wall(visit("settlement.py", official))
    draw(desk, account, bought.total_fen)
    for raw in desk.events():
        deliver(raw)
    shown = wall(visit("settlement.py", official))
    for said in (codes(bought)[0], "the balance of the account is too small", "¥240.00 have been withdrawn."):
        assert said in shown


def test_officials_see_whether_the_books_agree(visit, desk, traded, pass_time, official):
    assert "not been compared yet" in wall(visit("settlement.py", official))
    pass_time(timedelta(hours=1))
    reconciling.compare()
    assert "Both sides agree" in wall(visit("settlement.py", official))
    [charge] = desk.api("charges")["data"]
    send(desk, "refunds", {"charge": charge["id"], "amount": "100"})
    pass_time(timedelta(hours=1))
    reconciling.compare()
    shown = wall(visit("settlement.py", official))
    assert "Missing in our ledger" in shown
    assert "−¥1.00" in shown
    assert traded


@pytest.fixture(name="traded")
def an_accepted_order(desk, buyer, supplier):
    return accepted(desk, buyer, supplier)


def charge_back(desk, buyer, supplier):
    bought = placed(buyer, make.a_product(supplier), key="two")
    desk.pay(payments.open_session(buyer, bought.code), card="4000000000000259")
    for raw in desk.events():
        deliver(raw)
    return bought


def test_a_chargeback_is_answered_from_both_desks(visit, desk, buyer, supplier, official):
    bought = charge_back(desk, buyer, supplier)
    [order] = codes(bought)
    at = visit("sales.py", supplier, order=order)
    assert "the cardholder did not make this payment" in wall(at)
    [view] = chargebacks.newest(official)
    name = view.chargeback.id
    at.text_area(key=f"statement_{name}").input("Signed for on 3 June.")
    at = at.button(key=f"state_{name}").click().run()
    assert "Signed for on 3 June." in wall(at)
    at = visit("settlement.py", official)
    assert "Signed for on 3 June." in wall(at)
    at.button(key=f"answer_{name}").click().run()
    assert desk.api(f"disputes/{view.chargeback.provider_id}")["status"] == "under_review"
    assert "disputes" not in wall(visit("orders.py", buyer, order=order))


def test_a_page_beyond_all_numbers_is_no_page_of_a_book(visit, supplier):
    at = visit("payouts.py", supplier)
    at.query_params["page"] = "9" * 5000
    at.run()
    assert not at.exception
