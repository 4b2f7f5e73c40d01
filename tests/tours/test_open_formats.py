"""What machines read on a page, in a real browser: the strict policy lets it stand, and the openEPD file opens."""

import json

import pytest

from tests.browser import page, settled, watch
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
LISTEN = """window.refusedByPolicy = [];
document.addEventListener("securitypolicyviolation", told => window.refusedByPolicy.push(told.blockedURI));"""
OF_STREAMLIT = {"wasm-eval"}  # its protobuf asks on every page whether it may, and does without
READ = "() => [...document.querySelectorAll('script[type=\"application/ld+json\"]')].map(block => block.textContent)"


@pytest.mark.parametrize(("path", "kind"), [(f"/product?code={market.FLOOR}", "Product"), ("/", None)])
def test_the_data_for_search_engines_stands_under_the_strict_policy(chromium, house, path, kind):
    with page(chromium, lang="en") as tab:
        tab.add_init_script(LISTEN)
        seen = watch(tab, house.url)
        tab.goto(f"{house.url}{path}")
        settled(tab)
        [block] = [json.loads(text) for text in tab.evaluate(READ)]
        assert block.get("@type") == kind
        assert set(tab.evaluate("window.refusedByPolicy")) <= OF_STREAMLIT
        seen.check()


def test_the_openepd_file_opens_from_the_page(chromium, house):
    with page(chromium, lang="en") as tab:
        tab.goto(f"{house.url}/product?code={market.FLOOR}&lang=en")
        settled(tab)
        with tab.expect_download() as waiting:
            tab.locator(".open-formats a").click()
        said = json.loads(waiting.value.path().read_text("utf-8"))
        assert (said["doctype"], said["product_sku"], said["language"]) == ("openEPD", market.FLOOR, "en")
