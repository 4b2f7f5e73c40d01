"""The halls: three doors to walk through, or the wall with what is looked for; every choice stands in the address."""

import streamlit as st

from components import choices, exhibits, feedback, hall_filters, halls, html, rail, saved_searches, session
from components import rooms as walls
from components.i18n import t
from services import products, rooms, standards
from services import saved_searches as searches
from services.products import Filters

visitor = session.visitor()
asked = rail.located(session.address_query())
filters = Filters.of({"site": visitor.site} | asked)
at_the_doors = not filters.narrow and not asked.keys() & {"sort", "page", "site"}

if at_the_doors:
    html.show(halls.entrance())
    choices.search("q", t("Search the collection"), hint=t("Name, kind, maker, standard or certificate number; pinyin"))
    wish = saved_searches.listed(searches.mine(visitor))
    if wish:
        what, search_id, address = wish
        with feedback.refusals():
            (searches.look if what == "open" else searches.forget)(visitor, search_id)
            session.turn_to(**(address if what == "open" else {}))
            st.rerun()
    html.show(halls.doors(standards.halls()))
else:
    shelf = products.browse(visitor, filters)
    opening = walls.opening(rooms.opening(filters.kind, filters.category))
    html.show(halls.way_to(filters, shelf.halls) + halls.heading(filters, shelf.halls) + opening)
    with st.container(key="hall"):
        rail.hang(
            [halls.order(filters), *hall_filters.groups(filters, shelf, standards.indicators_of(filters.kind))], asked
        )
        choices.search("q", t("Search the collection"), hint=t("Name, kind, maker, standard, certificate; pinyin"))
        if visitor.signed_in and filters.narrow and not searches.is_kept(visitor, asked):
            name = saved_searches.ask_name(halls.in_words(filters, shelf.halls))
            if name is not None:
                with feedback.refusals():
                    searches.save(visitor, name, asked)
                    feedback.done_after_rerun(t("The search is kept; new exhibits will be counted."))
                    st.rerun()
        hung = exhibits.grid(shelf.cards, filters.q) or halls.nothing_found(filters, shelf)
        html.show(halls.found(filters, shelf) + hung)
        choices.page_of(shelf.pages, now=shelf.page)
