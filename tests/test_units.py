"""Units: there and back without a loss, whole packs that never fall short, and no conversion without a basis."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import money, units
from services.dimensions import contents, thickness
from services.errors import Invalid
from services.units import SIZES, Amount, Goods, Ground

pytestmark = pytest.mark.pure
TILE = Goods("m2", mass_kg=Decimal(22), thickness_mm=Decimal(10))
BOARD = Goods("m3", mass_kg=Decimal(140), thickness_mm=Decimal(80))
ROLL = Goods("m2", typical_mass_kg=Decimal("4.6"), contents={"roll": Decimal(10)})
JOINED = [(TILE, ("m2", "sqft", "m3", "kg", "t")), (BOARD, ("m2", "sqft", "m3", "kg", "t")),
          (ROLL, ("m2", "sqft", "kg", "t", "roll")), (Goods("kg"), ("kg", "t")),
          (Goods("piece", mass_kg=Decimal("0.85")), ("piece", "item", "kg", "t"))]  # fmt: skip
exact = st.fractions(min_value=Fraction(1, 1000), max_value=10**6, max_denominator=1000)
milli = st.integers(1, 10**9)


@st.composite
def journeys(draw):
    goods, known = draw(st.sampled_from(JOINED))
    return goods, draw(st.sampled_from(known)), draw(st.sampled_from(known))


def through(goods, amount, *way):
    for unit, to in pairwise(way):
        amount = units.convert(goods, amount, unit, to).amount
    return amount


@given(journeys(), exact)
def test_there_and_back_nothing_is_lost(journey, amount):
    goods, unit, to = journey
    assert through(goods, amount, unit, to, unit) == amount


@given(journeys(), exact, exact)
def test_more_of_one_is_more_of_the_other_and_never_nothing(journey, one, other):
    goods, unit, to = journey
    less, more = sorted((one, other))
    assert 0 < through(goods, less, unit, to) <= through(goods, more, unit, to)


@given(milli, milli, milli)
def test_packs_are_whole_never_short_and_less_than_one_too_many(quantity, minimum, step):
    lots = units.packs(quantity, minimum, step)
    assert lots.quantity_milli == lots.count * step >= max(quantity, minimum)
    assert lots.quantity_milli - max(quantity, minimum) < step
    assert lots.surplus_milli == lots.quantity_milli - quantity


@given(journeys(), exact, st.integers(1, 10**6), st.integers(1, 10**6))
def test_what_is_bought_for_a_wish_is_never_less_than_the_wish(journey, amount, minimum, step):
    goods, unit, _ = journey
    wish = Amount(Decimal(amount.numerator) / Decimal(amount.denominator), unit)
    lots, wanted = units.packs_for(goods, wish, minimum_milli=minimum, step_milli=step)
    assert Fraction(lots.quantity_milli, 1000) >= wanted.amount


@pytest.mark.parametrize(
    ("goods", "amount", "unit", "to", "expected"),
    [(TILE, 1, "t", "m2", Fraction(1000, 22)), (TILE, 1, "m3", "m2", 100), (BOARD, 1, "m2", "m3", Fraction(8, 100)),
     (BOARD, 1, "m2", "kg", Fraction(112, 10)), (ROLL, 3, "roll", "m2", 30),
     (Goods("t"), 2500, "kg", "t", Fraction(5, 2)),
     (Goods("set"), 3, "item", "set", 3), (Goods("m2"), 1000, "sqft", "m2", Fraction("92.90304"))],
)  # fmt: skip
def test_what_one_can_check_by_hand(goods, amount, unit, to, expected):
    assert units.convert(goods, Fraction(amount), unit, to).amount == expected


@pytest.mark.parametrize(
    ("goods", "unit", "to"),
    [(Goods("m2"), "kg", "m2"), (Goods("m2"), "m3", "m2"), (Goods("kg"), "m2", "kg"), (Goods("set"), "piece", "set"),
     (Goods("piece"), "m2", "piece"), (TILE, "m", "m2"), (TILE, "roll", "m2"), (Goods("m"), "m2", "m"),
     (Goods("m2", mass_kg=Decimal(0)), "kg", "m2"), (Goods("m2", thickness_mm=Decimal(-3)), "m3", "m2"),
     (Goods("set", mass_kg=Decimal(4200)), "tkm", "set")],
)  # fmt: skip
def test_without_a_basis_nothing_is_converted_and_the_refusal_says_what_was_read(goods, unit, to):
    with pytest.raises(Invalid) as refusal:
        units.convert(goods, Fraction(1), unit, to)
    assert refusal.value.values["read"] in {unit, to}
    assert refusal.value.values["field"] == "Unit"


@given(st.sampled_from(sorted(SIZES)), st.sampled_from(sorted(SIZES)))
def test_goods_of_which_nothing_is_known_join_only_what_measures_the_same(unit, to):
    bare = Goods(to)
    try:
        units.convert(bare, Fraction(1), unit, to)
    except Invalid:
        assert SIZES[unit][0] != SIZES[to][0]
    else:
        assert SIZES[unit][0] == SIZES[to][0] or (unit == "item" and to in {"piece", "set"})


def test_an_assumption_is_marked_and_gives_way_to_the_products_own_mass():
    assert units.convert(ROLL, Fraction(1), "t", "m2").grounds == {Ground.TYPICAL_MASS}
    own = Goods("m2", mass_kg=Decimal(5), typical_mass_kg=Decimal(22))
    found = units.convert(own, Fraction(10), "kg", "m2")
    assert (found.amount, found.grounds) == (2, {Ground.MASS})


@pytest.mark.parametrize("spelled", ["m^2", "m²", " m 2 ", "sqm"])
def test_units_are_known_in_their_spellings(spelled):
    assert units.named(spelled) == "m2"


@pytest.mark.parametrize("nonsense", ["banana", "", "M2", "kgCO2e", "m2\x00", "ton"])
def test_a_unit_nobody_knows_is_refused_by_name(nonsense):
    with pytest.raises(Invalid, match="reads"):
        units.named(nonsense)


def test_a_price_is_joined_as_quantities_are():
    assert units.price_per(BOARD, 60_800, Amount(Decimal(1), "m2")).fen == 4864
    assert units.price_per(Goods("m2"), 1000, units.declared_unit("1000.0 sqft")).fen == 92_903
    assert units.price_per(Goods("t"), 450_000, Amount(Decimal(1), "kg")).fen == 450


@given(st.integers(1, 10**12), journeys())
def test_no_price_becomes_nothing_by_rounding(price_fen, journey):
    goods, unit, _ = journey
    assert units.price_per(goods, price_fen, Amount(Decimal(1), unit)).fen > 0


@pytest.mark.parametrize("written", ["", "m2", "1.0", "x m2", "1 furlong"])
def test_a_classification_without_a_declared_unit_is_refused(written):
    with pytest.raises(Invalid):
        units.declared_unit(written)


@given(st.fractions(min_value=-(10**6), max_value=10**6))
def test_rounding_is_half_up_and_quantities_are_rounded_up(value):
    near = money.half_up(value, Decimal("0.001"))
    assert abs(Fraction(near) - value) <= Fraction(1, 2000)
    assert Fraction(money.milli_up(abs(value)), 1000) >= abs(value)


@pytest.mark.parametrize(
    ("zh", "en", "millimetres"),
    [("1900×190×14 mm，面板 3 mm，E0", "1,900 × 190 × 14 mm, 3 mm face, E0", 14), ("PY I 型，4 mm，10 m²/卷", "", 4),
     ("厚度 12 mm", "12 mm thick", 12), ("3 mm 厚体系，PVC", "3 mm system with PVC trim", 3),
     ("600×1200×7.8 mm", "", "7.8"),
     ("4 mm，面铝 0.5 mm，氟碳涂层 27 μm", "4 mm, 0.5 mm faces", 4), ("14毫米", "", 14)],
)  # fmt: skip
def test_a_thickness_is_read_where_it_is_said_plainly(zh, en, millimetres):
    assert thickness(zh, en) == Decimal(millimetres)


@pytest.mark.parametrize(
    ("zh", "en"),
    [("壁厚 2.0 mm，K=1.6", ""), ("预制层厚 60 mm", ""), ("dn110×5.3 mm", "dn 110 × 5.3 mm"), ("坍落度 180±20 mm", ""),
     ("CLT 150 mm，云杉", "CLT 150 mm, spruce"), ("305/400 mm 坑距", ""), ("截面至 240×960 mm", ""),
     ("10 mm，12 mm", ""),
     ("1900×190×14 mm，1900×190×18 mm", ""), ("14 mm", "18 mm thick"), ("4 mm²", ""), ("10–14 mm", ""), ("", ""),
     ("200×600×1000 mm", ""), ("厚 10/12 mm", "")],
)  # fmt: skip
def test_what_may_be_something_else_is_no_thickness(zh, en):
    assert thickness(zh, en) is None


def test_a_roll_holds_what_the_specification_says_of_the_selling_unit():
    assert contents("4 mm，10 m²/卷", unit="m2") == {"roll": 10}
    assert contents("dn110×5.3 mm，6 m/根", unit="m") == {"piece": 6}
    assert contents("20 kg/桶，VOC 18 g/L", unit="m2") == contents("10 m²/卷，15 m²/卷", unit="m2") == {}


@given(st.text(max_size=80))
def test_no_words_break_the_reading(words):
    thickness(words)
    contents(words, unit="m2")
