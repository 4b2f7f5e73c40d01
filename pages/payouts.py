"""The supplier's statement: its account at the provider, its share of every order, and what it costs: nothing."""

import streamlit as st

from components import account, choices, feedback, html, session, tariff
from components import payouts as parts
from components.i18n import t
from services import notes, payments, payouts

A_PAGE = 50

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
    sums = payouts.totals(visitor)
    html.show(parts.figures(sums) + tariff.door(orders=True))
    pages = max(1, -(-sums.orders // A_PAGE))
    asked = session.asked("page")
    now = min(int(asked), pages) if asked.isdecimal() and asked != "0" else 1
    lines = payouts.statement(visitor, limit=A_PAGE, offset=(now - 1) * A_PAGE).lines
    html.show(parts.table(lines) + parts.ways_home() if lines else parts.nothing_yet())
    choices.page_of(pages, now=now)
