"""Special exhibitions: what is open, what comes, what was; officials curate them here."""

from functools import partial

import streamlit as st

from components import exhibition_desk as desk
from components import exhibitions as wall
from components import feedback, html, session, writing
from components.gallery import acted
from components.i18n import either, t
from services import exhibitions
from services.exhibitions import Exhibition, ExhibitionForm, ExhibitionStatus
from services.permissions import Permission, allows

NEW = "new"
visitor = session.visitor()
curates = allows(visitor, Permission.EXHIBITION_CURATE)


def overview() -> None:
    st.title(t("Special exhibitions"), anchor=False)
    if curates:
        address = html.address("/exhibitions", {"edit": NEW})
        html.show(html.link(t("Prepare an exhibition"), address, css="press"))
    html.show(wall.shelves(exhibitions.listed(visitor)))


def walk(code: str) -> None:
    shown = exhibitions.visit(visitor, code)
    one = shown.exhibition
    title = either(one.title_zh, one.title_en)
    st.set_page_config(page_title=f"{title} · {t('Green Building Materials Museum')}")
    html.show(wall.head(shown))
    if curates:
        curate(one)
    writing.read(one.words_zh, one.words_en)
    html.show(wall.pieces(shown))


def curate(one: Exhibition) -> None:
    """What a curator may do with it: change, publish, close."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if one.status is not ExhibitionStatus.CLOSED:
            html.show(html.link(t("Change it"), html.address("/exhibitions", {"edit": one.code}), css="press quiet"))
        if one.status is ExhibitionStatus.DRAFT and st.button(t("Publish"), key=f"publish-{one.code}", type="primary"):
            acted(partial(publish, one.code, one.revision), t("It is published, and opens on its first day."))
        if one.status is ExhibitionStatus.PUBLISHED:
            with st.popover(t("Close it …"), key=f"close-{one.code}-open"):
                st.text(t("It goes to the archive and cannot be opened again."))
                if st.button(t("Close the exhibition"), key=f"close-{one.code}"):
                    acted(partial(close, one.code), t("The exhibition is closed."))


def publish(code: str, revision: int) -> None:
    exhibitions.publish(visitor, code, revision=revision)


def close(code: str) -> None:
    exhibitions.close(visitor, code)


def prepare() -> None:
    st.title(t("A new exhibition"), anchor=False)
    answer = desk.ask(NEW, desk.blank())
    if answer and answer.saved:
        with feedback.refusals():
            kept(exhibitions.draft(visitor, answer.form).code)


def change(code: str) -> None:
    one = exhibitions.visit(visitor, code).exhibition
    revision = session.opened_at(f"exhibition-{code}", one.revision)
    st.title(t("Change {code}", code=code), anchor=False)
    answer = desk.ask(f"{code}-{revision}", desk.filled(one, exhibitions.pieces(visitor, code)))
    if answer and answer.saved:
        with feedback.refusals():
            save(code, answer.form, revision)
    if revision != one.revision and st.button(t("Load it again"), key=f"reload-{code}"):
        session.reopen(f"exhibition-{code}")
        st.rerun()


def save(code: str, form: ExhibitionForm, revision: int) -> None:
    exhibitions.save(visitor, code, form, revision=revision)
    kept(code)


def kept(code: str) -> None:
    session.reopen(f"exhibition-{code}")
    session.turn_to(item=code)
    feedback.done_after_rerun(t("Saved."))
    st.rerun()


with feedback.refusals():
    asked = session.asked("edit") if curates else ""
    if asked == NEW:
        prepare()
    elif asked:
        change(asked)
    elif session.asked("item"):
        walk(session.asked("item"))
    else:
        overview()
