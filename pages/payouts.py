"""The supplier's statement: its account at the provider, its share of every order, and what it costs: nothing."""

import streamlit as st

from components import account, choices, feedback, html, session, tariff
from components import invoices as papers
from components import payouts as parts
from components import transfers as slips
from components.i18n import t
from services import notes, payments, payouts, transfers, vat
from services.visitors import Visitor

A_PAGE = 50


def show_company(supplier: Visitor) -> None:
    """The bank account for transfers, and which taxpayer the company is."""
    known, statement = transfers.mine(supplier), vat.my_statement(supplier)
    html.show(slips.account_said(known, statement, transfers.masked(known.number) if known else ""))
    with st.container(horizontal=True, key="company-money"), feedback.refusals():
        form = slips.account_form(supplier.organisation_zh, supplier.organisation_en)
        if form:
            transfers.set_account(supplier, form)
            feedback.done_after_rerun(t("The account is kept; everybody of your company is told."))
            st.rerun()
        payer = slips.taxpayer_form(statement)
        if payer:
            vat.state(supplier, payer)
            feedback.done_after_rerun(t("Kept."))
            st.rerun()


visitor = session.visitor()
st.title(t("Payouts"), anchor=False)
note = notes.read(session.asked("note"), visit=visitor.visit)
account.refusal(note)
with feedback.refusals():
    if session.asked("account") == "back":
        payouts.look_again(visitor)
    if session.asked("account") == "again":
        st.info(t("That page has expired; continue with the button below."), icon=":material/history:")
    own = payouts.own_account(visitor)
    html.show(parts.account(own, payouts.asked_for(own.due if own else []), online=payments.may_pay_online()))
    show_company(visitor)
    sums = payouts.totals(visitor)
    html.show(parts.figures(sums) + tariff.door(orders=True))
    pages = max(1, -(-sums.orders // A_PAGE))
    now = max(1, min(session.asked_number("page") or 1, pages))
    lines = payouts.statement(visitor, limit=A_PAGE, offset=(now - 1) * A_PAGE).lines
    html.show(parts.table(lines) + parts.ways_home() + papers.ways_home() if lines else parts.nothing_yet())
    choices.page_of(pages, now=now)
