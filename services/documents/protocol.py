"""The purchasing protocol on paper: the same words as on its page, one page long for a small purchase."""

from dataclasses import dataclass
from datetime import date

from services.documents.printing import language, long_date, printable, render
from services.errors import Invalid

LONGEST, MOST_ROWS = 1200, 400


@dataclass(frozen=True, kw_only=True)
class Fact:
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    text: str
    asides: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """`marked` rows are what was chosen."""

    cells: tuple[Cell, ...]
    marked: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """`widths` are the shares of the columns on paper."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A price among those of its kind: `lower`, `middle`, `upper` and `own` in per cent of the way from least to most;
    `half` is whether the kind is large enough for quarters."""

    least: str
    most: str
    here: str
    lower: int
    middle: int
    upper: int
    own: int
    half: bool


@dataclass(frozen=True, kw_only=True)
class Block:
    """Words, facts, a scale and tables under a title of its own, whichever of them there are."""

    title: str = ""
    said: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    scale: Scale | None = None
    scale_said: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class ProtocolSheet:
    """Everything comes worded in the reader's language; `note` says what kind of paper it is."""

    reference: str
    dated: date
    total: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    note: str
    demonstration: bool = False


def purchasing_protocol(sheet: ProtocolSheet, *, lang: str) -> bytes:
    """The protocol as PDF."""
    reader = language(lang)
    blocks = [block for section in sheet.sections for block in section.blocks]
    if sum(len(table.rows) for block in blocks for table in block.tables) > MOST_ROWS:
        raise Invalid("A protocol has at most {most} rows.", most=MOST_ROWS)
    values: dict[str, object] = {
        "lang": reader,
        "demonstration": sheet.demonstration,
        "day": sheet.dated.isoformat(),
        "dated": long_date(sheet.dated, reader),
        "reference": printable(sheet.reference, "Reference", required=True),
        "total": said(sheet.total),
        "facts": facts(sheet.facts),
        "sections": [section(one) for one in sheet.sections],
        "note": said(sheet.note),
    }
    return render("protocol.typ", values, on=sheet.dated)


def said(text: str) -> str:
    return printable(text, "Value", limit=LONGEST)


def facts(known: tuple[Fact, ...]) -> list[dict[str, str]]:
    return [{"name": said(one.name), "text": said(one.text)} for one in known]


def section(one: Section) -> dict[str, object]:
    return {"title": said(one.title), "blocks": [block(each) for each in one.blocks]}


def block(one: Block) -> dict[str, object]:
    return {
        "title": said(one.title),
        "said": [said(words) for words in one.said],
        "facts": facts(one.facts),
        "tables": [table(each) for each in one.tables],
        "scale": scale(one.scale) if one.scale else None,
        "scale_said": said(one.scale_said),
    }


def scale(one: Scale) -> dict[str, object]:
    marks = {"lower": one.lower, "middle": one.middle, "upper": one.upper, "own": one.own, "half": one.half}
    return marks | {"least": said(one.least), "most": said(one.most), "here": said(one.here)}


def table(one: Table) -> dict[str, object]:
    return {
        "caption": said(one.caption),
        "widths": list(one.widths),
        "columns": [said(column) for column in one.columns],
        "rows": [{"marked": row.marked, "cells": [cell(each) for each in row.cells]} for row in one.rows],
    }


def cell(one: Cell) -> dict[str, object]:
    return {"text": said(one.text), "asides": [said(aside) for aside in one.asides if aside]}
