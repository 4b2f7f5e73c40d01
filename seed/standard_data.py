"""The Basic Requirements as rows: categories, kinds, indicators, carbon factors. Every museum needs them."""

from decimal import Decimal
from typing import Any

from db.columns import Row
from db.engine import transaction
from db.standards import (
    CarbonFactor,
    Category,
    Confidence,
    Indicator,
    Kind,
    Operator,
    TransportFactor,
)
from seed.reading import Line, number, table
from services import audit
from services.audit import Event
from services.order_flow import MUSEUM


def hang() -> None:
    """All of it in one transaction, with one line in the audit log."""
    shelves = [categories(), kinds(), indicators(), carbon_factors(), transport_factors()]
    with transaction() as db:
        for rows in shelves:
            db.add_all(rows)
            db.flush()
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "standards", rows=sum(map(len, shelves)))


def picked(line: Line, *names: str) -> dict[str, Any]:
    return {name: line[name] for name in names}


def categories() -> list[Row]:
    texts = ("code", "name_zh", "name_en", "summary_zh", "summary_en")
    return [Category(**picked(line, *texts), position=int(line["position"])) for line in table("categories")]


def kinds() -> list[Row]:
    texts = (
        "code", "category", "name_zh", "name_en", "unit", "units", "mass_source", "summary_zh", "summary_en",
        "openepd_category", "openepd_unit", "masterformat", "cpv", "cpv_name", "unspsc",
    )  # fmt: skip
    return [
        Kind(**picked(line, *texts), mass_kg=number(line["mass_kg"]), position=position)
        for position, line in enumerate(table("kinds"), start=1)
    ]


def indicators() -> list[Row]:
    texts = ("key", "kind", "name_zh", "name_en", "unit", "standard", "source")
    return [
        Indicator(
            **picked(line, *texts),
            operator=Operator(line["operator"]),
            low=number(line["low"]),
            high=number(line["high"]),
            confidence=Confidence(line["confidence"]),
            position=position,
        )
        for position, line in enumerate(table("indicators"), start=1)
    ]


def carbon_factors() -> list[Row]:
    texts = ("kind", "basis", "unit", "source", "locator", "note")
    return [
        CarbonFactor(
            **picked(line, *texts),
            gwp=Decimal(line["gwp"]),
            is_default=line["is_default"] == "1",
            confidence=Confidence(line["confidence"]),
        )
        for line in table("carbon_factors")
    ]


def transport_factors() -> list[Row]:
    return [
        TransportFactor(
            **picked(line, "mode", "source", "locator"),
            gwp=Decimal(line["gwp"]),
            confidence=Confidence(line["confidence"]),
        )
        for line in table("carbon_transport")
    ]
