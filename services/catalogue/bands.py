"""Between which prices, and which declared carbon, the exhibits of a kind lie: one band a unit, units never mixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from db.catalogue import NO_CARBON
from services.catalogue.columns import Columns, Mask, Numbers
from services.catalogue.judging import MILLION

__all__ = ["Band", "carbon_bands", "of_kinds", "price_bands", "prices", "suppliers"]


@dataclass(frozen=True)
class Band:
    """Least, middle and most of `count` exhibits that are sold by `unit`; of two middle values the lower."""

    unit: str
    count: int
    least: Decimal
    middle: Decimal
    most: Decimal


def of_kinds(columns: Columns, kinds: Sequence[str]) -> Numbers:
    """The exhibits on show of these kinds."""
    asked = [columns.names["kind"].numbers[kind] for kind in kinds if kind in columns.names["kind"].numbers]
    return np.flatnonzero(columns.on_show & np.isin(columns.kind, asked))


def suppliers(columns: Columns, numbers: Numbers) -> int:
    return len(np.unique(columns.supplier[numbers]))


def price_bands(columns: Columns, numbers: Numbers) -> list[Band]:
    """In fen a unit, the unit with most exhibits first."""
    return bands(columns, numbers, columns.price[numbers], 1)


def prices(columns: Columns, numbers: Numbers, unit: str) -> list[int]:
    """What one such unit of these exhibits costs, in fen, the cheapest first."""
    same = numbers[columns.unit[numbers] == columns.names["unit"].numbers.get(unit, -1)]
    return [int(fen) for fen in np.sort(columns.price[same])]


def carbon_bands(columns: Columns, numbers: Numbers) -> list[Band]:
    """What suppliers declare for one unit, in kgCO2e (A1-A3)."""
    said: Mask = columns.carbon[numbers] != NO_CARBON
    return bands(columns, numbers[said], columns.carbon[numbers[said]], MILLION)


def bands(columns: Columns, numbers: Numbers, values: Numbers, scale: int) -> list[Band]:
    units = columns.unit[numbers]
    words = columns.names["unit"].words
    found = [band(words[unit], np.sort(values[units == unit]), scale) for unit in np.unique(units)]
    return sorted(found, key=lambda one: (-one.count, one.unit))


def band(unit: str, ordered: Numbers, scale: int) -> Band:
    marks = (ordered[0], ordered[(len(ordered) - 1) // 2], ordered[-1])
    return Band(unit, len(ordered), *(Decimal(int(value)) / scale for value in marks))
