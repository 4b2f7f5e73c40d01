"""The desk of disputes: what waits for an official of the buyer's place, and one dispute with all that bears on it."""

import streamlit as st

from components import correspondence, dispute_forms, feedback, html, order_parts, order_sheet, returns, session
from components import disputes as parts
from components import orders as lists
from components.i18n import t
from components.settlement import calm
from services import disputes
from services.disputes import Case, Outcome, Take
from services.visitors import Visitor


def show_desk(official: Visitor) -> None:
    st.title(t("Disputes"), anchor=False)
    html.show(parts.desk_words())
    open_now, decided = disputes.desk(official), disputes.desk(official, ended=True)
    if open_now:
        html.show(parts.desk(open_now))
    else:
        html.show(calm(t("No dispute waits for anybody.")))
    if decided:
        st.header(t("Decided"), anchor=False)
        html.show(parts.desk(decided))


def show_case(official: Visitor, code: str) -> None:
    known = disputes.case(official, code)
    html.show(parts.head(known.row))
    take(official, known)
    if known.view is None or known.order is None:
        html.show(parts.held_by_another())
        return
    html.show(parts.sheet(known.view, known.order))
    left, right = st.columns([2.2, 1], gap="large")
    with left:
        decide(official, known)
        html.show(order_sheet.lines(known.order) + order_parts.parts(known.order))
        for one in known.order.returns:
            html.show(returns.sheet(known.order, one))
        html.show(correspondence.thread(known.messages, known.row.buyer, known.row.supplier))
    with right:
        html.show(parts.money_of(known.order, known.row))
        html.show(order_sheet.course(known.order, parts.happened([known.view])))


def take(official: Visitor, known: Case) -> None:
    code = known.row.dispute.code
    if Take.TAKE not in known.may:
        return
    said = t("Take it over") if known.row.taken else t("Take this dispute")
    if st.button(said, type="primary", key=f"take_{code}"):
        with feedback.refusals():
            disputes.take(official, code)
            st.rerun()


def decide(official: Visitor, known: Case) -> None:
    """What is meant is weighed with every change, and refused here as the decision would be."""
    code, order = known.row.dispute.code, known.order
    if Take.DECIDE not in known.may or order is None:
        return
    ask(official, known)
    with st.container(border=True, key=f"decide-{code}"), feedback.refusals():
        st.subheader(t("Decision"), anchor=False)
        meant = dispute_forms.relief(known)
        if meant.outcome is Outcome.UNDONE and not meant.named:
            html.show(calm(t("Say of at least one line how much is undone.")))
            return
        html.show(parts.takes_off(disputes.weigh(official, code, meant), order.left))
        made = dispute_forms.decide(known, meant)
        if made:
            disputes.decide(official, code, made)
            feedback.done_after_rerun(t("{code} is decided.", code=code))
            st.rerun()


def ask(official: Visitor, known: Case) -> None:
    asked = dispute_forms.question(known)
    if asked:
        with feedback.refusals():
            disputes.question(official, known.row.dispute.code, asked.side, text=asked.text)
            feedback.done_after_rerun(t("The question has been sent."))
            st.rerun()


visitor = session.visitor()
with feedback.refusals():
    if session.asked("case"):
        html.show(lists.way_back("/disputes", t("Disputes")))
        show_case(visitor, session.asked("case")[:40])
    else:
        show_desk(visitor)
