"""What buyers do, step by step: find, put in the cart, order, pay; each step ends when the page has answered."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser import PATIENCE, settled
from tests.tours.walking import Walker

FLOOR = "P-000006"
CARD = "4242 4242 4242 4242"


def card(walker: Walker, code: str) -> Locator:
    return walker.page.locator(f"a.exhibit-card[href*='{code}']").first


def find(walker: Walker, word: str, code: str) -> None:
    """Search in the halls: the word stands in the address, the exhibit hangs on the wall."""
    walker.go("/halls")
    walker.answer("q", word)
    expect(card(walker, code)).to_be_visible()
    assert "q=" in walker.page.url
    walker.shot("found")


def open_exhibit(walker: Walker, code: str) -> None:
    walker.follow(card(walker, code))
    assert f"code={code}" in walker.page.url
    expect(walker.page.get_by_role("heading", level=1)).to_be_visible()


def put_in_cart(walker: Walker, code: str) -> None:
    walker.go("/product", code=code)
    walker.press("Put in the cart")
    expect(walker.page.locator("a.cart .count")).to_have_text("1")


def fill_in_delivery(walker: Walker, *, by_transfer: bool = False) -> None:
    walker.go("/cart")
    walker.fill("phone", "0572-5550000")
    walker.fill("address", "苕霅路 8 号")
    give_reasons(walker)
    if by_transfer:
        walker.keyed("method").get_by_text(walker.t("Corporate transfer after acceptance"), exact=True).click()


def give_reasons(walker: Walker) -> None:
    """Say why, for every line that is not the cheapest that passes as much."""
    for asked in walker.page.locator("[class*=st-key-ground_P]").all():
        walker.pick(asked.get_by_role("combobox"), "Fits what is there already")


def check_out(walker: Walker, *, by_transfer: bool = False) -> str:
    """Order what is in the cart; the code of the purchase."""
    fill_in_delivery(walker, by_transfer=by_transfer)
    walker.press("Place the order")
    walker.page.wait_for_url("**/orders?*purchase=*")
    wait_for(walker)
    return walker.asked("purchase")


def leave_to_pay(walker: Walker) -> None:
    walker.page.locator("form[action^='/pay/'] button").click()
    walker.page.wait_for_url("**/sandbox/pay/**")


def pay(walker: Walker, number: str = CARD, *, expiry: str = "12 / 34") -> None:
    page = walker.page
    for name, text in {"number": number, "expiry": expiry, "cvc": "123", "name": "Test Visitor"}.items():
        page.locator(f"input[name={name}]").fill(text)
    page.locator("button[value=pay]").click()


def paid(walker: Walker) -> bool:
    return walker.page.locator(".order-tags").get_by_text(walker.t("Paid"), exact=True).count() > 0


def see_paid(walker: Walker) -> None:
    """Back in the house, the purchase says by our own books that it is paid."""
    walker.page.wait_for_url("**/orders?*session_id=*")
    expect(walker.page.locator(".payment-said.good")).to_be_visible()
    expect(walker.page.locator(".order-tags").get_by_text(walker.t("Paid"), exact=True).first).to_be_visible()


def wait_for(walker: Walker) -> None:
    settled(walker.page)


def until(walker: Walker, act: Callable[[], object], holds: Callable[[Walker], bool]) -> None:
    """Look again and again, as an impatient visitor would."""
    end = time.monotonic() + PATIENCE / 2
    act()
    while not holds(walker):
        assert time.monotonic() < end
        walker.page.wait_for_timeout(300)
        act()
