"""The figures of the dashboard, one function each: what is drawn, and the sentence computed from the same numbers."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any

import pandas as pd

from components import charts, feedback, formats, labels, periods, regions
from components.figures import Figure, hang, reads, told
from components.i18n import either, t
from components.tables import TITLES
from services.dashboards import MILESTONE_FEN, Channel, Selection, SupplierKind


def months(frame: pd.DataFrame, *, wanted: Selection) -> None:
    figure = Figure("months", "months", t("Month by month"), says_months(frame), t("Amount in yuan"))
    drawn = charts.bars(told(frame), "amount", reads("month_said", "amount_said", "orders_said"))
    hang(figure, drawn, frame=frame, wanted=wanted)


def says_months(frame: pd.DataFrame) -> str:
    if not frame["orders"].any():
        return t("Nothing was booked in these months.")
    best = frame.sort_values("amount_fen").iloc[-1]
    return t(
        "{month} was the strongest month with {amount}; on average a month came to {average}.",
        month=periods.month(str(best["month"])),
        amount=formats.money_short(int(best["amount_fen"])),
        average=formats.money_short(int(frame["amount_fen"].mean())),
    )


def climb(frame: pd.DataFrame, passed: str | None, *, wanted: Selection) -> None:
    """The sum since the first booking: `frame` has every month since; the milestone was `passed` in one of them."""
    figure = Figure(
        "climb", "months", t("Since the opening"), says_climb(frame, passed), t("Cumulative amount in yuan")
    )
    data = told(frame).assign(
        sum=frame["cumulative_fen"] / 100,
        sum_said=[formats.money(int(fen)) for fen in frame["cumulative_fen"]],
    )
    mark = (MILESTONE_FEN / 100, formats.money_short(MILESTONE_FEN))
    drawn = charts.climb(data, "sum", reads("month_said", "sum_said"), mark=mark)
    hang(figure, drawn, frame=frame, wanted=replace(wanted, since=""))


def says_climb(frame: pd.DataFrame, passed: str | None) -> str:
    so_far = formats.money_short(int(frame["cumulative_fen"].iloc[-1]))
    until, mark = periods.month(str(frame["month"].iloc[-1])), formats.money_short(MILESTONE_FEN)
    if passed is None:
        return t(
            "By the end of {until} it was {amount}; {mark} is not reached yet.", until=until, amount=so_far, mark=mark
        )
    return t(
        "{mark} was reached in {month}; by the end of {until} it was {amount}.",
        mark=mark,
        month=periods.month(passed),
        until=until,
        amount=so_far,
    )


Named = dict[Hashable, Any]
NAMES: dict[str, Callable[[Named], str]] = {
    "city": lambda row: regions.named(row["city"]),
    "district": lambda row: regions.named(row["city"], row["district"]),
    "district_only": lambda row: regions.named(row["district"]) or t("District not stated"),
    "supplier_kind": lambda row: labels.word(SupplierKind(row["supplier_kind"])),
    "channel": lambda row: labels.word(Channel(row["channel"])),
    "name": lambda row: either(row["name_zh"], row["name_en"]),
}
MOST, THREE, LEAST = 12, 3, 0.001


def ranked(table: str, frame: pd.DataFrame, *, by: str, wanted: Selection) -> None:
    """A division of the amount as bars, the largest above; `by` says how a row is named."""
    named = told(frame).assign(name=names(frame, by), share_said=shares(frame)).head(MOST)
    labelled = named.assign(label=[f"{said} · {share}" for said, share in named[["label", "share_said"]].to_numpy()])
    drawn = charts.ranks(labelled, "amount", reads("name", "amount_said", "share_said", "orders_said"))
    hang(
        Figure(table, table, t(TITLES[table]), says_share(named), t("Amount in yuan")),
        drawn,
        frame=frame,
        wanted=wanted,
    )


def names(frame: pd.DataFrame, by: str) -> list[str]:
    return [NAMES[by](row) for row in frame.to_dict("records")]


def shares(frame: pd.DataFrame) -> list[str]:
    return [share_said(float(share)) for share in frame["share"]]


def share_said(share: float) -> str:
    """A small share is small, not nothing."""
    if pd.isna(share):
        return "–"
    return f"<{formats.percent(LEAST)}" if 0 < share < LEAST else formats.percent(share)


def says_share(named: pd.DataFrame) -> str:
    """Who leads, and what the first three come to where there are more."""
    if not len(named):
        return t("Nothing was booked in these months.")
    first = t(
        "{name}: {share} of the amount, the largest part.",
        name=named["name"].iloc[0],
        share=named["share_said"].iloc[0],
    )
    if len(named) <= THREE:
        return first
    together = formats.percent(float(named["share"].iloc[:THREE].sum()))
    return t("{first} The first three together come to {share}.", first=first, share=together)


def channels(frame: pd.DataFrame, by_month: pd.DataFrame, *, span: list[str], wanted: Selection) -> None:
    """Small purchases beside direct sales, a bar a month of `span`."""
    parts = told(by_month).assign(name=names(by_month, "channel"))
    named = told(frame).assign(name=names(frame, "channel"), share_said=shares(frame))
    read_out = reads("month_said", "name", "amount_said", "orders_said")
    drawn = charts.stacks(parts, "amount", part="name", told=read_out, span=span)
    figure = Figure(
        "channels", "channels", t("Small purchases and direct sales"), says_share(named), t("Amount in yuan")
    )
    hang(figure, drawn, frame=frame, wanted=wanted)


def carbon_months(frame: pd.DataFrame, by_kind: pd.DataFrame, *, wanted: Selection) -> None:
    """Carbon of what is comparable, a bar a month; the table has every kind."""
    data = told(frame).assign(
        carbon=frame["carbon_kg"].fillna(0) / 1000, carbon_said=[*map(tonnes, frame["carbon_kg"])]
    )
    drawn = charts.bars(data, "carbon", reads("month_said", "carbon_said", "amount_said"), colour=charts.LAKE)
    figure = Figure("carbon", "carbon", t("Carbon month by month"), says_carbon(frame), t("Tonnes CO₂e (A1–A3)"))
    hang(figure, drawn, frame=by_kind, wanted=wanted)


def tonnes(kilograms: float) -> str:
    return t("not comparable") if pd.isna(kilograms) else f"{formats.number(kilograms / 1000, 1)} t CO₂e"


def says_carbon(frame: pd.DataFrame) -> str:
    amount, known = int(frame["amount_fen"].sum()), int(frame["comparable_fen"].sum())
    if not known or not amount:
        return t("Nothing in these months has comparable carbon.")
    return t(
        "{tonnes}, for {share} of the amount. The rest has no comparable value; it is left out, not counted as zero.",
        tonnes=tonnes(float(frame["carbon_kg"].sum())),
        share=formats.percent(known / amount),
    )


def carbon_kinds(frame: pd.DataFrame, *, wanted: Selection) -> None:
    """The kinds with the most carbon, as far as it is comparable."""
    known = frame[frame["carbon_kg"].notna()].sort_values("carbon_kg", ascending=False).head(MOST)
    said = [tonnes(kilograms) for kilograms in known["carbon_kg"]]
    data = told(known).assign(name=names(known, "name"), carbon=known["carbon_kg"] / 1000, carbon_said=said, label=said)
    drawn = charts.ranks(data, "carbon", reads("name", "carbon_said", "amount_said"), colour=charts.LAKE)
    says = t("{name}: {tonnes}, the most of all.", name=data["name"].iloc[0], tonnes=said[0]) if len(data) else t(
        "Nothing in these months has comparable carbon.")  # fmt: skip
    figure = Figure("carbon-kinds", "kinds", t("Carbon by kind of material"), says, t("Tonnes CO₂e (A1–A3)"))
    hang(figure, drawn, frame=frame, wanted=wanted)


def growth(frame: pd.DataFrame, *, wanted: Selection) -> None:
    """Suppliers and exhibits over time."""
    if not len(frame):
        feedback.nothing_here(t("Nobody had come by then."))
        return
    parts = {"suppliers": t("Approved suppliers"), "products": t("Exhibits on show")}
    long = frame.melt("month", list(parts), "part", "count")
    data = long.assign(
        part=long["part"].map(parts),
        name=long["part"].map(parts),
        month_said=[periods.month(month) for month in long["month"]],
        count_said=[formats.number(int(count)) for count in long["count"]],
    )
    last = frame.iloc[-1]
    says = t(
        "At the end of {month} there were {suppliers} suppliers and {products} exhibits, in the whole museum.",
        month=periods.month(str(last["month"])),
        suppliers=formats.number(int(last["suppliers"])),
        products=formats.number(int(last["products"])),
    )
    drawn = charts.growth(data, reads("month_said", "name", "count_said"))
    register = t("register of suppliers and exhibits")
    figure = Figure("growth", "growth", t("Suppliers and exhibits"), says, t("Count"), register)
    hang(figure, drawn, frame=frame, wanted=wanted)
