"""The disputes about an order, the steps each waits for, and the form that opens another."""

from collections.abc import Sequence

import streamlit as st

from components import dispute_forms, disputes, feedback, html, session
from components.i18n import t
from services import disputes as conflicts
from services.disputes import DisputeView
from services.orders import OrderView
from services.visitors import Visitor


def show(party: Visitor, view: OrderView, found: Sequence[DisputeView]) -> None:
    for one in found:
        html.show(disputes.sheet(one, view))
        step = dispute_forms.ask(one)
        if step:
            with feedback.refusals():
                conflicts.act(party, one.dispute.code, step)
                feedback.done_after_rerun(t("The dispute has been carried on."))
                st.rerun()
    lodge(party, view.order.code)


def lodge(party: Visitor, code: str) -> None:
    form = f"dispute-{code}"
    session.intent(form)
    with feedback.refusals():
        made = dispute_forms.lodge(code, conflicts.ways(party, code))
        if made:
            conflicts.lodge(party, code, made, key=session.intent(form))
            session.fulfil_intent(form)
            feedback.done_after_rerun(t("The dispute is open; the other side has been told."))
            st.rerun()
