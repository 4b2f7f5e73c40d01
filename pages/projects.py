"""The green project library, first shelf: which projects are registered, which have started."""

import streamlit as st

from components import html
from components import projects as shelf
from components.i18n import t
from services import projects

st.title(t("Green project library"), anchor=False)
st.markdown(t("Projects whose materials are bought here: what each has bought, and how much of it is certified green."))
listed = projects.registered()
html.show(shelf.summary(listed))
html.show(shelf.cards(listed, projects.bought()))
