"""Walks through limits, releases and the purposes of lines: what each person sees, and what they may press."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import reading
from db.facts import Fact
from db.orders import OrderLine
from db.projects import Project
from services import approvals, cart, clock, limits, orders, projects
from services.approvals import ApprovalStatus
from services.errors import Invalid, Missing
from services.limits import LimitForm, LimitScope
from services.order_checkout import LineReason
from tests import make
from tests.buying import BY_TRANSFER, CHECKOUT, code, codes, placed
from tests.test_cart_page import fill_in, refusals, wall


def ruled(official, amount_fen, scope=LimitScope.YEAR, **more):
    form = LimitForm(
        scope=scope, amount_fen=amount_fen, valid_from=clock.today(), basis_zh="依据", basis_en="By law",
        **{"reason": "Try"} | more,
    )  # fmt: skip
    return limits.set_limit(official, form, city="湖州")


def a_project(owner, code="G-001"):
    project = Project(
        code=code, name_zh="新校区", name_en="New campus", owner_id=owner.organisation_id, city="湖州", area_m2=100,
        target_stars=2, budget_fen=10**8, registered_on=clock.today(),
    )  # fmt: skip
    make.add(project)
    return project


def lines():
    with reading() as db:
        return list(db.exec(select(OrderLine).order_by(OrderLine.product_code)).all())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_guest_reads_the_limits_of_every_city_and_sets_none(visit, guest, official, lang):
    ruled(official, 50_000_000)
    at = visit("limits.py", guest, lang=lang)
    assert "¥500,000.00" in wall(at)
    assert ("依据" if lang == "zh" else "By law") in wall(at)
    assert [box.key for box in at.text_input] == []
    assert "¥500,000.00" not in wall(visit("limits.py", guest, lang=lang, city="杭州"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_reason_given_in_both_languages_is_read_in_ones_own(visit, guest, official, lang):
    ruled(official, 50_000_000, reason="先行先试", reason_en="A first try")
    ruled(official, 30_000_000, LimitScope.PURCHASE, reason="只有中文")
    shown = wall(visit("limits.py", guest, lang=lang))
    assert ("先行先试" in shown, "A first try" in shown) == (lang == "zh", lang == "en")
    assert "只有中文" in shown


@pytest.mark.parametrize("above_fen", [None, 10_000])
def test_where_nothing_waits_the_releases_say_so_once(visit, buyer, above_fen):
    if above_fen:
        approvals.set_rule(buyer, above_fen=above_fen)
    at = visit("approvals.py", buyer)
    said = wall(at) + "".join(one.value for one in at.markdown)
    assert said.count("Nothing waits to be released.") == 1
    assert ("has set no threshold" in said) is (above_fen is None)


def test_a_finance_official_sets_a_limit_on_the_page(visit, official):
    at = visit("limits.py", official)
    for key, text in {"amount": "123456.78", "zh": "依据", "en": "By law", "reason": "A try"}.items():
        at.text_input(key=f"limit_{key}").input(text)
    at = at.button(key="limit_set").click().run()
    assert not refusals(at)
    [row] = limits.of_city("湖州")
    assert (row.amount_fen, row.scope) == (12_345_678, LimitScope.PURCHASE)
    assert "¥123,456.78" in wall(at)


def test_an_amount_that_cannot_be_read_is_refused_and_sets_nothing(visit, official):
    at = visit("limits.py", official)
    at.text_input(key="limit_amount").input("half a million")
    at = at.button(key="limit_set").click().run()
    assert "Limit in yuan" in refusals(at)[0]
    assert limits.of_city("湖州") == []


def test_the_housing_department_sees_what_looks_split_but_has_no_form(visit, housing, official, buyer, supplier):
    ruled(official, 30_000, LimitScope.PURCHASE)
    product = make.a_product(supplier)
    placed(buyer, product)
    second = placed(buyer, product, key="two")
    at = visit("limits.py", housing)
    assert second.code in wall(at)
    assert [box.key for box in at.text_input] == []
    assert second.code not in wall(visit("limits.py", buyer))


def test_the_cart_shows_what_is_left_warns_near_and_stops_beyond(visit, official, buyer, supplier):
    ruled(official, 100_000)
    product = make.a_product(supplier, price_fen=10_000)
    cart.put(buyer, product.code, quantity_milli=5000)
    at = visit("cart.py", buyer)
    assert "¥500.00 left" in wall(at)
    assert "Close to a limit" not in wall(at)
    [line] = cart.view(buyer).lines
    at = at.number_input(key=f"quantity_{line.id}").set_value(8.0).run()
    assert "Close to a limit" in wall(at)
    assert not at.button(key="place").disabled
    at = at.number_input(key=f"quantity_{line.id}").set_value(10.5).run()
    assert "quotation" in wall(at)
    assert "batch procurement" in wall(at)
    assert at.button(key="place").disabled


def test_a_limit_reached_since_the_page_was_drawn_is_refused_with_what_was_typed(visit, official, buyer, supplier):
    ruled(official, 40_000)
    cart.put(buyer, make.a_product(supplier).code, quantity_milli=2000)
    at = fill_in(visit("cart.py", buyer))
    placed(make.a_colleague(buyer), make.a_product(supplier))
    at = at.button(key="place").click().run()
    assert "quotation" in wall(at)
    assert orders.mine(buyer)[1:] == []
    assert at.text_input(key="address").value == "1 School Road"


def test_an_approver_sets_the_threshold_and_lifts_it(visit, buyer):
    at = visit("approvals.py", buyer)
    at.text_input(key="threshold").input("1000")
    at = at.button(key="threshold_set").click().run()
    assert approvals.rule(buyer).above_fen == 100_000
    at.text_input(key="threshold").input("")
    at.button(key="threshold_set").click().run()
    assert approvals.rule(buyer) is None


def test_one_waits_another_releases_on_the_page(visit, buyer, supplier):
    approvals.set_rule(buyer, above_fen=10_000)
    clerk = make.a_colleague(buyer, "clerk")
    bought = placed(clerk, make.a_product(supplier))
    own = visit("approvals.py", clerk)
    assert [button.key for button in own.button if str(button.key).startswith("release_")] == []
    shown = wall(visit("orders.py", clerk, purchase=bought.code))
    assert f"Waits for approval by {buyer.name}." in shown
    assert "/pay/" not in shown
    assert "1 purchase waits for a release." in wall(visit("orders.py", buyer))
    at = visit("approvals.py", buyer).button(key=f"release_{bought.code}").click().run()
    assert not refusals(at)
    assert f"Pay {bought.code}" in wall(visit("orders.py", clerk))


def test_a_refusal_on_the_page_asks_for_a_reason_and_is_read(visit, buyer, supplier):
    approvals.set_rule(buyer, above_fen=10_000)
    clerk = make.a_colleague(buyer, "clerk")
    bought = placed(clerk, make.a_product(supplier))
    at = visit("approvals.py", buyer).button(key=f"refuse_sure_{bought.code}").click().run()
    assert "Reason" in refusals(at)[0]
    at.text_area(key=f"refuse_reason_{bought.code}").input("enough in the cellar")
    at.button(key=f"refuse_sure_{bought.code}").click().run()
    assert approvals.asked(buyer)[0].approval.status is ApprovalStatus.REFUSED
    assert "Refused: enough in the cellar" in wall(visit("orders.py", clerk, purchase=bought.code))


def test_a_supplier_does_not_learn_of_releases(visit, buyer, supplier):
    approvals.set_rule(buyer, above_fen=10_000)
    bought = placed(make.a_colleague(buyer), make.a_product(supplier), by=replace(BY_TRANSFER, purpose="a secret lab"))
    approvals.release(buyer, bought.code)
    assert "a secret lab" not in wall(visit("sales.py", supplier, order=code(bought)))
    assert "a secret lab" in wall(visit("orders.py", buyer, order=code(bought)))


def test_an_approver_takes_a_colleague_in_on_the_account(visit, buyer):
    at = visit("account.py", buyer)
    at.text_input(key="colleague_email").input("new@school.example")
    at = at.button(key="colleague_send").click().run()
    assert "invitation=" in at.code[0].value
    clerk = make.a_colleague(buyer)
    assert [box.key for box in visit("account.py", clerk).text_input] == []


def test_each_line_may_be_for_something_else_and_the_project_is_counted_by_line(buyer, supplier):
    first, second = make.a_product(supplier), make.a_product(supplier, kind="rebar")
    project = a_project(buyer)
    own = (LineReason(second.code, "the library", project.code),)
    placed(buyer, first, second, by=replace(BY_TRANSFER, purpose="repairs", reasons=own))
    assert [(line.purpose, line.project_id) for line in lines()] == [("repairs", None), ("the library", project.id)]
    with reading() as db:
        assert {fact.kind for fact in db.exec(select(Fact)) if fact.project_id == project.id} == {"rebar"}
    [part] = projects.bought()[project.id]
    assert (part.kind.code, part.amount_fen, part.green_fen) == ("rebar", 24_000, 0)


def test_a_line_takes_what_the_whole_purchase_is_for(buyer, supplier):
    project = a_project(buyer)
    placed(buyer, make.a_product(supplier), by=replace(BY_TRANSFER, purpose="repairs", project_code=project.code))
    [line] = lines()
    assert (line.purpose, line.project_id) == ("repairs", project.id)


@pytest.mark.parametrize(("said", "error"), [({"project_code": "G-001"}, Missing), ({"purpose": "x" * 301}, Invalid)])
def test_no_line_is_for_anothers_project_or_an_endless_purpose(buyer, other_buyer, supplier, said, error):
    a_project(other_buyer)
    product = make.a_product(supplier)
    with pytest.raises(error):
        placed(buyer, product, by=replace(CHECKOUT, reasons=(LineReason(product.code, **said),)))
    assert lines() == []


def test_purposes_are_typed_line_by_line_in_the_form(visit, buyer, supplier):
    project, products = a_project(buyer), [make.a_product(supplier), make.a_product(supplier)]
    for product in products:
        cart.put(buyer, product.code, quantity_milli=1000)
    first, _ = cart.view(buyer).lines
    at = fill_in(visit("cart.py", buyer), purpose="repairs")
    at.text_input(key=f"purpose_{first.id}").input("the library")
    at.selectbox(key=f"project_{first.id}").select(project.code)
    at.button(key="place").click().run()
    said = {line.product_code: (line.purpose, line.project_id) for line in lines()}
    assert said.pop(first.product_code) == ("the library", project.id)
    assert list(said.values()) == [("repairs", None)]


def test_what_was_undone_leaves_the_project(buyer, supplier):
    project = a_project(buyer)
    bought = placed(buyer, make.a_product(supplier), by=replace(BY_TRANSFER, project_code=project.code))
    assert projects.bought()[project.id][0].amount_fen == 24_000
    orders.cancel(buyer, codes(bought)[0], reason="twice")
    assert projects.bought() == {}


def test_a_limit_of_tomorrow_is_announced(visit, guest, official):
    form = LimitForm(
        scope=LimitScope.YEAR, amount_fen=1_000_000, valid_from=clock.today() + timedelta(days=1), basis_zh="依据",
        basis_en="By law", reason="Soon",
    )  # fmt: skip
    limits.set_limit(official, form, city="湖州")
    assert "Announced" in wall(visit("limits.py", guest))
