"""The officials' figures, all from the booked facts, each official's own area only: what a page may ask for."""

from db.facts import Selection
from db.orders import Channel
from db.suppliers import SupplierKind
from services.dashboards.area import PARAMETERS, Choices, area, choices, selection
from services.dashboards.growth import growth
from services.dashboards.months import MILESTONE_FEN, by_month, by_month_and_channel, crossed, year_before
from services.dashboards.shares import (
    by_category,
    by_channel,
    by_city,
    by_district,
    by_kind,
    by_month_and_kind,
    by_supplier_kind,
    top_products,
    top_suppliers,
)
from services.dashboards.totals import totals

__all__ = [
    "MILESTONE_FEN",
    "PARAMETERS",
    "Channel",
    "Choices",
    "Selection",
    "SupplierKind",
    "area",
    "by_category",
    "by_channel",
    "by_city",
    "by_district",
    "by_kind",
    "by_month",
    "by_month_and_channel",
    "by_month_and_kind",
    "by_supplier_kind",
    "choices",
    "crossed",
    "growth",
    "selection",
    "top_products",
    "top_suppliers",
    "totals",
    "year_before",
]
