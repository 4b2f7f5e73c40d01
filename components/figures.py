"""How a figure hangs: a title, one sentence that says what it shows, the chart, its source, and its table below."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components import charts, formats, html, periods, tables
from components.formats import N_
from components.i18n import t
from services import clock
from services.dashboards import Selection


@dataclass(frozen=True)
class Figure:
    """`slug` names it on the page, `table` the table behind it; `unit` is what its numbers are counted in."""

    slug: str
    table: str
    title: str
    says: str
    unit: str
    source: str = N_("booked orders, less what was cancelled")


def hang(figure: Figure, chart: charts.Drawn, *, frame: pd.DataFrame, wanted: Selection) -> None:
    """Put a figure on the page; its table and files open below it."""
    st.subheader(figure.title, anchor=False)
    html.show(Markup('<p class="says">{}</p>').format(figure.says))
    st.altair_chart(chart, key=f"chart-{figure.slug}", alt=f"{figure.title}. {figure.says}")
    html.show(Markup('<p class="caption">{}</p>').format(caption(figure)))
    fold = st.expander(t("Table and files"), key=f"open-{figure.slug}", type="compact", on_change="rerun")
    if fold.open:
        with fold:
            tables.spread(figure.table, frame, wanted=wanted, slug=figure.slug)


def caption(figure: Figure) -> str:
    """Unit, source, and how fresh it is."""
    at = formats.moment(clock.now())
    return t("{unit}. Source: {source}. As of {moment}.", unit=figure.unit, source=figure.source, moment=at)


def told(frame: pd.DataFrame) -> pd.DataFrame:
    """With what charts draw and tooltips read out: the amount in yuan, and in words."""
    return frame.assign(
        amount=frame["amount_fen"] / 100,
        amount_said=[formats.money(int(fen)) for fen in frame["amount_fen"]],
        label=[formats.money_short(int(fen)) for fen in frame["amount_fen"]],
        month_said=[periods.month(month) for month in frame["month"]] if "month" in frame else "",
        orders_said=[formats.number(int(count)) for count in frame["orders"]],
    )


def reads(*fields: str) -> dict[str, str]:
    """The titles of what a tooltip reads out."""
    titles = {
        "month_said": t("Month"),
        "amount_said": t("Amount"),
        "orders_said": t("Orders"),
        "name": t("Name"),
        "share_said": t("Share of the amount"),
        "sum_said": t("Since the opening"),
        "carbon_said": t("Carbon, A1–A3"),
        "count_said": t("Count"),
    }
    return {field: titles[field] for field in fields}
