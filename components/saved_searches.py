"""Saved searches on the wall: kept by a name, opened by a click, with how many exhibits are new."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from components import feedback
from components.i18n import t, tn
from services.saved_searches import LONGEST_NAME, Kept

__all__ = ["ask_name", "listed"]


def ask_name(proposal: str) -> str | None:
    """The name under which to keep the search, once it is given."""
    with (
        st.popover(t("Keep this search"), icon=":material/bookmark_add:", key="keep-search"),
        st.form("keep-search-form", border=False),
    ):
        name = st.text_input(t("Name"), proposal, max_chars=LONGEST_NAME, key="keep-search-name")
        return name if st.form_submit_button(t("Keep"), type="primary") else None


def listed(kept: Sequence[Kept]) -> tuple[str, UUID, Mapping[str, str]] | None:
    """What is to be done with which search: "open" or "forget"."""
    if not kept:
        return None
    st.subheader(t("My searches"), anchor=False)
    wish = None
    with st.container(horizontal=True, key="my-searches"):
        for one in kept:
            with st.container(horizontal=True, width="content", gap=None, key=f"search-{one.id}"):
                if st.button(worded(one), key=f"open-search-{one.id}", type="primary" if one.new else "secondary"):
                    wish = "open", one.id, one.address
                if st.button("", key=f"forget-search-{one.id}", icon=":material/close:", type="tertiary",
                             help=t("Forget this search")):  # fmt: skip
                    wish = "forget", one.id, one.address
    return wish


def worded(one: Kept) -> str:
    name = feedback.plain(one.name)
    return f"{name} · {tn('{count} new', '{count} new', one.new)}" if one.new else name
