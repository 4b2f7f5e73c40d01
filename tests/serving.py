"""Errands about the museum's services in one line each, and the books that must be right after every one of them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import func, select

from db import numbers, service_books
from db.engine import reading, transaction
from db.service_books import ServiceAccount, ServiceSession
from db.service_orders import ServiceOrder, ServicePaper, ServicePaperKind, ServiceStatus
from db.tariff import TariffItem
from seed import verify
from services import clock, service_orders, tariff
from services.service_orders import Result, ServiceForm
from services.tariff import ServiceKind, ServiceUnit, TariffForm
from services.visitors import Visitor
from tests import make
from tests.desk import Desk, deliver
from tests.handed_in import a_pdf

PRICE = 106_000  # 1,060.00 yuan: 1,000.00 and 60.00 VAT


def a_form(**more: Any) -> TariffForm:
    values: dict[str, Any] = {
        "code": "TEST", "kind": ServiceKind.TESTING, "unit": ServiceUnit.SAMPLE, "name_zh": "样品检测",
        "name_en": "Test of a sample", "contains_zh": "取样、检测、报告。", "contains_en": "Sampling, test, report.",
        "price_fen": PRICE, "vat_rate": Decimal("0.06"), "vat_basis_zh": "现代服务业 6%",
        "vat_basis_en": "Modern services, 6 %", "valid_from": clock.today(), "reason": "for testing",
    }  # fmt: skip
    return TariffForm(**values | more)


def a_price(official: Visitor | None = None, **more: Any) -> TariffItem:
    return tariff.set_price(official or make.an_official("finance", city="湖州"), a_form(**more))


def ordered(supplier: Visitor, *, key: str = "one", item: TariffItem | None = None, **more: Any) -> ServiceOrder:
    """A test of a tile's one indicator, at today's price."""
    chosen = item or (tariff.offered() or [a_price()])[0]
    kind = make.a_kind()
    values: dict[str, Any] = {"kind": kind, "indicators": [f"{kind}-01"]}
    form = ServiceForm(chosen.code, chosen.price_fen, **values | more)
    return service_orders.order(supplier, form, key=key)


def paid(desk: Desk, supplier: Visitor, *, key: str = "one", **more: Any) -> ServiceOrder:
    """Ordered, paid by card and heard of."""
    row = ordered(supplier, key=key, **more)
    desk.pay(service_orders.open_session(supplier, row.code))
    deliver(desk.events("checkout.session.completed")[-1])
    return row


def a_result(**more: Any) -> Result:
    return Result(**{"name": "report.pdf", "data": a_pdf(), "values": {"ceramic-tiles-01": Decimal("0.4")}} | more)


def status(row: ServiceOrder) -> ServiceStatus:
    with reading() as db:
        return db.get_one(ServiceOrder, row.id).status


def sessions(row: ServiceOrder) -> list[ServiceSession]:
    with reading() as db:
        found = select(ServiceSession).where(ServiceSession.order_id == row.id)
        return list(db.exec(found.order_by(ServiceSession.created_at)))


def stands(row: ServiceOrder) -> dict[str, int]:
    """What stands on each account for the order, without zeros."""
    with reading() as db:
        entries = service_books.entries(db, row.id)
    sums = {
        str(account): sum(one.amount_fen for one in entries if one.account is account) for account in ServiceAccount
    }
    return {name: fen for name, fen in sums.items() if fen}


def papers(row: ServiceOrder) -> list[tuple[str, ServicePaperKind]]:
    with reading() as db:
        return [(one.code, one.kind) for one in db.exec(select(ServicePaper).where(ServicePaper.order_id == row.id))]


@pytest.fixture(name="service_books", autouse=True)
def right_books() -> Iterator[None]:
    """Whatever a test does, the books of services are right afterwards, and numbers have no gaps."""
    yield
    with reading() as db:
        assert [*verify.service_money(db), *verify.service_totals(db)] == []
        for prefix, table, where in (
            ("SV", ServiceOrder, []),
            ("SI", ServicePaper, [ServicePaper.kind == ServicePaperKind.INVOICE]),
            ("SC", ServicePaper, [ServicePaper.kind == ServicePaperKind.CREDIT_NOTE]),
        ):
            drawn = db.exec(select(numbers.Series).where(numbers.Series.name.startswith(f"{prefix}-"))).all()
            assert (
                sum(one.last for one in drawn) == db.exec(select(func.count()).select_from(table).where(*where)).one()
            )


def tomorrow() -> date:
    return date.fromordinal(clock.today().toordinal() + 1)


def settled(official, row):
    """Paid by transfer."""
    service_orders.transfer_received(official, row.code)
    return row


def under_way(official, housing, supplier):
    row = settled(official, ordered(supplier))
    service_orders.begin(housing, row.code)
    return row


def delivered(official, housing, supplier):
    row = under_way(official, housing, supplier)
    service_orders.deliver(housing, row.code, a_result(said="All is well."))
    return row


def amend(row, **values):
    with transaction(audited=False) as db:
        session = db.exec(select(ServiceSession).where(ServiceSession.order_id == row.id)).one()
        for name, value in values.items():
            setattr(session, name, value)
