"""The foyer: what the museum is, what is on now, its figures and halls, what hangs newly, what is announced."""

import streamlit as st

from components import announcements as told
from components import exhibitions as special
from components import exhibits, foyer, html
from components.i18n import t
from services import announcements, exhibitions, products, standards
from services.foyer import figures
from services.sections import sections

html.show(foyer.view())
html.show(foyer.figures(figures()))
html.show(special.banner(exhibitions.current()))

st.header(t("Three halls"), anchor=False)
html.show(foyer.doors(standards.halls()))
html.show(foyer.sections(sections()))

st.header(t("Newly hung"), anchor=False)
html.show(exhibits.grid(products.newest(4)))

st.header(t("How a small purchase goes"), anchor=False)
html.show(foyer.ways())
html.show(foyer.tour_door())

st.header(t("Announcements"), anchor=False)
html.show(told.rows(announcements.newest(5), kinds=True) + foyer.all_announcements())
