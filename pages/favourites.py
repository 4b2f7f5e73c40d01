"""Favourites: one's own lists with quantities and notes, and the page that a shared link opens."""

from collections.abc import Sequence
from math import ceil
from uuid import UUID

import streamlit as st

from components import choices, feedback, html, session
from components import favourite_entries as entries
from components import favourite_forms as forms
from components import favourites as parts
from components.favourite_entries import Edit
from components.i18n import t
from services import favourites, projects
from services.favourites import ListView, Summary
from services.money import milli
from services.permissions import Permission, allows
from services.settings import settings
from services.visitors import Visitor

A_PAGE = 20


def open_list(**query: str) -> None:
    session.turn_to(**query)
    st.rerun()


def make_list(visitor: Visitor) -> None:
    wanted = forms.new_list(projects.mine(visitor) if allows(visitor, Permission.ORDER_PLACE) else [])
    with feedback.refusals():
        if wanted:
            open_list(list=str(favourites.make(visitor, wanted.title, project_code=wanted.project_code)))


def change_list(visitor: Visitor, seen: ListView) -> None:
    one = seen.summary
    change = forms.settings_of(seen, projects.mine(visitor) if allows(visitor, Permission.ORDER_PLACE) else [])
    with feedback.refusals():
        if change and change.delete:
            favourites.delete(visitor, one.id)
            open_list()
        if change and change.title:
            favourites.rename(visitor, one.id, change.title)
        if change and change.project_code is not None:
            favourites.assign(visitor, one.id, change.project_code)
        if change:
            st.rerun()


def share_list(visitor: Visitor, seen: ListView) -> None:
    wish = forms.sharing_of(seen, settings().base_url)
    with feedback.refusals():
        if wish and wish.open:
            favourites.share(visitor, seen.summary.id, organisation=wish.organisation, notes=wish.notes)
        elif wish:
            favourites.unshare(visitor, seen.summary.id)
        if wish:
            st.rerun()


def into_cart(visitor: Visitor, seen: ListView) -> None:
    one = seen.summary
    if not seen.items or not allows(visitor, Permission.CART_FILL):
        return
    if st.button(t("Put it all in the cart"), key=f"fill_{one.id}", type="primary", icon=":material/shopping_cart:"):
        with feedback.refusals():
            session.keep_result("fill", favourites.fill_cart(visitor, one.id))
            st.rerun()


def change_entry(visitor: Visitor, list_id: UUID, code: str, edit: Edit) -> None:
    if edit.quantity is not None:
        favourites.want(visitor, list_id, code, quantity_milli=milli(edit.quantity))
    if edit.note is not None:
        favourites.note(visitor, list_id, code, words=edit.note)
    if edit.to is not None:
        favourites.move(visitor, list_id, code, to=edit.to)
    if edit.remove:
        favourites.drop(visitor, code, list_id=list_id)
    st.rerun()


def show_entries(visitor: Visitor, seen: ListView, known: Sequence[Summary]) -> None:
    here = seen.summary.id
    pages = max(1, ceil(len(seen.items) / A_PAGE))
    now = min(max(1, session.asked_number("page") or 1), pages)
    for item in seen.items[(now - 1) * A_PAGE : now * A_PAGE]:
        edit = entries.line(item, here, [one for one in known if one.id != here])
        with feedback.refusals():
            if edit:
                change_entry(visitor, here, item.code, edit)
    choices.page_of(pages, now=now)


def show_list(visitor: Visitor, seen: ListView, known: Sequence[Summary]) -> None:
    html.show(parts.heading(seen))
    with st.container(horizontal=True, vertical_alignment="center", key="list-tools"):
        into_cart(visitor, seen)
        share_list(visitor, seen)
        change_list(visitor, seen)
    entries.filled(session.take_result("fill"))
    if seen.items:
        show_entries(visitor, seen, known)
    else:
        html.show(parts.empty())


def show_lists(visitor: Visitor) -> None:
    known = favourites.lists(visitor)
    asked = session.asked("list")
    here = next((one for one in known if asked in {"", str(one.id)}), None)
    if asked and here is None:
        html.show(parts.no_list())
        return
    row, wall = st.columns([3, 9], gap="large")
    with row:
        html.show(parts.row_of_lists(known, here))
        make_list(visitor)
    with wall:
        if here:
            show_list(visitor, favourites.view(visitor, here.id), known)
        else:
            html.show(parts.empty())


visitor = session.visitor()
token = session.asked("shared")
if token:
    found = favourites.find_shared(token)
    st.title(parts.plain_title(found), anchor=False)
    html.show(parts.shared_wall(found) if found else parts.no_list())
else:
    st.title(t("Favourites"), anchor=False)
    if allows(visitor, Permission.LIST_KEEP):
        show_lists(visitor)
    else:
        html.show(parts.explained())
