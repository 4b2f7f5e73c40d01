"""The officials' figures: they add up whichever way they are divided, and nobody sees beyond their area."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from db.facts import Fact, FactReason
from services import dashboards
from services.dashboards import MILESTONE_FEN, PARAMETERS, Selection
from services.errors import Forbidden, Invalid
from tests import make
from tests.trading import KINDS, trade

ALL = Selection()
GROUPINGS = {
    "city": dashboards.by_city,
    "district": dashboards.by_district,
    "category": dashboards.by_category,
    "kind": dashboards.by_kind,
    "supplier": dashboards.by_supplier_kind,
    "channel": dashboards.by_channel,
    "month": dashboards.by_month,
    "month and channel": dashboards.by_month_and_channel,
    "month and kind": dashboards.by_month_and_kind,
    "supplier name": lambda visitor, wanted: dashboards.top_suppliers(visitor, wanted, limit=1000),
    "product": lambda visitor, wanted: dashboards.top_products(visitor, wanted, limit=1000),
}
ADDITIVE = ("lines", "amount_fen", "comparable_fen")


@pytest.fixture
def traded(supplier, rival) -> list[Fact]:
    return trade([supplier, rival], orders=40)


def recount(facts: Sequence[Fact]) -> dict[str, Any]:
    """The plain way: row by row."""
    sales = {fact.order_id for fact in facts if fact.reason is FactReason.SALE}
    reversals = {fact.order_id for fact in facts if fact.reason is FactReason.REVERSAL}
    known = [fact for fact in facts if fact.carbon_kg is not None]
    return {
        "orders": len(sales) - len(reversals),
        "lines": sum(1 if fact.reason is FactReason.SALE else -1 for fact in facts),
        "amount_fen": sum(fact.amount_fen for fact in facts),
        "comparable_fen": sum(fact.amount_fen for fact in known),
        "carbon_kg": sum((fact.carbon_kg or Decimal(0) for fact in known), Decimal(0)),
    }


def measures(frame: pd.DataFrame) -> dict[str, Any]:
    row = frame.iloc[0]
    return {name: int(row[name]) for name in ("orders", *ADDITIVE)} | {
        "carbon_kg": Decimal(str(round(0 if pd.isna(row["carbon_kg"]) else row["carbon_kg"], 3))).quantize(
            Decimal("0.001")
        )
    }


SELECTIONS = [
    ALL,
    Selection(since="2024-06", until="2025-03"),
    Selection(city="湖州"),
    Selection(city="湖州", district="吴兴区"),
    Selection(category="finishing", channel="direct_sale"),
    Selection(kind="wood-flooring", since="2025-01"),
]


def meant(fact: Fact, wanted: Selection) -> bool:
    exact = all(getattr(wanted, name) in {"", getattr(fact, name)}
                for name in ("city", "district", "category", "kind", "channel"))  # fmt: skip
    return exact and (wanted.since or "0") <= fact.month <= (wanted.until or "9")


@pytest.mark.parametrize("wanted", SELECTIONS, ids=str)
def test_the_totals_are_what_a_plain_recount_finds(traded, administrator, wanted):
    found = [fact for fact in traded if meant(fact, wanted)]
    totals = dashboards.totals(administrator, wanted)
    assert found
    assert measures(totals) == recount(found)
    net: dict[Any, int] = {}
    for fact in found:
        net[fact.buyer_id] = net.get(fact.buyer_id, 0) + (1 if fact.reason is FactReason.SALE else -1)
    assert totals["buyers"].iloc[0] == sum(count > 0 for count in net.values())


@pytest.mark.parametrize("wanted", SELECTIONS, ids=str)
def test_every_way_of_dividing_adds_up_to_the_total(traded, administrator, wanted):
    whole = recount([fact for fact in traded if meant(fact, wanted)])
    for name, group in GROUPINGS.items():
        frame = group(administrator, wanted)
        assert {part: int(frame[part].sum()) for part in ADDITIVE} == {part: whole[part] for part in ADDITIVE}, name
        assert round(Decimal(str(frame["carbon_kg"].sum())), 3) == whole["carbon_kg"], name
        if "share" in frame and whole["amount_fen"]:
            assert frame["share"].sum() == pytest.approx(1), name


def test_orders_add_up_where_an_order_lies_in_one_group(traded, administrator):
    whole = recount(traded)["orders"]
    for name in ("city", "district", "supplier", "channel", "month", "supplier name"):
        assert int(GROUPINGS[name](administrator, ALL)["orders"].sum()) == whole, name
    assert sum(fact.orders for fact in traded) == whole


def test_an_order_counts_once_for_every_kind_it_has(traded, administrator):
    frame = dashboards.by_kind(administrator, ALL).set_index("kind")
    for kind in KINDS:
        assert int(frame.loc[kind, "orders"]) == recount([fact for fact in traded if fact.kind == kind])["orders"]


def test_by_month_has_every_month_and_adds_up_from_the_very_first(traded, administrator):
    whole = dashboards.by_month(administrator, ALL)
    part = dashboards.by_month(administrator, Selection(since="2025-01", until="2025-06"))
    assert list(part["month"]) == [f"2025-0{number}" for number in range(1, 7)]
    assert int(whole["cumulative_fen"].iloc[-1]) == sum(fact.amount_fen for fact in traded)
    assert list(part["cumulative_fen"]) == list(whole.set_index("month").loc[list(part["month"]), "cumulative_fen"])


def test_the_milestone_is_crossed_in_the_month_at_whose_end_it_is_reached():
    months = pd.DataFrame({"month": ["2022-03", "2022-04", "2022-05"],
                           "cumulative_fen": [MILESTONE_FEN - 1, MILESTONE_FEN, MILESTONE_FEN + 5]})  # fmt: skip
    assert dashboards.crossed(months) == "2022-04"
    assert dashboards.crossed(months.head(1)) is None


def test_a_period_stands_beside_the_same_months_a_year_before(traded, administrator):
    now, before = dashboards.totals(administrator, Selection(since="2025-02", until="2025-05")).to_dict("records")
    assert (before["since"], before["until"]) == ("2024-02", "2024-05")
    assert before["amount_fen"] == sum(fact.amount_fen for fact in traded if "2024-02" <= fact.month <= "2024-05")
    assert now["average_fen"] == round(now["amount_fen"] / now["orders"])
    assert len(dashboards.totals(administrator, ALL)) == 1


def test_nothing_booked_is_zero_and_never_an_error(administrator):
    totals = dashboards.totals(administrator, Selection(since="2025-01", until="2025-02"))
    assert totals["amount_fen"].iloc[0] == 0
    assert pd.isna(totals["average_fen"].iloc[0])
    assert pd.isna(totals["carbon_kg"].iloc[0])
    for group in GROUPINGS.values():
        assert int(group(administrator, ALL)["amount_fen"].sum()) == 0


def test_an_official_sees_the_own_city_only(traded, official):
    mine = sum(fact.amount_fen for fact in traded if fact.city == "湖州")
    assert int(dashboards.totals(official, ALL)["amount_fen"].iloc[0]) == mine
    assert set(dashboards.by_city(official, ALL)["city"]) == {"湖州"}
    for name, group in GROUPINGS.items():
        assert int(group(official, ALL)["amount_fen"].sum()) == mine, name


def test_an_official_of_a_district_sees_that_district_only(traded, housing):
    assert set(dashboards.by_district(housing, ALL)["district"]) == {"吴兴区"}
    mine = sum(fact.amount_fen for fact in traded if fact.district == "吴兴区")
    for name, group in GROUPINGS.items():
        assert int(group(housing, ALL)["amount_fen"].sum()) == mine, name


@pytest.mark.usefixtures("traded")
@pytest.mark.parametrize("wanted", [Selection(city="杭州"), Selection(city="湖州", district="德清县")], ids=str)
def test_asking_beyond_the_own_area_is_refused_everywhere(housing, wanted):
    for group in [*GROUPINGS.values(), dashboards.totals]:
        with pytest.raises(Invalid, match="outside your area"):
            group(housing, wanted)


@pytest.mark.usefixtures("traded")
def test_nobody_else_reads_the_figures(guest, buyer, supplier, expert):
    for visitor in (guest, buyer, supplier, expert):
        for group in [*GROUPINGS.values(), dashboards.totals, dashboards.growth]:
            with pytest.raises(Forbidden):
                group(visitor, ALL)
        with pytest.raises(Forbidden):
            dashboards.choices(visitor)


@pytest.mark.parametrize(
    ("asked", "named"),
    [({"from": "2025-13"}, "from"), ({"to": "soon"}, "to"), ({"from": "2025-05", "to": "2025-04"}, "to"),
     ({"city": "亚特兰蒂斯"}, "city"), ({"kind": "gold"}, "kind"), ({"channel": "barter"}, "channel"),
     ({"category": "x"}, "category"), ({"city": "杭州", "district": "吴兴区"}, "district"),
     ({"from": "２０２５-０１"}, "from")],
    ids=str,
)  # fmt: skip
def test_a_selection_that_makes_no_sense_is_refused_by_name(administrator, asked, named):
    make.a_kind()
    with pytest.raises(Invalid) as refusal:
        dashboards.selection(administrator, asked)
    assert vars(refusal.value)["values"]["field"] == named


def test_a_selection_is_read_by_the_names_of_the_address(administrator):
    make.a_kind()
    asked = {"from": "2025-01", "to": "2025-02", "city": "湖州", "district": "吴兴区", "category": "finishing",
             "kind": "ceramic-tiles", "channel": "small_purchase", "other": "ignored"}  # fmt: skip
    wanted = dashboards.selection(administrator, asked)
    assert {PARAMETERS[name]: getattr(wanted, name) for name in PARAMETERS} == {
        name: value for name, value in asked.items() if name != "other"
    }


def test_growth_counts_who_is_here_by_when_they_came(administrator, pass_time):
    make.a_product(make.a_supplier("first"))
    make.a_supplier("waiting", status="submitted")
    pass_time(timedelta(days=70))
    seller = make.a_supplier("second")
    make.a_product(seller)
    make.a_product(seller, status="draft")
    grown = dashboards.growth(administrator, ALL)
    assert grown.to_dict("list") == {
        "month": ["2026-06", "2026-07", "2026-08"], "suppliers": [1, 1, 2], "products": [1, 1, 2]
    }  # fmt: skip


def test_a_month_is_that_of_china(administrator, pass_time):
    pass_time(timedelta(days=29, hours=5))  # 30 June, 17:00 in UTC: already July in China
    make.a_supplier("late")
    assert list(dashboards.growth(administrator, ALL)["month"]) == ["2026-07"]


@pytest.mark.usefixtures("traded")
@pytest.mark.parametrize("view", ["months", "places", "materials", "suppliers", "channels", "carbon", "growth"])
def test_an_official_walks_through_every_view(official, visit, view):
    at = visit("dashboard.py", official, view=view, **{"from": "2024-01"})
    assert at.title[0].value == "Dashboard"
    assert bool(at.get("vega_lite_chart")) is (view != "growth"), "the suppliers of this test came after its orders"


def test_growth_is_drawn_before_anything_was_ordered(official, visit):
    make.a_product()
    assert visit("dashboard.py", official, view="growth").get("vega_lite_chart")


@pytest.mark.usefixtures("traded")
def test_the_page_of_a_district_official_offers_that_district_only(housing, visit):
    at = visit("dashboard.py", housing, city="杭州", **{"from": "2024-01"})
    assert at.selectbox("city").options == ["Huzhou"]
    assert at.selectbox("district").options == ["Wuxing"]
    shown = " ".join(element.value for element in at.get("html"))
    assert "Hangzhou" not in shown


@pytest.mark.usefixtures("traded")
def test_the_address_carries_the_choice_in_both_languages(administrator, visit):
    for lang in ("en", "zh"):
        at = visit("dashboard.py", administrator, lang=lang, city="杭州", **{"from": "2024-03", "to": "2024-09"})
        assert (at.selectbox("city").value, at.selectbox("from").value) == ("杭州", "2024-03")
    at.selectbox("city").select("湖州").run()
    assert at.query_params["city"] in ("湖州", ["湖州"])


@pytest.mark.usefixtures("traded")
def test_a_buyer_is_not_let_in(buyer, visit):
    at = visit("home.py", buyer)
    with pytest.raises(Exception, match="dashboard"):
        at.switch_page("dashboard.py").run()


def test_a_museum_without_orders_says_so(official, visit):
    at = visit("dashboard.py", official)
    assert "Nothing was booked" in at.info[0].value


@pytest.mark.usefixtures("traded")
def test_every_frame_survives_a_narrow_selection(administrator):
    for group in GROUPINGS.values():
        frame = group(administrator, replace(ALL, since="2031-01", until="2031-02"))
        assert int(frame["amount_fen"].sum()) == 0
