"""Widgets that ask through the address: what is chosen is shared, bookmarked and found again by Back."""

from collections.abc import Mapping

import streamlit as st

from components import session

__all__ = ["one_of", "page_of", "search", "ticked"]

LONGEST = 200


def search(name: str, label: str, *, hint: str = "") -> None:
    """A search box that answers while one types."""
    key = session.typed_from_address(name, session.asked(name)[:LONGEST])
    st.text_input(
        label, key=key, type="search", placeholder=hint, max_chars=LONGEST, live=True, label_visibility="collapsed",
        on_change=session.answer_into_address, args=(name, key),
    )  # fmt: skip


def one_of(name: str, label: str, options: Mapping[str, str]) -> None:
    """`options` maps what stands in the address to what is read; the first is chosen when the address has none."""
    asked = session.asked(name)
    key = session.shown_from_address(name, asked if asked in options else next(iter(options)))
    st.selectbox(
        label, list(options), format_func=lambda sent: options.get(sent, sent), key=key,
        on_change=session.answer_into_address, args=(name, key),
    )  # fmt: skip


def ticked(name: str, label: str) -> None:
    key = session.shown_from_address(name, session.asked(name) == "yes")
    st.checkbox(label, key=key, on_change=session.answer_into_address, args=(name, key))


def page_of(pages: int, *, now: int) -> None:
    if pages > 1:
        key = f"page_{now}"  # another page is another widget: this one cannot be told its number
        st.pagination(pages, default=now, key=key, on_change=session.answer_into_address, args=("page", key))
