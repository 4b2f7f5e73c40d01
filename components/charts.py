"""The charts: one quiet look for all, readable by light and in the dark, by people who see few colours or none."""

import json
from collections.abc import Mapping

import altair as alt
import pandas as pd

from components import periods, session

# Middle tones, so that each stands out from paper and from ink; blue and orange are told apart by everybody.
MOSS, LAKE, ORANGE, BRASS, PLUM = "#4b8a6b", "#4a86a8", "#cf7a4f", "#a8873f", "#8f6c8a"
WORDS = "#7b857c"  # the stylesheet turns it into ink, which differs by light and dark
SERIES = [LAKE, ORANGE, MOSS, PLUM, BRASS]
FONT = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
Drawn = alt.Chart | alt.LayerChart | alt.FacetChart
FEW = 14
ROW = 46
# Numbers on an axis: 万 and 亿 in Chinese, millions and billions in English.
SHORT = {
    "zh": "{v} >= 1e8 ? format({v}/1e8, '~g') + '亿' : {v} >= 1e4 ? format({v}/1e4, '~g') + '万' : format({v}, ',')",
    "en": "{v} >= 1e9 ? format({v}/1e9, '~g') + 'B' : {v} >= 1e6 ? format({v}/1e6, '~g') + 'M' : format({v}, ',')",
}


@alt.theme.register("museum", enable=True)
def museum() -> alt.theme.ThemeConfig:
    """What Streamlit's theme leaves open: it brings the colours of text and lines for light and dark."""
    return {
        "config": {
            "font": FONT,
            "background": "transparent",
            "padding": {"left": 0, "right": 8, "top": 8, "bottom": 0},
            "axis": {"gridDash": [2, 4], "domain": False, "ticks": False, "labelPadding": 8, "labelFontSize": 12},
            "axisX": {"grid": False},
            "legend": {"orient": "top", "symbolType": "square", "labelFontSize": 13, "title": None},
            "bar": {"cornerRadiusEnd": 1.5},
            "view": {"stroke": None},
        }
    }


def axis(field: str) -> alt.Y:
    """Numbers in the words of the visitor's language, without a title: the caption names the unit."""
    labelled = SHORT[session.language()].format(v="datum.value")
    return alt.Y(f"{field}:Q", axis=alt.Axis(labelExpr=labelled, title=None, tickCount=5))


def months(named: list[str], *, bars: bool = True) -> alt.X:
    """Every month where there are few, else the Januaries; the year stands in a second line."""
    few = len(named) <= FEW
    marked = [month for month in named if few or month.endswith("-01")] or named[:1]
    with_year = {month for month in marked if month.endswith("-01")} | {marked[0]}
    said = {month: [short(month), month[:4] if month in with_year else ""] if few else [month[:4]] for month in marked}
    labelled = alt.Axis(values=marked, labelExpr=f"({json.dumps(said)})[datum.value]", labelAngle=0, title=None)
    return alt.X(
        "month:O",
        sort=named,
        axis=labelled,
        scale=alt.Scale(domain=named, paddingInner=0.28) if bars else alt.Scale(domain=named, padding=0.2),
    )


def short(month: str) -> str:
    return f"{int(month[5:])}月" if session.language() == "zh" else periods.month(month).split(" ")[0]


def tooltips(told: Mapping[str, str]) -> list[alt.Tooltip]:
    """Texts that are already in words, each with its title."""
    return [alt.Tooltip(f"{field}:N", title=title) for field, title in told.items()]


def bars(frame: pd.DataFrame, value: str, told: Mapping[str, str], *, colour: str = MOSS) -> Drawn:
    """A bar a month of `value`; `told` is what the tooltip reads out."""
    chart = alt.Chart(frame, height=260).mark_bar(color=colour)
    drawn: Drawn = chart.encode(x=months(list(frame["month"])), y=axis(value), tooltip=tooltips(told))
    return drawn


def stacks(frame: pd.DataFrame, value: str, *, part: str, told: Mapping[str, str], span: list[str]) -> Drawn:
    """Bars a month, divided by `part`, whose names are the legend; `span` has the months without any, too."""
    parts = list(dict.fromkeys(frame[part]))
    coloured = alt.Color(f"{part}:N", scale=alt.Scale(domain=parts, range=SERIES[: len(parts)]), sort=parts)
    chart = alt.Chart(frame, height=260).mark_bar()
    drawn: Drawn = chart.encode(x=months(span), y=axis(value), color=coloured, tooltip=tooltips(told))
    return drawn


def climb(frame: pd.DataFrame, value: str, told: Mapping[str, str], *, mark: tuple[float, str]) -> Drawn:
    """What adds up, as a rising area, with a line across at `mark` (its height, and what is written on it)."""
    height, written = mark
    base = alt.Chart(frame).encode(x=months(list(frame["month"]), bars=False), y=axis(value))
    area = base.mark_area(color=MOSS, opacity=0.16, interpolate="monotone")
    line = base.mark_line(color=MOSS, strokeWidth=2.5, interpolate="monotone")
    points = base.mark_point(color=MOSS, filled=True, size=70, opacity=0).encode(tooltip=tooltips(told))
    across = alt.Chart(pd.DataFrame({value: [height], "written": [written]}))
    rule = across.mark_rule(color=ORANGE, strokeDash=[5, 4], strokeWidth=1.5).encode(y=f"{value}:Q")
    words = across.mark_text(color=ORANGE, align="right", dy=-8, fontSize=13, fontWeight=600)
    said = words.encode(y=f"{value}:Q", x=alt.value("width"), text="written:N")
    return alt.layer(area, line, rule, said, points).properties(height=280)


def ranks(frame: pd.DataFrame, value: str, told: Mapping[str, str], *, colour: str = MOSS) -> Drawn:
    """Bars across in the order of the frame; above each its `name` and, at the end, the words of `label`."""
    order = list(frame["name"])
    base = alt.Chart(frame).encode(y=alt.Y("name:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0)))
    bar = base.mark_bar(color=colour, size=9, yOffset=10, height=9)
    drawn = bar.encode(x=alt.X(f"{value}:Q", axis=None, scale=alt.Scale(zero=True, nice=False)), tooltip=tooltips(told))
    name = base.mark_text(color=WORDS, align="left", dy=-6, fontSize=13, limit=alt.ExprRef("width - 132")).encode(
        x=alt.value(0), text="name:N"
    )
    label = base.mark_text(color=WORDS, align="right", dy=-6, fontSize=13, fontWeight=600)
    labelled = label.encode(x=alt.value("width"), text="label:N")
    return alt.layer(drawn, name, labelled).properties(height=ROW * max(len(frame), 1))


def growth(frame: pd.DataFrame, told: Mapping[str, str]) -> Drawn:
    """Two counts as steps, each named at its end. The frame is long: month, part, count."""
    parts = list(dict.fromkeys(frame["part"]))
    coloured = alt.Color("part:N", scale=alt.Scale(domain=parts, range=SERIES[: len(parts)]), sort=parts)
    base = alt.Chart(frame).encode(x=months(sorted(set(frame["month"])), bars=False), y=axis("count"), color=coloured)
    steps = base.mark_line(strokeWidth=2.5, interpolate="step-after")
    points = base.mark_point(filled=True, size=60, opacity=0).encode(tooltip=tooltips(told))
    return alt.layer(steps, points).properties(height=260)
