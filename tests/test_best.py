"""The best of several values: what is not known never wins, what fails never wins, and ties win together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.best import Direction, best, differ

pytestmark = pytest.mark.pure
FIGURES = st.lists(st.none() | st.decimals(-9, 9, places=1), max_size=6)
FAILS = st.frozensets(st.integers(0, 5))
WAYS = st.sampled_from(Direction)


@given(FIGURES, WAYS, FAILS)
def test_the_best_is_known_meets_its_threshold_and_is_beaten_by_none_that_does(figures, way, fails):
    winners = best(figures, way, fails=fails)
    fit = {place: one for place, one in enumerate(figures) if one is not None and place not in fails}
    assert winners <= fit.keys()
    sign = -1 if way is Direction.LOWER else 1
    for winner in winners:
        assert all(sign * fit[winner] >= sign * other for other in fit.values())
    if winners:
        assert winners == {place for place, one in fit.items() if one == fit[min(winners)]}


@given(FIGURES, WAYS, FAILS)
def test_somebody_known_is_beaten_wherever_anybody_wins(figures, way, fails):
    winners = best(figures, way, fails=fails)
    known = {place for place, one in enumerate(figures) if one is not None}
    assert not winners or winners < known
    assert way is not Direction.NONE or not winners


@given(FIGURES, WAYS)
def test_lower_is_higher_upside_down(figures, way):
    turned = [None if one is None else -one for one in figures]
    other = {Direction.LOWER: Direction.HIGHER, Direction.HIGHER: Direction.LOWER}.get(way, way)
    assert best(figures, way) == best(turned, other)


@pytest.mark.parametrize(
    ("figures", "fails", "winners"),
    [
        ([3, 1, 1], frozenset(), {1, 2}),
        ([3, None, 2], frozenset(), {2}),
        ([3, 1, 2], frozenset({1}), {2}),
        ([1, 1, 1], frozenset(), set()),
        ([1, None, None], frozenset(), set()),
        ([1, 2], frozenset({0, 1}), set()),
        ([1, 2], frozenset({0}), {1}),
        ([], frozenset(), set()),
    ],
)
def test_the_lowest_wins_alone_or_with_its_equals(figures, fails, winners):
    assert best(figures, Direction.LOWER, fails=fails) == winners


@given(st.lists(st.sampled_from(["a", "b", None]), max_size=5))
def test_lines_differ_when_any_two_do(said):
    assert differ(said) == any(one != other for one in said for other in said)


def test_equal_decimals_written_differently_do_not_differ():
    assert not differ([Decimal("1.0"), Decimal("1.00")])
