"""Tables of the dashboard to take away: which there are, who may take them, and the note in the log that they did."""

from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum

import pandas as pd

from db.engine import transaction
from services import audit, dashboards
from services.audit import Event
from services.dashboards import Selection
from services.errors import Missing
from services.export_sheets import Sheet, as_csv, as_xlsx
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["TABLES", "Form", "take_away", "written"]

EVERYTHING = 100_000


class Form(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


def every_supplier(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    return dashboards.top_suppliers(visitor, wanted, limit=EVERYTHING)


def every_product(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    return dashboards.top_products(visitor, wanted, limit=EVERYTHING)


TABLES: dict[str, Callable[[Visitor, Selection], pd.DataFrame]] = {
    "carbon": dashboards.by_month_and_kind,
    "categories": dashboards.by_category,
    "channels": dashboards.by_channel,
    "cities": dashboards.by_city,
    "districts": dashboards.by_district,
    "growth": dashboards.growth,
    "kinds": dashboards.by_kind,
    "months": dashboards.by_month,
    "products": every_product,
    "supplier_kinds": dashboards.by_supplier_kind,
    "suppliers": every_supplier,
    "totals": dashboards.totals,
}


def take_away(visitor: Visitor, table: str, form: str, wanted: Selection) -> pd.DataFrame:
    """The table's frame, its taking noted in the log. A table or form there is not, is Missing."""
    require(visitor, Permission.DASHBOARD_READ)
    if table not in TABLES or form not in set(Form):
        raise Missing("There is no such table.")
    frame = TABLES[table](visitor, wanted)
    chosen = {name: value for name, value in asdict(wanted).items() if value}
    with transaction() as db:
        audit.record(db, visitor, Event.DASHBOARD_EXPORTED, f"{table}.{form}", rows=len(frame), **chosen)
    return frame


WRITERS: dict[Form, tuple[str, Callable[[Sheet], bytes]]] = {
    Form.CSV: ("text/csv; charset=utf-8", as_csv),
    Form.XLSX: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


def written(sheet: Sheet, form: Form) -> tuple[str, bytes]:
    """Media type and bytes."""
    media_type, write = WRITERS[form]
    return media_type, write(sheet)
