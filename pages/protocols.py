"""Purchasing protocols: one as a sheet to read, print and take away; without one, the list of those one may open."""

import streamlit as st

from components import choices, feedback, html, orders, protocol_sheet, session
from components import protocols as parts
from components.i18n import t
from services import protocols
from services.settings import settings
from services.visitors import Role, Visitor

LAST_PAGE = 10_000


def show_list(visitor: Visitor) -> None:
    st.title(t("Purchasing protocols"), anchor=False)
    st.markdown(
        t(
            "For each purchase: the offers compared, the indicators checked, the price beside those of its kind, "
            "carbon, who decided and when; written down when it is placed, and never changed."
        )
    )
    now = min(session.asked_number("page") or 1, LAST_PAGE)
    found, more = protocols.listed(visitor, page=now)
    html.show(parts.listed(found, own=visitor.role is Role.BUYER))
    choices.page_of(now + more, now=now)


def show(visitor: Visitor, code: str) -> None:
    known = protocols.protocol(visitor, code)
    html.show(parts.ways(known.purchase.code))
    html.show(parts.sheet(protocol_sheet.sheet(known, demonstration=settings().is_demo)))


visitor = session.visitor()
with feedback.refusals():
    if session.asked("purchase"):
        if visitor.role is Role.BUYER:
            html.show(orders.way_back("/orders", t("My orders")))
        show(visitor, session.asked("purchase")[:40])
    else:
        show_list(visitor)
