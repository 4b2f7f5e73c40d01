"""Limits of small purchases: data by city, held in the transaction that places, said before and refused with a way."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from itertools import product as each_of

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from db.accounts import Organisation
from db.engine import reading
from db.limits import Limit, SplitSuspicion
from db.orders import Purchase
from seed.reading import table
from services import cart, clock, limits, order_returns, orders
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.limit_rules import Bought, Rule, gauges, splits
from services.limits import LimitForm, LimitScope, Standing
from services.regions import CITIES
from tests import make
from tests.buying import BY_TRANSFER, CHECKOUT, at_once, check_books, code, delivered, noted, placed

TODAY = date(2026, 6, 1)
FORM = LimitForm(
    scope=LimitScope.YEAR, amount_fen=100_000, valid_from=TODAY, basis_zh="依据", basis_en="Basis", reason="A try"
)
YEAR, PURCHASE = LimitScope.YEAR, LimitScope.PURCHASE


def ruled(official, amount_fen, scope=YEAR, **more):
    return limits.set_limit(official, replace(FORM, amount_fen=amount_fen, scope=scope, **more), city="湖州")


def gauge(buyer, **wanted):
    [one] = limits.standing(buyer, {kind.replace("_", "-"): fen for kind, fen in wanted.items()}).gauges
    return one


def test_the_finance_department_sets_a_limit_and_everybody_reads_it(official):
    ruled(official, 100_000)
    [row] = limits.of_city("湖州")
    assert (row.amount_fen, row.valid_from, row.valid_until) == (100_000, TODAY, None)
    assert row.set_by == official.signature
    assert noted("limit:set") == ["limit:set"]


@pytest.mark.parametrize("stranger", ["housing", "buyer", "expert", "administrator", "supplier"])
def test_nobody_else_sets_a_limit(request, stranger):
    with pytest.raises(Forbidden):
        ruled(request.getfixturevalue(stranger), 100_000)
    assert limits.of_city("湖州") == []


def test_another_citys_finance_department_sets_none_here():
    with pytest.raises(Forbidden):
        ruled(make.an_official("finance", city="杭州"), 100_000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount_fen": 0}, {"valid_from": TODAY - timedelta(days=1)}, {"kind": "no-such-kind"},
        {"category": "no-such-hall"}, {"kind": "a NUL\x00"}, {"category": "half \ud83d"},
        {"reason": " "}, {"split_days": 0}, {"basis_zh": ""},
    ],
)  # fmt: skip
def test_a_limit_that_makes_no_sense_is_refused(official, wrong):
    with pytest.raises(Invalid):
        limits.set_limit(official, replace(FORM, **wrong), city="湖州")


def test_a_new_limit_ends_the_old_one_the_day_before_and_changes_nothing_else(official, pass_time):
    old = ruled(official, 100_000)
    pass_time(timedelta(days=10))
    ruled(official, 200_000, valid_from=clock.today() + timedelta(days=5))
    new, ended = limits.of_city("湖州")
    assert (ended.id, ended.amount_fen, ended.valid_until) == (old.id, 100_000, date(2026, 6, 15))
    assert (new.amount_fen, new.valid_until) == (200_000, None)


def test_a_limit_is_lifted_with_a_reason_and_holds_to_its_last_day(official, buyer, pass_time):
    row = ruled(official, 1)
    limits.lift(official, row.id, last_day=TODAY, reason="no longer needed")
    assert len(limits.standing(buyer, {}).gauges) == 1
    pass_time(timedelta(days=1))
    assert limits.standing(buyer, {}).gauges == []
    with pytest.raises(Conflict):
        limits.lift(official, row.id, last_day=clock.today(), reason="again")


def test_a_purchase_beyond_the_year_is_refused_with_the_way_out_and_leaves_nothing(official, buyer, supplier):
    ruled(official, 40_000)
    product = make.a_product(supplier)
    placed(buyer, product)  # 240 yuan
    with pytest.raises(Conflict, match=r"480 yuan.*400.*quotation.*batch procurement"):
        placed(buyer, product, key="two")
    assert gauge(buyer).used_fen == 24_000
    check_books()


def test_up_to_the_limit_is_not_beyond_it(official, buyer, supplier):
    ruled(official, 48_000)
    product = make.a_product(supplier)
    placed(buyer, product)
    placed(buyer, product, key="two")
    assert gauge(buyer).left_fen == 0


def test_a_direct_sale_meets_no_limit_and_uses_none(official, buyer, supplier):
    ruled(official, 1)
    ruled(official, 1, PURCHASE)
    product = make.a_product(supplier)
    orders.place_direct_sale(buyer, BY_TRANSFER, [(product.code, 2000, 9_900)], key="one")
    assert [one.used_fen for one in limits.standing(buyer, {}).gauges] == [0, 0]


def test_another_city_and_another_day_know_nothing_of_the_limit(official, supplier, pass_time):
    ruled(official, 1, valid_from=TODAY + timedelta(days=1))
    here, there = make.a_buyer("here"), make.a_buyer("there", city="杭州")
    product = make.a_product(supplier)
    placed(here, product)
    pass_time(timedelta(days=1))
    placed(there, product)
    with pytest.raises(Conflict):
        placed(here, product, key="two")


def test_what_was_cancelled_or_bought_last_year_does_not_count(official, buyer, supplier, pass_time):
    product = make.a_product(supplier)
    bought = placed(buyer, product)
    ruled(official, 1_000_000)
    assert gauge(buyer).used_fen == 24_000
    orders.cancel(buyer, code(bought), reason="twice")
    assert gauge(buyer).used_fen == 0
    placed(buyer, product, by=BY_TRANSFER, key="two")
    pass_time(timedelta(days=365))
    assert gauge(buyer).used_fen == 0


def test_what_is_refused_on_arrival_can_be_spent_again(official, buyer, supplier):
    ruled(official, 1_000_000)
    bought = placed(buyer, make.a_product(supplier), by=BY_TRANSFER)
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    [line] = orders.order(buyer, code(bought)).lines
    assert gauge(buyer).used_fen == 24_000
    orders.accept_in_part(buyer, code(bought), orders.Report([orders.Faulty(line.id, 500, orders.Fault.DAMAGED)]))
    assert gauge(buyer).used_fen == 18_000
    check_books()


def test_the_limit_of_a_kind_counts_that_kind_only(official, buyer, supplier):
    ruled(official, 24_000, PURCHASE, kind=make.a_kind("rebar"))
    tiles, bars = make.a_product(supplier), make.a_product(supplier, kind="rebar")
    assert limits.standing(buyer, {"ceramic-tiles": 99_999}).gauges == []
    placed(buyer, tiles, milli=3000)
    placed(buyer, bars, key="two")
    with pytest.raises(Conflict, match="Rebar"):
        placed(buyer, bars, milli=2500, key="three")


def test_several_purchases_of_a_kind_in_two_weeks_are_noted_but_placed(official, buyer, supplier, pass_time):
    ruled(official, 30_000, PURCHASE)
    product = make.a_product(supplier)
    placed(buyer, product)
    [split] = limits.standing(buyer, {"ceramic-tiles": 24_000}).splits
    assert (split.purchases, split.sum_fen, split.limit_fen) == (2, 48_000, 30_000)
    bought = placed(buyer, product, key="two")
    [seen] = limits.suspected(official)
    assert (seen.purchase.code, seen.suspicion.sum_fen) == (bought.code, 48_000)
    assert noted("purchase:split:suspected") == ["purchase:split:suspected"]
    pass_time(timedelta(days=14))
    placed(buyer, product, key="three")
    assert len(limits.suspected(official)) == 1


def test_a_rule_that_refuses_splits_refuses_them(official, buyer, supplier):
    ruled(official, 30_000, PURCHASE, refuse_split=True)
    product = make.a_product(supplier)
    placed(buyer, product)
    with pytest.raises(Conflict, match="count as one"):
        placed(buyer, product, key="two")
    with reading() as db:
        assert db.exec(select(SplitSuspicion)).all() == []


def test_officials_see_the_suspicions_of_their_own_city_only(official, buyer, supplier):
    ruled(official, 30_000, PURCHASE)
    product = make.a_product(supplier)
    placed(buyer, product)
    placed(buyer, product, key="two")
    assert limits.suspected(make.an_official("finance", city="杭州")) == []
    with pytest.raises(Forbidden):
        limits.suspected(buyer)


def test_there_is_no_lifting_of_what_is_not_there(official, buyer):
    with pytest.raises(Missing):
        limits.lift(official, buyer.person_id, last_day=TODAY, reason="none")


@pytest.mark.race
def test_colleagues_who_order_at_once_do_not_pass_the_limit_together(official, supplier):
    ruled(official, 5 * 24_000)
    product = make.a_product(supplier)
    first = make.a_buyer("first")
    everybody = [first, *(make.a_colleague(first, f"colleague {number}") for number in range(8))]
    for one in everybody:
        cart.put(one, product.code, quantity_milli=2000)
    answers = at_once(*(lambda one=one: orders.place(one, CHECKOUT, key="one") for one in everybody))
    assert sum(isinstance(answer, Purchase) for answer in answers) == 5, answers
    assert all(isinstance(answer, Purchase | Conflict) for answer in answers)
    check_books()


@pytest.mark.race
def test_the_twin_that_asks_first_and_orders_then_passes_it(official, supplier, monkeypatch):
    ruled(official, 24_000)
    product, first = make.a_product(supplier), make.a_buyer("first")
    pair = [first, make.a_colleague(first, "second")]
    for one in pair:
        cart.put(one, product.code, quantity_milli=2000)
    meeting, hold_within = threading.Barrier(2), limits.hold_within
    monkeypatch.setattr(limits, "hold_within", lambda *_: Standing([], []))

    def carelessly(one):
        with reading() as db:
            hold_within(db, db.get_one(Organisation, one.organisation_id), {"ceramic-tiles": 24_000})
        meeting.wait(timeout=30)
        return orders.place(one, CHECKOUT, key="one")

    answers = at_once(*(lambda one=one: carelessly(one) for one in pair))
    assert all(isinstance(answer, Purchase) for answer in answers), answers
    assert limits.standing(first, {}).gauges[0].left_fen < 0


def test_two_officials_at_once_leave_one_limit(official):
    answers = at_once(*[lambda: ruled(official, 100_000)] * 4)
    assert all(isinstance(answer, Limit | Conflict) for answer in answers), answers
    assert sum(row.valid_until is None for row in limits.of_city("湖州")) == 1


@pytest.mark.pure
def test_every_city_of_the_demonstration_has_both_limits_on_every_day_since_they_began():
    for city, scope in each_of(CITIES, LimitScope):
        wanted = (city, scope, "")
        general = [line for line in table("limits") if (line["city"], line["scope"], line["kind"]) == wanted]
        begins = [date.fromisoformat(line["valid_from"]) for line in general]
        ends = [date.fromisoformat(line["valid_until"]) for line in general if line["valid_until"]]
        assert begins == [date(2022, 1, 1), *(day + timedelta(days=1) for day in ends)], wanted


KINDS = st.sampled_from([("tiles", "finishing"), ("bars", "structure"), ("paint", "finishing")])
RULES = st.builds(
    Rule, scope=st.sampled_from(LimitScope), amount_fen=st.integers(1, 10**6), split_days=st.integers(1, 30),
    category=st.sampled_from(["", "finishing"]), kind=st.sampled_from(["", "tiles"]),
)  # fmt: skip
BOUGHT = st.builds(
    lambda who, days, thing, fen: Bought(who, TODAY - timedelta(days=days), *thing, fen),
    st.uuids(), st.integers(0, 200), KINDS, st.integers(1, 10**6),
)  # fmt: skip


@pytest.mark.pure
@given(st.lists(RULES, max_size=4), st.lists(BOUGHT, max_size=8), st.dictionaries(KINDS, st.integers(0, 10**6)))
def test_every_fen_is_counted_once_by_every_rule_that_covers_it(rules, bought, wanted):
    for one in gauges(rules, bought, wanted, TODAY):
        covered = [each for each in bought if one.rule.covers(each.kind, each.category) and each.on.year == TODAY.year]
        assert one.used_fen == (sum(each.amount_fen for each in covered) if one.rule.scope is YEAR else 0)
        assert one.left_fen + one.total_fen == one.rule.amount_fen
        assert not (one.beyond and one.adding_fen == 0)


@pytest.mark.pure
@given(st.lists(RULES, max_size=4), st.lists(BOUGHT, max_size=8), st.dictionaries(KINDS, st.integers(0, 10**6)))
def test_nothing_is_split_that_fits_into_one_purchase_or_was_never_bought_before(rules, bought, wanted):
    for split in splits(rules, bought, wanted, TODAY):
        before = [one for one in bought if one.kind == split.kind and (TODAY - one.on).days < split.days]
        assert before
        assert split.sum_fen > split.limit_fen
        assert split.purchases == len({one.purchase_id for one in before}) + 1


def test_goods_sent_back_give_the_limit_back_once(official, buyer, supplier):
    ruled(official, 100_000)
    bought = placed(buyer, make.a_product(supplier), by=BY_TRANSFER)
    delivered(buyer, supplier, code(bought))
    [line] = orders.order(buyer, code(bought)).lines
    for number, left in ((1, 12_000), (2, 0)):
        back = orders.Report([orders.Faulty(line.id, 1000, orders.Fault.WRONG)])
        order_returns.ask(buyer, code(bought), back, number=number)
        order_returns.agree(supplier, code(bought), number)
        order_returns.waive(supplier, code(bought), number)
        assert gauge(buyer).used_fen == left
    check_books()
