"""Up to four exhibits of one kind side by side; what is compared stands in the address and is shared by it."""

import streamlit as st

from components import comparison as words
from components import comparison_wall as parts
from components import html, session
from components.i18n import t
from services import comparison

shown = comparison.compare(words.codes_of(session.asked("codes")))
html.show(parts.way_to(shown))
st.title(t("Side by side"), anchor=False)
html.show(parts.left_out(shown))
if shown.kind is None:
    html.show(parts.empty())
else:
    if len(shown.codes) > 1:
        with st.container(horizontal=True, vertical_alignment="center", key="compare-tools"):
            parts.only_differences()
            html.show(parts.take_away(shown))
    html.show(parts.wall(shown, words.lines(shown, only_different=session.asked("differ") == "yes")))
    html.show(parts.suggestions(shown))
