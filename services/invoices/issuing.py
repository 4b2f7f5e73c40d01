"""Issuing an invoice: the paper is kept, and what stands on it must fit the order to the fen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import invoices as store
from db.engine import reading, transaction
from db.invoices import Invoice, InvoiceRequest, InvoiceStatus
from db.media import Purpose
from db.orders import Order
from services import audit, clock, media
from services.audit import Event
from services.errors import Conflict, Invalid
from services.invoices import rules
from services.invoices.flow import advance, step
from services.invoices.holding import account, entered, is_live, looked_at, the_one
from services.invoices.rules import Sums
from services.order_rights import BOUND, Opened, Party
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Paper", "issue"]


@dataclass(frozen=True)
class Paper:
    """What stands on the invoice. `corrects`: the invoice a red-letter one takes back, its sums below nothing then;
    `replaces`: one that the buyer has sent back."""

    number: str
    issued_on: date
    sums: Sums
    corrects: UUID | None = None
    replaces: UUID | None = None


def issue(supplier: Visitor, order_code: str, paper: Paper, *, name: str, data: bytes) -> Invoice:
    """Hand in an invoice. Everything is checked before the file is opened, and again with the order locked."""
    require(supplier, Permission.INVOICE_ISSUE)
    number = rules.number_of(paper.number)
    with reading() as db:
        refuse_unless_fitting(db, looked_at(db, supplier, order_code, Party.SUPPLIER), paper, number)
    file = media.store(supplier, name, data, Purpose.INVOICE)
    try:
        with transaction() as db:
            seen = entered(db, supplier, order_code, Party.SUPPLIER)
            return added(db, supplier, seen.order, refuse_unless_fitting(db, seen, paper, number), file.id)
    except IntegrityError:
        raise Conflict("Invoice {number} is here already.", number=number) from None


@dataclass(frozen=True)
class Fitting:
    """A paper that fits, with what it refers to."""

    paper: Paper
    number: str
    request: InvoiceRequest
    corrects: Invoice | None
    replaces: Invoice | None


def refuse_unless_fitting(db: Session, seen: Opened, paper: Paper, number: str) -> Fitting:
    order, known = seen.order, store.of_orders(db, [seen.order.id])
    corrects = the_one(db, order, paper.corrects) if paper.corrects else None
    replaces = the_one(db, order, paper.replaces) if paper.replaces else None
    request = store.request_of(db, order.id)
    if request is None:
        raise Conflict("The buyer has not asked for an invoice of order {code} yet.", code=order.code)
    if corrects is None and seen.state not in BOUND:
        raise Conflict("The payment of order {code} does not stand where this could be done.", code=order.code)
    if corrects and (corrects.corrects_id or not is_live(corrects)):
        raise Conflict("Invoice {number} is not one that could be corrected.", number=corrects.number)
    if replaces and replaces.status is not InvoiceStatus.RETURNED:
        raise Conflict("Invoice {number} has not been sent back.", number=replaces.number)
    check_number(db, order, number)
    check_day(order, paper.issued_on)
    rules.check(paper.sums, account(db, order, known, corrects))
    return Fitting(paper, number, request, corrects, replaces)


def check_number(db: Session, order: Order, number: str) -> None:
    """A number is used once; only what was mistyped and taken back may be handed in for its order again."""
    for one in store.of_number(db, order.supplier_id, number):
        if is_live(one) or one.order_id != order.id:
            raise Conflict("Invoice {number} is here already.", number=number)


def check_day(order: Order, day: date) -> None:
    placed = clock.in_china(order.placed_at).date()
    if not placed <= day <= clock.today():
        raise Invalid("An invoice is of a day from {first} (the order) to {last} (today).", first=placed,
                      last=clock.today())  # fmt: skip


def added(db: Session, supplier: Visitor, order: Order, fits: Fitting, file_id: UUID) -> Invoice:
    sums = fits.paper.sums
    invoice = Invoice(
        order_id=order.id,
        supplier_id=order.supplier_id,
        kind=fits.request.kind,
        number=fits.number,
        issued_on=fits.paper.issued_on,
        net_fen=sums.net_fen,
        tax_fen=sums.tax_fen,
        gross_fen=sums.gross_fen,
        corrects_id=fits.corrects.id if fits.corrects else None,
        file_id=file_id,
        added_at=clock.now(),
    )
    db.add(invoice)
    db.flush()
    db.add(step(supplier, invoice))
    said = {"number": fits.number, "amount_fen": abs(sums.gross_fen), "is_red": fits.corrects is not None}
    audit.record(db, supplier, Event.INVOICE_ISSUED, order.code, **said)
    if fits.replaces:
        advance(db, supplier, fits.replaces, InvoiceStatus.REPLACED, note=fits.number)
        audit.record(db, supplier, Event.INVOICE_REPLACED, order.code, number=fits.replaces.number)
    return invoice
