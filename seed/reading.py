"""The collection's tables as they are read: a row is a mapping of texts; a few functions give the texts their types."""

import csv
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from services.clock import CHINA

FOUNDING_MONTH = "2022-04"
FOLDER = Path(__file__).with_name("collection")
Line = Mapping[str, str]


@cache
def table(name: str) -> tuple[Line, ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


def texts(name: str) -> list[dict[str, Any]]:
    """Every `[[name]]` of the file `names.toml`."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}s.toml").read_text("utf-8"))[name]
    return found


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """`2022-04-30T09:15`, or a day and an hour of Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def end_of(month: str) -> datetime:
    """Midnight in Shanghai after the month's last day."""
    return moment(f"{month_after(month)}-01T00:00")


def month_after(month: str) -> str:
    """`2022-12` -> `2023-01`."""
    year, number_ = map(int, month.split("-"))
    return f"{year + number_ // 12}-{number_ % 12 + 1:02d}"
