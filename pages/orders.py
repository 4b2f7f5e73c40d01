"""The buyer's orders: the list, one purchase with what is to be paid, one order with its way and its next step."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

import streamlit as st
from markupsafe import Markup

from components import (
    account,
    choices,
    feedback,
    html,
    order_parts,
    order_sheet,
    order_steps,
    protocols,
    quotation_ways,
    returns,
    session,
    vat,
)
from components import approvals as four_eyes
from components import disputes as disputed
from components import invoices as invoiced
from components import orders as parts
from components.faults import Told
from components.i18n import either, t
from components.order_steps import Asked
from pages.of_an_order import conflicts, letters, papers, slips
from services import (
    approvals,
    disputes,
    invoices,
    media,
    notes,
    order_returns,
    ordered_goods,
    orders,
    payments,
    quotations,
)
from services.orders import Action, OrderRow, OrderView, Party, PaymentState, PurchaseView, Report, SessionStatus
from services.visitors import Visitor

A_PAGE, MOST_TRIES, ASK_EVERY = 20, 30, 5
PENDING = {SessionStatus.OPENING, SessionStatus.OPEN, SessionStatus.WAITING}


def show_list(buyer: Visitor) -> None:
    st.title(t("My orders"), anchor=False)
    html.show(quotation_ways.way_to_list() + protocols.way_to_list())
    now = max(1, min(session.asked_number("page") or 1, A_PAGE**3))
    lacking = session.asked("lacking") == "invoice"
    if lacking:
        html.show(invoiced.all_of_them())
        found = orders.lacking_invoices(buyer, limit=A_PAGE + 1, offset=(now - 1) * A_PAGE)
    else:
        found = orders.my_orders(buyer, limit=A_PAGE + 1, offset=(now - 1) * A_PAGE)
    first = html.NOTHING if lacking else on_top(buyer, found)
    shown = first + parts.listed(found[:A_PAGE], "/orders", invoices.standings(buyer, [row.order.id for row in found]))
    html.show(shown if found or now > 1 or lacking else parts.none_yet())
    if found:
        html.show(invoiced.ways_home())
    choices.page_of(now + (len(found) > A_PAGE), now=now)


def on_top(buyer: Visitor, found: Sequence[OrderRow]) -> Markup:
    """What waits for somebody of the buyer's, above the list."""
    first = four_eyes.notice(approvals.count(buyer), approver=buyer.approver)
    return first + parts.unpaid(found) + invoiced.waiting(invoices.count_wanting(buyer))


def take_step(buyer: Visitor, code: str, asked: Asked) -> None:
    steps: dict[Action, Callable[[], None]] = {
        Action.CANCEL: lambda: orders.cancel(buyer, code, reason=asked.reason),
        Action.RECEIVE: lambda: orders.receive(buyer, code, number=asked.number),
        Action.ACCEPT: lambda: accept(buyer, code, asked.told),
        Action.CLOSE: lambda: orders.close(buyer, code),
    }
    with feedback.refusals():
        steps[asked.action]()
        feedback.done_after_rerun(order_steps.done(asked.action, code))
        st.rerun()


def accept(buyer: Visitor, code: str, told: Told | None) -> None:
    if told is None:
        orders.accept(buyer, code)
    else:
        orders.accept_in_part(buyer, code, report(buyer, told))


def report(buyer: Visitor, told: Told) -> Report:
    """What was told, its photographs checked and kept."""
    with st.spinner(t("Checking the file …")) if told.photos else nullcontext():
        kept = [media.store(buyer, name, data, media.Purpose.EVIDENCE).id for name, data in told.photos]
    return Report(told.goods, kept)


def show_returns(buyer: Visitor, view: OrderView) -> None:
    code = view.order.code
    for one in view.returns:
        html.show(returns.sheet(view, one))
        if returns.to_settle(one):
            st.text(returns.to_settle(one))
        if returns.answer(view, one):
            with feedback.refusals():
                order_returns.withdraw(buyer, code, one.back.number)
                st.rerun()
    told = returns.ask(view)
    if told:
        with feedback.refusals():
            order_returns.ask(buyer, code, report(buyer, told), number=view.next_return)
            feedback.done_after_rerun(t("The supplier has been asked to take the goods back."))
            st.rerun()


def show_order(buyer: Visitor, code: str) -> None:
    view, known, found = orders.order(buyer, code), invoices.of_order(buyer, code), disputes.of_order(buyer, code)
    html.show(order_sheet.heading(view, Party.BUYER))
    left, right = st.columns([2.2, 1], gap="large")
    with left:
        html.show(parts.pay_first(view) + order_sheet.owed_back(view) + disputed.notice(found))
        asked = order_steps.ask(view)
        if asked:
            take_step(buyer, code, asked)
        html.show(order_parts.parts(view))
        slips.show(buyer, view)
        show_returns(buyer, view)
        conflicts.show(buyer, view, found)
        html.show(order_sheet.lines(view) + vat.in_short(known.bill))
        papers.for_buyer(buyer, code, known)
        html.show(order_sheet.facts(view, Party.BUYER))
        letters.show(buyer, view)
    with right:
        html.show(order_sheet.course(view, disputed.happened(found)))


@st.fragment(run_every="2s")
def await_answer(buyer: Visitor, code: str, tries: Iterator[int]) -> None:
    """Look until our books know how the payment ended; now and then ask the payment service itself."""
    now = next(tries)
    if now % ASK_EVERY == ASK_EVERY - 1:
        ask_payment_service()
    view = orders.purchase(buyer, code)
    if not is_awaited(view):
        st.rerun()
    if now >= MOST_TRIES:
        session.turn_to(purchase=code, session_id=session.asked("session_id"), waited="1")
        st.rerun()
    html.show(parts.waiting(view))


def ask_payment_service() -> None:
    with feedback.refusals():
        payments.fulfil(session.asked("session_id"))


def show_payment(buyer: Visitor, view: PurchaseView) -> None:
    """The way back from the payment page is only a hint: what is shown is what our books say."""
    account.refusal(notes.read(session.asked("note"), visit=session.visitor().visit))
    html.show(parts.payment_said(view, cancelled=bool(session.asked("cancelled"))))
    if is_awaited(view) and not session.asked("waited"):
        await_answer(buyer, view.purchase.code, itertools.count())
        return
    if is_awaited(view):
        html.show(parts.taking_long())
    if view.approval:
        html.show(four_eyes.standing(view.approval, view.approvers, view.pay_until))
        release(buyer, view)
    if view.may_pay:
        show_ways_to_pay(buyer, view)


def release(buyer: Visitor, view: PurchaseView) -> None:
    """An approver may decide on the purchase itself, as on the page of releases."""
    if view.waits and buyer.approver and buyer.person_id != view.purchase.person_id:
        html.show(four_eyes.way())


def is_awaited(view: PurchaseView) -> bool:
    """The buyer has come back from the payment page, and how the payment ended is not known yet."""
    undecided = view.payment_state is PaymentState.NONE and view.session_status in PENDING
    return undecided and bool(session.asked("session_id"))


def show_ways_to_pay(buyer: Visitor, view: PurchaseView) -> None:
    code = view.purchase.code
    if payments.may_pay_online():
        html.show(parts.to_pay(view))
    with st.popover(t("Pay by corporate transfer instead"), key="transfer"):
        st.text(t("You pay from your organisation's account to the supplier's, after you have inspected the goods."))
        if st.button(t("Agree to pay by transfer"), type="primary", key="agree_transfer"):
            with feedback.refusals():
                payments.agree_transfer(buyer, code)
                session.turn_to(purchase=code)
                feedback.done_after_rerun(t("Agreed: payment by corporate transfer."))
                st.rerun()


def settled(buyer: Visitor, code: str) -> PurchaseView:
    """The purchase, after asking the payment service about a session the buyer has come back from."""
    view = orders.purchase(buyer, code)
    if not is_awaited(view):
        return view
    ask_payment_service()
    return orders.purchase(buyer, code)


def show_purchase(buyer: Visitor, code: str) -> None:
    view = settled(buyer, code)
    session.fulfil_intent("checkout")
    project = either(view.project.name_zh, view.project.name_en) if view.project else ""
    html.show(parts.purchase_heading(view))
    show_payment(buyer, view)
    html.show(parts.what_for(view.purchase, project))
    html.show(quotation_ways.origin(quotations.source_of(buyer, view.purchase.quotation_id)))
    html.show(protocols.way(code))
    html.show(parts.orders_heading())
    for row, goods in zip(view.orders, ordered_goods.of_purchase(buyer, code), strict=True):
        html.show(parts.listed([row], "/orders") + order_sheet.lines(goods))


visitor = session.visitor()
if session.asked("purchase") or session.asked("order"):
    html.show(parts.way_back("/orders", t("My orders")))
with feedback.refusals():
    if session.asked("purchase"):
        show_purchase(visitor, session.asked("purchase")[:40])
    elif session.asked("order"):
        show_order(visitor, session.asked("order")[:40])
    else:
        show_list(visitor)
