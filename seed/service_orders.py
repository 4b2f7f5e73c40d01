"""The price list of the museum, and services that suppliers have ordered: an invented list, a few lived orders."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from sqlmodel import Session, select

from db import products
from db.engine import reading, transaction
from db.media import Purpose, StoredFile
from db.payments import SessionStatus
from db.products import Product
from db.service_orders import ServiceOrder
from db.tariff import ServiceKind, ServiceUnit, TariffItem
from seed import papers
from seed.calendar_of_work import working_days
from seed.diary import Diary
from seed.people import SUPPLIER_OF_THE_DEMONSTRATION, Cast
from seed.reading import FOUNDING_MONTH, Line, day, moment, month_after, table
from services import audit, clock, media, service_orders, tariff
from services.audit import Event
from services.order_flow import MUSEUM
from services.payment_sessions import Report
from services.service_orders import Result, ServiceForm, delivering, opening, settlement
from services.visitors import Visitor

HALF_YEARS, MOST_TESTED = {3, 9}, 3
OAK, WATERBORNE = "P-000002", "P-000006"  # the floors of the demonstration's own supplier
SAID = "样品与送检批次一致，所测指标均按标准方法检测。 · Tested by the methods of the standards; details in the file."


def note_tariff(diary: Diary) -> None:
    for set_on, lines in groupby(sorted(table("tariff"), key=day_of), key=day_of):
        diary.note(moment(f"{set_on}T09:40"), partial(hang, list(lines)))


def day_of(line: Line) -> str:
    return line["set_on"]


def hang(lines: list[Line]) -> None:
    with transaction() as db:
        for line in lines:
            tariff.replace(db, item_of(line))
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "tariff", rows=len(lines))


def item_of(line: Line) -> TariffItem:
    names = ("code", "name_zh", "name_en", "contains_zh", "contains_en", "vat_basis_zh", "vat_basis_en", "reason")
    texts: dict[str, Any] = {name: line[name] for name in names}
    return TariffItem(
        **texts, kind=ServiceKind(line["kind"]), unit=ServiceUnit(line["unit"]), price_fen=int(line["price_fen"]),
        vat_rate=Decimal(line["vat_rate"]), valid_from=day(line["valid_from"]),
        demonstration=True,
        set_by="official · 湖州财政采购监管处（演示）", set_at=clock.now(),
    )  # fmt: skip


@dataclass
class Service:
    """One order as it is lived, each step by whose turn it is."""

    cast: Cast
    seller: Visitor
    item: str
    product: str
    code: str = ""

    def order(self) -> None:
        chosen = next(one for one in tariff.offered() if one.code == self.item)
        with reading() as db:
            tested = declared(db, self.product) if chosen.kind is ServiceKind.TESTING else {}
        form = ServiceForm(self.item, chosen.price_fen, product=self.product, indicators=list(tested))
        self.code = service_orders.order(self.seller, form, key=f"{self.item}:{clock.now():%Y%m%d%H%M}").code

    def pay(self) -> None:
        """What the payment service would report; its names say that no card was ever seen."""
        asked = opening.prepared(self.seller, self.code)
        name = f"demo:{self.code}"
        paid, fen = SessionStatus.PAID, asked.order.total_fen
        settlement.settle(Report(f"demo:session:{self.code}", asked.order.id, fen, "cny", True, paid, name, ""))

    def transferred(self) -> None:
        service_orders.transfer_received(self.cast.official, self.code)

    def begin(self) -> None:
        service_orders.begin(self.cast.demonstration["housing"], self.code)

    def deliver(self) -> None:
        """As `service_orders.deliver`, in one transaction, the file at a place that comes out the same."""
        worker = self.cast.demonstration["housing"]
        with reading() as db:
            order = db.exec(select(ServiceOrder).where(ServiceOrder.code == self.code)).one()
            values = {key: value for key, value in declared(db, self.product).items() if key in order.indicators}
        data = report(order, values)
        file = filed(worker, self.code, data)
        media.write(file.place, data)
        with transaction() as db:
            db.add(file)
            audit.record(db, worker, Event.FILE_STORED, file.id, purpose=file.purpose, size=file.size)
            db.flush()
            delivering.hand_over(db, worker, self.code, file, Result(file.name, data, SAID, values))

    def close(self) -> None:
        service_orders.close(self.seller, self.code)


def declared(db: Session, code: str) -> dict[str, Decimal]:
    """What the supplier says of some indicators of its exhibit: the test confirms it."""
    product = db.exec(select(Product).where(Product.code == code)).one()
    found = sorted(products.values(db, [product.id]), key=lambda row: row.indicator)
    return {row.indicator: Decimal(row.value) for row in found[:MOST_TESTED]}


def report(order: ServiceOrder, values: dict[str, Decimal]) -> bytes:
    lines = [["服务订单", order.code], ["服务", order.name_zh], ["Service", order.name_en]]
    lines += [[key, f"{value.normalize():f}"] for key, value in values.items()]
    return papers.rendered(
        {"title_zh": "检测报告", "title_en": "Test report", "number": order.code, "lines": lines}
        if values
        else {"title_zh": "服务报告", "title_en": "Report", "number": order.code, "lines": lines}
    )


def filed(worker: Visitor, code: str, data: bytes) -> StoredFile:
    digest = hashlib.sha256(f"report of {code}".encode()).hexdigest()
    return StoredFile(
        place=digest[:48], organisation_id=worker.organisation_id, uploaded_by=worker.person_id,
        purpose=Purpose.REPORT, name=f"{code} 报告 report.pdf", media_type="application/pdf", size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), created_at=clock.now(),
    )  # fmt: skip


Step = Callable[[Service], None]
S = Service
WHOLE: tuple[Step, ...] = (S.pay, S.begin, S.deliver, S.close)
STORIES: tuple[tuple[str, str, tuple[Step, ...]], ...] = (
    ("TEST-VOC", WATERBORNE, (S.transferred, S.begin, S.deliver)),
    ("TEST-INDEX", OAK, (S.pay, S.begin)),
    ("CERT-GBM", OAK, (S.pay,)),
    ("TEST-INDEX", WATERBORNE, ()),
)


def note_orders(diary: Diary, cast: Cast, until: str) -> None:
    """Twice a year some supplier has an exhibit tested; in the last month the demonstration's own in every state."""
    month, number = month_after(FOUNDING_MONTH), 0
    while month < until:
        if int(month[5:]) in HALF_YEARS:
            line = table("products")[(7 * number + 3) % len(table("products"))]
            note_order(diary, cast, ("TEST-INDEX", line["code"], WHOLE), working_days(month)[1], line["supplier"])
            number += 1
        month = month_after(month)
    for place, story in enumerate(STORIES):
        note_order(diary, cast, story, working_days(until)[3 * place + 2], SUPPLIER_OF_THE_DEMONSTRATION)


def note_order(diary: Diary, cast: Cast, story: tuple[str, str, tuple[Step, ...]], at: datetime, seller: str) -> None:
    """The sellers live in the diary too: who orders is asked when the day has come."""
    item, product, steps = story
    begun = list[Service]()

    def order() -> None:
        begun.append(Service(cast, cast.sellers[seller], item, product))
        begun[0].order()

    def then(step: Step) -> None:
        step(begun[0])

    diary.note(at + timedelta(hours=10, minutes=12), order)
    for number, step in enumerate(steps):
        diary.note(at + timedelta(days=number, hours=11, minutes=7), partial(then, step))
