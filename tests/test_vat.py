"""Value added tax: prices hold it, rates are rows by day, a supplier says what taxpayer it is, nothing changes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from db.engine import reading, transaction
from db.orders import Order
from db.vat import VatRate
from services import cart, clock, money, orders, vat
from services.errors import Conflict, Forbidden, Invalid
from services.vat import RateForm, Taxpayer
from services.vat_rules import Goods, Taxed, bill, rate_of
from tests import make
from tests.buying import agreed, noted, offered  # noqa: F401  fixtures
from tests.hearing import compose

LAW = (("13", Taxpayer.GENERAL), ("1", Taxpayer.SMALL_SCALE))
FEN, RATES = st.integers(-(10**13), 10**13), st.decimals(0, Decimal("0.9999"), places=4)


def a_rate(percent="9", **more):
    day = clock.today() + timedelta(days=1)
    said = {"taxpayer": Taxpayer.GENERAL, "percent": percent, "valid_from": day, "basis_zh": "依据", "basis_en": "Law"}
    return RateForm(**(said | more))


def held(buyer, bought):
    """The bill of the only order."""
    with reading() as db:
        order = db.exec(select(Order).where(Order.purchase_id == bought.id)).one()
        return vat.of_order(db, order)


@pytest.mark.pure
@given(FEN, RATES)
def test_net_and_tax_are_the_price_and_tax_is_that_of_the_net(gross, rate):
    net = money.net_of(gross, rate)
    assert abs(Decimal(gross) - net * (1 + rate)) <= Decimal("0.5") * (1 + rate)
    assert money.net_of(-gross, rate) == -net
    assert (gross - net) * (1 if gross >= 0 else -1) >= 0


@pytest.mark.pure
@settings(deadline=None)  # the first row of a table takes its time
@given(st.lists(st.tuples(st.integers(0, 10**10), st.sampled_from(["0.13", "0.09", "0.03", "0"])), max_size=12))
def test_a_bill_holds_its_lines_to_the_fen(lines):
    taxed = [Taxed(fen, VatRate(rate=Decimal(rate))) for fen, rate in lines]
    whole = bill(taxed)
    assert whole.gross_fen == whole.net_fen + whole.tax_fen == sum(fen for fen, _ in lines)
    assert whole.tax_fen == sum(one.tax_fen for one in taxed)
    assert [band.rate.rate for band in whole.bands] == sorted({one.rate.rate for one in taxed}, reverse=True)


@pytest.mark.pure
def test_a_hundred_and_thirteen_yuan_hold_thirteen_of_tax():
    assert money.net_of(11_300, Decimal("0.13")) == 10_000
    assert money.net_of(1, Decimal("0.13")) == 1
    assert money.net_of(5, Decimal(1)) == 3  # half a fen goes up


def test_the_law_is_in_the_house_from_the_beginning(database):
    known = vat.rates()
    for percent, taxpayer in LAW:
        found = rate_of(known, taxpayer, Goods("ceramic-tiles", "finishing"), clock.today())
        assert found.rate * 100 == Decimal(percent)
    assert "增值税法" in rate_of(known, Taxpayer.GENERAL, Goods("x", "y"), date(2026, 1, 1)).basis_zh
    assert "暂行条例" in rate_of(known, Taxpayer.GENERAL, Goods("x", "y"), date(2025, 12, 31)).basis_zh


def test_the_narrowest_rule_that_has_begun_holds(official, pass_time):
    make.a_kind()
    vat.set_rate(official, a_rate("9", category="finishing"))
    vat.set_rate(official, a_rate("6", kind="ceramic-tiles", category="finishing"))
    vat.set_rate(official, a_rate("5", kind="ceramic-tiles"))  # said better on the same day
    tiles, tomorrow = Goods("ceramic-tiles", "finishing"), clock.today() + timedelta(days=1)
    said = [rate_of(vat.rates(), Taxpayer.GENERAL, goods, day).rate * 100
            for goods, day in ((tiles, clock.today()), (tiles, tomorrow), (Goods("x", "finishing"), tomorrow),
                               (Goods("x", "y"), tomorrow))]  # fmt: skip
    assert said == [13, 5, 9, 13]
    assert noted("vat:set") == ["vat:set"] * 3


@pytest.mark.parametrize("wrong", [{"percent": "100"}, {"percent": "-1"}, {"percent": "1.234"}, {"percent": "x"},
                                   {"kind": "moon-rock"}, {"category": "attic"}, {"basis_zh": " "},
                                   {"valid_from": date(2026, 6, 1)}, {"valid_from": date(2099, 1, 1)}])  # fmt: skip
def test_nothing_that_makes_no_sense_becomes_a_rate(official, wrong):
    with pytest.raises(Invalid):
        vat.set_rate(official, a_rate(**wrong))
    assert noted("vat:set") == []


def test_only_a_city_s_finance_department_sets_rates(buyer, supplier, housing, administrator):
    district = make.an_official("finance", district="吴兴区")
    for visitor in (buyer, supplier, housing, administrator, district):
        with pytest.raises(Forbidden):
            vat.set_rate(visitor, a_rate())
        assert not vat.may_set(visitor)


def test_the_database_itself_keeps_rates_as_they_are(database):
    with pytest.raises(DatabaseError, match="only grows"), transaction(audited=False) as db:
        db.execute(text("UPDATE vat_rate SET rate = 0"))


def test_an_order_is_taxed_by_what_its_supplier_was_when_it_was_placed(buyer, supplier, official, product, pass_time):
    before = agreed(buyer, product)
    pass_time(timedelta(hours=1))
    vat.state(supplier, Taxpayer.SMALL_SCALE)
    pass_time(timedelta(hours=1))
    after = agreed(buyer, product, key="two")
    vat.set_rate(official, a_rate("3", taxpayer=Taxpayer.SMALL_SCALE))
    pass_time(timedelta(days=2))
    later = agreed(buyer, product, key="three")
    assert [held(buyer, one).tax_fen for one in (before, after, later)] == [2761, 238, 699]
    assert {held(buyer, one).gross_fen for one in (before, after, later)} == {24_000}


def test_a_statement_said_twice_is_refused(supplier, buyer):
    vat.state(supplier, Taxpayer.GENERAL)
    with pytest.raises(Conflict):
        vat.state(supplier, Taxpayer.GENERAL)
    with pytest.raises(Forbidden):
        vat.state(buyer, Taxpayer.GENERAL)
    assert vat.my_statement(supplier).taxpayer is Taxpayer.GENERAL


def test_a_cart_says_what_it_holds_of_tax_supplier_by_supplier(buyer, supplier, rival):
    vat.state(rival, Taxpayer.SMALL_SCALE)
    for seller in (supplier, rival):
        cart.put(buyer, make.a_product(seller).code, quantity_milli=2000)
    shown = vat.of_cart(cart.view(buyer))
    assert [(band.rate.rate, band.tax_fen) for band in shown.bands] == [(Decimal("0.13"), 2761), (Decimal("0.01"), 238)]
    assert shown.gross_fen == cart.view(buyer).total_fen


def test_a_cancelled_order_holds_no_tax(buyer, product):
    bought = agreed(buyer, product)
    [order] = orders.purchase(buyer, bought.code).orders
    orders.cancel(buyer, order.order.code, reason="Too many")
    assert held(buyer, bought).bands == []
    compose()  # nobody minds


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_rates_and_lets_finance_alone_set_one(visit, buyer, official, lang):
    make.a_kind()
    at = visit("vat.py", official, lang=lang)
    at.text_input(key="vat_percent").input("9")
    at.text_input(key="vat_zh").input("增值税法第十条")
    at.text_input(key="vat_en").input("Law, article 10")
    at.button(key="vat_set").click().run()
    assert not at.error
    assert [one.rate for one in vat.rates() if one.set_by != "museum"] == [Decimal("0.09")]
    assert not visit("vat.py", buyer, lang=lang).button
    assert "13" in "".join(element.proto.body for element in visit("vat.py", lang=lang).main.get("html"))
