"""From a word typed in the halls to a paid order: a school buys, is refused by its bank, pays late."""

import re

import pytest
from playwright.sync_api import expect

from tests import make, seeded
from tests.browser import Served
from tests.extent import BOTH, IN_ENGLISH
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
DECLINED = "4000 0000 0000 0002"


@pytest.fixture(scope="module")
def house_on_postgresql(tmp_path_factory, databases):
    data = tmp_path_factory.mktemp("on-postgresql")
    url = databases.create("postgresql", data)
    seeded.hang(data, DATABASE_URL=url)
    with Served(data, DATABASE_URL=url) as served:
        yield served
    databases.drop(url)


@pytest.fixture
def school(walk_in):
    """A school that has just signed up, with an exhibit in its cart."""

    def enter(lang="zh", **more):
        walker = walk_in(lang, **more)
        walker.go("/account", form="sign-up")
        walker.sign_up("buyer", "巡览小学", credit_code=make.a_credit_code(), kind="school")
        market.put_in_cart(walker, market.FLOOR)
        return walker

    return enter


def buy_as_a_stranger(walker):
    """The whole way, from a guest's search to the order paid."""
    market.find(walker, "地板" if walker.lang == "zh" else "floor", market.FLOOR)
    found = walker.page.url
    market.open_exhibit(walker, market.FLOOR)
    walker.back()
    assert walker.page.url == found
    expect(market.card(walker, market.FLOOR)).to_be_visible()
    walker.forward()
    walker.press("Put in the cart")
    walker.follow(walker.page.locator("a.cart"))
    walker.shot("cart-of-a-guest")
    walker.says("Sign in or sign up to order; your cart comes along.")
    walker.follow(walker.page.locator(".bill-next").get_by_role("link", name=walker.t("Sign up"), exact=True))
    walker.sign_up("buyer", "初次采购小学", credit_code=make.a_credit_code(), kind="school")
    assert "/cart" in walker.page.url
    assert walker.page.locator(".cart-line").count() == 1
    purchase = market.check_out(walker)
    market.leave_to_pay(walker)
    market.pay(walker)
    market.see_paid(walker)
    walker.shot("paid")
    return purchase


@pytest.mark.parametrize("lang", BOTH)
def test_a_stranger_finds_an_exhibit_signs_up_and_pays(walk_in, lang):
    walker = walk_in(lang)
    purchase = buy_as_a_stranger(walker)
    walker.follow(walker.page.locator("a.order-row"))
    walker.says("The way of this order")
    walker.shot("order")
    walker.go("/orders")
    expect(walker.page.locator("a.order-row")).to_have_count(1)
    walker.go("/cart")
    expect(walker.page.locator(".cart-line")).to_have_count(0)
    assert re.fullmatch(r"C-\d{4}-\d{6}", purchase)


def test_a_stranger_buys_on_postgresql_too(walk_in, house_on_postgresql):
    walker = walk_in("zh", at=house_on_postgresql)
    buy_as_a_stranger(walker)


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_a_declined_card_says_why_and_another_one_pays(school, lang):
    buyer = school(lang)
    market.check_out(buyer)
    market.leave_to_pay(buyer)
    buyer.expect_console("402")
    market.pay(buyer, DECLINED, expiry="12 / 34")
    alert = buyer.page.get_by_role("alert")
    expect(alert).to_be_visible()
    assert ("银行拒绝付款" if lang == "zh" else "Declined by the bank") in alert.inner_text()
    buyer.shot("declined")
    market.pay(buyer)
    market.see_paid(buyer)


def test_a_cancelled_payment_leaves_the_order_reserved_and_it_can_be_paid_later(school):
    buyer = school()
    purchase = market.check_out(buyer)
    market.leave_to_pay(buyer)
    buyer.page.locator("button[value=cancel]").click()
    buyer.page.wait_for_url("**/orders?*")
    market.wait_for(buyer)
    expect(buyer.page.locator(".payment-said")).to_be_visible()
    buyer.shot("cancelled")
    assert buyer.page.get_by_text(buyer.t("Cancelled"), exact=True).count() == 0
    buyer.go("/orders")
    buyer.follow(buyer.page.locator(f"a[href*='purchase={purchase}']"))
    market.leave_to_pay(buyer)
    market.pay(buyer)
    market.see_paid(buyer)


def test_who_closes_the_browser_after_paying_has_paid_all_the_same(school):
    """The way back never happens: the signed event alone books the payment."""
    buyer = school()
    purchase = market.check_out(buyer)
    market.leave_to_pay(buyer)
    buyer.page.route_web_socket("**/_stcore/stream", lambda _: None)  # no page of ours is drawn any more
    with buyer.page.expect_response(lambda answer: answer.request.method == "POST"):
        market.pay(buyer)
    buyer.anew()
    market.until(buyer, lambda: buyer.go("/orders", purchase=purchase), market.paid)


def test_a_payment_by_transfer_is_agreed_at_once_and_due_after_acceptance(school):
    buyer = school()
    market.check_out(buyer, by_transfer=True)
    buyer.says("Transfer after acceptance")
    expect(buyer.page.locator("form[action^='/pay/']")).to_have_count(0)
    buyer.shot("transfer")


def test_the_choice_of_transfer_stays_open_until_something_is_paid(school):
    buyer = school()
    market.check_out(buyer)
    buyer.button("Pay by corporate transfer instead").click()
    buyer.press("Agree to pay by transfer")
    buyer.says("Transfer after acceptance")
    expect(buyer.page.locator("form[action^='/pay/']")).to_have_count(0)


def test_a_double_click_on_the_order_button_makes_one_purchase(school):
    buyer = school()
    market.fill_in_delivery(buyer)
    buyer.button("Place the order").dblclick()
    buyer.page.wait_for_url("**/orders?*purchase=*")
    market.wait_for(buyer)
    buyer.go("/orders")
    expect(buyer.page.locator("a.order-row")).to_have_count(1)
