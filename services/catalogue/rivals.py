"""Which exhibits could hang in another's place: those that pass all it passes and are better, and the newest."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from db.catalogue import NO_CARBON
from services.catalogue.columns import Columns, Numbers
from services.catalogue.judging import NOTHING, meets
from services.catalogue.ordering import smallest

__all__ = ["Beside", "beside", "rivals"]


class Beside(NamedTuple):
    """What hangs beside an exhibit: others `of_kind` on show, how many of them are sold by the same unit, and `chosen`:
    the cheapest of these that pass all it passes, then the nearest in price."""

    of_kind: int
    alike: int
    chosen: Numbers


def beside(columns: Columns, own: int, passed: Iterable[str], *, limit: int) -> Beside:
    """`own` is the number of the exhibit, `passed` the indicators it passes; what passes none is replaced by none."""
    if own >= len(columns.listed):
        return Beside(0, 0, np.zeros(0, np.int64))
    kind = columns.on_show & (columns.kind == columns.kind[own])
    kind[own] = False
    alike = np.flatnonzero(kind & (columns.unit == columns.unit[own]))
    asked = list(passed)
    fits = alike[passing(columns, asked)[alike]] if asked else alike[:0]
    best = first(fits, columns.price[fits], limit)
    rest = np.setdiff1d(alike, best)
    near = first(rest, np.abs(columns.price[rest] - columns.price[own]), limit - len(best))
    return Beside(int(np.count_nonzero(kind)), len(alike), np.concatenate([best, near]))


def rivals(columns: Columns, own: int, passed: Iterable[str], *, limit: int) -> Numbers:
    """Of each sort at most `limit`; `own` is the number of the exhibit, `passed` the indicators it passes."""
    if own >= len(columns.listed):
        return np.zeros(0, np.int64)
    kind = columns.on_show & (columns.kind == columns.kind[own])
    kind[own] = False
    alike = np.flatnonzero(kind & (columns.unit == columns.unit[own]) & passing(columns, passed))
    cheaper = alike[columns.price[alike] < columns.price[own]]
    declared = alike[(columns.carbon[alike] != NO_CARBON) & (columns.carbon[alike] < columns.carbon[own])]
    near = np.flatnonzero(kind)
    chosen = [
        first(cheaper, columns.price[cheaper], limit),
        first(declared, columns.carbon[declared], limit),
        first(near, -columns.published[near], limit),
    ]
    return np.unique(np.concatenate(chosen))


def passing(columns: Columns, indicators: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Exhibits whose values meet all of these indicators."""
    together = np.ones(len(columns.listed), np.bool_)
    for key in indicators:
        said, mask = columns.values.get(key, NOTHING), np.zeros(len(columns.listed), np.bool_)
        mask[said.numbers[meets(columns.requirements[key], said.figures)]] = True
        together &= mask
    return together


def first(numbers: Numbers, by: Numbers, limit: int) -> Numbers:
    return numbers[smallest([by, numbers], limit)] if len(numbers) else numbers
