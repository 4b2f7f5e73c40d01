"""A purchase that a finance office can trust: compared, reasoned, its protocol read, taken away, kept from others."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.extent import IN_CHINESE
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
OTHER = "P-000002"


def words_of(pdf):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def compare_and_put_in_cart(buyer):
    buyer.go("/compare", codes=f"{market.FLOOR},{OTHER}")
    buyer.follow(buyer.page.locator(f"a.compare-name[href*='code={market.FLOOR}']"))
    buyer.press("Put in the cart")
    expect(buyer.page.locator("a.cart .count")).to_have_text("1")


def order_with_a_reason(buyer):
    """Without one the order is refused and what was typed stays."""
    compare_and_put_in_cart(buyer)
    buyer.go("/cart")
    buyer.fill("phone", "0572-5550000")
    buyer.fill("address", "苕霅路 8 号")
    buyer.keyed("method").get_by_text(buyer.t("Corporate transfer after acceptance"), exact=True).click()
    buyer.says("They are written into the protocol of this purchase.")
    buyer.press("Place the order")
    buyer.says(
        "Another exhibit passes as much as {product} and costs less: say why you choose it.", product=market.FLOOR
    )
    market.give_reasons(buyer)
    buyer.page.locator("[class*=st-key-ground_words] input").fill("matches the hall")
    buyer.press("Place the order")
    buyer.page.wait_for_url("**/orders?*purchase=*")
    market.wait_for(buyer)
    return buyer.asked("purchase")


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_what_was_compared_is_read_and_taken_away(walk_in, lang):
    buyer = walk_in(lang)
    buyer.sign_in("buyer")
    purchase = order_with_a_reason(buyer)
    buyer.follow(buyer.link("Purchasing protocol"))
    assert buyer.asked("purchase") == purchase
    sheet = buyer.page.locator("article.protocol")
    expect(sheet.get_by_role("heading", level=1)).to_have_text(buyer.t("Purchasing protocol"))
    chosen = sheet.locator("tr.chosen").first
    expect(chosen).to_contain_text(market.FLOOR)
    expect(sheet).to_contain_text("matches the hall")
    expect(sheet.locator("tr", has_text=OTHER).first).to_contain_text(buyer.t("compared by the buyer"))
    buyer.shot("protocol")
    with buyer.page.expect_download() as taken:
        buyer.link("Download as PDF").click()
    assert taken.value.suggested_filename.endswith(f"{purchase}.pdf")
    said = words_of(taken.value.path().read_bytes())
    total = sheet.locator(".protocol-total b").inner_text()
    for words in (purchase, market.FLOOR, OTHER, total, "matchesthehall"):
        assert words in said
    official = walk_in(lang)
    official.sign_in("official")
    official.go("/protocols")
    official.follow(official.page.locator(f"a.order-row[href*='{purchase}']"))
    expect(official.page.locator("article.protocol .protocol-total b")).to_have_text(total)


def test_nobody_else_gets_it(walk_in):
    buyer = walk_in("en")
    buyer.sign_in("buyer")
    market.put_in_cart(buyer, market.FLOOR)
    purchase = market.check_out(buyer, by_transfer=True)
    for who in ("guest", "supplier", "housing", "expert", "admin"):
        stranger = walk_in("en")
        if who != "guest":
            stranger.sign_in(who)
        taken = stranger.page.request.get(stranger.address(f"/protocols/{purchase}.pdf"))
        assert taken.status == 404, who
    assert buyer.page.request.get(buyer.address(f"/protocols/{purchase}.pdf")).status == 200
