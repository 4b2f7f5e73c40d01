"""Releases: an organisation's own threshold, the purchases that wait above it, and what its approvers decided."""

import streamlit as st

from components import approvals as parts
from components import feedback, html, session
from components.i18n import t
from services import approvals
from services.approvals import ApprovalStatus, Asked
from services.visitors import Visitor


def show_threshold(buyer: Visitor) -> None:
    with feedback.refusals():
        rule = approvals.rule(buyer)
        st.markdown(parts.threshold(rule))
        if not buyer.approver:
            return
        sent, above_fen = parts.ask_threshold(rule)
        if sent:
            approvals.set_rule(buyer, above_fen=above_fen)
            feedback.done_after_rerun(t("The threshold is set."))
            st.rerun()


def show_waiting(buyer: Visitor, one: Asked) -> None:
    html.show(parts.waiting(one))
    if not buyer.approver or one.mine:
        return
    answer = parts.decide(one)
    if answer:
        with feedback.refusals():
            if answer.released:
                approvals.release(buyer, one.purchase.code)
                feedback.done_after_rerun(t("{code} is released.", code=one.purchase.code))
            else:
                approvals.refuse(buyer, one.purchase.code, reason=answer.note)
                feedback.done_after_rerun(t("{code} is refused.", code=one.purchase.code))
            st.rerun()


visitor = session.visitor()
st.title(t("Releases"), anchor=False)
show_threshold(visitor)
asked = approvals.asked(visitor)
waiting = [one for one in asked if one.approval.status is ApprovalStatus.WAITING]
if not waiting:
    html.show(parts.nothing_waits())
for one in waiting:
    show_waiting(visitor, one)
html.show(parts.decided(asked))
