"""The settlement watch of officials: debts of suppliers, chargebacks, and the nightly comparison of the books."""

import streamlit as st

from components import chargebacks as cases
from components import feedback, html, service_orders, session, settlement
from components.disputes import way_to_disputes
from components.i18n import t
from services import chargebacks, disputes, payments, payouts, reconciling, tariff
from services.chargebacks import ChargebackView
from services.service_orders import takings
from services.visitors import Visitor


def show_case(official: Visitor, view: ChargebackView) -> None:
    with st.container(border=True, key=f"case-{view.chargeback.id}"):
        html.show(cases.notice(view))
        text = cases.ask_statement(view)
        sure = cases.ask_answer(view)
    with feedback.refusals():
        if text:
            chargebacks.state(official, view.chargeback.id, text=text)
            feedback.done_after_rerun(t("The statement is kept."))
            st.rerun()
        if sure:
            payments.answer_dispute(official, view.chargeback.id)
            feedback.done_after_rerun(t("The answer is with the bank."))
            st.rerun()


visitor = session.visitor()
st.title(t("Settlement"), anchor=False)
html.show(way_to_disputes(disputes.waiting(visitor)))
with feedback.refusals():
    st.header(t("Owed by suppliers"), anchor=False)
    owed = payouts.debts(visitor)
    if owed:
        html.show(settlement.debts(owed))
    else:
        html.show(settlement.calm(t("No supplier has more than is due to it.")))
    st.header(t("What the museum takes"), anchor=False)
    html.show(service_orders.takings(takings(visitor), tariff.COMMISSION_FEN))
    st.header(t("Chargebacks"), anchor=False)
    found = chargebacks.newest(visitor)
    for one in found:
        show_case(visitor, one)
    if not found:
        html.show(settlement.calm(t("No bank disputes a payment.")))
    st.header(t("Ledger and provider"), anchor=False)
    last = reconciling.last(visitor)
    if last is None:
        html.show(settlement.calm(t("The books have not been compared yet; that happens every night.")))
    else:
        at, movements, wrong = last
        html.show(settlement.compared(at, movements))
        if wrong:
            html.show(settlement.differences(wrong))
        else:
            html.show(settlement.calm(t("Both sides agree to the fen.")))
