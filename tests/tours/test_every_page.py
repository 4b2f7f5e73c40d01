"""Every page as its people see it: two languages, a telephone and a desk, light and dark, without a fault."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

from tests.browser import axe, page
from tests.extent import BOTH, LONG
from tests.tours import market
from tests.tours.walking import Walker

pytestmark = [pytest.mark.pure, pytest.mark.tour]
# Width and darkness in which every page is looked at in `make test-long`; in `make test` one of them a language.
WHOLE = ((1440, False), (390, True), (1440, True), (390, False))
VIEWS = dict.fromkeys(("zh", "en"), WHOLE) if LONG else {"zh": WHOLE[:1], "en": WHOLE[1:2]}


@dataclass(frozen=True)
class Room:
    """An address as one of its people sees it; `{order}` and `{purchase}` are those of the school's order here."""

    path: str
    who: str = ""

    def __str__(self) -> str:
        return f"{self.path} as {self.who or 'a guest'}"


ROOMS = [
    Room("/"), Room("/halls"), Room("/halls?q=oak"), Room("/halls?q=nothing+like+that"), Room("/standards"),
    Room(f"/product?code={market.FLOOR}"), Room("/projects"), Room("/about"), Room("/cart"), Room("/account"),
    Room("/compare"), Room("/compare?codes=P-000002,P-000006,P-000039,P-000001,P-999999"), Room("/favourites"),
    Room("/favourites", "buyer"), Room("/requirements"),
    Room("/requirements?kind=wood-flooring&wood-flooring-01=0.03&wood-flooring-04=5..9"),
    Room("/account?form=sign-up"), Room("/account", "buyer"), Room("/account", "admin"), Room("/cart", "buyer"),
    Room("/inbox", "buyer"), Room("/inbox", "admin"),
    Room("/disputes", "official"), Room("/disputes?case=D-2022-000001", "official"),
    Room("/orders", "buyer"), Room("/orders?order={order}", "buyer"), Room("/orders?purchase={purchase}", "buyer"),
    Room("/protocols", "buyer"), Room("/protocols?purchase={purchase}", "buyer"), Room("/protocols", "official"),
    Room("/protocols?purchase={purchase}", "official"),
    Room("/quotations", "buyer"), Room("/quotations?request=Q-2022-000001", "buyer"),
    Room("/quotations?request=Q-2022-000003", "buyer"), Room(f"/quotations?ask={market.FLOOR}", "buyer"),
    Room("/quotations", "supplier"), Room("/quotations?request=Q-2022-000001", "supplier"),
    Room("/quotations?request=Q-2022-000001", "official"),
    Room("/suppliers", "supplier"), Room("/listings", "supplier"), Room("/listings?new=1", "supplier"),
    Room(f"/listings?code={market.FLOOR}", "supplier"), Room("/sales", "supplier"),
    Room("/sales?order={order}", "supplier"), Room("/review", "official"),
    Room("/review?desk=suppliers&code=S-000001", "official"), Room("/dashboard?from=2021-09&to=2022-04", "official"),
    Room("/halls?kind=wood-flooring"), Room("/halls?category=services"), Room("/tour"), Room("/tour?step=4"),
    Room("/exhibitions"), Room("/exhibitions?item=X-000001"), Room("/announcements"),
    Room("/limits"), Room("/limits", "official"), Room("/vat"), Room("/vat", "official"), Room("/payouts", "supplier"),
    Room("/orders?lacking=invoice", "buyer"), Room("/sales?desk=invoice", "supplier"),
    Room("/sales?desk=settle", "supplier"), Room("/approvals", "buyer"),
    Room("/announcements?item=N-000003"), Room("/exhibitions?edit=X-000001", "official"),
    Room("/announcements?edit=new", "official"), Room("/announcements", "official"),
    Room("/tariff"), Room("/tariff", "official"), Room("/service_orders", "supplier"),
    Room("/service_orders", "expert"), Room("/settlement", "official"), Room("/payouts", "supplier"),
    Room("/service_orders?item=TEST-INDEX", "supplier"), Room("/service_orders?order=SV-2022-000001", "supplier"),
    Room("/service_orders?order=SV-2022-000002", "housing"),
    Room("/dashboard?view=places&from=2021-09&to=2022-04", "admin"), Room("/audit", "admin"),
]  # fmt: skip
# Streamlit draws these; a page cannot change their markup.
OF_STREAMLIT = (
    "[data-testid=stDataFrame]",  # a canvas with a table for screen readers that axe cannot see whole
    "[data-testid=stVegaLiteChart]",  # Vega draws SVG marks with roles of its own; each chart has an alt
    "[data-testid=stFileUploaderDropzone]",  # a section with a tab stop and a hidden input inside
    "[data-testid=stNumberInputContainer]",  # two step buttons without a name of the field
)
HOUSE = {"zh": "绿色建材馆", "en": "Green Building Materials Museum"}
WIDER = """() => Math.max(...[document.documentElement, ...document.querySelectorAll("[data-testid=stMain]")].map(
    place => place.scrollWidth - place.clientWidth))"""


@pytest.fixture(scope="module")
def ordered(chromium, house):
    """The demonstration's school has bought the demonstration supplier's floor, and has more of it in the cart."""
    with page(chromium) as tab:
        buyer = Walker(tab, house, "zh")
        buyer.sign_in("buyer")
        market.put_in_cart(buyer, market.FLOOR)
        purchase = market.check_out(buyer, by_transfer=True)
        order = tab.locator(".order-code").first.inner_text()
        market.put_in_cart(buyer, market.FLOOR)
    return {"purchase": purchase, "order": order}


@pytest.fixture(scope="module")
def keys():
    """The cookies of who has signed in already: once for each of them is enough."""
    return {}


def enter_as(walker, who, keys):
    if who not in keys:
        walker.sign_in(who)
        keys[who] = walker.page.context.cookies()
    walker.page.context.add_cookies(keys[who])


def judge(walker, width, *, dark):
    """No sideways scrolling, and nothing serious against those who cannot see or point."""
    walker.page.set_viewport_size({"width": width, "height": 900})
    walker.page.emulate_media(color_scheme="dark" if dark else "light")
    walker.page.wait_for_timeout(200)  # Streamlit measures and paints anew a moment after
    assert walker.page.evaluate(WIDER) <= 0, f"wider than {width}"
    grave = [one for one in axe(walker.page, exclude=OF_STREAMLIT) if one["impact"] in {"serious", "critical"}]
    assert [(one["id"], one["targets"]) for one in grave] == [], f"at {width}, {'dark' if dark else 'light'}"
    walker.shot(f"{width}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_page_is_in_order(walk_in, ordered, keys, room, lang):
    walker = walk_in(lang)
    if room.who:
        enter_as(walker, room.who, keys)
    path, _, query = room.path.format(**ordered).partition("?")
    walker.go(path, **dict(parse_qsl(query)))
    assert HOUSE[lang] in walker.page.title()
    assert walker.page.get_by_role("heading", level=1).count() == 1
    assert not walker.page.get_by_text(walker.t("Something went wrong on our side.")).count()
    for width, dark in VIEWS[lang]:
        judge(walker, width, dark=dark)


@pytest.mark.parametrize("lang", BOTH)
def test_the_page_for_who_is_lost_is_in_order(walk_in, lang):
    walker = walk_in(lang)
    walker.expect_console("404")
    assert walker.page.goto(walker.address("/no/such/room")).status == 404
    for width, dark in VIEWS[lang]:
        judge(walker, width, dark=dark)


@pytest.mark.parametrize("lang", BOTH)
def test_a_title_names_its_page(walk_in, lang):
    walker = walk_in(lang)
    titles = set()
    for stem in ("home", "halls", "standards", "projects", "about", "cart", "account", "tour", "exhibitions",
                 "announcements"):  # fmt: skip
        walker.go("/" if stem == "home" else f"/{stem}")
        titles.add(walker.page.title())
    walker.go("/product", code=market.FLOOR)
    titles.add(walker.page.title())
    assert len(titles) == 11, titles


def reach(walker, target):
    """Press Tab until the focus is on what is wanted, as somebody without a mouse."""
    for _ in range(80):
        walker.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement || element.contains(document.activeElement)"):
            return
    raise AssertionError("the keyboard does not get there")


def test_an_exhibit_is_found_and_put_in_the_cart_by_keyboard_alone(walk_in):
    walker = walk_in("zh")
    walker.go("/halls")
    reach(walker, walker.page.locator("input[type=search]").first)
    walker.page.keyboard.type("地板")
    walker.then(lambda: walker.page.keyboard.press("Enter"))
    reach(walker, market.card(walker, market.FLOOR))
    walker.then(lambda: walker.page.keyboard.press("Enter"))
    reach(walker, walker.button("Put in the cart"))
    walker.then(lambda: walker.page.keyboard.press("Enter"))
    expect(walker.page.locator("a.cart .count")).to_have_text("1")
    walker.then(walker.page.reload)
    reach(walker, walker.page.locator("a.cart"))
    walker.then(lambda: walker.page.keyboard.press("Enter"))
    expect(walker.page.locator(".cart-line")).to_have_count(1)
    reach(walker, walker.page.locator(".bill-next").get_by_role("link").first)
