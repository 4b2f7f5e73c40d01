"""The map of the museum: greets the visitor, checks the door, frames the page and runs it."""

import streamlit as st

from components import account, html, session, shell
from components.i18n import t
from components.page_files import FILES
from components.places import BY_STEM, PLACES
from services import cart, identity, notices
from services.settings import settings

visitor = session.arrive()
pages = [
    st.Page(FILES[place.stem], title=t(place.title), url_path=place.stem, default=place.stem == "home")
    for place in PLACES
    if shell.may_enter(visitor, place)
]
chosen = st.navigation(pages, position="hidden")
here = BY_STEM[chosen.url_path or "home"]
st.set_page_config(page_title=shell.title_of(here), layout="wide")
shell.frame(here, in_cart=cart.count(visitor), unread=notices.unread(visitor))
if settings().oidc_configured and not visitor.signed_in:
    proved = account.proved_email()
    if proved:
        html.show(account.proved_form(proved, identity.proof(proved, visitor.visit)))
with session.a_turn():
    chosen.run()
shell.foot(demonstration=settings().is_demo)
