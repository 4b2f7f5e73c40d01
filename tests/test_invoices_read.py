"""Invoices and who reads of them: nobody else, the one who is reminded, lists, files, pages."""

from datetime import timedelta

import pytest

from services import due_handlers, invoices, media, orders, sales
from services.errors import Forbidden, Missing
from services.invoices import Standing
from services.sales import Desk
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
from tests.handed_in import a_pdf
from tests.invoicing import (
    NUMBERS,
    invoice_wanted,  # noqa: F401  a fixture
    issued,
    standing,
    sums,
)

WHOLE = sums(24_000, 2761)  # two square metres at 120 yuan, 13 % in it
A_DAY = timedelta(days=1)


@pytest.fixture
def strangers(other_buyer, rival):
    return other_buyer, rival


def test_strangers_and_officials_learn_nothing(buyer, supplier, strangers, official, bought):
    invoice = issued(supplier, bought, WHOLE)
    for visitor in strangers:
        with pytest.raises(Missing):
            invoices.of_order(visitor, code(bought))
        assert invoices.standings(visitor, [invoice.order_id]) == {}
        with pytest.raises(Missing):
            media.read(visitor, invoice.file_id)
    for visitor in (official, make.a_member("expert", role="expert", kind="authority")):
        with pytest.raises(Forbidden):
            invoices.of_order(visitor, code(bought))
        with pytest.raises(Missing):
            media.read(visitor, invoice.file_id)
    for visitor in (buyer, supplier):
        assert media.read(visitor, invoice.file_id)[1] == a_pdf()


def test_nobody_acts_in_the_other_s_place(buyer, supplier, strangers, bought):
    other_buyer, rival = strangers
    invoice = issued(supplier, bought, WHOLE)
    with pytest.raises(Forbidden):
        issued(buyer, bought, WHOLE)
    with pytest.raises(Forbidden):
        invoices.accept(supplier, code(bought), invoice.id)
    with pytest.raises(Forbidden):
        invoices.withdraw(buyer, code(bought), invoice.id, reason="Wrong")
    with pytest.raises(Missing):
        issued(rival, bought, WHOLE)
    with pytest.raises(Missing):
        invoices.accept(other_buyer, code(bought), invoice.id)


def test_an_invoice_of_another_order_is_none_of_this_one(buyer, supplier, bought, product):
    invoice = issued(supplier, bought, WHOLE)
    other = agreed(buyer, product, key="two")
    with pytest.raises(Missing):
        invoices.accept(buyer, code(other), invoice.id)


def test_the_supplier_is_reminded_once_seven_days_after_acceptance(buyer, supplier, bought, pass_time):
    def live(days):
        for _ in range(days):
            pass_time(A_DAY)
            due_handlers.sweep()

    live(9)  # asked for, but nothing is accepted or paid
    assert noted("invoice:reminded") == []
    delivered(buyer, supplier, code(bought))
    live(6)
    assert noted("invoice:reminded") == []
    live(10)
    assert noted("invoice:reminded") == ["invoice:reminded"]


def test_nobody_is_reminded_of_what_is_here(buyer, supplier, bought, pass_time):
    delivered(buyer, supplier, code(bought))
    issued(supplier, bought, WHOLE)
    pass_time(A_DAY * 20)
    due_handlers.sweep()
    assert noted("invoice:reminded") == []


def test_both_lists_hold_the_orders_that_lack_their_invoice(buyer, supplier, bought, product):
    agreed(buyer, product, key="two")  # nobody asked for that one's
    assert [row.order.code for row in orders.lacking_invoices(buyer)] == [code(bought)]
    assert invoices.count_wanting(buyer) == sales.figures(supplier).at[Desk.INVOICE] == 1
    issued(supplier, bought, WHOLE)
    assert orders.lacking_invoices(buyer) == []
    assert sales.figures(supplier).at[Desk.INVOICE] == 0


def test_each_side_takes_its_own_invoices_away(buyer, supplier, strangers, official, bought):
    issued(supplier, bought, WHOLE)
    for visitor in (buyer, supplier):
        [row] = invoices.taken_away(visitor)
        assert (row.order_code, row.invoice.gross_fen) == (code(bought), 24_000)
    for visitor in strangers:
        assert invoices.taken_away(visitor) == []
    with pytest.raises(Forbidden):
        invoices.taken_away(official)
    assert noted("invoice:exported") == ["invoice:exported"] * 4


def test_both_sides_walk_through_their_pages(visit, buyer, supplier, product):
    bought = agreed(buyer, product)
    number = code(bought)
    at = visit("orders.py", buyer, order=number)
    at.button(key=f"invoice_ask_sure_{number}").click().run()
    assert not at.error
    at = visit("sales.py", supplier, order=number)
    assert at.text_input(key=f"paper_gross_{number}_0").value == "240.00"
    assert at.text_input(key=f"paper_tax_{number}_0").value == "27.61"
    at.text_input(key=f"paper_number_{number}_0").input(NUMBERS[0])
    at.text_input(key=f"paper_gross_{number}_0").input("2400")
    at.button(key=f"paper_sure_{number}_0").click().run()
    assert "still to be invoiced" in at.error[0].value
    invoice = issued(supplier, bought, WHOLE)
    at = visit("orders.py", buyer, order=number)
    at.button(key=f"invoice_accept_{invoice.id}").click().run()
    assert standing(buyer, bought) is Standing.COMPLETE
