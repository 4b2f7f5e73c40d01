"""The house as its people walk it: the tour by keyboard, an announcement that tries everything, an exhibition."""

import pytest
from playwright.sync_api import expect

from tests.test_markdown_rules import PAYLOADS
from tests.tours import market
from tests.tours.test_every_page import reach

pytestmark = [pytest.mark.pure, pytest.mark.tour]
# What Streamlit's renderer may have made of the text: every one of these would be more than words.
RICH = (
    "img, svg:not(:is(h3, h4, h5, h6) svg), script, style, iframe, code, pre, del, input, h1, h2, "
    ".katex, [style], [data-testid=stIconMaterial]"
)
RICHER = "rich => [...document.querySelector('.st-key-written').querySelectorAll(rich)].map(one => one.outerHTML)"
LINKS = "[...document.querySelectorAll('.st-key-written a')].map(link => link.getAttribute('href'))"


def write(walker, words):
    """An official writes, looks at the preview and publishes; the code of the announcement."""
    walker.go("/announcements", edit="new")
    for key in ("title_zh-new", "title_en-new"):
        walker.fill(key, "A bold announcement")
    for key in ("words_zh-new", "words_en-new"):
        walker.fill(key, words)
    walker.press("Preview")
    walker.shot("preview")
    walker.press("Save")
    walker.press("Publish")
    return walker.asked("item")


def test_nothing_typed_into_an_announcement_becomes_more_than_words(walk_in):
    official = walk_in("en")
    official.sign_in("official")
    code = write(
        official, "\n\n".join(["**begin**", *PAYLOADS, "[own](/halls) and [web](https://example.org)", "**end**"])
    )
    guest = walk_in("en")
    guest.go("/announcements", item=code)
    expect(guest.page.locator(".st-key-written strong").last).to_have_text("end")
    guest.shot("tamed")
    assert guest.page.evaluate(RICHER, RICH) == []
    assert {link.split(":")[0].split("?")[0] for link in guest.page.evaluate(LINKS) if link[0] != "#"} <= {
        "http", "https", "/halls", "mailto",
    }  # fmt: skip


def test_what_is_withdrawn_is_gone_for_visitors(walk_in):
    official, guest = walk_in("zh"), walk_in("zh")
    official.sign_in("official")
    code = write(official, "今日**开放**。")
    guest.go("/announcements", item=code)
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("A bold announcement")
    official.press("Withdraw")
    assert guest.page.request.get(guest.page.url).status == 404


def test_the_tour_is_walked_by_keyboard_alone(walk_in):
    walker = walk_in("zh")
    walker.go("/")
    reach(walker, walker.link("Take the tour"))
    walker.then(lambda: walker.page.keyboard.press("Enter"))
    for _ in range(8):
        reach(walker, walker.page.locator(".tour-steps .next"))
        walker.then(lambda: walker.page.keyboard.press("Enter"))
    assert "/halls" in walker.page.url
    walker.back()
    assert walker.asked("step") == "8"


def test_an_official_curates_and_visitors_walk_in_from_the_foyer(walk_in):
    official, guest = walk_in("en"), walk_in("en")
    official.sign_in("official")
    official.go("/exhibitions", edit="new")
    for key, text in {"title_zh-new": "地板", "title_en-new": "Floors only", "words_zh-new": "看。",
                      "words_en-new": "Look.", "added-new": market.FLOOR}.items():  # fmt: skip
        official.fill(key, text)
    official.press("Save")
    official.press("Publish")
    guest.go("/")
    guest.follow(guest.page.locator("a.exhibition-banner"))
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Floors only")
    guest.follow(guest.page.locator(".piece-plate").first)
    assert f"code={market.FLOOR}" in guest.page.url


def test_a_room_opens_at_its_door_and_leads_next_door(walk_in):
    walker = walk_in("en")
    walker.go("/halls", kind="wood-flooring")
    walker.page.locator(".room > summary").click()
    expect(walker.page.get_by_role("heading", name=walker.t("How to choose"))).to_be_visible()
    walker.follow(walker.page.locator(".neighbours .next"))
    assert walker.asked("kind") == "resilient-flooring"
