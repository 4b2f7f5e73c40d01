"""The foyer: what the museum is, its live figures, the three halls, what hangs newly, what is announced."""

import streamlit as st

from components import exhibits, foyer, html
from components.i18n import t
from services import announcements, products, standards
from services.foyer import figures

html.show(foyer.view())
html.show(foyer.figures(figures()))

st.header(t("Three halls"), anchor=False)
html.show(foyer.doors(standards.halls()))

st.header(t("Newly hung"), anchor=False)
html.show(exhibits.grid(products.newest(4)))

st.header(t("How a small purchase goes"), anchor=False)
html.show(foyer.ways())

st.header(t("Announcements"), anchor=False)
foyer.announcements(announcements.newest())
