"""A supplier's and a buyer's errands with invoices in one line each."""

from typing import Any

import pytest
from sqlmodel import select

from db.engine import reading
from db.orders import Purchase
from services import clock, invoices
from services.invoices import Invoice, InvoiceKind, Paper, Sums, Wanted
from services.visitors import Visitor
from tests.buying import agreed, code
from tests.handed_in import a_pdf

NUMBERS = [f"2633000000000000{number:04d}" for number in range(1, 50)]


def asked(buyer: Visitor, bought: Purchase, **more: Any) -> None:
    invoices.ask(buyer, code(bought), Wanted(**({"kind": InvoiceKind.ORDINARY, "title": "A School"} | more)))


def sums(gross_fen: int, tax_fen: int) -> Sums:
    return Sums(gross_fen - tax_fen, tax_fen, gross_fen)


def issued(supplier: Visitor, bought: Purchase, said: Sums, number: str = NUMBERS[0], **more: Any) -> Invoice:
    day = more.pop("on", clock.today())
    paper = Paper(number, day, said, **more)
    return invoices.issue(supplier, code(bought), paper, name="invoice.pdf", data=a_pdf())


@pytest.fixture(name="bought")
def invoice_wanted(buyer, product):
    found = agreed(buyer, product)
    asked(buyer, found)
    return found


def standing(visitor, bought):
    return invoices.of_order(visitor, code(bought)).standing


def rows():
    with reading() as db:
        return db.exec(select(Invoice)).all()
