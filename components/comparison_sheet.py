"""The comparison as a spreadsheet: numbers as numbers, their unit beside them, and below each what stands behind."""

from collections.abc import Sequence
from datetime import datetime

from components.comparison import Cell, Line
from components.i18n import either, t
from services.clock import in_china
from services.comparison import Comparison
from services.export_sheets import Heading, Sheet, Value

__all__ = ["sheet"]


def sheet(shown: Comparison, said: Sequence[Line], address: str, at: datetime) -> Sheet:
    exhibits = [f"{either(card.name_zh, card.name_en)} ({card.code})" for card in shown.cards]
    titles = [t("Property"), t("Requirement"), t("Unit"), *exhibits, t("Best"), t("Differs")]
    return Sheet(
        title=t("Side by side"),
        headings=[Heading(title) for title in titles],
        rows=[row for line in said for row in rows_of(line, shown.codes)],
        about_title=t("About this table"),
        about=about(shown, address, at),
    )


def rows_of(line: Line, codes: Sequence[str]) -> list[list[Value]]:
    best = ", ".join(code for code, cell in zip(codes, line.cells, strict=True) if cell.best)
    differs = t("Yes") if line.differs else t("No")
    rows: list[list[Value]] = [[line.name, line.aside, line.unit, *map(value, line.cells), best, differs]]
    if any(cell.asides for cell in line.cells):
        behind: list[Value] = ["; ".join(words for words, _ in cell.asides if words) for cell in line.cells]
        rows.append([f"{line.name} · {t('what stands behind it')}", "", "", *behind, "", ""])
    return rows


def value(cell: Cell) -> Value:
    return cell.text if cell.number is None else cell.number


def about(shown: Comparison, address: str, at: datetime) -> list[tuple[str, str]]:
    kind = shown.cards[0]
    return [
        (t("Table"), t("Exhibits side by side")),
        (t("Kind of material"), either(kind.kind_zh, kind.kind_en)),
        (t("Address"), address),
        (t("As of"), f"{in_china(at):%Y-%m-%d %H:%M} (UTC+8)"),
        (t("Best"), t("By the indicator’s direction; what is not declared or misses the requirement takes no part.")),
        (t("Reference value"), t("Nobody has read this threshold in its source: it informs and bars nothing")),
    ]
