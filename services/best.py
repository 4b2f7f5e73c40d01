"""Which of several values is the best, and whether they differ: a pure rule that never rewards what is not known."""

from collections.abc import Hashable, Sequence
from decimal import Decimal
from enum import StrEnum

__all__ = ["Direction", "best", "differ"]

Figure = Decimal | int | None


class Direction(StrEnum):
    """Which way is better; `NONE` where neither is, as for a range one must be within."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


def best(figures: Sequence[Figure], direction: Direction, *, fails: frozenset[int] = frozenset()) -> frozenset[int]:
    """The places of the best figures; those that tie are all the best.

    A figure that is not known, or that `fails` its threshold, is never the best. Where nothing known is worse,
    nothing is the best either: equals are not better than each other, and one figure alone has beaten none."""
    known = {place: figure for place, figure in enumerate(figures) if figure is not None}
    fit = {place: figure for place, figure in known.items() if place not in fails}
    if direction is Direction.NONE or not fit:
        return frozenset()
    top = max(fit.values()) if direction is Direction.HIGHER else min(fit.values())
    winners = frozenset(place for place, figure in fit.items() if figure == top)
    return winners if winners != known.keys() else frozenset()


def differ(said: Sequence[Hashable]) -> bool:
    """Whether any two of the things said differ; nothing said differs from something."""
    return len(set(said)) > 1
