"""One page of what fits, in order, without sorting the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from db.catalogue import NO_CARBON
from services.catalogue.asking import distances
from services.catalogue.columns import Columns, Numbers
from services.catalogue.filters import Sort

__all__ = ["Order", "page"]

FAR = 1e6  # km: where the way is not known

Ranks = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Order:
    """By what exhibits are put in order; `ranks` by exhibit say how well the words fit, the best lowest."""

    sort: Sort
    site: str
    ranks: Ranks | None


def page(columns: Columns, numbers: Numbers, order: Order, *, start: int, size: int) -> Numbers:
    """The exhibits from place `start` on."""
    keys = [key.astype(np.int64) for key in keys_of(columns, numbers, order)]
    return numbers[places(keys, start, min(start + size, len(numbers)))]


def keys_of(columns: Columns, numbers: Numbers, order: Order) -> list[npt.NDArray[np.number]]:
    """What is compared first, second …; the last two make every order total."""
    last: list[npt.NDArray[np.number]] = [-columns.published[numbers], numbers]
    match order.sort:
        case Sort.PRICE:
            return [columns.price[numbers], *last]
        case Sort.PRICE_DOWN:
            return [-columns.price[numbers], *last]
        case Sort.CARBON:
            return [*by_declared_carbon(columns, numbers), *last]
        case Sort.NEAREST if order.site:
            far = np.minimum(distances(columns, order.site), FAR)
            return [far[columns.city[numbers]], *last]
        case Sort.RELEVANCE if order.ranks is not None:
            return [order.ranks[numbers], *last]
        case _:
            return last


def by_declared_carbon(columns: Columns, numbers: Numbers) -> list[npt.NDArray[np.number]]:
    """Only declarations are compared, and only within a kind and a unit: generic factors are never ranked."""
    carbon = columns.carbon[numbers]
    return [columns.kind[numbers], (carbon == NO_CARBON).astype(np.int8), columns.unit[numbers], carbon]


def places(keys: Sequence[Numbers], start: int, end: int) -> Numbers:
    """Where those stand that are from `start` to `end` in the order of the keys, in this order."""
    before_end = smallest(keys, end)
    last = smallest([-key[before_end] for key in keys], max(end - start, 0))
    chosen = before_end[last]
    return chosen[np.lexsort([key[chosen] for key in reversed(keys)])]


def smallest(keys: Sequence[Numbers], count: int) -> Numbers:
    """The places of the `count` smallest, in no order: only ties of a key are held against the next."""
    size = len(keys[0])
    if count >= size:
        return np.arange(size)
    if count <= 0:
        return np.zeros(0, np.int64)
    edge = np.partition(keys[0], count - 1)[count - 1]
    sure, ties = np.flatnonzero(keys[0] < edge), np.flatnonzero(keys[0] == edge)
    if len(keys) == 1:
        return np.concatenate([sure, ties[: count - len(sure)]])
    among_ties = smallest([key[ties] for key in keys[1:]], count - len(sure))
    return np.concatenate([sure, ties[among_ties]])
