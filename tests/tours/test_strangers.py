"""Who is not meant to see something does not: every file, letter, table, order and dossier, asked for cold."""

import http.client
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from components.places import PLACES
from services.exports import TABLES, Form
from tests import make
from tests.browser import page
from tests.knock import knock
from tests.tours import desks, market
from tests.tours.walking import Walker

pytestmark = [pytest.mark.pure, pytest.mark.tour]
BUYERS, SUPPLIERS, GOVERNING = {"buyer", "other buyer"}, {"supplier", "rival"}, {"official", "admin"}
PROTECTED = {
    "orders": BUYERS, "approvals": BUYERS, "protocols": BUYERS | {"official"},
    "quotations": BUYERS | SUPPLIERS | {"official"},
    "suppliers": SUPPLIERS, "listings": SUPPLIERS, "sales": SUPPLIERS, "payouts": SUPPLIERS,
    "review": {"official"}, "dashboard": GOVERNING, "audit": GOVERNING, "settlement": GOVERNING,
    "disputes": {"official"},
    "service_orders": SUPPLIERS | {"official", "expert"},
}  # fmt: skip
OF_EVERYBODY = {"inbox"}  # who is signed in
PEOPLE = ("guest", "buyer", "supplier", "expert", "official", "admin", "other buyer", "rival")


@pytest.fixture(scope="module")
def cookies(chromium, house):
    """Who is signed in as whom, as the Cookie header of their browser; the newcomers sign up first."""

    def headers(who):
        with page(chromium) as tab:
            walker = Walker(tab, house, "zh")
            if who in {"other buyer", "rival"}:
                sign_up(walker, "buyer" if who == "other buyer" else "supplier")
            elif who != "guest":
                walker.sign_in(who)
            return cookie_of(tab)

    return {who: headers(who) for who in PEOPLE}


def cookie_of(tab):
    return "; ".join(f"{one['name']}={one['value']}" for one in tab.context.cookies())


def sign_up(walker, role):
    walker.go("/account", form="sign-up", role=role)
    kind = "school" if role == "buyer" else "enterprise"
    walker.sign_up(role, f"另一家{role}", credit_code=make.a_credit_code(), kind=kind)


@pytest.fixture(scope="module")
def secrets(chromium, house):
    """What must stay between its owner and the house: an order by a school, and a dossier with a draft."""
    with page(chromium) as tab:
        buyer = Walker(tab, house, "zh")
        sign_up(buyer, "buyer")
        market.put_in_cart(buyer, market.FLOOR)
        purchase = market.check_out(buyer, by_transfer=True)
        order = buyer.page.locator(".order-code").first.inner_text()
        own = cookie_of(tab)
    with page(chromium) as tab:
        supplier = Walker(tab, house, "zh")
        sign_up(supplier, "supplier")
        dossier = desks.say_who(supplier, kind="Distributor")
        desks.hand_in_papers(supplier, trademark=False)
        supplier.press("Hand in for review")
    return {"purchase": purchase, "order": order, "dossier": dossier, "own": own}


def answer(house, path, cookie=""):
    connection = http.client.HTTPConnection(urlsplit(house.url).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        said = connection.getresponse()
        return said.status, said.read()
    finally:
        connection.close()


def heard(house, path, cookie=""):
    """Every word the websocket says; in a thread, because Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(knock, f"{house.url}{path}", cookie=cookie).result()


def kept_files(house, purpose=""):
    """Papers of dossiers and exhibits, kept for reviewers; or what is kept for one purpose."""
    kept = "SELECT id FROM stored_file WHERE id NOT IN (SELECT file_id FROM picture)"
    chosen = "purpose = ?" if purpose else "purpose NOT IN ('invoice', 'report') AND '' = ?"
    with closing(sqlite3.connect(house.log_file.parent / "museum.db")) as db:
        return [row[0] for row in db.execute(f"{kept} AND {chosen}", (purpose,))]


def test_every_protected_place_is_known_here():
    assert {place.stem for place in PLACES if place.needs} == set(PROTECTED) | OF_EVERYBODY


@pytest.mark.parametrize("stem", OF_EVERYBODY)
def test_a_place_of_one_s_own_opens_to_all_but_guests(house, cookies, stem):
    said = {who: answer(house, f"/{stem}", cookie)[0] for who, cookie in cookies.items()}
    assert said == {who: 303 if who == "guest" else 200 for who in cookies}


@pytest.mark.parametrize("stem", PROTECTED)
def test_a_protected_place_opens_to_its_own_people_only(house, cookies, stem):
    for who, cookie in cookies.items():
        status, _ = answer(house, f"/{stem}", cookie)
        assert status == (303 if who == "guest" else 200 if who in PROTECTED[stem] else 404), who


@pytest.mark.parametrize(
    ("stem", "who"), [(stem, who) for stem in PROTECTED for who in ("guest", "expert") if who not in PROTECTED[stem]]
)
def test_the_websocket_says_nothing_of_a_protected_place(house, cookies, stem, who):
    said = heard(house, f"/{stem}?lang=en", "" if who == "guest" else cookies[who])
    assert said.not_found == 1
    assert "foyer-words" in said.words


@pytest.mark.parametrize("who", ["", "guest", "buyer", "rival", "expert", "admin"])
def test_private_papers_are_for_their_owner_and_the_reviewers(house, cookies, secrets, who):
    assert secrets
    files = kept_files(house)
    assert files
    for file in files:
        assert answer(house, f"/files/{file}", cookies.get(who, ""))[0] == 404
    assert answer(house, f"/files/{files[-1]}", cookies["official"])[0] == 200


@pytest.mark.parametrize("who", ["", "guest", "buyer", "rival", "admin"])
def test_a_report_and_its_invoice_are_for_who_ordered_and_who_does_the_work(house, cookies, who):
    files = kept_files(house, "report")
    assert files
    for path in (*(f"/files/{file}" for file in files), "/service_orders/papers/SI-2022-000001.pdf"):
        assert answer(house, path, cookies.get(who, ""))[0] == 404
    assert answer(house, f"/files/{files[0]}", cookies["expert"])[0] == 200
    assert answer(house, "/service_orders/papers/SI-2022-000001.pdf", cookies["supplier"])[0] == 200


@pytest.mark.parametrize("who", ["", "guest", "buyer", "official", "expert", "rival"])
def test_the_letter_of_commitment_is_only_for_who_has_begun_a_dossier(house, cookies, who):
    assert answer(house, "/letters/commitment.pdf", cookies.get(who, ""))[0] == 404


@pytest.mark.parametrize("who", ["", "guest", "buyer", "supplier", "expert", "rival"])
def test_no_table_leaves_the_house_with_somebody_else(house, cookies, who):
    for table in TABLES:
        for form in Form:
            assert answer(house, f"/exports/{table}.{form}", cookies.get(who, ""))[0] == 404
    assert answer(house, "/exports/months.csv", cookies["official"])[0] == 200


@pytest.mark.parametrize(
    "who", ["", "guest", "other buyer", "buyer", "rival", "supplier", "expert", "official", "admin"]
)
def test_a_payment_slip_is_for_the_buyer_of_its_order_only(house, cookies, secrets, who):
    assert answer(house, f"/transfers/{secrets['order']}.pdf", cookies.get(who, ""))[0] == 404
    assert answer(house, f"/transfers/{secrets['order']}.pdf", secrets["own"])[0] == 200


@pytest.mark.parametrize("who", ["", "guest", "other buyer", "rival", "expert", "official", "admin"])
def test_an_invoice_is_for_the_two_sides_of_its_order_only(house, cookies, who):
    files = kept_files(house, "invoice")
    assert files
    for file in files:
        assert answer(house, f"/files/{file}", cookies.get(who, ""))[0] == 404
        assert answer(house, f"/files/{file}", cookies["buyer"])[0] == 200


@pytest.mark.parametrize("who", ["", "guest", "expert", "official", "admin"])
def test_invoices_are_taken_away_by_buyers_and_suppliers_only(house, cookies, who):
    for form in Form:
        assert answer(house, f"/invoices.{form}", cookies.get(who, ""))[0] == 404
        assert answer(house, f"/invoices.{form}", cookies["buyer"])[0] == 200


@pytest.mark.parametrize("who", ["guest", "other buyer", "buyer", "rival", "supplier", "expert"])
@pytest.mark.parametrize("path", ["/orders?order={order}", "/orders?purchase={purchase}", "/sales?order={order}"])
def test_an_order_is_told_to_its_two_parties_only(house, cookies, secrets, path, who):
    """The demonstration's supplier sells the floor: to it the order is no secret, at its own desk."""
    if who == "supplier" and path.startswith("/sales"):
        assert "另一家buyer" in heard(house, path.format(**secrets), cookies[who]).words
        return
    said = heard(house, path.format(**secrets), cookies.get(who, ""))
    assert "苕霅路 8 号" not in said.words
    assert "另一家buyer" not in said.words or who == "other buyer"  # whose own name stands in the band


def test_the_owner_and_the_reviewers_do_hear_what_others_must_not(house, cookies, secrets):
    """Or the tests beside this one would prove nothing."""
    assert "苕霅路 8 号" in heard(house, f"/orders?order={secrets['order']}", secrets["own"]).words
    dossier = heard(house, f"/review?desk=suppliers&code={secrets['dossier']}", cookies["official"]).words
    assert "L-2026-1" in dossier
    assert "0572-5550101" in dossier


@pytest.mark.parametrize("who", ["guest", "buyer", "supplier", "rival", "expert", "admin"])
@pytest.mark.parametrize("path", ["/review?desk=suppliers&code={dossier}", "/listings?code={dossier}"])
def test_a_dossier_is_told_to_the_reviewers_only(house, cookies, secrets, path, who):
    said = heard(house, path.format(**secrets), cookies.get(who, ""))
    assert "L-2026-1" not in said.words
    assert "0572-5550101" not in said.words


def test_nobody_pays_or_acts_for_another(house, cookies, secrets):
    """A form of this very browser is asked for, and the purchase must be one's own."""
    connection = http.client.HTTPConnection(urlsplit(house.url).netloc, timeout=30)
    try:
        connection.request("POST", f"/pay/{secrets['purchase']}", headers={"Cookie": cookies["other buyer"]})
        said = connection.getresponse()
        said.read()
    finally:
        connection.close()
    assert said.status == 303
    assert said.headers["location"].startswith("/orders?")
