"""The dashboard: what was traded in an official's area, month by month, where, what, by whom and with which carbon."""

from dataclasses import replace

import streamlit as st

from components import dashboard, feedback, filters, headline, html, session
from components.i18n import t
from services import dashboards


def overview() -> None:
    dashboard.months(dashboards.by_month(visitor, wanted), wanted=wanted)
    since_opening = dashboards.by_month(visitor, replace(wanted, since=""))
    dashboard.climb(since_opening, dashboards.crossed(since_opening), wanted=wanted)


def where() -> None:
    if not wanted.city:
        dashboard.ranked("cities", dashboards.by_city(visitor, wanted), by="city", wanted=wanted)
    districts = dashboards.by_district(visitor, wanted)
    dashboard.ranked("districts", districts, by="district_only" if wanted.city else "district", wanted=wanted)


def materials() -> None:
    dashboard.ranked("categories", dashboards.by_category(visitor, wanted), by="name", wanted=wanted)
    left, right = st.columns(2, gap="large")
    with left:
        dashboard.ranked("kinds", dashboards.by_kind(visitor, wanted), by="name", wanted=wanted)
    with right:
        dashboard.ranked("products", dashboards.top_products(visitor, wanted), by="name", wanted=wanted)


def sellers() -> None:
    kinds = dashboards.by_supplier_kind(visitor, wanted)
    dashboard.ranked("supplier_kinds", kinds, by="supplier_kind", wanted=wanted)
    dashboard.ranked("suppliers", dashboards.top_suppliers(visitor, wanted), by="name", wanted=wanted)


def channels() -> None:
    by_month = dashboards.by_month_and_channel(visitor, wanted)
    span = list(dashboards.by_month(visitor, wanted)["month"])
    dashboard.channels(dashboards.by_channel(visitor, wanted), by_month, span=span, wanted=wanted)


def carbon() -> None:
    by_month, by_kind = dashboards.by_month(visitor, wanted), dashboards.by_month_and_kind(visitor, wanted)
    dashboard.carbon_months(by_month, by_kind, wanted=wanted)
    dashboard.carbon_kinds(dashboards.by_kind(visitor, wanted), wanted=wanted)


def growth() -> None:
    dashboard.growth(dashboards.growth(visitor, wanted), wanted=wanted)


VIEWS = {
    "months": (t("Over time"), overview),
    "places": (t("Places"), where),
    "materials": (t("Materials"), materials),
    "suppliers": (t("Suppliers"), sellers),
    "channels": (t("Channels"), channels),
    "carbon": (t("Carbon"), carbon),
    "growth": (t("Growth"), growth),
}

visitor = session.visitor()
headline.heading(*dashboards.area(visitor))
wanted = filters.selection(dashboards.choices(visitor))
totals = dashboards.totals(visitor, wanted)
html.show(headline.headline(totals, wanted))
chosen = filters.view({name: title for name, (title, _) in VIEWS.items()})
if chosen == "growth" or totals["orders"].iloc[0]:
    VIEWS[chosen][1]()
else:
    feedback.nothing_here(t("Nothing was booked in these months. Choose others, or a wider place."))
