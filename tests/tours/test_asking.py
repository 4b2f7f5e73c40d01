"""From quotation to order: a school asks two suppliers from an exhibit, one answers, the school accepts."""

import re

import pytest
from playwright.sync_api import expect

from tests.extent import IN_ENGLISH
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
OTHER = {"zh": "湖州浔枋地板有限公司", "en": "Huzhou Xunfang Flooring Co., Ltd."}


def ask_two(buyer):
    """From the exhibit of the demonstration's supplier, and to one more who shows floors."""
    buyer.go("/product", code=market.FLOOR)
    buyer.follow(buyer.link("Ask for a quotation"))
    assert f"ask={market.FLOOR}" in buyer.page.url
    buyer.fill(f"wanted_{market.FLOOR}", "40")
    suppliers = buyer.keyed(f"request_suppliers_{market.FLOOR}")
    suppliers.locator("input").click()
    suppliers.locator("input").press_sequentially(OTHER[buyer.lang][:8])
    buyer.page.get_by_role("option", name=re.compile(re.escape(OTHER[buyer.lang]))).click()
    buyer.page.keyboard.press("Escape")
    buyer.shot("request")
    buyer.press("Send the request")
    return buyer.asked("request")


def answer(supplier, code):
    supplier.sign_in("supplier", onward="/quotations")
    supplier.go("/quotations")
    supplier.follow(supplier.page.locator(f"a.order-row[href*='{code}']"))
    expect(supplier.page.get_by_text(OTHER[supplier.lang])).to_have_count(0)
    supplier.fill("price_1", "199.5")
    supplier.fill("answer_words", "现货，含卸货。")
    supplier.shot("answer")
    supplier.press("Give the quotation")
    expect(supplier.page.locator("section.quote .quote-sum .price")).to_have_text("¥7,980.00")


def accept(buyer, code):
    buyer.go("/quotations", request=code)
    expect(buyer.page.locator(".quote-compare tbody tr")).to_have_count(1)
    buyer.shot("comparison")
    buyer.button("Accept …").click()
    buyer.page.get_by_label(buyer.t("Phone")).fill("0572-5550000")
    buyer.button("Accept and order").click()
    buyer.page.wait_for_url("**/orders?*purchase=*")
    market.wait_for(buyer)


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_a_quotation_becomes_an_order_at_its_price(walk_in, lang):
    buyer, supplier = walk_in(lang), walk_in(lang)
    buyer.sign_in("buyer")
    code = ask_two(buyer)
    answer(supplier, code)
    accept(buyer, code)
    expect(buyer.page.locator(".order-lines .price").first).to_have_text("¥7,980.00")
    expect(buyer.link("Quotation {code}", code=code)).to_be_visible()
    buyer.shot("order")
    buyer.go("/quotations", request=code)
    expect(buyer.page.locator("section.quote").get_by_text(buyer.t("Chosen"), exact=True)).to_be_visible()
