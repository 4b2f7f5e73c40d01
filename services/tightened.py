"""A requirement at or beyond the standard's threshold: how it is read, bounded, stepped and written; a pure rule."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from services.conformity import Requirement

__all__ = ["Ask", "Bounds", "as_the_standard", "bounds", "decimals", "read", "step", "written"]

NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
STEPS, FINEST = 20, Decimal("0.000001")
MANTISSAS = (Decimal(5), Decimal(2), Decimal(1))
BETWEEN, YES = "..", "1"


@dataclass(frozen=True)
class Ask:
    """What is asked of one indicator, both bounds included: a yes is asked for as a value of at least 1."""

    key: str
    low: Decimal | None = None
    high: Decimal | None = None

    def met_by(self, value: Decimal | None) -> bool:
        """What is not declared meets nothing."""
        if value is None:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Bounds:
    """From where to where one may tighten: between the standard and the best there is; None where nothing bounds."""

    low: Decimal | None
    high: Decimal | None
    step: Decimal


def read(indicator: Requirement, said: str) -> Ask | None:
    """What an address asks of the indicator: nonsense asks nothing, what is looser than the standard asks for it."""
    if indicator.operator == "yes":
        return Ask(indicator.key, low=Decimal(1)) if said == YES else None
    ends = [number(part) for part in said.split(BETWEEN)]
    if None in ends or len(ends) != (2 if indicator.operator == "range" else 1):
        return None
    match indicator.operator:
        case "ge":
            return Ask(indicator.key, low=larger(ends[0], indicator.low))
        case "le":
            return Ask(indicator.key, high=smaller(ends[0], indicator.high))
    low, high = larger(ends[0], indicator.low), smaller(ends[1], indicator.high)
    return Ask(indicator.key, low, high) if low is not None and high is not None and low <= high else None


def number(said: str) -> Decimal | None:
    return Decimal(said) if NUMBER.fullmatch(said) else None


def larger(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return max((each for each in (one, other) if each is not None), default=None)


def smaller(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return min((each for each in (one, other) if each is not None), default=None)


def as_the_standard(indicator: Requirement) -> Ask | None:
    """Exactly what the standard asks; None where it names no bound."""
    match indicator.operator:
        case "yes":
            return Ask(indicator.key, low=Decimal(1))
        case "ge":
            made = Ask(indicator.key, low=indicator.low)
        case "le":
            made = Ask(indicator.key, high=indicator.high)
        case _:
            made = Ask(indicator.key, indicator.low, indicator.high)
    return made if made.low is not None or made.high is not None else None


def written(ask: Ask) -> str:
    """As it stands in an address; `read` understands it."""
    return BETWEEN.join(f"{plain(end):f}" for end in (ask.low, ask.high) if end is not None)


def plain(value: Decimal) -> Decimal:
    """Without zeros at the end, and zero without a sign."""
    return value.normalize() if value else Decimal(0)


def step(least: Decimal | None, most: Decimal | None, threshold: Decimal | None) -> Decimal:
    """About a twentieth of the spread of existing values, as 1, 2 or 5 times a power of ten.

    Where all are the same or none is known, the last digit the threshold is given with."""
    if least is None or most is None or least == most:
        return max(FINEST, last_digit(threshold))
    return max(FINEST, next(round_steps((most - least) / STEPS)))


def round_steps(upper: Decimal) -> Iterator[Decimal]:
    """1, 2 and 5 times powers of ten, from the largest that is not above `upper` downwards."""
    power = Decimal(1).scaleb(upper.adjusted())
    for mantissa in MANTISSAS:
        if mantissa * power <= upper:
            yield mantissa * power


def last_digit(threshold: Decimal | None) -> Decimal:
    """0.124 -> 0.001, 30 -> 1."""
    exponent = plain(threshold).as_tuple().exponent if threshold is not None else 0
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


def bounds(indicator: Requirement, least: Decimal | None, most: Decimal | None, ask: Ask | None) -> Bounds:
    """`least` and `most` are the values there are. What is asked already is never out of bounds."""
    threshold = indicator.low if indicator.operator == "ge" else indicator.high
    by = step(least, most, threshold)
    match indicator.operator:
        case "ge":
            best = larger(larger(most, indicator.low), ask.low if ask else None)
            return Bounds(indicator.low, None if most is None else best, by)
        case "le":
            best = smaller(smaller(least, indicator.high), ask.high if ask else None)
            return Bounds(None if least is None else best, indicator.high, by)
    return Bounds(indicator.low, indicator.high, by)


def decimals(*figures: Decimal | None) -> int:
    """How many places after the point show all of them."""
    exponents = (plain(figure).as_tuple().exponent for figure in figures if figure is not None)
    return max((-each for each in exponents if isinstance(each, int) and each < 0), default=0)
