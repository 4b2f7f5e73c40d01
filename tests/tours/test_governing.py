"""An official watches the market: a new order is one more in the figures, in the chart's table, and in both files."""

import csv
import io
import time
from datetime import datetime, timedelta, timezone

import openpyxl
import pytest
from playwright.sync_api import expect

from tests import make
from tests.extent import IN_CHINESE, IN_ENGLISH
from tests.tours import market

pytestmark = [pytest.mark.pure, pytest.mark.tour]
CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg)"


@pytest.fixture
def buyer(walk_in):
    walker = walk_in("zh")
    walker.go("/account", form="sign-up")
    walker.sign_up("buyer", "巡览中学", credit_code=make.a_credit_code(), kind="school")
    return walker


@pytest.fixture
def official(walk_in):
    def enter(lang):
        walker = walk_in(lang)
        walker.sign_in("official")
        return walker

    return enter


def order(buyer):
    market.put_in_cart(buyer, market.FLOOR)
    market.check_out(buyer, by_transfer=True)


def this_month():
    """As the museum counts it, in China; the clock of the tests stands still, the museum's does not."""
    return datetime.fromtimestamp(time.time(), timezone(timedelta(hours=8))).strftime("%Y-%m")


def orders_counted(official, **chosen):
    """The number of orders in the headline."""
    official.go("/dashboard", **chosen)
    count = official.page.locator("dl.figures > div").filter(has_text=official.t("Orders")).first
    return int(count.locator("dd").first.inner_text().replace(",", ""))


def taken(official, form):
    """The file behind the link on the page, as the browser downloads it."""
    link = official.page.locator(f"a[href^='/exports/months.{form}']").first
    with official.page.expect_download() as arriving:
        link.click()
    assert arriving.value.suggested_filename.endswith(f".{form}")
    return arriving.value.path().read_bytes()


@pytest.mark.parametrize("lang", IN_ENGLISH)
def test_a_new_order_is_one_more_in_figures_chart_and_files(buyer, official, lang):
    order(buyer)
    judge, month = official(lang), this_month()
    before = orders_counted(judge, **{"from": month, "to": month})
    order(buyer)
    assert orders_counted(judge, **{"from": month, "to": month}) == before + 1
    expect(judge.page.locator(CHART).first).to_be_visible()
    judge.shot("dashboard")
    judge.then(judge.keyed("open-months").locator("summary").click)
    rows = list(csv.DictReader(io.StringIO(taken(judge, "csv").decode("utf-8-sig"))))
    assert [int(row[judge.t("Orders")]) for row in rows] == [before + 1]
    book = openpyxl.load_workbook(io.BytesIO(taken(judge, "xlsx")), read_only=True)
    title, line = list(book.worksheets[0].iter_rows(values_only=True))[:2]
    assert dict(zip(title, line, strict=True))[judge.t("Orders")] == before + 1
    book.close()


@pytest.mark.parametrize("lang", IN_CHINESE)
def test_the_founding_orders_stand_in_the_figures_as_the_documents_tell_them(walk_in, lang):
    """26 orders worth 131 million yuan; the administrator sees every city."""
    walker = walk_in(lang)
    walker.sign_in("admin")
    assert orders_counted(walker, **{"from": "2021-09", "to": "2022-04"}) == 26
    assert "131,000,000.00" in walker.page.locator(".headline").inner_text()
    for view, charts in {"places": 2, "materials": 3, "suppliers": 2, "channels": 1, "carbon": 2, "growth": 1}.items():
        walker.go("/dashboard", view=view, **{"from": "2021-09", "to": "2022-04"})
        expect(walker.page.locator(CHART)).to_have_count(charts)
        walker.shot(view)
