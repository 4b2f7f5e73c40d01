"""The supplier's desk: what waits to be confirmed and shipped, who ordered it, where it goes, and its next step."""

from collections.abc import Callable

import streamlit as st

from components import chargebacks as cases
from components import (
    choices,
    feedback,
    html,
    labels,
    order_parts,
    order_sheet,
    order_steps,
    quotation_ways,
    returns,
    sales_desk,
    session,
    vat,
)
from components import disputes as disputed
from components import orders as parts
from components import transfers as slips
from components.i18n import t
from components.order_steps import Asked
from components.returns import Answer
from pages.of_an_order import conflicts, letters, papers
from services import (
    chargebacks,
    disputes,
    invoices,
    low_stock,
    money,
    order_returns,
    orders,
    payments,
    quotations,
    sales,
    transfers,
)
from services.orders import Action, OrderView, Party, ReturnStatus, Sending
from services.payments import Arrived
from services.sales import Desk
from services.visitors import Visitor

A_PAGE, CARDS = 20, 8


def take_step(supplier: Visitor, code: str, asked: Asked) -> None:
    steps: dict[Action, Callable[[], None]] = {
        Action.CANCEL: lambda: orders.cancel(supplier, code, reason=asked.reason),
        Action.CONFIRM: lambda: orders.confirm(supplier, code),
        Action.SHIP: lambda: orders.ship_part(supplier, code, sending(asked)),
        Action.TRANSFER_RECEIVED: lambda: payments.transfer_received(supplier, code, arrived=arrived(asked)),
        Action.TRANSFER_RETURNED: lambda: payments.transfer_returned(supplier, code),
        Action.UNDELIVERABLE: lambda: orders.undeliverable(supplier, code, reason=asked.reason),
    }
    with feedback.refusals():
        steps[asked.action]()
        feedback.done_after_rerun(order_steps.done(asked.action, code))
        st.rerun()


def arrived(asked: Asked) -> Arrived:
    """What the bank statement says."""
    return Arrived(money.fen(asked.amount, field="Amount that has arrived (yuan)"), asked.reference)


def sending(asked: Asked) -> Sending:
    return Sending(asked.carrier, asked.tracking_number, asked.quantities, asked.number or 1)


def answer_return(supplier: Visitor, code: str, said: Answer) -> None:
    steps: dict[ReturnStatus, Callable[[], None]] = {
        ReturnStatus.AGREED: lambda: order_returns.agree(supplier, code, said.number),
        ReturnStatus.ARRIVED: lambda: order_returns.arrived(supplier, code, said.number, saleable=said.saleable),
        ReturnStatus.DECLINED: lambda: order_returns.decline(supplier, code, said.number, reason=said.reason),
        ReturnStatus.WAIVED: lambda: order_returns.waive(supplier, code, said.number),
    }
    with feedback.refusals():
        steps[said.to]()
        feedback.done_after_rerun(f"{code}: {labels.word(said.to)}")
        st.rerun()


def show_returns(supplier: Visitor, view: OrderView) -> None:
    for one in view.returns:
        html.show(returns.sheet(view, one))
        said = returns.answer(view, one)
        if said:
            answer_return(supplier, view.order.code, said)


def next_steps(supplier: Visitor, view: OrderView) -> None:
    asked = order_steps.ask(view)
    if asked:
        take_step(supplier, view.order.code, asked)


def show_chargebacks(supplier: Visitor, code: str) -> None:
    for view in chargebacks.of_order(supplier, code):
        html.show(cases.notice(view))
        text = cases.ask_statement(view)
        if text:
            with feedback.refusals():
                chargebacks.state(supplier, view.chargeback.id, text=text)
                feedback.done_after_rerun(t("The statement is kept."))
                st.rerun()


def show_order(supplier: Visitor, code: str) -> None:
    view, known, found = (
        orders.order(supplier, code),
        invoices.of_order(supplier, code),
        disputes.of_order(supplier, code),
    )
    html.show(order_sheet.heading(view, Party.SUPPLIER))
    left, right = st.columns([2.2, 1], gap="large")
    with left:
        html.show(order_sheet.owed_back(view) + disputed.notice(found))
        show_chargebacks(supplier, code)
        next_steps(supplier, view)
        html.show(order_parts.parts(view))
        html.show(slips.told(transfers.told(supplier, code)))
        show_returns(supplier, view)
        conflicts.show(supplier, view, found)
        html.show(order_sheet.lines(view) + vat.in_short(known.bill))
        papers.for_supplier(supplier, code, known)
        html.show(order_sheet.facts(view, Party.SUPPLIER))
        html.show(quotation_ways.origin(quotations.source_of(supplier, view.purchase.quotation_id)))
        letters.show(supplier, view)
    with right:
        html.show(order_sheet.course(view, disputed.happened(found)))


def show_card(supplier: Visitor, code: str) -> None:
    view = orders.order(supplier, code)
    with st.container(border=True, key=f"sale-{code}"):
        html.show(sales_desk.card(view) + order_sheet.in_short(view) + order_parts.parts(view))
        next_steps(supplier, view)
        show_returns(supplier, view)


def find_by_reference(supplier: Visitor) -> None:
    """From the remark on a bank statement to its order."""
    narrow, _ = st.columns([2, 3])
    typed = narrow.text_input(t("Find an order by the reference on your bank statement"), max_chars=40, key="reference")
    if typed:
        with feedback.refusals():
            html.show(sales_desk.found(transfers.find(supplier, typed)))


def show_desk(supplier: Visitor) -> None:
    st.title(t("Sales"), anchor=False)
    html.show(quotation_ways.way_to_list())
    known = sales.figures(supplier)
    here = sales_desk.chosen(session.asked("desk"), known)
    low = sales_desk.running_low(low_stock.running_low(supplier))
    html.show(sales_desk.figures(known) + low + sales_desk.desks(known, here))
    if here is Desk.SETTLE:
        find_by_reference(supplier)
    acting = here in {Desk.CONFIRM, Desk.SHIP, Desk.RETURNS, Desk.SETTLE}
    a_page = CARDS if acting else A_PAGE
    pages = max(1, -(-known.at[here] // a_page))
    now = max(1, min(session.asked_number("page") or 1, pages))
    found = sales.waiting_at(supplier, here, limit=a_page, offset=(now - 1) * a_page)
    if not found:
        html.show(sales_desk.nothing_waits(here))
    elif acting:
        for row in found:
            show_card(supplier, row.order.code)
    else:
        html.show(parts.listed(found, "/sales"))
    choices.page_of(pages, now=now)


visitor = session.visitor()
with feedback.refusals():
    if session.asked("order"):
        html.show(parts.way_back("/sales", t("Sales")))
        show_order(visitor, session.asked("order")[:40])
    else:
        show_desk(visitor)
