"""The dashboard's tables as people read them: titles, units and names in one language, on the page and in files."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.elements.lib.column_types import ColumnConfig

from components import formats, html, labels, session
from components.formats import N_
from components.i18n import t, tell
from components.session import Language
from services.dashboards import PARAMETERS, Channel, Selection, SupplierKind
from services.export_sheets import Heading, Sheet, Value
from services.money import yuan
from services.regions import in_english

TITLES: dict[str, str] = {
    "carbon": N_("Carbon by month and kind"),
    "categories": N_("By category"),
    "channels": N_("By channel"),
    "cities": N_("By city"),
    "districts": N_("By district"),
    "growth": N_("Suppliers and exhibits"),
    "kinds": N_("By kind of material"),
    "months": N_("By month"),
    "products": N_("By exhibit"),
    "supplier_kinds": N_("By kind of supplier"),
    "suppliers": N_("By supplier"),
    "totals": N_("Totals"),
}
PERIODS = {"chosen": N_("Chosen months"), "year_before": N_("A year before")}
CENT, PLACES = Decimal("0.01"), 6
TEXT, COUNT, YUAN, SHARE, KILOGRAMS, NUMBER = "text", "count", "yuan", "share", "kilograms", "number"
EXCEL = {TEXT: "@", COUNT: "#,##0", YUAN: "#,##0.00", SHARE: "0.0%", KILOGRAMS: "#,##0", NUMBER: "#,##0.###"}
SCREEN = {COUNT: "%,d", YUAN: "%,.2f", SHARE: "percent", KILOGRAMS: "%,d", NUMBER: "localized"}


@dataclass(frozen=True)
class Column:
    title: str
    form: str = TEXT


COLUMNS: dict[str, Column] = {
    "period": Column(N_("Period")),
    "since": Column(N_("From month")),
    "until": Column(N_("To month")),
    "month": Column(N_("Month")),
    "city": Column(N_("City")),
    "district": Column(N_("District")),
    "supplier": Column(N_("Number")),
    "product": Column(N_("Number")),
    "name": Column(N_("Name")),
    "supplier_kind": Column(N_("Kind of supplier")),
    "channel": Column(N_("Channel")),
    "orders": Column(N_("Orders"), COUNT),
    "lines": Column(N_("Order lines"), COUNT),
    "amount_fen": Column(N_("Amount (yuan)"), YUAN),
    "share": Column(N_("Share of the amount"), SHARE),
    "cumulative_fen": Column(N_("Since the opening (yuan)"), YUAN),
    "average_fen": Column(N_("Average order (yuan)"), YUAN),
    "buyers": Column(N_("Buyers"), COUNT),
    "quantity": Column(N_("Quantity"), NUMBER),
    "unit": Column(N_("Unit")),
    "comparable_fen": Column(N_("Amount with comparable carbon (yuan)"), YUAN),
    "comparable": Column(N_("Share with comparable carbon"), SHARE),
    "carbon_kg": Column(N_("Carbon of that part (kgCO₂e, A1–A3)"), KILOGRAMS),
    "suppliers": Column(N_("Approved suppliers"), COUNT),
    "products": Column(N_("Exhibits on show"), COUNT),
}
WORDS: dict[str, Callable[[str, Language], str]] = {
    "channel": lambda code, language: labels.word(Channel(code), language),
    "city": lambda place, language: place if language == "zh" else in_english(place),
    "district": lambda place, language: place if language == "zh" else in_english(place),
    "period": lambda code, language: tell(PERIODS[code], language),
    "supplier_kind": lambda code, language: labels.word(SupplierKind(code), language),
    "unit": lambda code, language: formats.unit(code, language) if code else "",
}


def readable(frame: pd.DataFrame, language: Language) -> dict[str, list[Value]]:
    """The columns people read, in the order of COLUMNS: names in one language, fen as yuan, what is missing as None."""
    named = frame.rename(columns={f"name_{language}": "name"})
    return {name: values(name, named[name], language) for name in COLUMNS if name in named}


def values(name: str, column: "pd.Series[Any]", language: Language) -> list[Value]:
    if name in WORDS:
        return [WORDS[name](str(value), language) for value in column]
    known = [None if pd.isna(value) else value for value in column]
    if COLUMNS[name].form == YUAN:
        return [None if value is None else yuan(int(value)).quantize(CENT) for value in known]
    if COLUMNS[name].form == COUNT:
        return [None if value is None else int(value) for value in known]
    return [round(value, PLACES) if isinstance(value, float) else value for value in known]


def sheet(table: str, frame: pd.DataFrame, language: Language, about: list[tuple[str, str]]) -> Sheet:
    """The table as it goes into a file; `about` is what the second sheet says below the title."""
    columns = readable(frame, language)
    title = tell(TITLES[table], language)
    return Sheet(
        title=title,
        headings=[Heading(tell(COLUMNS[name].title, language), EXCEL[COLUMNS[name].form]) for name in columns],
        rows=list(zip(*columns.values(), strict=True)),
        about_title=tell("About this table", language),
        about=[(tell("Table", language), title), *about],
    )


def spread(table: str, frame: pd.DataFrame, *, wanted: Selection, slug: str) -> None:
    """The table on the page, and below it the whole of it to take away."""
    columns = readable(frame, session.language())
    shown = pd.DataFrame({name: numeric(name, column) for name, column in columns.items()})
    config = {name: heading(name) for name in columns}
    st.dataframe(shown, hide_index=True, column_config=config, alt=t(TITLES[table]), key=f"table-{slug}")
    html.show(links(table, wanted))


def numeric(name: str, column: list[Value]) -> "pd.Series[Any]":
    return pd.Series(column, dtype="str" if COLUMNS[name].form == TEXT else "float64")


def heading(name: str) -> ColumnConfig:
    column = COLUMNS[name]
    if column.form == TEXT:
        return st.column_config.TextColumn(t(column.title))
    return st.column_config.NumberColumn(t(column.title), format=SCREEN[column.form])


def links(table: str, wanted: Selection) -> Markup:
    query = {parameter: getattr(wanted, name) for name, parameter in PARAMETERS.items()}
    forms = (("csv", "CSV"), ("xlsx", "Excel"))
    said = [
        html.link(word, html.address(f"/exports/{table}.{form}", query), label=f"{t(TITLES[table])}, {word}")
        for form, word in forms
    ]
    return Markup('<p class="take-away">{} {}</p>').format(t("Download:"), html.join(said, " · "))
