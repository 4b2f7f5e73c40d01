"""Every table of the museum, STRICT, with the checks its column types imply: what migrations are compared with."""

from sqlalchemy import CheckConstraint, MetaData
from sqlmodel import SQLModel

from db import (
    accounts,
    announcements,
    approvals,
    audit,
    cart,
    chargebacks,
    disputes,
    due,
    exhibitions,
    facts,
    favourites,
    invoices,
    ledger,
    letters,
    limits,
    media,
    messages,
    notices,
    numbers,
    order_returns,
    orders,
    payments,
    payouts,
    prices,
    products,
    projects,
    protocols,
    quotations,
    reductions,
    renamed,
    saved_searches,
    service_books,
    service_orders,
    shelf_changes,
    shipments,
    standards,
    stock,
    suppliers,
    tariff,
    transfers,
    vat,
)
from db.columns import Portable

__all__ = ["metadata"]


def harden(tables: MetaData) -> MetaData:
    for table in tables.tables.values():
        if table.dialect_options["sqlite"]["strict"]:
            continue
        table.kwargs["sqlite_strict"] = True
        for column in table.columns:
            condition = column.type.check(f'"{column.name}"') if isinstance(column.type, Portable) else None
            if condition:
                table.append_constraint(CheckConstraint(condition, name=f"ck_{table.name}_{column.name}"))
    return tables


metadata = harden(SQLModel.metadata)
