"""Stock that runs low is told to its supplier once, and again only after it has risen; nobody else hears of it."""

from dataclasses import replace

import pytest
from sqlmodel import select

from db.audit import AuditEntry
from db.engine import reading, transaction
from db.orders import Purchase
from services import listings, low_stock, stock
from services.audit import Event
from services.errors import Forbidden, Invalid, Missing
from tests import make
from tests.buying import placed
from tests.drafting import TILE
from tests.hearing import compose, told

LOW = "Exhibit {code} runs low"


@pytest.fixture
def product(supplier):
    """Ten square metres; the supplier wants to be told below five."""
    offered = make.a_product(supplier, stock_milli=10_000)
    low_stock.set_low_below(supplier, offered.code, below_milli=5000)
    return offered


def hears(visitor, product):
    """How often the visitor has been told that the exhibit runs low."""
    low_stock.tell()
    compose()
    return told(visitor).count(LOW.format(code=product.code))


def entries(event):
    with reading() as db:
        return [entry.data for entry in db.exec(select(AuditEntry).where(AuditEntry.event == event)).all()]


def test_what_buyers_take_is_told_once_with_what_is_left(supplier, buyer, rival, official, product):
    assert hears(supplier, product) == 0
    placed(buyer, product, milli=5000)
    assert hears(supplier, product) == 0, "five are left, and five are enough"
    placed(buyer, product, milli=1000, key="two")
    assert hears(supplier, product) == 1
    placed(buyer, product, milli=1000, key="three")
    assert hears(supplier, product) == 1, "told already"
    assert entries(Event.STOCK_LOW) == [{"left": "4", "below": "5", "unit": "m2"}]
    assert [hears(other, product) for other in (buyer, rival, official)] == [0, 0, 0]


def test_a_stock_that_has_risen_and_falls_again_is_told_again(supplier, product):
    stock.set_on_hand(supplier, product.code, on_hand_milli=2000)
    assert hears(supplier, product) == 1
    stock.set_on_hand(supplier, product.code, on_hand_milli=5000)
    assert hears(supplier, product) == 1
    stock.set_on_hand(supplier, product.code, on_hand_milli=4999)
    assert hears(supplier, product) == 2
    assert len(entries(Event.STOCK_RECOVERED)) == 1


def test_goods_that_are_let_go_make_it_rise(supplier, buyer, product):
    bought = placed(buyer, product, milli=6000)
    assert [one.code for one in low_stock.running_low(supplier)] == [product.code]
    with transaction(audited=False) as db:
        stock.release(db, db.get_one(Purchase, bought.id))
    assert low_stock.running_low(supplier) == []
    assert hears(supplier, product) == 0, "it was low for a moment only"


def test_placing_an_order_writes_nothing_of_it(buyer, product):
    placed(buyer, product, milli=6000)
    assert entries(Event.STOCK_LOW) == []


def test_what_is_low_when_the_line_is_drawn_is_shown_and_not_told(supplier, product):
    low_stock.set_low_below(supplier, product.code, below_milli=20_000)
    assert hears(supplier, product) == 0
    [one] = low_stock.running_low(supplier)
    assert (one.free_milli, one.below_milli, one.unit) == (10_000, 20_000, "m2")
    [listed] = listings.mine(supplier)
    assert listed.shelf.is_low


def test_without_a_line_nobody_is_told(supplier, product):
    low_stock.set_low_below(supplier, product.code, below_milli=None)
    stock.set_on_hand(supplier, product.code, on_hand_milli=0)
    assert hears(supplier, product) == 0
    assert low_stock.running_low(supplier) == []
    assert entries(Event.STOCK_WATCHED) == [{"below_milli": 5000, "unit": "m2"}, {}]


@pytest.mark.parametrize("milli", [0, -1, 10**9 + 1])
def test_a_line_has_bounds(supplier, product, milli):
    with pytest.raises(Invalid):
        low_stock.set_low_below(supplier, product.code, below_milli=milli)


def test_nobody_else_draws_the_line_or_sees_it(supplier, rival, buyer, official, product):
    stock.set_on_hand(supplier, product.code, on_hand_milli=0)
    with pytest.raises(Missing):
        low_stock.set_low_below(rival, product.code, below_milli=1000)
    for visitor in (buyer, official):
        with pytest.raises(Forbidden):
            low_stock.set_low_below(visitor, product.code, below_milli=1000)
        with pytest.raises(Forbidden):
            low_stock.running_low(visitor)
    assert low_stock.running_low(rival) == []
    assert low_stock.running_low(supplier)[0].below_milli == 5000


def test_another_unit_forgets_a_line_that_was_a_quantity_of_the_old_one(supplier, official):
    make.a_kind()
    code = listings.draft(supplier, TILE).code
    low_stock.set_low_below(supplier, code, below_milli=5000)
    listings.save(supplier, code, replace(TILE, unit="piece", step_milli=1000), revision=1)
    assert listings.get(supplier, code).shelf.low_below_milli is None


def test_two_keepers_at_once_tell_it_once(supplier, product):
    stock.set_on_hand(supplier, product.code, on_hand_milli=0)
    low_stock.tell()
    low_stock.tell()
    assert len(entries(Event.STOCK_LOW)) == 1


def test_desk_and_sales_mark_what_is_low(visit, supplier, product):
    def shown(page):
        return "".join(element.proto.body for element in visit(page, supplier).main.get("html"))

    assert ">Low<" not in shown("listings.py")
    assert "running-low" not in shown("sales.py")
    stock.set_on_hand(supplier, product.code, on_hand_milli=4500)
    assert ">Low<" in shown("listings.py")
    assert "4.5 m² can still be bought; the line is 5 m²" in shown("sales.py")


def test_a_supplier_draws_the_line_and_counts_with_a_reason_on_the_page(visit, supplier, product):
    at = visit("listings.py", supplier, code=product.code)
    at.text_input(key=f"low-below-{product.code}").set_value("12.5")
    at = at.button(key=f"set-low-{product.code}").click().run()
    assert listings.get(supplier, product.code).shelf.low_below_milli == 12_500
    at.text_input(key=f"on-hand-{product.code}").set_value("9")
    at.text_input(key=f"why-{product.code}").set_value("one pallet broken")
    at = at.button(key=f"set-stock-{product.code}").click().run()
    assert not at.exception
    exhibit = listings.get(supplier, product.code)
    assert exhibit.shelf.on_hand_milli == 9000
