"""A buyer chooses: exhibits side by side, a list that is shared and bought as a whole, and what can be asked."""

import pytest
from playwright.sync_api import expect

from tests.extent import BOTH, IN_CHINESE
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
FLOOR, OTHER = market.FLOOR, "P-000002"


def columns(walker):
    return walker.page.locator("table.compare thead th")


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_exhibits_are_hung_side_by_side_and_taken_away_by_plain_links(walk_in, lang):
    walker = walk_in(lang)
    walker.go("/product", code=FLOOR)
    walker.follow(walker.link("Compare with others of this kind"))
    expect(columns(walker)).to_have_count(1)
    walker.follow(walker.page.locator(f".compare-more a[href*='{OTHER}']"))
    expect(columns(walker)).to_have_count(2)
    assert walker.asked("codes") == f"{FLOOR},{OTHER}"
    every = walker.page.locator("table.compare tbody tr").count()
    walker.then(walker.keyed("differ").locator("label").click)
    assert walker.page.locator("table.compare tbody tr").count() < every
    for form, media in (("pdf", "application/pdf"), ("xlsx", "spreadsheetml")):
        written = walker.page.request.get(walker.address(f"/compare.{form}", codes=walker.asked("codes")))
        assert media in written.headers["content-type"]
    walker.follow(walker.page.locator("a.compare-away").first)
    assert (walker.asked("codes"), walker.asked("differ")) == (OTHER, "yes")
    walker.back()
    expect(columns(walker)).to_have_count(2)


def inside(walker):
    """What each later section of an exhibit holds beneath its title."""
    sections = walker.page.locator("[class*=st-key-fold-]")
    return [sections.nth(at).locator("> div").nth(1) for at in range(sections.count())]


@pytest.mark.parametrize("lang", BOTH)
def test_on_a_phone_an_exhibit_is_short_and_each_section_one_tap_away(walk_in, lang):
    walker = walk_in(lang)
    walker.page.set_viewport_size({"width": 390, "height": 844})
    walker.go("/product", code=FLOOR)
    taps, held = walker.page.locator(".fold summary"), inside(walker)
    assert len(held) == taps.count() >= 6
    assert walker.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight") < 3500
    for at, one in enumerate(held):
        expect(one).to_be_hidden()
        taps.nth(at).press("Enter") if at == 0 else taps.nth(at).click()
        expect(one).to_be_visible()
    walker.then(walker.page.get_by_test_id("stNumberInputStepUp").first.click)
    expect(held[0]).to_be_visible()  # another quantity closes nothing


def test_nothing_of_an_exhibit_is_folded_on_a_wide_wall_or_on_paper(walk_in):
    walker = walk_in("en")
    walker.go("/product", code=FLOOR)
    for width, media in ((1440, "screen"), (700, "print"), (390, "print")):
        walker.page.set_viewport_size({"width": width, "height": 844})
        walker.page.emulate_media(media=media)
        for one in inside(walker):
            expect(one).to_be_visible()
        expect(walker.page.locator(".fold > h2").first).to_be_visible()
        assert not walker.page.locator(".fold summary").first.is_visible()


def test_a_list_is_filled_shared_and_put_into_the_cart(walk_in):
    buyer = walk_in("en")
    buyer.sign_in("buyer", onward="/favourites")
    buyer.button("New list").click()
    buyer.fill("new_list_title", "A gym & more")
    buyer.then(buyer.keyed("make_list").get_by_role("button").click)
    for code in (FLOOR, OTHER):
        buyer.go("/product", code=code)
        buyer.page.locator("[class*=st-key-keep_in_]").get_by_role("button").click()
        buyer.then(buyer.page.get_by_text("A gym & more").click)
        expect(buyer.page.get_by_role("button", name="In 1 list")).to_be_visible()
    buyer.press("Keep")
    expect(buyer.button("Kept")).to_be_visible()
    buyer.go("/favourites")
    buyer.follow(buyer.page.locator(".list-row a", has_text="A gym & more"))
    expect(buyer.page.locator(".favourite")).to_have_count(2)
    buyer.press("Put it all in the cart")
    expect(buyer.page.locator("a.cart .count")).to_have_text("2")
    buyer.press("Put it all in the cart")
    expect(buyer.page.locator("a.cart .count")).to_have_text("2")
    buyer.button("Share").click()
    buyer.then(buyer.page.locator("[class*=st-key-share_]").get_by_role("button").click)
    token = buyer.page.locator("code").inner_text().partition("shared=")[2].partition("&")[0]
    guest = walk_in("zh")
    guest.go("/favourites", shared=token)
    expect(guest.page.locator(".favourite")).to_have_count(2)
    buyer.page.locator("[class*=st-key-more_]").get_by_role("button").first.click()
    buyer.then(
        buyer.page.get_by_role("menuitem", name="Remove").or_(buyer.page.get_by_text("Remove", exact=True)).first.click
    )
    expect(buyer.page.locator(".favourite")).to_have_count(1)


def test_a_requirement_is_tightened_and_followed_into_the_halls(walk_in):
    walker = walk_in("en")
    walker.go("/requirements", kind="wood-flooring")
    walker.then(walker.keyed("asked_wood-flooring-01").locator("label").click)
    before = walker.page.locator(".reach b").first.inner_text()
    walker.answer("high_wood-flooring-01", "0.03")
    assert walker.asked("wood-flooring-01") == "0.03"
    assert int(walker.page.locator(".reach b").first.inner_text()) < int(before)
    expect(walker.page.locator(".funnel li")).to_have_count(3)
    walker.follow(walker.link("See those that qualify"))
    assert walker.asked("v_wood-flooring-01") == "0.03"
