"""From a paid order to an accepted one that did not go smoothly: parts, refused tiles, and goods sent back."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.extent import IN_CHINESE
from tests.handed_in import a_picture
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]


@pytest.fixture
def dealt(walk_in):
    """A school has paid the demonstration's supplier, who has confirmed: both of them, and the code of the order."""

    def enter(lang):
        buyer, seller = walk_in(lang), walk_in(lang)
        buyer.go("/account", form="sign-up")
        buyer.sign_up("buyer", "收货小学", credit_code=make.a_credit_code(), kind="school")
        market.put_in_cart(buyer, market.FLOOR)
        market.check_out(buyer)
        market.leave_to_pay(buyer)
        market.pay(buyer)
        market.see_paid(buyer)
        code = buyer.page.locator("a.order-row .order-code").first.inner_text()
        seller.sign_in("supplier")
        seller.go("/sales", order=code)
        seller.press("Confirm the order")
        return buyer, seller, code

    return enter


def ship(seller, code, *, part=0, of="1"):
    """Everything that has not left, or `of` the first line."""
    seller.go("/sales", order=code)
    seller.fill(f"carrier_{code}", "苕溪物流（示例）")
    seller.fill(f"tracking_{code}", "DEMO-1")
    if part:
        seller.unfold("Only a part leaves")
        seller.fill(f"leaving_{code}_{part}_1", of)
    seller.press("Goods handed to the carrier")


def arrive(buyer, code):
    buyer.go("/orders", order=code)
    buyer.press("The goods have arrived")


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_an_order_comes_in_parts_and_broken_goods_are_refused_and_paid_back(dealt, lang):
    buyer, seller, code = dealt(lang)
    ship(seller, code, part=1)
    seller.says("Still to come")
    arrive(buyer, code)
    buyer.says("Still to come")
    buyer.shot("in-parts")
    ship(seller, code)
    arrive(buyer, code)
    buyer.unfold("Something is not as ordered")
    buyer.fill(f"inspect_{code}_quantity_1", "1")
    buyer.fill(f"inspect_{code}_note_1", "边角破损")
    buyer.hand_over(f"inspect_{code}_photos", "broken.png", a_picture("PNG", size=(640, 480)), "image/png")
    buyer.shot("inspection")
    buyer.press("Accept all but what is named")
    buyer.says("Refused on inspection")
    buyer.says("Partly refunded")
    expect(buyer.page.locator(".return .photos img")).to_have_count(1)
    buyer.shot("refused")
    seller.go("/sales", order=code)
    seller.button("The goods are back").click()
    seller.press("Yes, they are back")
    seller.says("Back with the supplier")


def test_accepted_goods_are_sent_back_and_paid_back(dealt):
    buyer, seller, code = dealt("zh")
    ship(seller, code)
    arrive(buyer, code)
    buyer.press("Inspected and accepted")
    buyer.unfold("Return goods")
    buyer.fill(f"return_{code}_quantity_1", "2")
    buyer.press("Ask to return them")
    buyer.says("Return asked for")
    seller.go("/sales", desk="returns")
    seller.press("Take them back")
    seller.go("/sales", order=code)
    seller.button("They need not come back").click()
    seller.press("Yes, without the goods")
    buyer.go("/orders", order=code)
    buyer.says("Settled without goods going back")
    buyer.says("Partly refunded")
    buyer.shot("returned")
