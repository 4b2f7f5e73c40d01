"""The rules of small purchases: a limit that is reached and its way out; one orders, another releases, it is paid."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.extent import IN_CHINESE, IN_ENGLISH
from tests.tours import market
from tests.tours.walking import NEW_PASSWORD

pytestmark = [pytest.mark.pure, pytest.mark.tour]


@pytest.fixture
def school(walk_in):
    """Whoever signs up for a school, and so is its first approver."""

    def enter(lang="zh"):
        walker = walk_in(lang)
        walker.go("/account", form="sign-up")
        walker.sign_up("buyer", "限额小学", credit_code=make.a_credit_code(), kind="school")
        return walker

    return enter


def want(walker, quantity):
    """Type the quantity of the only line in the cart."""
    field = walker.page.locator("[class*=st-key-quantity_] input")
    field.fill(quantity)
    walker.then(lambda: field.press("Enter"))


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_beyond_the_limit_the_cart_names_the_way_out_and_near_it_warns(school, lang):
    buyer = school(lang)
    market.put_in_cart(buyer, market.FLOOR)
    buyer.go("/cart")
    want(buyer, "2500")
    alert = buyer.page.get_by_role("alert").filter(has_text=buyer.t("This cart is more than a small purchase may be"))
    expect(alert).to_contain_text("询价" if lang == "zh" else "quotation")
    expect(buyer.button("Place the order")).to_be_disabled()
    buyer.shot("beyond")
    want(buyer, "1800")
    expect(alert).to_have_count(0)
    buyer.says("Close to a limit")
    buyer.shot("near")
    market.check_out(buyer, by_transfer=True)
    buyer.says("Transfer after acceptance")
    buyer.go("/limits")
    expect(buyer.page.locator(".limit-gauge").first).to_be_visible()
    buyer.shot("limits")


def invited(approver, email):
    """The link for a colleague, as the account shows it."""
    approver.go("/account")
    approver.fill("colleague_email", email)
    approver.press("Make the link")
    link = approver.page.locator("code").inner_text()
    return re.search(r"invitation=([\w-]+)", link)[1]


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_one_places_another_releases_and_it_is_paid(school, walk_in, lang):
    approver, clerk = school(lang), walk_in(lang)
    approver.go("/approvals")
    approver.fill("threshold", "1000")
    approver.press("Set the threshold")
    token = invited(approver, f"clerk.{make.a_credit_code().lower()}@tour.example")
    clerk.go("/account", form="join", invitation=token)
    clerk.send("account-join", person="巡览采购员", password=NEW_PASSWORD)
    market.put_in_cart(clerk, market.FLOOR)
    purchase = market.check_out(clerk)
    clerk.says("Waits for approval")
    expect(clerk.page.locator("form[action^='/pay/']")).to_have_count(0)
    clerk.shot("waits")
    approver.go("/orders")
    approver.follow(approver.link("To the releases"))
    approver.shot("to-release")
    approver.press("Release")
    approver.says("Nothing waits to be released.")
    approver.shot("released")
    clerk.go("/orders", purchase=purchase)
    market.leave_to_pay(clerk)
    market.pay(clerk)
    market.see_paid(clerk)
    clerk.shot("paid")
