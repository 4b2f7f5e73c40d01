"""What the museum announces: notices, policy explained and typical practices; officials write them here."""

from functools import partial

import streamlit as st

from components import announcements as wall
from components import feedback, html, session, writing
from components.gallery import acted
from components.i18n import either, t
from services import announcements
from services.announcements import Announcement, AnnouncementForm, AnnouncementStatus
from services.permissions import Permission, allows

NEW = "new"
visitor = session.visitor()
writes = allows(visitor, Permission.ANNOUNCEMENT_WRITE)


def overview() -> None:
    st.title(t("Announcements"), anchor=False)
    if writes:
        address = html.address("/announcements", {"edit": NEW})
        html.show(html.link(t("Write an announcement"), address, css="press"))
    html.show(wall.sections(announcements.listed(visitor)))


def read(code: str) -> None:
    one = announcements.get(visitor, code)
    title = either(one.title_zh, one.title_en)
    st.set_page_config(page_title=f"{title} · {t('Green Building Materials Museum')}")
    html.show(wall.head(one))
    if writes:
        desk(one)
    writing.read(one.body_zh, one.body_en)


def desk(one: Announcement) -> None:
    """What an official may do with it: change, publish, withdraw."""
    with st.container(horizontal=True, vertical_alignment="center"):
        html.show(html.link(t("Change it"), html.address("/announcements", {"edit": one.code}), css="press quiet"))
        if one.status is AnnouncementStatus.PUBLISHED:
            if st.button(t("Withdraw"), key=f"withdraw-{one.code}"):
                acted(partial(withdraw, one.code), t("It is withdrawn: only officials see it now."))
        elif st.button(t("Publish"), key=f"publish-{one.code}", type="primary"):
            acted(partial(publish, one.code, one.revision), t("It is published."))


def withdraw(code: str) -> None:
    announcements.withdraw(visitor, code)


def publish(code: str, revision: int) -> None:
    announcements.publish(visitor, code, revision=revision)


def write(code: str) -> None:
    if code == NEW:
        st.title(t("A new announcement"), anchor=False)
        answer = wall.ask(NEW, wall.blank())
        if answer and answer.saved:
            with feedback.refusals():
                kept(announcements.draft(visitor, answer.form).code)
        return
    one = announcements.get(visitor, code)
    revision = session.opened_at(f"announcement-{code}", one.revision)
    st.title(t("Change {code}", code=code), anchor=False)
    answer = wall.ask(f"{code}-{revision}", wall.filled(one))
    if answer and answer.saved:
        with feedback.refusals():
            save(code, answer.form, revision)
    if revision != one.revision and st.button(t("Load it again"), key=f"reload-{code}"):
        session.reopen(f"announcement-{code}")
        st.rerun()


def save(code: str, form: AnnouncementForm, revision: int) -> None:
    announcements.save(visitor, code, form, revision=revision)
    kept(code)


def kept(code: str) -> None:
    session.reopen(f"announcement-{code}")
    session.turn_to(item=code)
    feedback.done_after_rerun(t("Saved. Visitors see it once it is published."))
    st.rerun()


with feedback.refusals():
    if session.asked("edit") and writes:
        write(session.asked("edit"))
    elif session.asked("item"):
        read(session.asked("item"))
    else:
        overview()
