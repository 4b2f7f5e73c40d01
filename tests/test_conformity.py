"""The rule of conformity: what meets a threshold, how far, and what an unverified threshold may not do."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.conformity import Outcome, judge, judge_all

pytestmark = pytest.mark.pure
figures = st.decimals(min_value=-100_000, max_value=100_000, places=3)
positive = st.decimals(min_value="0.001", max_value=100_000, places=3)


@dataclass(frozen=True)
class Asked:
    operator: str = "ge"
    low: Decimal | None = None
    high: Decimal | None = None
    confidence: str = "verified"
    mandatory: bool = True
    key: str = "tiles-01"


@given(figures, figures)
def test_a_lower_bound_is_included(low, value):
    assert (judge(Asked("ge", low=low), value).outcome is Outcome.PASS) == (value >= low)


@given(figures, figures)
def test_an_upper_bound_is_included(high, value):
    assert (judge(Asked("le", high=high), value).outcome is Outcome.PASS) == (value <= high)


@given(figures, figures, figures)
def test_a_range_holds_both_of_its_ends(one, other, value):
    low, high = sorted((one, other))
    verdict = judge(Asked("range", low=low, high=high), value)
    assert (verdict.outcome is Outcome.PASS) == (low <= value <= high)


@given(positive, figures, st.sampled_from(["ge", "le"]))
def test_the_distance_is_negative_exactly_when_the_value_falls_short_by_a_visible_share(bound, value, operator):
    verdict = judge(Asked(operator, low=bound, high=bound), value)
    if verdict.distance:
        assert (verdict.distance > 0) == (verdict.outcome is Outcome.PASS)


@given(figures, st.sampled_from(["ge", "le", "range"]), figures)
def test_the_same_value_is_judged_alike_whatever_the_confidence(value, operator, bound):
    verified = judge(Asked(operator, bound, bound), value)
    reference = judge(Asked(operator, bound, bound, confidence="unverified"), value)
    assert verified.outcome is reference.outcome
    assert (verified.reference, reference.reference) == (False, True)


@given(st.sampled_from(["unverified", "verified-proxy", "disputed"]), st.none() | figures)
def test_a_threshold_nobody_verified_never_bars_anything(confidence, value):
    assert not judge(Asked("ge", low=Decimal(10), confidence=confidence), value).bars


def test_a_miss_of_a_verified_threshold_bars():
    assert judge(Asked("ge", low=Decimal(10)), Decimal(9)).bars
    assert judge(Asked("ge", low=Decimal(10)), None).bars


@pytest.mark.parametrize(("value", "outcome"), [(1, Outcome.PASS), (0, Outcome.FAIL), (None, Outcome.MISSING)])
def test_a_yes_or_no_indicator_asks_for_yes(value, outcome):
    verdict = judge(Asked("yes"), None if value is None else Decimal(value))
    assert verdict.outcome is outcome
    assert verdict.distance is None


def test_without_a_value_or_a_threshold_there_is_no_pass():
    assert judge(Asked("ge", low=Decimal(1)), None).outcome is Outcome.MISSING
    assert judge(Asked("ge"), Decimal(1)).outcome is Outcome.MISSING
    assert judge(Asked("range", low=Decimal(1)), Decimal(1)).outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("asked", "value", "distance"),
    [
        (Asked("ge", low=Decimal(30)), "36", "0.2"),
        (Asked("le", high=Decimal("0.06")), "0.09", "-0.5"),
        (Asked("range", low=Decimal(5), high=Decimal(15)), "7", "0.2"),
        (Asked("le", high=Decimal(0)), "0", None),
    ],
)
def test_the_distance_is_a_share_of_the_threshold_or_of_the_range(asked, value, distance):
    assert judge(asked, Decimal(value)).distance == (None if distance is None else Decimal(distance))


def test_only_mandatory_indicators_count_and_references_are_counted_apart():
    asked = [
        Asked(low=Decimal(1), key="a"),
        Asked(low=Decimal(9), key="b", confidence="unverified"),
        Asked(low=Decimal(9), key="c", mandatory=False),
    ]
    judgement = judge_all(asked, {"a": Decimal(2), "b": Decimal(2), "c": Decimal(2)})
    assert (judgement.total, judgement.passed, judgement.reference) == (2, 1, 1)
    assert judgement.conforms


def test_one_verified_miss_is_enough_not_to_conform():
    judgement = judge_all([Asked(low=Decimal(1), key="a"), Asked(low=Decimal(1), key="b")], {"a": Decimal(2)})
    assert not judgement.conforms
