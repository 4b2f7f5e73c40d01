"""Invoices: asked for, issued to the fen, accepted or sent back; and what must never pass for one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from db.engine import reading
from db.invoices import Invoice, InvoiceRequest
from db.media import StoredFile
from services import clock, due_handlers, invoices, orders, vat
from services.errors import Conflict, Invalid
from services.invoices import InvoiceKind, InvoiceStatus, Standing
from services.orders import Fault, Faulty, Report
from services.vat import Taxpayer
from tests import make
from tests.buying import (  # noqa: F401  fixtures
    BY_TRANSFER,
    agreed,
    at_once,
    code,
    delivered,
    noted,
    offered,
    placed,
    right_books,
)
from tests.hearing import compose, told
from tests.invoicing import (
    NUMBERS,
    asked,
    invoice_wanted,  # noqa: F401  a fixture
    issued,
    rows,
    standing,
    sums,
)

WHOLE = sums(24_000, 2761)  # two square metres at 120 yuan, 13 % in it
A_DAY = timedelta(days=1)


def test_an_invoice_is_asked_for_issued_and_accepted(buyer, supplier, bought):
    assert standing(buyer, bought) is Standing.TO_COME
    invoice = issued(supplier, bought, WHOLE, number="2633 0000 0000 0000 0001")
    assert invoice.number == NUMBERS[0]
    assert standing(supplier, bought) is Standing.TO_CHECK
    invoices.accept(buyer, code(bought), invoice.id)
    assert standing(buyer, bought) is Standing.COMPLETE
    assert noted("invoice:asked", "invoice:issued", "invoice:accepted") == [
        "invoice:asked", "invoice:issued", "invoice:accepted"]  # fmt: skip


def test_each_side_hears_of_what_the_other_does(buyer, supplier, bought):
    colleague = make.a_colleague(buyer)
    invoice = issued(supplier, bought, WHOLE)
    invoices.send_back(buyer, code(bought), invoice.id, reason="The title is wrong")
    compose()
    assert [said for said in told(colleague) if "invoice for" in said]
    heard = "\n".join(told(supplier))
    assert "asks for the invoice" in heard
    assert "sent back an invoice" in heard


@pytest.mark.parametrize("wrong", [
    (sums(24_001, 2761), "still to be invoiced"), (sums(0, 0), "more than"), (sums(-24_000, -2761), "more than"),
    (sums(24_000, 2763), "tax reads"), (sums(24_000, 0), "tax reads"), (sums(24_000, 1380), "tax reads"),
    (invoices.Sums(21_239, 2761, 23_999), "do not come to"),
])  # fmt: skip
def test_a_wrong_amount_is_refused_with_the_figures(supplier, bought, wrong):
    said, why = wrong
    with pytest.raises(Invalid, match=why):
        issued(supplier, bought, said)
    assert rows() == []
    with reading() as db:
        assert db.exec(select(StoredFile)).all() == []  # nothing was kept of it


def test_one_fen_a_line_is_forgiven(supplier, bought):
    assert issued(supplier, bought, sums(24_000, 2762)).tax_fen == 2762


def test_several_invoices_come_to_the_order_and_no_further(buyer, supplier, bought):
    issued(supplier, bought, sums(10_000, 1150))
    assert standing(buyer, bought) is Standing.PARTLY
    assert invoices.of_order(buyer, code(bought)).open_fen == 14_000
    with pytest.raises(Invalid, match="still to be invoiced"):
        issued(supplier, bought, sums(14_001, 1611), number=NUMBERS[1])
    issued(supplier, bought, sums(14_000, 1611), number=NUMBERS[1])
    with pytest.raises(Invalid, match="nothing is left"):
        issued(supplier, bought, sums(100, 12), number=NUMBERS[2])


def test_lines_of_two_rates_are_taxed_by_both(buyer, supplier, official, pass_time):
    tiles, bars = make.a_product(supplier), make.a_product(supplier, kind=make.a_kind("reinforcing-bar"))
    vat.set_rate(official, vat.RateForm(Taxpayer.GENERAL, "3", clock.today() + A_DAY, "依据", "Law",
                                        kind="reinforcing-bar"))  # fmt: skip
    pass_time(A_DAY * 2)
    bought = agreed(buyer, tiles, bars)
    asked(buyer, bought)
    with pytest.raises(Invalid, match="tax reads"):
        issued(supplier, bought, sums(48_000, 2761 * 2))  # all of it at 13 %, though half is taxed 3 %
    issued(supplier, bought, sums(48_000, 2761 + 699))


@pytest.mark.parametrize(
    "number", ["", "123", "2633000000000000000", "26330000000000000001 1", "２６３３" * 5, "x" * 20]
)
def test_a_number_that_no_invoice_has_is_refused(supplier, bought, number):
    with pytest.raises(Invalid, match="invoice number"):
        issued(supplier, bought, WHOLE, number=number)


def test_code_and_number_of_an_older_invoice_are_taken(supplier, bought):
    assert issued(supplier, bought, WHOLE, number="3300211130-12345678").number == "330021113012345678"


def test_a_number_is_used_once_by_a_supplier(buyer, supplier, rival, bought, product):
    issued(supplier, bought, WHOLE)
    other = agreed(buyer, product, key="two")
    asked(buyer, other)
    with pytest.raises(Conflict, match="here already"):
        issued(supplier, other, WHOLE)
    theirs = agreed(buyer, make.a_product(rival), key="three")
    asked(buyer, theirs)
    assert issued(rival, theirs, WHOLE).number == NUMBERS[0]  # another company's own series


def test_a_void_number_does_not_come_back_for_another_order(buyer, supplier, bought, product):
    invoice = issued(supplier, bought, WHOLE)
    invoices.withdraw(supplier, code(bought), invoice.id, reason="Mistyped")
    other = agreed(buyer, product, key="two")
    asked(buyer, other)
    with pytest.raises(Conflict, match="here already"):
        issued(supplier, other, WHOLE)
    assert issued(supplier, bought, WHOLE).id != invoice.id  # for its own it does


@pytest.mark.parametrize("days", [1, -1])
def test_an_invoice_is_of_no_day_before_the_order_or_ahead(supplier, bought, days):
    with pytest.raises(Invalid, match="is of a day"):
        issued(supplier, bought, WHOLE, on=clock.today() + A_DAY * days)


def test_two_invoices_at_once_do_not_come_to_more_than_the_order(supplier, bought):
    errands = [lambda n=n: issued(supplier, bought, WHOLE, number=NUMBERS[n]) for n in range(3)]
    answers = at_once(*errands)
    assert len([one for one in answers if isinstance(one, Invoice)]) == 1
    assert len([one for one in rows() if one.status is InvoiceStatus.ISSUED]) == 1


def test_a_returned_invoice_counts_no_more_and_is_replaced(buyer, supplier, bought):
    first = issued(supplier, bought, WHOLE)
    invoices.accept(buyer, code(bought), first.id)
    invoices.send_back(buyer, code(bought), first.id, reason="The title is wrong")
    assert standing(buyer, bought) is Standing.TO_COME
    asked(buyer, bought, title="Another School")  # may be put right now
    second = issued(supplier, bought, WHOLE, number=NUMBERS[1], replaces=first.id)
    assert {one.id: one.status for one in rows()} == {
        first.id: InvoiceStatus.REPLACED, second.id: InvoiceStatus.ISSUED}  # fmt: skip
    with pytest.raises(Conflict):
        invoices.accept(buyer, code(bought), first.id)


def test_what_shall_stand_on_it_is_fixed_once_one_is_here(buyer, supplier, bought):
    asked(buyer, bought, title="A Better Title")
    issued(supplier, bought, WHOLE)
    with pytest.raises(Conflict, match="is here already"):
        asked(buyer, bought, title="Too Late")
    assert invoices.of_order(supplier, code(bought)).request.title == "A Better Title"


def test_a_special_invoice_needs_the_taxpayer_number(buyer, product):
    bought = agreed(buyer, product)
    with pytest.raises(Invalid, match="taxpayer number"):
        asked(buyer, bought, kind=InvoiceKind.SPECIAL)
    with pytest.raises(Invalid, match="credit code"):
        asked(buyer, bought, kind=InvoiceKind.SPECIAL, code="91330500MA00000000")
    asked(buyer, bought, kind=InvoiceKind.SPECIAL, code=make.a_credit_code())
    assert invoices.of_order(buyer, code(bought)).request.kind is InvoiceKind.SPECIAL


def test_none_is_issued_unasked_or_for_what_nobody_has_paid_or_agreed(buyer, supplier, product):
    unasked, unpaid = agreed(buyer, product), placed(buyer, product, key="two")
    with pytest.raises(Conflict, match="has not asked"):
        issued(supplier, unasked, WHOLE)
    with pytest.raises(Conflict, match="payment"):
        asked(buyer, unpaid)


def test_what_is_asked_for_at_checkout_is_read_once_the_order_binds(buyer, supplier, product):
    bought = placed(buyer, product, by=replace(BY_TRANSFER, invoice=InvoiceKind.ORDINARY))
    assert invoices.of_order(supplier, code(bought)).request.title == "A School"
    with pytest.raises(Invalid, match="taxpayer number"):
        placed(buyer, product, by=replace(BY_TRANSFER, invoice=InvoiceKind.SPECIAL), key="two")
    with reading() as db:
        assert len(db.exec(select(InvoiceRequest)).all()) == 1


def test_a_reduction_calls_for_a_red_letter_invoice(buyer, supplier, bought):
    original = issued(supplier, bought, WHOLE)
    orders.confirm(supplier, code(bought))
    orders.ship(supplier, code(bought), carrier="Slow Boat", tracking_number="SB-1")
    orders.receive(buyer, code(bought))
    [line] = orders.order(buyer, code(bought)).lines
    orders.accept_in_part(buyer, code(bought), Report([Faulty(line.id, 1000, Fault.DAMAGED, "Broken")], []))
    assert standing(buyer, bought) is Standing.TO_CORRECT
    due_handlers.sweep()
    assert noted("invoice:correction:called") == ["invoice:correction:called"]
    with pytest.raises(Invalid, match="at most"):
        issued(supplier, bought, sums(-24_001, -2761), number=NUMBERS[1], corrects=original.id)
    with pytest.raises(Invalid, match="tax reads"):
        issued(supplier, bought, sums(-12_000, -1000), number=NUMBERS[1], corrects=original.id)
    red = issued(supplier, bought, sums(-12_000, -1381), number=NUMBERS[1], corrects=original.id)
    assert standing(buyer, bought) is Standing.TO_CHECK
    with pytest.raises(Conflict, match="has to go first"):
        invoices.send_back(buyer, code(bought), original.id, reason="Wrong")
    with pytest.raises(Conflict, match="could be corrected"):
        issued(supplier, bought, sums(-1, 0), number=NUMBERS[2], corrects=red.id)


def test_an_order_that_ended_wants_its_invoice_back(buyer, supplier, bought):
    original = issued(supplier, bought, WHOLE)
    orders.cancel(supplier, code(bought), reason="The kiln is broken")
    assert standing(supplier, bought) is Standing.TO_CORRECT
    issued(supplier, bought, sums(-24_000, -2761), number=NUMBERS[1], corrects=original.id)
    assert invoices.of_order(supplier, code(bought)).open_fen == 0
    with pytest.raises(Conflict):
        issued(supplier, bought, WHOLE, number=NUMBERS[2])
