"""The headline of the dashboard: whose figures these are, the amount, and the counts beside those of a year before."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components import formats, html, periods, regions
from components.i18n import t
from services.dashboards import Selection

HEADLINE = Markup(
    '<section class="headline"><p class="overline">{period}</p><p class="headline-figure">{amount}</p>'
    '<p class="soft">{exact}</p></section><dl class="figures">{counts}</dl>'
)
COUNT = Markup('<div><dt>{}</dt><dd>{}</dd><dd class="beside">{}</dd></div>')
Totals = dict[str, float]


def heading(city: str, district: str) -> None:
    """Whose figures these are: those of an official's area, or all."""
    st.title(t("Dashboard"), anchor=False)
    place = regions.named(city, district) if city else t("all cities")
    html.show(Markup('<p class="soft">{}</p>').format(t("What buyers in {place} ordered", place=place)))


def headline(totals: pd.DataFrame, wanted: Selection) -> Markup:
    """The amount large, then the counts, each beside the same months a year before."""
    numbers = totals.drop(columns=["period", "since", "until"]).astype("float64")
    rows: list[Totals] = [dict(zip(map(str, numbers), row, strict=True)) for row in numbers.to_numpy().tolist()]
    now, before = rows[0], rows[1] if len(rows) > 1 else {}
    counts = (
        (t("Orders"), formats.number(now["orders"]), change(now, before, "orders")),
        (t("Average order"), money(now["average_fen"]), change(now, before, "average_fen")),
        (t("Buyers"), formats.number(now["buyers"]), change(now, before, "buyers")),
        (t("Carbon, A1–A3"), tonnes(now["carbon_kg"]), coverage(now["comparable"])),
    )
    exact = (formats.money(int(now["amount_fen"])), change(now, before, "amount_fen"))
    return HEADLINE.format(
        period=periods.period(wanted.since, wanted.until),
        amount=money(now["amount_fen"]),
        exact=" · ".join(filter(None, exact)),
        counts=html.join(COUNT.format(*count) for count in counts),
    )


def change(now: Totals, before: Totals, name: str) -> str:
    """Against the same months a year before; nothing where there is nothing to compare with."""
    if pd.isna(now[name]) or not before.get(name, 0) > 0:
        return ""
    ratio = now[name] / before[name] - 1
    sign = "+" if ratio > 0 else "−" if ratio < 0 else "±"
    return t("{change} on a year before", change=f"{sign}{formats.percent(abs(ratio), 0)}")


def coverage(comparable: float) -> str:
    return "" if pd.isna(comparable) else t("for {share} of the amount", share=formats.percent(comparable, 0))


def money(fen: float) -> str:
    return "–" if pd.isna(fen) else formats.money_short(int(fen))


def tonnes(kilograms: float) -> str:
    return t("not comparable") if pd.isna(kilograms) else f"{formats.number(kilograms / 1000)} t CO₂e"
