"""A supplier orders a test, pays by card; an official hands over the report; the supplier takes report and invoice."""

import pytest
from playwright.sync_api import expect

from tests.extent import IN_ENGLISH
from tests.handed_in import a_pdf
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
ITEM = {"zh": "基本要求指标检测", "en": "Test of the Basic Requirements"}


def order_a_test(supplier):
    """From the price list to the order, for the floor of the demonstration's own supplier; its code."""
    supplier.go("/tariff")
    expect(supplier.page.locator(".tariff-zeros dd:not(.soft)")).to_have_text(["¥0.00", "¥0.00"])
    supplier.follow(supplier.page.locator(".tariff li", has_text=ITEM[supplier.lang]).get_by_role("link"))
    supplier.keyed("service_product").get_by_role("combobox").click()
    supplier.then(supplier.page.get_by_role("option").filter(has_text=market.FLOOR).click)
    supplier.shot("order-form")
    supplier.then(supplier.keyed("service_order").get_by_role("button").click)
    supplier.page.wait_for_url("**/service_orders?*order=SV-*")
    return supplier.asked("order")


def pay(supplier):
    supplier.page.locator("form[action$='/pay'] button").click()
    supplier.page.wait_for_url("**/sandbox/pay/**")
    market.pay(supplier)
    supplier.page.wait_for_url("**/service_orders?*session_id=*")
    expect(supplier.page.locator(".payment-said.good")).to_be_visible()
    supplier.shot("paid")


def hand_over(official, code):
    official.go("/service_orders", order=code)
    official.press("Begin the work")
    fields = official.page.locator("[class*='st-key-value_'] input")
    expect(fields).to_have_count(official.page.locator(".measured tbody tr").count())
    for field in fields.all():
        field.fill("0.4")
    official.hand_over(f"report_{code}", "report.pdf", a_pdf(), "application/pdf")
    official.press("Hand over the report")
    expect(official.page.locator(".service-report")).to_be_visible()
    official.shot("handed-over")


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_a_test_is_ordered_paid_delivered_and_downloaded(walk_in, lang):
    supplier, official, stranger = walk_in(lang), walk_in("zh" if lang == "en" else "en"), walk_in("zh")
    supplier.sign_in("supplier")
    code = order_a_test(supplier)
    pay(supplier)
    official.sign_in("housing")
    hand_over(official, code)
    supplier.go("/service_orders", order=code)
    found = [supplier.page.locator(where).first.get_attribute("href")
             for where in (".service-report a", "a[href*='/papers/SI-']")]  # fmt: skip
    for path in found:
        answer = supplier.page.request.get(f"{supplier.house.url}{path}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF")
        assert stranger.page.request.get(f"{supplier.house.url}{path}").status == 404
    supplier.shot("report-and-invoice")
    supplier.press("I have what I ordered")
    supplier.says("Closed")
