"""The audit log: every change with its number, time, hand and seal; searched, paged, and checked link by link."""

import streamlit as st

from components import feedback, html, journal, session
from components.i18n import t
from services import audit

PAGE = 50

visitor = session.visitor()
st.title(t("Audit log"), anchor=False)
st.markdown(
    t(
        "Every change leaves an entry that can be neither changed nor removed. Each is sealed over the one before "
        "it, so a change anywhere breaks the chain from there on."
    )
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    words = st.text_input(
        t("Search in events, numbers, hands and data"),
        key="q",
        bind="query-params",
        max_chars=200,
        icon=":material/search:",
        on_change=session.clear_address,
        args=("before",),
    )
    asked = st.button(t("Check the chain"), key="check_chain", icon=":material/link:")
if asked:
    with feedback.refusals(), st.spinner(t("Checking every seal …")):
        check = audit.check_chain(visitor)
        (st.success if check.broken_at is None else st.error)(journal.verdict(check))

before = session.asked_number("before")
found = audit.recent(visitor, words, before=before, limit=PAGE + 1)
if found:
    html.show(journal.entries(found[:PAGE]))
    html.show(
        journal.onward(words, older=found[PAGE - 1].number if len(found) > PAGE else None, paged=before is not None)
    )
else:
    feedback.nothing_here(t("No entry matches. Search for an event, a number or an organisation."))
