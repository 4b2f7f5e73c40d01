"""How many can meet this? A buyer tightens what is asked of a kind and sees at once who still qualifies."""

import streamlit as st

from components import html, session
from components import requirements as parts
from components.i18n import t
from components.requirement_clause import clause
from services import clock, requirements

kinds = requirements.kinds()
asked = session.asked("kind")
hung = [(kind, count) for kind, count in kinds if count or kind.code == asked]
codes = [kind.code for kind, _ in hung]

st.title(t("How many can meet this?"), anchor=False)
html.show(parts.introduction())
if not codes:
    html.show(parts.nothing_hangs())
else:
    now = asked if asked in codes else codes[0]
    reach = requirements.reach(now, session.address_query())
    with st.container(width=480):
        parts.ask_kind(hung, now)
    html.show(parts.tally(reach))
    left, right = st.columns([7, 6], gap="large")
    with left:
        st.subheader(t("What is asked"), anchor=False)
        parts.ask(reach.offered)
    with right:
        st.subheader(t("What it costs in competition"), anchor=False)
        html.show(parts.funnel(reach))
        html.show(parts.ways(reach))
    if reach.costs:
        st.header(t("For the procurement document"), anchor=False)
        st.text(t("Chinese and English, to be copied; whoever uses it checks every threshold marked as a reference."))
        for language, place in zip(session.LANGUAGES, st.columns(2), strict=True):
            with place:
                st.code(clause(reach, language, on=clock.today()), language=None, wrap_lines=True)
