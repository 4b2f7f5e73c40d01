"""Does a value meet its threshold? A pure rule; a threshold nobody has read in its source is only a reference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

__all__ = ["Judgement", "Outcome", "Requirement", "Verdict", "judge", "judge_all"]

FINEST = Decimal("0.0001")
VERIFIED = "verified"


class Outcome(StrEnum):
    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    MISSING = "missing"


class Requirement(Protocol):
    """What is asked: `operator` is ge, le, range or yes; `low` and `high` are its bounds, both included."""

    @property
    def key(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def confidence(self) -> str: ...
    @property
    def mandatory(self) -> bool: ...


@dataclass(frozen=True)
class Verdict:
    """`distance` is how far beyond the threshold (negative: short of it), as a share of the threshold or of the range.

    `reference` marks a threshold nobody has read in its source: such a verdict informs and never bars a listing."""

    outcome: Outcome
    reference: bool
    distance: Decimal | None = None

    @property
    def bars(self) -> bool:
        return self.outcome is not Outcome.PASS and not self.reference


def judge(indicator: Requirement, value: Decimal | None) -> Verdict:
    """Hold `value` against the indicator; a yes/no value is 1 or 0. No value, or no threshold, cannot be judged."""
    reference = indicator.confidence != VERIFIED
    if value is None or not is_complete(indicator):
        return Verdict(Outcome.MISSING, reference)
    met = meets(indicator, value)
    return Verdict(Outcome.PASS if met else Outcome.FAIL, reference, distance(indicator, value))


def is_complete(indicator: Requirement) -> bool:
    """Whether the indicator has the bounds its operator needs."""
    match indicator.operator:
        case "yes":
            return True
        case "ge":
            return indicator.low is not None
        case "le":
            return indicator.high is not None
        case _:
            return indicator.low is not None and indicator.high is not None


def meets(indicator: Requirement, value: Decimal) -> bool:
    if indicator.operator == "yes":
        return value == 1
    low_enough = indicator.operator == "ge" or indicator.high is None or value <= indicator.high
    high_enough = indicator.operator == "le" or indicator.low is None or value >= indicator.low
    return low_enough and high_enough


def distance(indicator: Requirement, value: Decimal) -> Decimal | None:
    """The margin as a share of the threshold; None for yes/no and for a threshold of zero."""
    match indicator.operator:
        case "ge":
            margin, scale = value - (indicator.low or 0), abs(indicator.low or Decimal(0))
        case "le":
            margin, scale = (indicator.high or 0) - value, abs(indicator.high or Decimal(0))
        case "range":
            low, high = indicator.low or Decimal(0), indicator.high or Decimal(0)
            margin, scale = min(value - low, high - value), high - low
        case _:
            return None
    return (Decimal(margin) / scale).quantize(FINEST) if scale else None


@dataclass(frozen=True)
class Judgement:
    """All verdicts on one product by indicator key, with what the card counts: mandatory indicators only."""

    verdicts: Mapping[str, Verdict]
    mandatory: frozenset[str]

    def count(self, outcome: Outcome, *, reference: bool) -> int:
        return sum(
            verdict.outcome is outcome and verdict.reference is reference
            for key, verdict in self.verdicts.items()
            if key in self.mandatory
        )

    @property
    def total(self) -> int:
        return len(self.mandatory)

    @property
    def met(self) -> frozenset[str]:
        """Every indicator that is passed, mandatory or not."""
        return frozenset(key for key, verdict in self.verdicts.items() if verdict.outcome is Outcome.PASS)

    @property
    def passed(self) -> int:
        return self.count(Outcome.PASS, reference=False) + self.count(Outcome.PASS, reference=True)

    @property
    def reference(self) -> int:
        """How many of the mandatory thresholds are references only."""
        return sum(self.verdicts[key].reference for key in self.mandatory)

    @property
    def conforms(self) -> bool:
        """No mandatory indicator with a verified threshold is failed or unanswered."""
        return not any(self.verdicts[key].bars for key in self.mandatory)


def judge_all(indicators: Iterable[Requirement], values: Mapping[str, Decimal]) -> Judgement:
    asked = list(indicators)
    return Judgement(
        verdicts={indicator.key: judge(indicator, values.get(indicator.key)) for indicator in asked},
        mandatory=frozenset(indicator.key for indicator in asked if indicator.mandatory),
    )
