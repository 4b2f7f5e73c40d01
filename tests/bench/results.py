"""What a measurement says: the median and the 95th percentile of a named thing, as a line to read and as JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from statistics import median

NARROW = 100
HEADING = f"{'':36} {'database':11} {'size':>8} {'median':>10} {'p95':>10}  unit"


@dataclass(frozen=True)
class Result:
    """`size` is how much it was measured on: products, cards, sessions or threads."""

    name: str
    database: str
    size: int
    median: float
    p95: float
    unit: str

    def __str__(self) -> str:
        figures = f"{figure(self.median):>10} {figure(self.p95):>10}"
        return f"{self.name:36} {self.database or '-':11} {self.size:>8,} {figures}  {self.unit}"


def figure(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) or value >= NARROW else f"{value:.2f}"


def result(name: str, values: Sequence[float], *, unit: str, database: str = "", size: int = 1) -> Result:
    return Result(name, database, size, round(median(values), 3), round(percentile(values, 95), 3), unit)


def percentile(values: Iterable[float], share: int) -> float:
    """The smallest value that `share` per cent of all values do not exceed."""
    ordered = sorted(values)
    return ordered[ceil(len(ordered) * share / 100) - 1]


def keep(results: Sequence[Result], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(each) for each in results], indent=1) + "\n", "utf-8")
