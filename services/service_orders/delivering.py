"""The museum does the work: it begins, hands over the report with what was measured, or calls the order off."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlmodel import Session

from db import service_orders as store
from db.engine import reading, transaction
from db.media import Purpose, StoredFile
from db.service_orders import ServiceMeasurement, ServiceOrder, ServiceReport, ServiceStatus
from db.tariff import ServiceKind
from services import clock, media
from services.errors import Invalid
from services.order_flow import MUSEUM
from services.permissions import Permission, require
from services.service_orders import flow, paying, rights
from services.service_orders.rights import Action
from services.texts import paragraphs
from services.visitors import Visitor

__all__ = ["Result", "begin", "call_off", "close_unanswered", "deliver", "hand_over"]

LONGEST, LARGEST_VALUE = 1000, Decimal(10) ** 9


@dataclass(frozen=True)
class Result:
    """What is handed over: a PDF, words about it, and for a test the value of each indicator, by its key."""

    name: str
    data: bytes
    said: str = ""
    values: Mapping[str, Decimal] | None = None


def begin(worker: Visitor, code: str) -> None:
    """What is paid is begun; what is not paid never is."""
    require(worker, Permission.SERVICE_DELIVER)
    with transaction() as db:
        order = rights.opened(db, worker, code, Action.BEGIN)
        flow.advance(db, worker, order, ServiceStatus.IN_PROGRESS)


def deliver(worker: Visitor, code: str, result: Result) -> None:
    """Hand over the report; the file is kept before, and harms nobody should the order be gone by then."""
    require(worker, Permission.SERVICE_DELIVER)
    words = paragraphs(result.said, field="Note", longest=LONGEST)
    with reading() as db:
        order = rights.allowed(db, worker, rights.seen(db, worker, code), Action.DELIVER)
        check_values(order, result.values or {})
    file = media.store(worker, result.name, result.data, Purpose.REPORT)
    with transaction() as db:
        hand_over(db, worker, code, file, replace(result, said=words))


def hand_over(db: Session, worker: Visitor, code: str, file: StoredFile, result: Result) -> None:
    """Note the report that has been kept, and what it measures."""
    order = rights.opened(db, worker, code, Action.DELIVER)
    report = ServiceReport(
        order_id=order.id, file_id=file.id, said=result.said, by=worker.signature[:200], at=clock.now()
    )
    db.add(report)
    db.flush()
    add_values(db, report, result.values or {})
    flow.advance(db, worker, order, ServiceStatus.DELIVERED)


def check_values(order: ServiceOrder, values: Mapping[str, Decimal]) -> None:
    """A test gives a value for every indicator it was ordered for, and for no other."""
    wanted = set(order.indicators) if order.service is ServiceKind.TESTING else set()
    if set(values) != wanted:
        raise Invalid("Enter a value for every indicator that was ordered.")
    if any(not value.is_finite() or abs(value) > LARGEST_VALUE for value in values.values()):
        raise Invalid("A measured value is a number of ordinary size.")


def add_values(db: Session, report: ServiceReport, values: Mapping[str, Decimal]) -> None:
    for key, value in values.items():
        db.add(ServiceMeasurement(report_id=report.id, indicator=key, value=round(value, 6)))


def call_off(worker: Visitor, code: str, *, reason: str) -> None:
    """The museum cannot do it: whatever was paid goes back in full."""
    require(worker, Permission.SERVICE_DELIVER)
    paying.end(worker, code, Action.CALL_OFF, reason=reason)


def close_unanswered(code: str) -> None:
    """Nobody objected for two weeks after the report had been handed over."""
    with transaction() as db:
        found = store.by_code(db, code)
        order = store.locked(db, found.id) if found else None
        if order and order.status is ServiceStatus.DELIVERED:
            flow.advance(db, MUSEUM, order, ServiceStatus.CLOSED)
