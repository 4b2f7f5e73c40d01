"""Services of the museum: a supplier orders, pays and gets its report; the house works through what was ordered."""

import itertools
from collections.abc import Callable, Iterator

import streamlit as st

from components import account, choices, feedback, html, service_forms, service_sheet, session
from components import service_orders as parts
from components import tariff as prices
from components.i18n import t
from components.orders import way_back
from components.service_forms import Choices, Step
from services import listings, notes, payments, service_orders, standards, tariff
from services.permissions import Permission, allows
from services.service_orders import Action, Result, ServiceStatus, ServiceView
from services.settings import settings
from services.visitors import Visitor

A_PAGE, MOST_TRIES, ASK_EVERY = 20, 30, 5
PENDING = {payments.SessionStatus.OPENING, payments.SessionStatus.OPEN, payments.SessionStatus.WAITING}


def show_list(supplier: Visitor) -> None:
    st.title(t("Services"), anchor=False)
    html.show(prices.door())
    now = session.asked_number("page") or 1
    found = service_orders.mine(supplier, limit=A_PAGE + 1, offset=(now - 1) * A_PAGE)
    html.show(parts.listed(found[:A_PAGE], of_house=False) if found else parts.none_yet())
    choices.page_of(now + (len(found) > A_PAGE), now=now)
    st.header(t("Order a service"), anchor=False)
    offered = tariff.offered()
    html.show(prices.services(offered, may_order=True) + prices.basis(offered))


def show_form(supplier: Visitor, code: str) -> None:
    html.show(way_back("/service_orders", t("Services")))
    found = [one for one in tariff.offered() if one.code == code]
    st.title(prices.name_of(found[0]) if found else t("Services"), anchor=False)
    if not found:
        feedback.nothing_here(t("This service is not offered now."))
        return
    html.show(prices.services(found, may_order=False))
    form = service_forms.ask_order(found[0], Choices(listings.mine(supplier), standards.kinds(), standards.indicators))
    if form:
        with feedback.refusals():
            order = service_orders.order(supplier, form, key=session.intent("service"))
            session.turn_to(order=order.code)
            st.rerun()


def take_step(visitor: Visitor, code: str, step: Step) -> None:
    steps: dict[Action, Callable[[], None]] = {
        Action.BEGIN: lambda: service_orders.begin(visitor, code),
        Action.CALL_OFF: lambda: service_orders.call_off(visitor, code, reason=step.reason),
        Action.CANCEL: lambda: service_orders.cancel(visitor, code, reason=step.reason),
        Action.CLOSE: lambda: service_orders.close(visitor, code),
        Action.DELIVER: lambda: deliver(visitor, code, step),
        Action.RECEIVED: lambda: service_orders.transfer_received(visitor, code),
        Action.RETURNED: lambda: service_orders.transfer_returned(visitor, code),
    }
    with feedback.refusals():
        steps[step.action]()
        feedback.done_after_rerun(t("Done: {code}.", code=code))
        st.rerun()


def deliver(visitor: Visitor, code: str, step: Step) -> None:
    name, data = step.file or ("", b"")
    with st.spinner(t("Checking the file …")):
        service_orders.deliver(visitor, code, Result(name, data, step.said, step.values))


@st.fragment(run_every="2s")
def await_answer(visitor: Visitor, code: str, tries: Iterator[int]) -> None:
    """Look until our books know how the payment ended; now and then ask the payment service itself."""
    now = next(tries)
    if now % ASK_EVERY == ASK_EVERY - 1:
        ask_payment_service()
    if not is_awaited(service_orders.one(visitor, code)):
        st.rerun()
    if now >= MOST_TRIES:
        session.turn_to(order=code)
        st.rerun()
    html.show(service_sheet.waiting())


def ask_payment_service() -> None:
    with feedback.refusals():
        payments.fulfil(session.asked("session_id"))


def is_awaited(view: ServiceView) -> bool:
    """The supplier has come back from the payment page, and how the payment ended is not known yet."""
    undecided = view.order.status is ServiceStatus.ORDERED and view.session in PENDING
    return undecided and bool(session.asked("session_id"))


def settled(visitor: Visitor, code: str) -> ServiceView:
    """The order, after asking the payment service about a session the supplier has come back from."""
    view = service_orders.one(visitor, code)
    if not is_awaited(view):
        return view
    ask_payment_service()
    return service_orders.one(visitor, code)


def show_payment(visitor: Visitor, view: ServiceView) -> None:
    if is_awaited(view):
        await_answer(visitor, view.order.code, itertools.count())
    elif service_sheet.pays(view):
        if payments.may_pay_online():
            html.show(service_sheet.to_pay(view))
        service_forms.transfer(view, settings().operator_account)


def show_order(visitor: Visitor, code: str) -> None:
    view = settled(visitor, code)
    session.fulfil_intent("service")
    html.show(service_sheet.heading(view))
    account.refusal(notes.read(session.asked("note"), visit=visitor.visit))
    left, right = st.columns([2.2, 1], gap="large")
    with left:
        if view.own:
            html.show(service_sheet.said(view, cancelled=bool(session.asked("cancelled"))))
            show_payment(visitor, view)
        html.show(service_sheet.report(view))
        step = service_forms.ask_step(view)
        if step:
            take_step(visitor, code, step)
        html.show(service_sheet.facts(view) + service_sheet.indicators(view))
        if service_sheet.may_see_papers(view, finance=tariff.may_set(visitor)):
            html.show(service_sheet.papers(view.papers))
    with right:
        html.show(service_sheet.course(view))


def show_desk(visitor: Visitor) -> None:
    st.title(t("Services"), anchor=False)
    html.show(prices.door())
    known = service_orders.waiting(visitor)
    here = parts.chosen(session.asked("desk"), known)
    html.show(parts.desks(known, here))
    found = service_orders.at_desk(visitor, here)
    html.show(parts.listed(found, of_house=True) if found else parts.nothing_lies())


visitor = session.visitor()
with feedback.refusals():
    if session.asked("order"):
        html.show(way_back("/service_orders", t("Services")))
        show_order(visitor, session.asked("order")[:40])
    elif not allows(visitor, Permission.SERVICE_ORDER):
        show_desk(visitor)
    elif session.asked("item"):
        show_form(visitor, session.asked("item")[:40])
    else:
        show_list(visitor)
