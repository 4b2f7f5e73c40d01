"""The parts of the standard's page: a kind's introduction, its table of indicators, its carbon factors."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html
from components.i18n import either, t
from services.standards import CarbonFactor, Confidence, Indicator, Kind, Operator, Report

INTRODUCTION = Markup(
    '<div class="introduction"><span class="plate"><img src="/drawings/{}.standard.svg" alt="" width="800" '
    'height="600"></span><div><h2>{}</h2><p class="lead">{}</p><p>{}</p></div></div>'
)
HEAD = Markup("<tr>{}</tr>")
CELL = Markup('<td data-label="{}">{}</td>')
ROW = Markup("<tr>{}</tr>")
TABLE = Markup(
    '<table class="wall-table"><caption class="visually-hidden">{}</caption><thead>{}</thead><tbody>{}</tbody></table>'
)
FIGURE = Markup("<div><dt>{}</dt><dd>{}</dd></div>")


def summary(kinds: Sequence[Kind], indicators: Sequence[Indicator]) -> Markup:
    verified = sum(indicator.confidence is Confidence.VERIFIED for indicator in indicators)
    shown = (
        (t("Categories"), formats.number(len({kind.category for kind in kinds}))),
        (t("Kinds of material"), formats.number(len(kinds))),
        (t("Indicators"), formats.number(len(indicators))),
        (t("Read in a public source"), formats.number(verified)),
    )
    return Markup('<dl class="figures">{}</dl>').format(html.join(FIGURE.format(*pair) for pair in shown))


def introduction(kind: Kind) -> Markup:
    return INTRODUCTION.format(
        kind.code,
        either(kind.name_zh, kind.name_en),
        either(kind.summary_zh, kind.summary_en),
        html.link(t("To the exhibits of this kind"), html.address("/halls", {"kind": kind.code}), css="press quiet")
        + " "
        + html.link(t("How many can meet this?"), html.address("/requirements", {"kind": kind.code}), css="beside"),
    )


def threshold(indicator: Indicator) -> str:
    """≥ 30 MPa"""
    unit = "" if indicator.unit in {"", "-"} else f" {indicator.unit}"
    low = "" if indicator.low is None else formats.number(indicator.low, 6)
    high = "" if indicator.high is None else formats.number(indicator.high, 6)
    match indicator.operator:
        case Operator.AT_LEAST:
            return f"≥ {low}{unit}"
        case Operator.AT_MOST:
            return f"≤ {high}{unit}"
        case Operator.BETWEEN:
            return f"{low} – {high}{unit}"
        case Operator.YES:
            return t("Yes")


def confidence(level: Confidence) -> Markup:
    said = {
        Confidence.VERIFIED: ("good", t("verified")),
        Confidence.UNVERIFIED: ("warn", t("reference")),
        Confidence.PROXY: ("warn", t("proxy")),
        Confidence.DISPUTED: ("bad", t("disputed")),
    }
    return Markup('<span class="tag {}">{}</span>').format(*said[level])


def tabled(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str | Markup]]) -> Markup:
    head = HEAD.format(html.join(Markup('<th scope="col">{}</th>').format(column) for column in columns))
    body = html.join(
        ROW.format(html.join(CELL.format(column, cell) for column, cell in zip(columns, row, strict=True)))
        for row in rows
    )
    return TABLE.format(caption, head, body)


def table(indicators: Sequence[Indicator]) -> Markup:
    columns = [t("Indicator"), t("Requirement"), t("Standard"), t("Confidence"), t("Source")]
    rows = [
        (either(one.name_zh, one.name_en), threshold(one), one.standard, confidence(one.confidence), one.source or "—")
        for one in indicators
    ]
    return tabled(t("Indicators"), columns, rows)


def factors(known: Sequence[CarbonFactor]) -> Markup:
    """Embodied carbon A1-A3 by source; sources are listed, never averaged or ranked."""
    columns = [t("Embodied carbon (A1–A3)"), "kgCO₂e", t("Unit"), t("Source"), t("Confidence")]
    rows = [
        (one.basis, formats.number(one.gwp, 4), formats.unit(one.unit), one.source, confidence(one.confidence))
        for one in known
    ]
    return tabled(t("Embodied carbon (A1–A3)"), columns, rows) if rows else html.NOTHING


def import_report(report: Report) -> Markup:
    """What the import did, or each row that stands in its way: then nothing was changed."""
    if not report.problems:
        said = t("{count} indicators imported.", count=report.imported)
        return Markup('<p class="tag good">{}</p>').format(said)
    columns = [t("Row"), t("Column"), t("Read"), t("Expected")]
    rows = [(str(one.row), one.column, one.read, one.expected) for one in report.problems]
    return Markup("<p>{}</p>").format(t("Nothing was imported; mend these and try again.")) + tabled(
        t("Problems"), columns, rows
    )
