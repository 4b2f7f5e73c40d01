"""How many can meet this? The rule of tightening, the count that is what a loop would count, and the page."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.products import ProductValue, Proof
from db.standards import Confidence, Indicator, Operator
from services import conformity, requirements
from services.errors import Missing
from services.tightened import Ask, as_the_standard, bounds, decimals, read, step, written
from tests import make

KEY, OTHER, YES, RANGE = "ceramic-tiles-01", "ceramic-tiles-02", "ceramic-tiles-03", "ceramic-tiles-04"
EXACT = st.decimals(-999, 999, places=3)


@dataclass(frozen=True)
class Asked:
    operator: str
    low: Decimal | None = None
    high: Decimal | None = None
    key: str = "k"
    confidence: str = "verified"
    mandatory: bool = True


@st.composite
def indicators(draw):
    operator = draw(st.sampled_from(["ge", "le", "range", "yes"]))
    low, high = sorted((draw(EXACT), draw(EXACT)))
    return Asked(operator, low if operator in {"ge", "range"} else None, high if operator in {"le", "range"} else None)


@pytest.mark.pure
@given(indicators(), EXACT, EXACT, EXACT)
def test_whoever_meets_what_is_asked_meets_the_standard_too(asked, one, two, value):
    said = {"range": f"{one}..{two}", "yes": "1"}.get(asked.operator, str(one))
    ask = read(asked, said)
    value = Decimal(1) if asked.operator == "yes" else value
    if ask and ask.met_by(value):
        assert conformity.meets(asked, value)


@pytest.mark.pure
@given(indicators())
def test_asking_as_the_standard_is_what_the_standard_asks(asked):
    ask = as_the_standard(asked)
    assert ask
    assert read(asked, written(ask)) == ask


@pytest.mark.pure
@given(indicators(), EXACT, EXACT)
def test_what_is_written_is_read_again(asked, one, two):
    ask = read(asked, {"range": f"{one}..{two}", "yes": "1"}.get(asked.operator, str(one)))
    assert ask is None or read(asked, written(ask)) == ask


@pytest.mark.pure
@pytest.mark.parametrize(
    "said", ["", "a", "1e9", "NaN", "--1", "1.2.3", "9" * 40, "0.1234567", "1..2..3", "..", "\0", "１"]
)
@pytest.mark.parametrize("operator", ["ge", "le", "range", "yes"])
def test_nonsense_asks_for_nothing(operator, said):
    assert read(Asked(operator, Decimal(0), Decimal(9)), said) is None


@pytest.mark.pure
@given(EXACT, EXACT, EXACT)
def test_a_step_is_round_and_fits_twenty_times_into_the_spread(least, most, threshold):
    found = step(min(least, most), max(least, most), threshold)
    assert found > 0
    assert found.scaleb(-found.adjusted()).normalize() in {Decimal(1), Decimal(2), Decimal(5)}
    if least != most:
        assert 20 * found <= abs(most - least) < 51 * found


@pytest.mark.pure
@pytest.mark.parametrize(("threshold", "found"), [("0.124", "0.001"), ("30", "1"), ("1.50", "0.1"), (None, "1")])
def test_where_values_say_nothing_the_threshold_gives_the_step(threshold, found):
    assert step(None, None, threshold and Decimal(threshold)) == Decimal(found)


@pytest.mark.pure
@given(indicators(), st.none() | EXACT, EXACT, EXACT)
def test_what_is_asked_is_never_out_of_bounds(asked, least, most, one):
    ask = read(asked, str(one)) or as_the_standard(asked)
    low, high = (least, max(least, most)) if least is not None else (None, None)
    found = bounds(asked, low, high, ask)
    for end in (ask.low, ask.high) if asked.operator in {"ge", "le"} else ():
        assert end is None or found.low is None or found.low <= end
        assert end is None or found.high is None or end <= found.high


@pytest.mark.pure
def test_as_many_places_are_shown_as_the_figures_have():
    assert decimals(Decimal("0.124"), Decimal(30), None, Decimal("1.50")) == 3
    assert decimals(Decimal(30), Decimal("1E+2")) == 0


# Counting


@pytest.fixture
def kind():
    code = make.a_kind()
    more = {"kind": code, "name_zh": "指标", "unit": "MPa", "standard": "GB 1", "confidence": Confidence.UNVERIFIED}
    make.add(
        Indicator(key=OTHER, name_en="Strength", operator=Operator.AT_LEAST, low=Decimal(30), position=10**6, **more),
        Indicator(key=YES, name_en="Free of lead", operator=Operator.YES, position=10**6 + 1, **more),
        Indicator(key=RANGE, name_en="Moisture", operator=Operator.BETWEEN, low=Decimal(5), high=Decimal(14),
                  position=10**6 + 2, **more),
    )  # fmt: skip
    return code


def hang(supplier, *, price_fen=1000, **values):
    product = make.a_product(supplier, price_fen=price_fen, unit=values.pop("unit", "m2"))
    keys = {"exposure": KEY, "strength": OTHER, "lead_free": YES, "moisture": RANGE}
    for name, value in values.items():
        said = Decimal(str(value))
        make.add(ProductValue(product_id=product.id, indicator=keys[name], value=said, proof=Proof.DECLARED))
    return product


def test_exhibits_and_suppliers_are_counted_with_what_each_requirement_costs(kind, supplier, rival):
    hang(supplier, exposure=0.5, strength=40)
    hang(supplier, exposure=0.9, strength=50)
    hang(rival, exposure=0.4, strength=31)
    found = requirements.reach(kind, {KEY: "0.5", OTHER: "35"})
    assert (found.everything.exhibits, found.everything.suppliers) == (3, 2)
    assert (found.fitting.exhibits, found.fitting.suppliers) == (1, 1)
    assert [(cost.alone.exhibits, cost.without.exhibits) for cost in found.costs] == [(2, 2), (2, 2)]
    assert found.too_few


def test_nothing_asked_is_met_by_all_and_what_is_not_declared_meets_nothing(kind, supplier):
    hang(supplier)
    hang(supplier, exposure=0.5, lead_free=1, moisture=9)
    hang(supplier, lead_free=0, moisture=20)
    assert requirements.reach(kind, {}).fitting.exhibits == 3
    for asked in ({KEY: "1"}, {YES: "1"}, {RANGE: "5..14"}):
        assert requirements.reach(kind, asked).fitting.exhibits == 1
    assert not requirements.reach(kind, {}).too_few


def test_only_what_is_on_show_is_counted(kind, supplier):
    hang(supplier, exposure=0.5)
    for status in ("draft", "submitted", "returned", "off_shelf"):
        make.a_product(supplier, status=status)
    make.a_product(make.a_supplier("suspended", status="suspended"))
    make.a_product(supplier, kind="wood-flooring")
    assert requirements.reach(kind, {}).everything == requirements.Tally(1, 1)


def test_a_value_at_the_threshold_meets_it_to_the_millionth(kind, supplier):
    hang(supplier, exposure="0.123456")
    assert requirements.reach(kind, {KEY: "0.123456"}).fitting.exhibits == 1
    assert requirements.reach(kind, {KEY: "0.123455"}).fitting.exhibits == 0


@pytest.mark.parametrize("asked", [{KEY: "9"}, {KEY: "x"}, {"wood-flooring-01": "0.1"}, {KEY: ""}])
def test_what_is_loose_foreign_or_nonsense_asks_no_more_than_the_standard(kind, supplier, asked):
    hang(supplier, exposure=0.5)
    found = requirements.reach(kind, asked)
    assert found.fitting.exhibits == 1
    assert all(ask == Ask(KEY, high=Decimal(1)) for ask in found.asks)


def test_the_count_is_what_a_loop_would_count(kind, supplier, rival):
    shown = [(seller, number / 10, 30 + number) for seller in (supplier, rival) for number in range(1, 8)]
    for seller, exposure, strength in shown:
        hang(seller, exposure=exposure, strength=strength)
    for high in ("0.3", "0.55", "1"):
        for low in ("30", "33", "36.5"):
            fits = [one for one in shown if one[1] <= float(high) and one[2] >= float(low)]
            found = requirements.reach(kind, {KEY: high, OTHER: low}).fitting
            assert (found.exhibits, found.suppliers) == (len(fits), len({seller.email for seller, *_ in fits}))


def test_prices_are_those_of_the_unit_of_the_kind(kind, supplier):
    for price in (900, 1000, 5000):
        hang(supplier, price_fen=price, exposure=0.5)
    hang(supplier, price_fen=1, unit="piece", exposure=0.5)
    hang(supplier, price_fen=1, exposure=0.9)
    found = requirements.reach(kind, {KEY: "0.5"}).prices
    assert (found.least, found.middle, found.most, found.unit, found.others) == (900, 1000, 5000, "m2", 1)


def test_there_is_no_reach_of_a_kind_there_is_not():
    with pytest.raises(Missing):
        requirements.reach("no-such-kind", {})


# The page


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def test_tightening_goes_into_the_address_and_counts_at_once(visit, guest, kind, supplier, rival):
    hang(supplier, exposure=0.5)
    hang(rival, exposure=0.9)
    at = visit("requirements.py", guest, kind=kind)
    assert not at.checkbox(key=f"asked_{KEY}").value
    at.checkbox(key=f"asked_{KEY}").check().run()
    assert at.query_params[KEY] == "1"
    at.number_input(key=f"high_{KEY}").set_value(0.6).run()
    assert at.query_params[KEY] == "0.6"
    assert "without it 2 would qualify (+1)" in wall(at)
    assert "only one maker can meet would restrict competition" in wall(at)
    at.checkbox(key=f"asked_{KEY}").uncheck().run()
    assert KEY not in at.query_params


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shared_address_shows_what_it_asks_and_leads_to_those_that_qualify(visit, guest, kind, supplier, lang):
    hang(supplier, exposure=0.5, moisture=9)
    at = visit("requirements.py", guest, lang=lang, kind=kind, **{KEY: "0.6", RANGE: "8..10"})
    assert at.number_input(key=f"high_{KEY}").value == 0.6
    assert (at.number_input(key=f"low_{RANGE}").value, at.number_input(key=f"high_{RANGE}").value) == (8.0, 10.0)
    assert f"/halls?kind={kind}&amp;v_{KEY}=0.6&amp;v_{RANGE}=8..10&amp;lang={lang}" in wall(at)


def test_the_clause_is_in_both_languages_and_says_what_is_not_verified(visit, guest, kind, supplier):
    hang(supplier, exposure=0.5, strength=40)
    chinese, english = (
        block.value for block in visit("requirements.py", guest, kind=kind, **{KEY: "0.6", OTHER: "30"}).code
    )
    assert "内照射指数：≤ 0.6（严于 GB 6566-2010 的 ≤ 1；阈值已在公开来源中核实）" in chinese
    assert "阈值为参考值，未经核实" in chinese
    assert "Strength: ≥ 30 MPa (GB 1; the threshold is a reference value, not verified)" in english
    assert "exhibits 1, suppliers 1" in english


def test_another_kind_forgets_what_was_asked_of_the_last(visit, guest, kind, supplier):
    hang(supplier, exposure=0.5)
    make.a_product(supplier, kind="wood-flooring")
    at = visit("requirements.py", guest, kind=kind, **{KEY: "0.6"})
    at.selectbox(key="kind").select("wood-flooring").run()
    assert (at.query_params["kind"], KEY in at.query_params, at.query_params["lang"]) == ("wood-flooring", False, "en")


@pytest.mark.parametrize("asked", ["", "no-such-kind", "<script>"])
def test_an_unknown_kind_shows_one_that_hangs(visit, guest, kind, supplier, asked):
    hang(supplier)
    assert visit("requirements.py", guest, kind=asked).selectbox(key="kind").value == kind


def test_where_nothing_hangs_it_is_said(visit, guest):
    assert "Nothing hangs here yet." in wall(visit("requirements.py", guest))
