"""Limits of small purchases: what a city lets its buyers order at once and in a year, set by its finance office."""

import streamlit as st

from components import feedback, html, limit_desk, protocols, session, vat
from components import limits as parts
from components.i18n import t
from services import accounts, limits
from services.permissions import Permission, allows
from services.visitors import Role, Visitor


def own_city(visitor: Visitor) -> str:
    if visitor.role is Role.BUYER:
        return accounts.my_organisation(visitor).city
    return visitor.area_city or ""


def desk(official: Visitor, city: str) -> None:
    """Setting and lifting, for the city's own finance department."""
    st.header(t("Set a limit"), anchor=False)
    st.markdown(t("A new limit ends the one it replaces, the day before it begins; nothing is changed backwards."))
    with feedback.refusals():
        form = limit_desk.form(known)
        if form:
            limits.set_limit(official, form, city=city)
            feedback.done_after_rerun(t("The limit is set."))
            st.rerun()
        lifted = limit_desk.lifting(listed, names)
        if lifted:
            limits.lift(official, lifted.limit_id, last_day=lifted.last_day, reason=lifted.reason)
            feedback.done_after_rerun(t("The limit ends on its last day."))
            st.rerun()


visitor = session.visitor()
city = parts.asked_city(session.asked("city"), own_city(visitor))
known, listed = limits.words(), limits.of_city(city)
names = parts.names_of(known)
st.title(t("Limits of small purchases"), anchor=False)
st.markdown(
    t(
        "What a buyer may order through the cart at once and in a calendar year is set by its city's finance "
        "department, with its basis in law. Direct sales on a quotation and batch procurement follow their own rules."
    )
)
html.show(parts.cities(city))
if visitor.role is Role.BUYER and city == own_city(visitor):
    html.show(parts.gauges(limits.standing(visitor, {}), names, city))
html.show(parts.rules(listed, names) + vat.note())
if limits.may_set(visitor, city):
    desk(visitor, city)
if allows(visitor, Permission.LIMIT_SET):
    st.header(t("Purchases that look split"), anchor=False)
    own = limits.may_set(visitor, visitor.area_city or "")
    html.show(parts.suspected(limits.suspected(visitor), names, linked=own))
    html.show(protocols.way_to_list() if own else html.NOTHING)
