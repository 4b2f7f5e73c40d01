"""Who is signed in stays so as long as they want, in every tab, and no longer; the city may vouch for them."""

import pytest
from playwright.sync_api import expect

from tests import seeded
from tests.browser import Served, settled
from tests.extent import IN_CHINESE
from tests.identity_provider import open_provider
from tests.tours import market
from tests.tours.walking import Walker

pytestmark = [pytest.mark.pure, pytest.mark.tour]
SCHOOL = {"zh": "湖州苕霅实验学校（演示）", "en": "Huzhou Tiaozha Experimental School (demonstration)"}
LOST = ("WebSocket", "ERR_CONNECTION_REFUSED", "Failed to fetch", "net::ERR", "Network Error")


def known_as(walker):
    return walker.page.locator("a.account").inner_text()


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_a_refresh_and_a_restart_of_the_museum_keep_the_sign_in(walk_in, house, lang):
    walker = walk_in(lang)
    walker.sign_in("buyer")
    assert known_as(walker) == SCHOOL[lang]
    walker.then(walker.page.reload)
    assert known_as(walker) == SCHOOL[lang]
    for sign in LOST:
        walker.expect_console(sign)
    house.restart()
    walker.go("/orders")
    assert known_as(walker) == SCHOOL[lang]
    expect(walker.page.get_by_role("heading", level=1)).to_have_text(walker.t("My orders"))


def test_a_tab_that_stood_open_while_the_museum_restarted_goes_on(walk_in, house):
    walker = walk_in("zh")
    for sign in LOST:
        walker.expect_console(sign)
    walker.go("/product", code=market.FLOOR)
    house.restart()
    walker.press("Put in the cart")
    walker.go("/cart")
    expect(walker.page.locator(".cart-line")).to_have_count(1)


def test_signing_out_in_one_tab_makes_the_other_a_guest_at_its_next_action(walk_in):
    here = walk_in("zh")
    here.sign_in("buyer")
    there = Walker(here.page.context.new_page(), here.house, "zh")
    there.go("/product", code=market.FLOOR)
    assert known_as(there) == SCHOOL["zh"]
    here.sign_out()
    assert known_as(here) == here.t("Sign in")
    there.press("Put in the cart")
    assert known_as(there) == there.t("Sign in")
    there.check()


def test_a_tab_left_on_a_protected_page_shows_nothing_more_after_signing_out_elsewhere(walk_in):
    here = walk_in("zh")
    here.sign_in("official")
    there = Walker(here.page.context.new_page(), here.house, "zh")
    there.go("/audit")
    entries = there.page.get_by_role("heading", level=1)
    assert entries.inner_text() == there.t("Audit log")
    here.sign_out()
    there.page.get_by_label(there.t("Search in events, numbers, hands and data")).fill("supplier")
    there.then(lambda: there.page.keyboard.press("Enter"))
    assert known_as(there) == there.t("Sign in")
    expect(there.page.get_by_text(there.t("Audit log"), exact=True)).to_have_count(0)


def test_the_language_chosen_is_kept_from_page_to_page_and_after_signing_in(walk_in):
    walker = walk_in("zh")
    walker.go("/halls")
    walker.follow(walker.page.locator("a.language"))
    walker.page.goto(walker.house.url + "/standards")
    settled(walker.page)
    assert walker.page.evaluate("document.documentElement.lang") == "en"
    walker.lang = "en"
    walker.page.goto(walker.house.url + "/account")
    settled(walker.page)
    walker.send("account-sign-in", email="buyer@demo.example", password="museum-demo-2026")
    assert known_as(walker) == SCHOOL["en"]


def test_a_wrong_password_says_so_and_keeps_the_email(walk_in):
    walker = walk_in("en")
    walker.go("/account")
    walker.send("account-sign-in", email="buyer@demo.example", password="not the pass phrase")
    expect(walker.page.get_by_role("alert")).to_be_visible()
    assert walker.page.locator("#form-account-sign-in [name=f_email]").first.input_value() == "buyer@demo.example"
    assert known_as(walker) == walker.t("Sign in")


@pytest.fixture(scope="module")
def provider():
    server = open_provider("")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def city_house(tmp_path_factory, provider):
    """A museum that lets in through the city's identity service."""
    address = f"http://127.0.0.1:{provider.server_address[1]}/.well-known/openid-configuration"
    given = {"OIDC_CLIENT_ID": "museum", "OIDC_CLIENT_SECRET": "s", "OIDC_METADATA_URL": address}
    with Served(seeded.copy(tmp_path_factory), **given) as served:
        yield served


@pytest.fixture
def through_the_city(walk_in, city_house, provider, monkeypatch):
    def enter(email):
        monkeypatch.setattr(provider.RequestHandlerClass, "email", email)
        walker = walk_in("zh", at=city_house, also=(f"http://127.0.0.1:{provider.server_address[1]}",))
        walker.go("/account")
        walker.then(walker.button("Sign in with the city's identity service").click)
        walker.go("/account")
        go_on = walker.page.locator("#form-account-proved button")
        expect(go_on).to_be_visible()
        assert email in go_on.inner_text()
        walker.then(go_on.click)
        return walker

    return enter


def test_a_person_the_city_knows_gets_the_roles_the_museum_gave_never_the_claimed_one(through_the_city):
    """The provider claims that everybody is an administrator."""
    walker = through_the_city("buyer@demo.example")
    assert known_as(walker) == SCHOOL["zh"]
    assert walker.page.request.get(walker.address("/orders")).status == 200
    assert walker.page.request.get(walker.address("/audit")).status == 404
    walker.sign_out()
    assert known_as(walker) == walker.t("Sign in")
    expect(walker.page.locator("#form-account-proved")).to_have_count(0)


def test_a_person_the_museum_does_not_know_is_refused(through_the_city):
    walker = through_the_city("nobody@elsewhere.example")
    expect(walker.page.get_by_role("alert").first).to_be_visible()
    assert known_as(walker) == walker.t("Sign in")
