"""Exhibits side by side on paper: what the wall says, with each drawing above its column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.documents.printing import language, long_date, printable, render
from services.errors import Invalid

MOST_COLUMNS, LONGEST = 4, 600


@dataclass(frozen=True, kw_only=True)
class Column:
    """`drawing` is the SVG of our own hand, `drawn` its description."""

    name: str
    code: str
    drawing: str
    drawn: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    text: str
    asides: tuple[str, ...] = ()
    best: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    group: str
    name: str
    aside: str
    differs: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Everything comes worded in the reader's language; `address` is where the wall itself hangs."""

    kind: str
    address: str
    dated: date
    columns: Sequence[Column]
    lines: Sequence[Line]
    demonstration: bool = False


def side_by_side(shown: SideBySide, *, lang: str) -> bytes:
    """The comparison as PDF."""
    reader = language(lang)
    if not 0 < len(shown.columns) <= MOST_COLUMNS:
        raise Invalid("Between 1 and {most} exhibits are compared on one paper.", most=MOST_COLUMNS)
    values: dict[str, object] = {
        "lang": reader,
        "demonstration": shown.demonstration,
        "day": shown.dated.isoformat(),
        "dated": long_date(shown.dated, reader),
        "reference": printable(shown.address, "Address", limit=LONGEST),
        "kind": printable(shown.kind, "Kind of material", required=True),
        "columns": [_column(one) for one in shown.columns],
        "lines": [_line(one) for one in shown.lines],
    }
    return render("comparison.typ", values, on=shown.dated)


def _column(one: Column) -> dict[str, str]:
    return {
        "name": printable(one.name, "Product", required=True),
        "code": printable(one.code, "Product"),
        "drawing": one.drawing,
        "drawn": printable(one.drawn, "Product"),
    }


def _line(one: Line) -> dict[str, object]:
    return {
        "group": one.group,
        "name": printable(one.name, "Indicator", limit=LONGEST),
        "aside": printable(one.aside, "Indicator", limit=LONGEST),
        "differs": one.differs,
        "cells": [_cell(cell) for cell in one.cells],
    }


def _cell(one: Cell) -> dict[str, object]:
    return {
        "text": printable(one.text, "Value", limit=LONGEST),
        "asides": [printable(aside, "Value", limit=LONGEST) for aside in one.asides],
        "best": one.best,
    }
