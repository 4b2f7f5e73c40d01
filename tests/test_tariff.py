"""The price list: everybody reads it, finance sets it from a day on, and nothing is changed backwards."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services import money, tariff
from services.errors import Conflict, Forbidden, Invalid, Missing
from tests import make
from tests.buying import at_once
from tests.serving import PRICE, a_form, a_price, tomorrow

A_DAY = timedelta(days=1)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("gross", "rate", "net"),
    [(106_000, "0.06", 100_000), (1, "0.06", 1), (100, "0.06", 94), (53, "0.06", 50), (999, "0", 999)],
)
def test_a_price_is_divided_into_net_and_vat_to_the_fen(gross, rate, net):
    assert money.net_of(gross, Decimal(rate)) == net


@pytest.mark.usefixtures("database")
def test_entry_and_commission_cost_nothing():
    assert (tariff.ENTRY_FEE_FEN, tariff.COMMISSION_FEN) == (0, 0)


def test_a_price_holds_from_its_day_and_ends_the_one_before(official, pass_time):
    first = a_price(official)
    a_price(official, price_fen=PRICE * 2, valid_from=tomorrow())
    assert [one.price_fen for one in tariff.offered()] == [PRICE]
    pass_time(A_DAY)
    assert [one.price_fen for one in tariff.offered()] == [PRICE * 2]
    [now, before] = tariff.history()
    assert (before.id, before.price_fen, before.valid_until) == (first.id, PRICE, now.valid_from - A_DAY)


def test_a_service_is_offered_no_longer(official, pass_time):
    row = a_price(official)
    tariff.end(official, row.id, last_day=row.valid_from, reason="no laboratory")
    assert tariff.offered()
    pass_time(A_DAY)
    assert not tariff.offered()
    with pytest.raises(Conflict):
        tariff.end(official, row.id, last_day=row.valid_from + A_DAY, reason="again")


def test_only_finance_of_a_whole_city_sets_prices(request):
    row = a_price()
    strangers = [request.getfixturevalue(who) for who in ("housing", "expert", "administrator", "supplier", "guest")]
    for stranger in (*strangers, make.an_official("finance", city="湖州", district="吴兴区")):
        assert not tariff.may_set(stranger)
        with pytest.raises(Forbidden):
            tariff.set_price(stranger, a_form(code="OTHER"))
        with pytest.raises(Forbidden):
            tariff.end(stranger, row.id, last_day=row.valid_from, reason="mine")
    assert [one.code for one in tariff.offered()] == ["TEST"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_fen": 0}, {"price_fen": 10**15}, {"vat_rate": Decimal("-0.01")}, {"vat_rate": Decimal(6)},
        {"code": "no spaces"}, {"code": ""}, {"name_zh": ""}, {"name_en": "x" * 101}, {"reason": " "},
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused(official, wrong):
    with pytest.raises(Invalid):
        tariff.set_price(official, a_form(**wrong))
    assert not tariff.history()


def test_no_price_begins_yesterday(official):
    for day in (tomorrow() - 2 * A_DAY, tomorrow() + timedelta(days=9 * 366)):
        with pytest.raises(Invalid):
            tariff.set_price(official, a_form(valid_from=day))


def test_an_unknown_price_cannot_be_ended(official, supplier):
    with pytest.raises(Missing):
        tariff.end(official, make.supplier_row(supplier).id, last_day=tomorrow(), reason="none")


def test_two_who_set_at_once_leave_one_price_open(official):
    at_once(*[lambda fen=fen: a_price(official, price_fen=fen) for fen in (PRICE, PRICE * 2, PRICE * 3)])
    assert len([one for one in tariff.history() if one.valid_until is None]) == 1
    assert len(tariff.offered()) == 1
