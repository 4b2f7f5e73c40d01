"""Four eyes: above the organisation's own threshold a purchase waits, unpaid and unagreed, for another's release."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import administrators, approvals, clock, colleagues, limits, orders, payments, sign_in, working_days
from services.approvals import ApprovalStatus
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.ledger import PaymentState
from services.orders import OrderStatus
from services.visitors import Role
from tests import make
from tests.buying import (
    BY_TRANSFER,
    agreed,
    at_once,
    check_books,
    code,
    noted,
    on_shelf,
    placed,
    session,
    state,
    status,
)
from tests.desk import opened_desk  # noqa: F401  the fixture `desk`

HELD, FREE, SOLD = (100_000, 2000), (100_000, 0), (98_000, 0)


@pytest.fixture
def clerk(buyer):
    """A colleague of the buyer who may order and not release; above 100 yuan somebody else must."""
    approvals.set_rule(buyer, above_fen=10_000)
    return make.a_colleague(buyer, "clerk")


@pytest.fixture
def product(supplier):
    return make.a_product(supplier)


def standing(buyer):
    [one] = approvals.asked(buyer)
    return one.approval.status


def test_above_the_threshold_a_purchase_waits_and_can_be_paid_by_nobody(buyer, clerk, product, desk):
    bought = placed(clerk, product)
    view = orders.purchase(clerk, bought.code)
    assert view.waits
    assert not view.may_pay
    assert list(view.approvers) == [buyer.name]
    for one in (clerk, buyer):
        with pytest.raises(Conflict, match="waits to be released"):
            payments.open_session(one, bought.code)
        with pytest.raises(Conflict, match="waits to be released"):
            payments.agree_transfer(one, bought.code)
    assert (status(bought), state(bought), on_shelf(product)) == ([OrderStatus.PLACED], PaymentState.NONE, HELD)
    assert desk.calls == []


@pytest.mark.parametrize("above", [24_000, None])
def test_up_to_the_threshold_or_without_one_nobody_is_asked(buyer, clerk, product, above):
    approvals.set_rule(buyer, above_fen=above)
    assert orders.purchase(clerk, placed(clerk, product).code).may_pay
    assert approvals.asked(buyer) == []


def test_an_approvers_own_purchase_waits_for_nobody(buyer, clerk, product):
    assert orders.purchase(buyer, placed(buyer, product).code).may_pay


def test_released_it_is_paid_as_any_other(buyer, clerk, product, desk):
    bought = placed(clerk, product)
    approvals.release(buyer, bought.code, note="for the library")
    assert status(bought) == [OrderStatus.APPROVED]
    assert orders.purchase(clerk, bought.code).may_pay
    desk.pay(payments.open_session(clerk, bought.code))
    payments.fulfil(session(bought).provider_id)
    assert (state(bought), on_shelf(product)) == (PaymentState.PAID, SOLD)
    check_books()


def test_by_transfer_it_is_agreed_with_its_release_and_not_before(buyer, clerk, product, supplier):
    bought = placed(clerk, product, by=BY_TRANSFER)
    assert (state(bought), on_shelf(product)) == (PaymentState.NONE, HELD)
    with pytest.raises(Conflict):
        orders.confirm(supplier, code(bought))
    approvals.release(buyer, bought.code, note="the head said so")
    assert (state(bought), on_shelf(product)) == (PaymentState.AGREED, SOLD)
    assert all("head" not in step.note for step in orders.order(supplier, code(bought)).steps)
    orders.confirm(supplier, code(bought))
    check_books()


def test_refused_it_ends_with_the_reason_and_its_goods_are_free(buyer, clerk, product, supplier):
    bought = placed(clerk, product)
    approvals.refuse(buyer, bought.code, reason="there is enough in the cellar")
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], FREE)
    [*_, last] = orders.order(clerk, code(bought)).steps
    assert last.note == "there is enough in the cellar"
    assert all("cellar" not in step.note for step in orders.order(supplier, code(bought)).steps)
    assert standing(clerk) is ApprovalStatus.REFUSED
    with pytest.raises(Conflict):
        approvals.release(buyer, bought.code)
    check_books()


def test_a_refusal_without_a_reason_refuses_nothing(buyer, clerk, product):
    bought = placed(clerk, product)
    with pytest.raises(Invalid):
        approvals.refuse(buyer, bought.code, reason=" ")
    assert standing(buyer) is ApprovalStatus.WAITING


def test_nobody_releases_what_they_placed_and_only_approvers_release(buyer, clerk, product):
    bought = placed(clerk, product)
    promoted = replace(clerk, approver=True)
    other = make.a_colleague(buyer, "another clerk")
    for one in (clerk, promoted, other):
        with pytest.raises(Forbidden):
            approvals.release(one, bought.code)
        with pytest.raises(Forbidden):
            approvals.refuse(one, bought.code, reason="no")
    assert standing(buyer) is ApprovalStatus.WAITING


def test_to_the_approver_of_another_organisation_there_is_no_such_purchase(clerk, product, other_buyer, supplier):
    bought = placed(clerk, product)
    with pytest.raises(Missing):
        approvals.release(other_buyer, bought.code)
    with pytest.raises(Forbidden):
        approvals.release(supplier, bought.code)
    assert approvals.asked(other_buyer) == []


def test_unreleased_it_lapses_after_three_working_days(buyer, clerk, product, pass_time):
    bought = placed(clerk, product)  # on a Monday
    pass_time(timedelta(days=2))
    payments.sweep()
    assert standing(buyer) is ApprovalStatus.WAITING
    pass_time(timedelta(days=2))
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], FREE)
    assert standing(buyer) is ApprovalStatus.LAPSED
    assert noted("approval:lapsed") == ["approval:lapsed"]
    check_books()


def test_too_late_nobody_releases_it_even_before_the_keeper_comes(buyer, clerk, product, pass_time):
    bought = placed(clerk, product)
    pass_time(timedelta(days=4))
    with pytest.raises(Conflict, match="over"):
        approvals.release(buyer, bought.code)
    assert standing(buyer) is ApprovalStatus.WAITING


def test_released_and_never_paid_it_lapses_after_a_working_day(buyer, clerk, product, pass_time):
    bought = placed(clerk, product)
    pass_time(timedelta(days=3))
    approvals.release(buyer, bought.code)
    pass_time(timedelta(hours=20))
    payments.sweep()
    assert status(bought) == [OrderStatus.APPROVED]
    pass_time(timedelta(days=1))
    payments.sweep()
    assert (status(bought), on_shelf(product)) == ([OrderStatus.CANCELLED], FREE)
    assert standing(buyer) is ApprovalStatus.RELEASED


def test_who_placed_it_may_call_it_off(buyer, clerk, product):
    bought = placed(clerk, product)
    orders.cancel(clerk, code(bought), reason="not needed any more")
    assert standing(buyer) is ApprovalStatus.WITHDRAWN
    assert on_shelf(product) == FREE


def test_two_clicks_and_two_approvers_release_once(buyer, clerk, product):
    second = make.a_colleague(buyer, "second approver", approver=True)
    bought = placed(clerk, product, by=BY_TRANSFER)
    answers = at_once(*[lambda who=who: approvals.release(who, bought.code) for who in (buyer, second) * 3])
    assert answers == [None] * 6
    assert noted("approval:released", "payment:agreed") == ["approval:released", "payment:agreed"]
    check_books()


def test_released_and_refused_at_once_it_ends_in_one_way(buyer, clerk, product):
    second = make.a_colleague(buyer, "second approver", approver=True)
    bought = placed(clerk, product, by=BY_TRANSFER)
    answers = at_once(
        lambda: approvals.release(buyer, bought.code), lambda: approvals.refuse(second, bought.code, reason="no")
    )
    assert sum(answer is None for answer in answers) == 1
    released = standing(buyer) is ApprovalStatus.RELEASED
    assert on_shelf(product) == (SOLD if released else FREE)
    check_books()


def test_what_waits_is_counted_in_the_limit_and_is_one_purchase_of_the_ten(official, buyer, clerk, product):
    limits.set_limit(official, LIMIT, city="湖州")
    placed(clerk, product, by=BY_TRANSFER)
    assert limits.standing(clerk, {}).gauges[0].used_fen == 24_000
    with pytest.raises(Conflict, match="limit of a year"):
        placed(buyer, product, key="two")


@pytest.mark.parametrize("wrong", [-1, 10**18])
def test_a_threshold_that_makes_no_sense_is_refused(buyer, wrong):
    with pytest.raises(Invalid):
        approvals.set_rule(buyer, above_fen=wrong)


def test_only_an_approver_sets_the_threshold(buyer, clerk, supplier):
    for one in (clerk, supplier):
        with pytest.raises(Forbidden):
            approvals.set_rule(one, above_fen=1)
    assert approvals.rule(buyer).above_fen == 10_000


def test_a_direct_sale_waits_too(buyer, clerk, product):
    bought = orders.place_direct_sale(clerk, BY_TRANSFER, [(product.code, 2000, 9_900)], key="one")
    assert state(bought) is PaymentState.NONE
    approvals.release(buyer, bought.code)
    assert state(bought) is PaymentState.AGREED


def test_a_colleague_joins_by_an_approvers_link_and_buys_for_the_same_organisation(buyer, guest, product):
    token = colleagues.invite(buyer, "new@school.example", as_approver=False)
    assert colleagues.inviting(token).id == buyer.organisation_id
    person = administrators.join(guest, token, name="New", organisation="", password=make.PASSWORD)
    entered = sign_in.sign_in_proved(guest, email=person.email, by="invitation")
    visitor, _ = sign_in.visitor_of(entered.token, "")
    assert (visitor.role, visitor.organisation_id, visitor.approver) == (Role.BUYER, buyer.organisation_id, False)
    assert [one.email for one in colleagues.mine(buyer)] == [buyer.email, "new@school.example"]
    with pytest.raises(Missing):
        administrators.join(guest, token, name="Again", organisation="", password=make.PASSWORD)


def test_only_approvers_take_colleagues_in_and_never_an_official(buyer, clerk, supplier, official):
    for one in (clerk, supplier, official):
        with pytest.raises(Forbidden):
            colleagues.invite(one, "new@school.example", as_approver=True)
    with pytest.raises(Forbidden):
        administrators.invite(buyer, administrators.Invitee("x@y.example", Role.ADMINISTRATOR, "Somebody"))


def test_who_has_an_account_already_is_not_invited_twice(buyer, other_buyer):
    with pytest.raises(Conflict):
        colleagues.invite(buyer, other_buyer.email, as_approver=False)


LIMIT = limits.LimitForm(
    scope=limits.LimitScope.YEAR, amount_fen=40_000, valid_from=datetime(2026, 6, 1, tzinfo=UTC).date(),
    basis_zh="依据", basis_en="Basis", reason="A try",
)  # fmt: skip


@pytest.mark.pure
@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), st.integers(0, 20))  # noqa: DTZ001
def test_a_deadline_leaves_as_many_whole_working_days(moment, days):
    end, begin = working_days.end_of(days, after=moment), clock.in_china(moment).date()
    assert (end.hour, end.minute) == (0, 0)
    whole = [begin + timedelta(days=n) for n in range(1, (end.date() - begin).days)]
    assert sum(day.weekday() < working_days.SATURDAY for day in whole) == days
    assert not days or (end - timedelta(days=1)).weekday() < working_days.SATURDAY


def test_the_books_of_an_agreed_purchase_name_who_released_it(buyer, clerk, product):
    bought = placed(clerk, product, by=BY_TRANSFER)
    approvals.release(buyer, bought.code, note="yes")
    [one] = approvals.asked(clerk)
    assert (one.asker, one.decider, one.approval.note, one.mine) == (clerk.name, buyer.name, "yes", True)
    assert agreed(buyer, product, key="two").total_fen == one.purchase.total_fen


def test_approvers_who_set_the_first_threshold_at_once_all_succeed(buyer):
    other = make.a_colleague(buyer, approver=True)
    for _ in range(3):
        told = at_once(*[lambda one=one: approvals.set_rule(one, above_fen=10_000) for one in (buyer, other) * 3])
        assert told == [None] * 6
        approvals.set_rule(buyer, above_fen=None)
