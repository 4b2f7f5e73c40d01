"""A table as a file, CSV or Excel, written so that no spreadsheet takes a text in it for a command."""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | Decimal | None


@dataclass(frozen=True)
class Heading:
    """A column's title, and how Excel shows its numbers."""

    title: str
    number_format: str = "General"


@dataclass(frozen=True)
class Sheet:
    """A table as it is read, in one language; `about` says what was chosen, from where and when."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Value]]
    about_title: str
    about: Sequence[tuple[str, str]]


def as_csv(sheet: Sheet) -> bytes:
    """RFC 4180 in UTF-8; the mark at the beginning is what makes Excel read Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(heading.title) for heading in sheet.headings])
    writer.writerows([plain(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def plain(value: Value) -> str:
    """Numbers as numbers, without grouping; what is not known stays empty."""
    if isinstance(value, str):
        return harmless(value)
    return "" if missing(value) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def missing(value: Value) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


# What a spreadsheet may take for a formula: also after blanks, invisible signs, and in full width.
COMMAND = re.compile("^(?:[\t\r\n]|[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠])")


def harmless(text: str) -> str:
    return f"'{text}" if COMMAND.match(text) else text


def as_xlsx(sheet: Sheet) -> bytes:
    """The table, then a sheet that says what it is. Text is stored as text, so nothing in it is ever computed."""
    book = Workbook()
    table = book.worksheets[0]
    table.title = sheet.title[:31]
    fill(table, [[heading.title for heading in sheet.headings], *sheet.rows])
    dress(table, sheet.headings)
    about = book.create_sheet(sheet.about_title[:31])
    fill(about, sheet.about)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 80
    for row in about.iter_rows(max_col=1):
        row[0].font = Font(bold=True)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def fill(page: Worksheet, rows: Sequence[Sequence[Value]]) -> None:
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row, start=1):
            if not missing(value):
                put(page.cell(number, position), value)


def put(cell: Cell | MergedCell, value: Value) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # openpyxl takes a text with = for a formula
    else:
        cell.value = value


def dress(page: Worksheet, headings: Sequence[Heading]) -> None:
    page.freeze_panes = "A2"
    for position, heading in enumerate(headings, start=1):
        top = page.cell(1, position)
        top.font, top.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
        cells = [page.cell(row, position) for row in range(2, page.max_row + 1)]
        for cell in cells:
            cell.number_format = heading.number_format
        width = max([wide(heading.title), *(wide(str(cell.value or "")) for cell in cells[:200])])
        page.column_dimensions[get_column_letter(position)].width = min(max(width + 2, 10), 48)


def wide(text: str) -> int:
    """In columns of a spreadsheet: a Chinese sign takes two."""
    return sum(1 if sign.isascii() else 2 for sign in text)
