"""The halls: three doors to walk through, or the wall with what is looked for; every choice stands in the address."""

import streamlit as st

from components import choices, exhibits, halls, html, session
from components import rooms as walls
from components.i18n import t
from services import products, rooms, standards
from services.products import Filters

asked = session.address_query()
filters = Filters.of(asked)
at_the_doors = not filters.narrow and not asked.keys() & {"sort", "page"}

if at_the_doors:
    html.show(halls.entrance())
else:
    shelf = products.browse(session.visitor(), filters)
    html.show(halls.way_to(filters, shelf.halls) + halls.heading(filters, shelf.halls))
    html.show(walls.opening(rooms.opening(filters.kind, filters.category)))

with st.container(horizontal=True, vertical_alignment="bottom", key="hall-search"):
    choices.typed(
        "q", t("Search the collection"), hint=t("Name, kind, maker, standard or certificate number; pinyin works too")
    )
    if not at_the_doors:
        with st.popover(t("Filters"), icon=":material/tune:", key="hall-filters"):
            halls.filters_offered(shelf)
        choices.one_of("sort", t("Order"), halls.orders(), labelled=False)

if at_the_doors:
    html.show(halls.doors(standards.halls()))
else:
    html.show(halls.rooms_of(filters, shelf) + halls.found(filters, shelf))
    html.show(exhibits.grid(shelf.cards) or halls.nothing_found(filters, shelf))
    choices.page_of(shelf.pages, now=shelf.page)
