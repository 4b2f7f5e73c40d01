"""Two suppliers in one cart: one order is cancelled and refunded, the share of the other reaches its supplier."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
OTHERS = "P-000001"


def open_an_account(seller):
    """At the provider's page, and back."""
    seller.go("/payouts")
    seller.page.locator("form[action='/payouts/account'] button").click()
    seller.page.wait_for_url("**/sandbox/onboard/**")
    seller.page.locator("button[value=complete]").click()
    seller.page.wait_for_url("**/payouts?account=back*")
    market.wait_for(seller)
    expect(seller.page.locator(".payout-account h2")).to_have_text(seller.t("Your account receives your share"))


def orders_of(buyer, purchase):
    """The codes of both orders by the name of the supplier: ours first."""
    buyer.go("/orders", purchase=purchase)
    rows = buyer.page.locator("a.order-row")
    expect(rows).to_have_count(2)
    codes = rows.locator(".order-code").all_inner_texts()
    return sorted(codes, key=lambda code: not sells(buyer, code, market.FLOOR))


def sells(buyer, order, exhibit):
    buyer.go("/orders", order=order)
    return buyer.page.locator(f".order-lines a[href*='{exhibit}']").count() > 0


def test_one_of_two_orders_is_cancelled_and_the_other_ones_share_is_passed_on(walk_in):
    seller, buyer = walk_in("zh"), walk_in("zh")
    seller.sign_in("supplier", onward="/payouts")
    open_an_account(seller)
    buyer.go("/account", form="sign-up")
    buyer.sign_up("buyer", "分账小学", credit_code=make.a_credit_code(), kind="school")
    market.put_in_cart(buyer, market.FLOOR)
    buyer.go("/product", code=OTHERS)
    buyer.press("Put in the cart")
    purchase = market.check_out(buyer)
    market.leave_to_pay(buyer)
    market.pay(buyer)
    market.see_paid(buyer)
    kept, gone = orders_of(buyer, purchase)
    cancel(buyer, gone)
    deliver(seller, buyer, kept)
    market.until(seller, lambda: seller.go("/payouts"), lambda walker: passed_on(walker, kept))
    seller.shot("passed-on")


def cancel(buyer, order):
    buyer.go("/orders", order=order)
    buyer.button("Cancel the order").click()
    buyer.fill(f"reason_{order}", "不再需要")
    buyer.press("Cancel it for good")
    buyer.says("Refunded")


def deliver(seller, buyer, order):
    seller.go("/sales", order=order)
    seller.press("Confirm the order")
    seller.fill(f"carrier_{order}", "慢船物流")
    seller.fill(f"tracking_{order}", "SB-1")
    seller.press("Goods handed to the carrier")
    buyer.go("/orders", order=order)
    buyer.press("The goods have arrived")
    buyer.press("Inspected and accepted")


def passed_on(seller, order):
    line = seller.page.locator(".payout-lines tr").filter(has_text=order)
    return line.get_by_text(seller.t("Passed on"), exact=True).count() > 0
