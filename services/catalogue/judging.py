"""The rule of `services.conformity` for all exhibits at once; a test holds one against the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from services import conformity
from services.conformity import VERIFIED

__all__ = ["ALL", "MILLION", "NONE", "NOTHING", "SOME", "Requirement", "Values", "judged"]

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
NONE, SOME, ALL = 0, 1, 2
MILLION = 1_000_000


class Requirement(conformity.Requirement, Protocol):
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class Values:
    """What the exhibits say for one indicator: their numbers in order, the values in millionths, whether proved."""

    numbers: npt.NDArray[np.int32]
    figures: Numbers
    proved: Mask

    def with_more(self, numbers: Any, values: Any, proved: Any) -> "Values":  # noqa: ANN401  arrays of any number type
        """These and others, in order."""
        every = np.concatenate([self.numbers, numbers.astype(np.int32)])
        order = np.argsort(every, kind="stable")
        said = np.concatenate([self.figures, values.astype(np.int64)])
        shown = np.concatenate([self.proved, proved.astype(np.bool_)])
        return Values(every[order], said[order], shown[order])

    def without(self, numbers: Numbers) -> "Values":
        """Without a few exhibits: each says one value at most."""
        at = np.searchsorted(self.numbers, numbers)
        inside = at < len(self.numbers)
        gone = at[inside][self.numbers[at[inside]] == numbers[inside]]
        if not len(gone):
            return self
        return Values(np.delete(self.numbers, gone), np.delete(self.figures, gone), np.delete(self.proved, gone))


NOTHING = Values(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.bool_))


def judged(
    asked: Sequence[Requirement], said: Mapping[str, Values], kinds: Mapping[str, int], kind: npt.NDArray[np.int16]
) -> tuple[npt.NDArray[np.int8], Mask, Mask]:
    """By exhibit: whether NONE, SOME or ALL of what is asked of its kind is met, whether all of it is proved, and
    whether a report or certificate stands behind all that it says."""
    size = len(kind)
    spoken, passed, shown = np.zeros(size, np.bool_), np.zeros(size, np.int16), np.zeros(size, np.int16)
    barred, claimed = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    total = np.zeros(max(kinds.values(), default=0) + 1, np.int16)
    for one in asked:
        values = said.get(one.key, NOTHING)
        spoken[values.numbers] = True
        claimed[values.numbers] |= ~values.proved
        if one.mandatory:
            total[kinds[one.kind]] += 1
            met = meets(one, values.figures)
            passed[values.numbers] += met
            shown[values.numbers] += values.proved & conformity.is_complete(one)
            if one.confidence == VERIFIED:
                barred[values.numbers] |= ~met
    wanted = total[np.minimum(kind, len(total) - 1)]
    met_all = np.where(passed == wanted, ALL, SOME)
    proved = (wanted > 0) & (shown == wanted) & ~barred
    return np.where(spoken, met_all, NONE).astype(np.int8), proved, spoken & ~claimed


def meets(one: Requirement, values: Numbers) -> Mask:
    """Which of the values, in millionths, meet the threshold."""
    if not conformity.is_complete(one):
        return np.zeros(len(values), np.bool_)
    if one.operator == "yes":
        return np.equal(values, MILLION)
    low_enough = one.operator == "ge" or one.high is None or values <= millionths(one.high)
    high_enough = one.operator == "le" or one.low is None or values >= millionths(one.low)
    return np.broadcast_to(np.logical_and(low_enough, high_enough), len(values))


def millionths(value: Decimal) -> int:
    return int(value * MILLION)
