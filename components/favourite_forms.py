"""The small forms of a list: a new one, its title and project, its link, and the end of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components import html, session
from components.favourites import title_of
from components.i18n import either, t, tn
from services.favourites import ListView
from services.projects import Project

__all__ = ["Change", "New", "Sharing", "new_list", "settings_of", "sharing_of"]

LONGEST = 80


@dataclass(frozen=True)
class New:
    title: str
    project_code: str


@dataclass(frozen=True)
class Change:
    """What is asked of a list: another title, another project, or its end."""

    title: str = ""
    project_code: str | None = None
    delete: bool = False


@dataclass(frozen=True)
class Sharing:
    """Whether the list shall have a link, and what its readers see besides the exhibits."""

    open: bool
    organisation: bool = False
    notes: bool = False


def new_list(projects: Sequence[Project]) -> New | None:
    with st.popover(t("New list"), icon=":material/add:", key="new-list"), st.form("new-list-form", border=False):
        title = st.text_input(t("Title"), key="new_list_title", max_chars=LONGEST)
        project = project_asked(projects, "", "new_list_project")
        return New(title, project) if st.form_submit_button(t("Make the list"), key="make_list") else None


def project_asked(projects: Sequence[Project], now: str, key: str) -> str:
    """The code of the project the list is for; nothing for none. Not asked of who has no projects."""
    if not projects:
        return now
    said = {"": t("For no project")} | {
        one.code: f"{one.code} · {either(one.name_zh, one.name_en)}" for one in projects
    }
    codes = list(said)
    return st.selectbox(
        t("A shopping list for"),
        codes,
        index=codes.index(now) if now in said else 0,
        format_func=said.__getitem__,
        key=key,
    )


def settings_of(seen: ListView, projects: Sequence[Project]) -> Change | None:
    """Title, project, end: each with a button of its own."""
    one = seen.summary
    with st.popover(t("Change"), icon=":material/edit:", key=f"list-settings-{one.id}"):
        with st.form(f"list-form-{one.id}", border=False):
            title = st.text_input(t("Title"), value=title_of(one), key=f"title_{one.id}", max_chars=LONGEST)
            project = project_asked(projects, one.project_code, f"project_{one.id}")
            if st.form_submit_button(t("Save"), key=f"save_{one.id}"):
                renamed = title if title != title_of(one) else ""
                return Change(renamed, project if project != one.project_code else None)
        words = tn("Delete the list with {count} exhibit", "Delete the list with {count} exhibits", len(seen.items))
        if st.button(words, key=f"delete_{one.id}", icon=":material/delete:"):
            return Change(delete=True)
    return None


def sharing_of(seen: ListView, base_url: str) -> Sharing | None:
    """The link with what it shows; whoever has it may read, and nobody may change anything by it."""
    one = seen.summary
    with st.popover(t("Share"), icon=":material/link:", key=f"list-sharing-{one.id}"):
        st.markdown(t("Whoever has the link reads the list without signing in, until you take the link back."))
        organisation = st.checkbox(
            t("Show the name of my organisation"), value=seen.shows_organisation, key=f"shows_organisation_{one.id}"
        )
        notes = st.checkbox(t("Show my notes"), value=seen.shows_notes, key=f"shows_notes_{one.id}")
        wish = Sharing(open=True, organisation=organisation, notes=notes)
        if seen.token is None:
            return wish if st.button(t("Make the link"), key=f"share_{one.id}") else None
        st.code(base_url + html.address_as_is("/favourites", link(seen.token)), language=None, wrap_lines=True)
        if (organisation, notes) != (seen.shows_organisation, seen.shows_notes):
            return wish
        if st.button(t("Take the link back"), key=f"unshare_{one.id}", icon=":material/link_off:"):
            return Sharing(open=False)
    return None


def link(token: str) -> Mapping[str, str]:
    return {"shared": token, "lang": session.language()}
