"""The inbox: what has happened to one's orders, exhibits and searches, the newest first."""

import streamlit as st

from components import choices, html, session
from components import inbox as parts
from components.i18n import t
from services import notices

A_PAGE = 20

visitor = session.visitor()
now = max(1, session.asked_number("page") or 1)
box = notices.mine(visitor, limit=A_PAGE, offset=(now - 1) * A_PAGE)
pages = max(1, -(-box.total // A_PAGE))

st.title(t("Inbox"), anchor=False)
if not box.total:
    html.show(parts.nothing())
else:
    with st.container(key="inbox-head", horizontal=True, vertical_alignment="center"):
        html.show(parts.heading(box))
        if box.unread and st.button(t("Mark all as read"), key="read_all", icon=":material/done_all:"):
            notices.read_all(visitor)
            st.rerun()
    html.show(parts.listed(box, html.address_as_is("/inbox", {"page": str(now)} if now > 1 else {})))
    choices.page_of(pages, now=min(now, pages))
