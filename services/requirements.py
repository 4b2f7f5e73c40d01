"""How many can meet this? While a requirement is tightened: who still qualifies, what each tightening costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from db.engine import reading
from services import catalogue, standards
from services.catalogue import bands
from services.standards import Indicator, Kind
from services.tightened import Ask, Bounds, bounds, read

__all__ = ["FEW", "Cost", "Offered", "Prices", "Reach", "Tally", "kinds", "reach"]

MILLION, FEW = 1_000_000, 3
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Tally:
    exhibits: int
    suppliers: int


@dataclass(frozen=True)
class Offered:
    """An indicator one may ask for: what is asked now, and what the exhibits on show declare."""

    indicator: Indicator
    ask: Ask | None
    declared: int
    least: Decimal | None
    most: Decimal | None
    bounds: Bounds


@dataclass(frozen=True)
class Cost:
    """What one requirement costs: who meets it `alone`, and who would qualify `without` it."""

    indicator: Indicator
    ask: Ask
    alone: Tally
    without: Tally


@dataclass(frozen=True)
class Prices:
    """In fen for one `unit` of those that qualify; `others` are sold by another unit and left out."""

    least: int
    middle: int
    most: int
    unit: str
    others: int


@dataclass(frozen=True)
class Reach:
    """`everything` counts what is on show of the kind, `fitting` what meets all that is asked."""

    kind: Kind
    offered: Sequence[Offered]
    everything: Tally
    fitting: Tally
    costs: Sequence[Cost]
    prices: Prices | None

    @property
    def asks(self) -> Sequence[Ask]:
        return [cost.ask for cost in self.costs]

    @property
    def too_few(self) -> bool:
        """Whether what is asked leaves fewer than three suppliers to compete."""
        return bool(self.costs) and self.fitting.suppliers < FEW


@dataclass(frozen=True)
class Field:
    """All exhibits on show of a kind as columns; figures are in millionths, and count only where `known`."""

    keys: Sequence[str]
    suppliers: NDArray[np.int64]
    prices: NDArray[np.int64]
    units: Sequence[str]
    figures: NDArray[np.int64]
    known: Flags


def kinds() -> Sequence[tuple[Kind, int]]:
    """Every kind with how many exhibits hang, in the order of the plan."""
    return [(room.kind, room.exhibits) for hall in standards.halls() for room in hall.rooms]


def reach(kind: str, address: Mapping[str, str]) -> Reach:
    """Who meets what the address asks, by indicator key; what it asks of other kinds is passed over.

    Missing for a kind there is not."""
    of_kind, indicators = standards.kind(kind), {one.key: one for one in standards.indicators_of(kind)}
    field = field_of(kind, list(indicators))
    columns = [(place, indicators[key]) for place, key in enumerate(field.keys) if key in indicators]
    offered = [offer(field, place, one, read(one, address.get(one.key, ""))) for place, one in columns]
    asked = {one.indicator.key: one.ask for one in offered if one.ask}
    met = {asked[one.key]: meets(field, place, asked[one.key]) for place, one in columns if one.key in asked}
    every = np.ones(len(field.suppliers), dtype=np.bool_)
    fitting = all_of(every, *met.values())
    return Reach(
        kind=of_kind,
        offered=offered,
        everything=tally(field, every),
        fitting=tally(field, fitting),
        costs=[cost(field, one.indicator, one.ask, met) for one in offered if one.ask],
        prices=prices(field, fitting, of_kind.unit),
    )


def field_of(kind: str, keys: Sequence[str]) -> Field:
    """From memory: a million exhibits are counted as quickly as a hundred."""
    kept = catalogue.current()
    with reading() as db, kept.turn:
        columns = kept.in_step(db)
        numbers = bands.of_kinds(columns, [kind])
        said = [columns.said(key, numbers) for key in keys]
        units = columns.names["unit"].words
        return Field(
            keys=keys,
            suppliers=columns.supplier[numbers].astype(np.int64),
            prices=columns.price[numbers],
            units=[units[unit] for unit in columns.unit[numbers]],
            figures=np.array([figures for figures, _ in said], np.int64).reshape(len(keys), len(numbers)).T,
            known=np.array([known for _, known in said], np.bool_).reshape(len(keys), len(numbers)).T,
        )


def offer(field: Field, place: int, indicator: Indicator, ask: Ask | None) -> Offered:
    values = field.figures[field.known[:, place], place]
    least, most = (Decimal(int(end)) / MILLION for end in (values.min(), values.max())) if len(values) else (None, None)
    return Offered(indicator, ask, len(values), least, most, bounds(indicator, least, most, ask))


def meets(field: Field, place: int, ask: Ask) -> Flags:
    """As `ask.met_by`, for all exhibits at once and as exactly: both are whole millionths."""
    values, met = field.figures[:, place], field.known[:, place].copy()
    if ask.low is not None:
        met &= values >= int(ask.low * MILLION)
    if ask.high is not None:
        met &= values <= int(ask.high * MILLION)
    return met


def all_of(*flags: Flags) -> Flags:
    together: Flags = np.logical_and.reduce(flags)
    return together


def tally(field: Field, flags: Flags) -> Tally:
    return Tally(int(flags.sum()), len(np.unique(field.suppliers[flags])))


def cost(field: Field, indicator: Indicator, ask: Ask, met: Mapping[Ask, Flags]) -> Cost:
    every = np.ones(len(field.suppliers), dtype=np.bool_)
    others = all_of(every, *(flags for other, flags in met.items() if other != ask))
    return Cost(indicator, ask, alone=tally(field, met[ask]), without=tally(field, others))


def prices(field: Field, flags: Flags, unit: str) -> Prices | None:
    by_unit = np.array([each == unit for each in field.units], dtype=np.bool_)
    fitting = field.prices[flags & by_unit]
    if not len(fitting):
        return None
    others = int((flags & ~by_unit).sum())
    return Prices(int(fitting.min()), int(np.median(fitting)), int(fitting.max()), unit, others)
