"""One amount divided in many ways: by place, material, seller and channel. Each frame adds `share` (0 to 1)."""

from uuid import UUID

import pandas as pd

from db import facts as store
from db import standards
from db.engine import reading
from db.facts import Selection
from services.dashboards.area import granted
from services.dashboards.frames import booked, shared
from services.money import quantity
from services.visitors import Visitor

TOP = 10


def by_city(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """city (of the buyer), measures, share; the largest first."""
    return largest_first(shared(booked(visitor, wanted, "city")))


def by_district(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """city, district (empty where the buyer named none), measures, share; the largest first."""
    return largest_first(shared(booked(visitor, wanted, "city", "district")))


def by_category(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """category, name_zh, name_en, measures, share; the largest first."""
    with reading() as db:
        names = {row.code: (row.name_zh, row.name_en) for row in standards.categories(db)}
    return largest_first(named(shared(booked(visitor, wanted, "category")), "category", names))


def by_kind(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """category, kind, name_zh, name_en, measures, share; the largest first."""
    return largest_first(named(shared(booked(visitor, wanted, "category", "kind")), "kind", kind_names()))


def by_month_and_kind(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """month, kind, name_zh, name_en, measures: the carbon of each kind in each month it was bought in."""
    return named(booked(visitor, wanted, "month", "kind"), "kind", kind_names())


def by_supplier_kind(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """supplier_kind, measures, share; the largest first."""
    return largest_first(shared(booked(visitor, wanted, "supplier_kind")))


def by_channel(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """channel, measures, share; the largest first."""
    return largest_first(shared(booked(visitor, wanted, "channel")))


def top_suppliers(visitor: Visitor, wanted: Selection, *, limit: int = TOP) -> pd.DataFrame:
    """supplier (code), name_zh, name_en, supplier_kind, measures, share of the whole selection; the largest first."""
    frame = booked(visitor, wanted, "supplier_id", "supplier_kind", top=limit)
    with reading() as db:
        known = store.sellers(db, list(frame["supplier_id"]))
    names = {
        key: (supplier.code, organisation.name_zh, organisation.name_en)
        for key, (supplier, organisation) in known.items()
    }
    return coded(shared(frame, whole(visitor, wanted)), "supplier", names)


def top_products(visitor: Visitor, wanted: Selection, *, limit: int = TOP) -> pd.DataFrame:
    """product (code), name_zh, name_en, kind, measures, share of the whole selection, quantity, unit.

    The largest first. `quantity` counts the unit the product was sold by; missing where it was sold by several."""
    frame = booked(visitor, wanted, "product_id", "kind", top=limit)
    ids = list(frame["product_id"])
    with reading() as db:
        known, bought = store.exhibits(db, ids), store.quantities(db, granted(visitor, wanted), ids)
    names = {key: (product.code, product.name_zh, product.name_en) for key, product in known.items()}
    units: dict[UUID, list[tuple[str, float]]] = {}
    for product, unit, milli in bought:
        units.setdefault(product, []).append((unit, float(quantity(milli))))
    one = [units[key][0] if len(units[key]) == 1 else ("", float("nan")) for key in ids]
    frame = frame.assign(quantity=[counted for _, counted in one], unit=[unit for unit, _ in one])
    return coded(shared(frame, whole(visitor, wanted)), "product", names)


def whole(visitor: Visitor, wanted: Selection) -> int:
    return int(booked(visitor, wanted)["amount_fen"].sum())


def kind_names() -> dict[str, tuple[str, str]]:
    with reading() as db:
        return {row.code: (row.name_zh, row.name_en) for row in standards.kinds(db)}


def named(frame: pd.DataFrame, code: str, names: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """With `name_zh` and `name_en` after the column `code`."""
    at = list(frame.columns).index(code) + 1
    frame.insert(at, "name_zh", [names[key][0] for key in frame[code]])
    frame.insert(at + 1, "name_en", [names[key][1] for key in frame[code]])
    return frame


def coded(frame: pd.DataFrame, noun: str, names: dict[UUID, tuple[str, str, str]]) -> pd.DataFrame:
    """With the public code and the names where the id was."""
    keys = list(frame[f"{noun}_id"])
    frame = frame.drop(columns=f"{noun}_id")
    for position, column in enumerate((noun, "name_zh", "name_en")):
        frame.insert(position, column, [names[key][position] for key in keys])
    return frame


def largest_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("amount_fen", ascending=False, kind="stable").reset_index(drop=True)
