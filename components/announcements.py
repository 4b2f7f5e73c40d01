"""Announcements on the wall: rows by section, the head of one, and the form officials write them in."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, writing
from components.formats import N_
from components.i18n import either, t
from components.trail import trail
from components.wording import words
from components.writing import Typed
from services.announcements import Announcement, AnnouncementForm, AnnouncementKind, AnnouncementStatus
from services.markdown_rules import opening

ROW = Markup(
    '<li><a href="{href}" target="_self"><span class="told-when">{when}</span><span class="told-what">'
    '<b class="told-title">{title}</b><span class="soft">{opening}</span></span><span>{tag}</span></a></li>'
)
SECTION = Markup('<section class="told-section"><h2>{}</h2><p class="soft">{}</p>{}</section>')
HEAD = Markup('<header class="told-head"><p class="overline">{} · {}</p><h1>{}</h1>{}</header>')
SECTIONS: dict[AnnouncementKind, tuple[str, str]] = {
    AnnouncementKind.NOTICE: (N_("Notices"), N_("What happens in the museum, and when.")),
    AnnouncementKind.POLICY: (
        N_("Policy explained"),
        N_("What the rules ask of buyers and suppliers, in plain words."),
    ),
    AnnouncementKind.PRACTICE: (N_("Typical practices"), N_("What has been tried, and what came of it.")),
}


@dataclass(frozen=True)
class Answer:
    """What was typed, and which button was pressed."""

    form: AnnouncementForm
    saved: bool


def rows(told: Sequence[Announcement], *, kinds: bool = False) -> Markup:
    """One link a row; with `kinds` each says what it is, otherwise only what is not published says so."""
    return Markup('<ul class="notices">{}</ul>').format(html.join(row(one, kinds=kinds) for one in told))


def row(one: Announcement, *, kinds: bool) -> Markup:
    public = one.status is AnnouncementStatus.PUBLISHED
    return ROW.format(
        href=html.address("/announcements", {"item": one.code}),
        when=formats.day(one.published_on) if one.published_on else "—",
        title=either(one.title_zh, one.title_en),
        opening=opening(either(one.body_zh, one.body_en)),
        tag=labels.tag(one.kind if kinds else one.status) if kinds or not public else "",
    )


def sections(told: Sequence[Announcement]) -> Markup:
    """What is published, by section; what is being written or was withdrawn hangs first, for those who see it."""
    inside = [one for one in told if one.status is not AnnouncementStatus.PUBLISHED]
    shown = [SECTION.format(t("Not public"), t("Only officials see these."), rows(inside))] if inside else []
    for kind, (name, words_) in SECTIONS.items():
        mine = [one for one in told if one.kind is kind and one.status is AnnouncementStatus.PUBLISHED]
        shown.append(SECTION.format(t(name), t(words_), rows(mine) if mine else nothing()))
    return Markup('<div class="told-sections">{}</div>').format(html.join(shown))


def nothing() -> Markup:
    return Markup('<p class="soft">{}</p>').format(t("Nothing here yet."))


def head(one: Announcement) -> Markup:
    name = either(one.title_zh, one.title_en)
    tag = html.NOTHING if one.status is AnnouncementStatus.PUBLISHED else labels.tag(one.status)
    way = trail(t("Announcements"), "/announcements", here=name)
    when = formats.day(one.published_on) if one.published_on else t("not published yet")
    return way + HEAD.format(t(SECTIONS[one.kind][0]), when, name, tag)


def blank() -> AnnouncementForm:
    return AnnouncementForm(AnnouncementKind.NOTICE, "", "", "", "")


def filled(one: Announcement) -> AnnouncementForm:
    return AnnouncementForm(one.kind, one.title_zh, one.title_en, one.body_zh, one.body_en)


def ask(key: str, now: AnnouncementForm) -> Answer | None:
    """The form; None until one of its buttons is pressed. A preview is shown at once and keeps nothing."""
    with st.form(f"announcement-{key}", border=False):
        kinds = list(AnnouncementKind)
        chosen = st.segmented_control(
            t("Section"), kinds, default=now.kind, format_func=words(kinds), key=f"kind-{key}", required=True
        )
        before = Typed(now.title_zh, now.title_en, now.body_zh, now.body_en)
        typed = writing.ask(key, before, titles=(120, 200), words=(6000, 9000))
        with st.container(horizontal=True):
            looked = st.form_submit_button(t("Preview"), key=f"preview-{key}")
            saved = st.form_submit_button(t("Save"), key=f"save-{key}", type="primary")
    if looked:
        writing.preview(typed)
    if not looked and not saved:
        return None
    form = AnnouncementForm(chosen or now.kind, typed.title_zh, typed.title_en, typed.words_zh, typed.words_en)
    return Answer(form, saved)
