"""The halls: three doors to walk through, or the wall with what is looked for; every choice stands in the address."""

import streamlit as st

from components import choices, exhibits, hall_filters, halls, html, rail, session
from components.i18n import t
from services import products, standards
from services.products import Filters

asked = session.address_query()
filters = Filters.of(asked)
at_the_doors = not filters.narrow and not asked.keys() & {"sort", "page", "site"}

if at_the_doors:
    html.show(halls.entrance())
    choices.search("q", t("Search the collection"), hint=t("Name, kind, maker, standard or certificate number; pinyin"))
    html.show(halls.doors(standards.halls()))
else:
    shelf = products.browse(session.visitor(), filters)
    html.show(halls.way_to(filters, shelf.halls) + halls.heading(filters, shelf.halls))
    with st.container(key="hall"):
        beside, wall = st.columns([3, 10], gap="medium")
    with beside:
        rail.hang(hall_filters.groups(filters, shelf, standards.indicators_of(filters.kind)), asked)
    with wall:
        with st.container(horizontal=True, vertical_alignment="bottom", key="hall-search"):
            choices.search("q", t("Search the collection"), hint=t("Name, kind, maker, standard, certificate; pinyin"))
            choices.one_of("sort", t("Order"), halls.orders(), labelled=False)
        html.show(halls.found(filters, shelf))
        html.show(exhibits.grid(shelf.cards) or halls.nothing_found(filters, shelf))
        choices.page_of(shelf.pages, now=shelf.page)
