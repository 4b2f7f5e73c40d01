"""Services done: begun when paid, handed over with report and values, called off, ended by time; their papers."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from components import labels
from services import due_handlers, media, service_orders
from services.audit import Event
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.service_orders import Action, Desk, ServicePaperKind, ServiceStatus
from services.tariff import ServiceKind
from tests import make
from tests.buying import at_once, noted
from tests.desk import opened_desk  # noqa: F401  a fixture
from tests.serving import (  # noqa: F401  fixtures
    PRICE,
    a_price,
    a_result,
    delivered,
    ordered,
    paid,
    papers,
    right_books,
    settled,
    stands,
    status,
    tomorrow,
    under_way,
)

S = ServiceStatus
A_DAY = timedelta(days=1)


def test_what_is_not_paid_is_never_begun(housing, supplier):
    row = ordered(supplier)
    for step in (
        lambda: service_orders.begin(housing, row.code),
        lambda: service_orders.deliver(housing, row.code, a_result()),
        lambda: service_orders.close(supplier, row.code),
    ):
        with pytest.raises(Conflict):
            step()
    assert status(row) is S.ORDERED


def test_a_test_is_ordered_paid_done_and_handed_over(official, housing, supplier):
    row = delivered(official, housing, supplier)
    view = service_orders.one(supplier, row.code)
    assert (view.report.said, view.measured[0].value, view.by_transfer) == ("All is well.", Decimal("0.4"), True)
    assert media.read(supplier, view.file.id)[1].startswith(b"%PDF")
    assert stands(row) == {"service_transfers": PRICE, "service_income": -100_000, "service_vat": -6_000}
    service_orders.close(supplier, row.code)
    assert [step.status for step in service_orders.one(supplier, row.code).steps] == [
        S.ORDERED, S.PAID, S.IN_PROGRESS, S.DELIVERED, S.CLOSED,
    ]  # fmt: skip


def test_who_does_the_work_is_housing_or_an_expert_and_never_finance(official, housing, expert, supplier):
    row = settled(official, ordered(supplier))
    for stranger in (official, supplier):
        with pytest.raises(Forbidden):
            service_orders.begin(stranger, row.code)
    service_orders.begin(expert, row.code)
    with pytest.raises(Forbidden):
        service_orders.deliver(official, row.code, a_result())
    service_orders.deliver(housing, row.code, a_result())
    assert status(row) is S.DELIVERED


def test_only_finance_receives_and_only_once(official, housing, expert, supplier):
    row = ordered(supplier)
    for stranger in (housing, expert, supplier, make.an_official("finance", city="湖州", district="吴兴区")):
        with pytest.raises(Forbidden):
            service_orders.transfer_received(stranger, row.code)
    answers = at_once(*[lambda: service_orders.transfer_received(official, row.code)] * 3)
    assert [one for one in answers if one is None] == [None]
    assert stands(row)["service_transfers"] == PRICE
    assert len(papers(row)) == 1


@pytest.mark.parametrize("values", [{}, {"ceramic-tiles-01": Decimal(1), "other": Decimal(2)},
                                    {"ceramic-tiles-01": Decimal("NaN")}], ids=str)  # fmt: skip
def test_a_test_without_its_values_is_not_handed_over(official, housing, supplier, values):
    row = under_way(official, housing, supplier)
    with pytest.raises(Invalid):
        service_orders.deliver(housing, row.code, a_result(values=values))
    assert status(row) is S.IN_PROGRESS


def test_what_is_no_pdf_is_not_handed_over(official, housing, supplier):
    row = under_way(official, housing, supplier)
    with pytest.raises(Invalid):
        service_orders.deliver(housing, row.code, a_result(data=b"<html>"))
    assert status(row) is S.IN_PROGRESS


def test_cancelled_before_it_begins_all_goes_back_with_a_credit_note(official, supplier):
    row = settled(official, ordered(supplier))
    service_orders.cancel(supplier, row.code, reason="not needed")
    assert status(row) is S.CANCELLED
    assert [kind for _, kind in papers(row)] == [ServicePaperKind.INVOICE, ServicePaperKind.CREDIT_NOTE]
    assert stands(row) == {"service_transfers": PRICE, "service_owed_back": -PRICE}
    assert service_orders.one(official, row.code).may == [Action.RETURNED]
    service_orders.transfer_returned(official, row.code)
    assert stands(row) == {}
    with pytest.raises(Conflict):
        service_orders.transfer_returned(official, row.code)


def test_once_it_has_begun_only_the_museum_calls_it_off(official, housing, supplier):
    row = under_way(official, housing, supplier)
    with pytest.raises(Conflict):
        service_orders.cancel(supplier, row.code, reason="too late")
    with pytest.raises(Invalid):
        service_orders.call_off(housing, row.code, reason=" ")
    service_orders.call_off(housing, row.code, reason="the device is broken")
    assert (status(row), service_orders.one(supplier, row.code).steps[-1].note) == (S.CANCELLED, "the device is broken")


def test_what_is_handed_over_stays_paid(official, housing, supplier):
    row = delivered(official, housing, supplier)
    for step in (
        lambda: service_orders.cancel(supplier, row.code, reason="no"),
        lambda: service_orders.call_off(housing, row.code, reason="no"),
    ):
        with pytest.raises(Conflict):
            step()
    assert stands(row)["service_transfers"] == PRICE


def test_unpaid_it_lapses_and_handed_over_it_closes_by_itself(official, housing, supplier, pass_time):
    late, done = ordered(supplier, key="late"), delivered(official, housing, supplier)
    pass_time(8 * A_DAY)
    due_handlers.sweep()
    assert (status(late), status(done)) == (S.CANCELLED, S.DELIVERED)
    with pytest.raises(Conflict):
        service_orders.transfer_received(official, late.code)
    pass_time(7 * A_DAY)
    due_handlers.sweep()
    assert status(done) is S.CLOSED


def test_one_that_is_paid_and_not_begun_is_remembered_once(official, housing, supplier, pass_time):
    waiting, begun = settled(official, ordered(supplier)), settled(official, ordered(supplier, key="two"))
    service_orders.begin(housing, begun.code)
    pass_time(4 * A_DAY)
    due_handlers.sweep()
    due_handlers.sweep()
    assert noted(Event.SERVICE_BEGINNING_REMINDED) == [Event.SERVICE_BEGINNING_REMINDED]
    assert status(waiting) is S.PAID


def test_the_house_sees_what_lies_where(official, housing, expert, supplier, rival):
    ordered(rival, key="unpaid")
    under_way(official, housing, supplier)
    for who in (official, housing, expert):
        known = service_orders.waiting(who)
        assert (known[Desk.UNPAID], known[Desk.UNDER_WAY], known[Desk.PAID]) == (1, 1, 0)
        [line] = service_orders.at_desk(who, Desk.UNDER_WAY)
        assert line.supplier.zh.startswith("supplier")
    for stranger in (supplier, rival):
        with pytest.raises(Forbidden):
            service_orders.waiting(stranger)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_invoice_and_credit_note_say_what_the_books_say(official, supplier, lang):
    row = settled(official, ordered(supplier, quantity=2))
    service_orders.cancel(supplier, row.code, reason="not needed")
    texts = {}
    for code, kind in papers(row):
        data = service_orders.paper(supplier, code, lang=lang, word=lambda unit: labels.word(unit, lang))
        texts[kind] = "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
        assert service_orders.paper(official, code, lang=lang, word=str)
    for said in ("SI-2026-000001", "SV-2026-000001", "2,000.00", "120.00", "2,120.00", "6%"):
        assert said in texts[ServicePaperKind.INVOICE]
    for said in ("SC-2026-000001", "SI-2026-000001", "-", "2,120.00"):
        assert said in texts[ServicePaperKind.CREDIT_NOTE]


def test_before_it_is_paid_there_is_no_invoice(supplier, housing, official):
    row = ordered(supplier)
    assert papers(row) == []
    settled(official, row)
    [(code, _)] = papers(row)
    with pytest.raises(Missing):
        service_orders.paper(housing, code, lang="en", word=str)


def test_numbers_have_no_gaps_though_orders_fail(supplier):
    ordered(supplier)
    with pytest.raises(Invalid):
        ordered(supplier, key="two", quantity=0)
    assert ordered(supplier, key="three").code == "SV-2026-000002"


def test_what_was_chosen_stands_on_the_statement(desk, official, supplier, rival):
    paid(desk, supplier)
    settled(official, ordered(supplier, key="two"))
    gone = settled(official, ordered(supplier, key="three"))
    service_orders.cancel(supplier, gone.code, reason="not needed")
    assert service_orders.chosen_fen(supplier) == 2 * PRICE
    assert service_orders.chosen_fen(rival) == 0
    taken = {one.service: one for one in service_orders.takings(official)}
    assert (taken[ServiceKind.TESTING].net_fen, taken[ServiceKind.TESTING].vat_fen) == (200_000, 12_000)
    assert taken[ServiceKind.TRAINING].gross_fen == 0
    with pytest.raises(Forbidden):
        service_orders.takings(supplier)
