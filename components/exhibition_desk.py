"""The curator's desk: title and words in both languages, the cover, the days, the pieces in their order with notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from markupsafe import Markup

from components import html, labels, writing
from components.i18n import t
from components.wording import words
from components.writing import Typed
from services.clock import today
from services.exhibitions import Cover, Exhibition, ExhibitionForm, Piece

COVER = Markup(
    '<figure class="cover"><span class="plate wide"><img src="/drawings/cover.{}.svg" alt="" width="1600" height="600" '
    'loading="lazy"></span><figcaption>{}</figcaption></figure>'
)
A_SEASON = timedelta(days=90)
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Answer:
    """What was typed, and which button was pressed."""

    form: ExhibitionForm
    saved: bool


@dataclass(frozen=True)
class Placed:
    """A piece with the number of its place, as typed."""

    place: int
    piece: Piece
    dropped: bool = False


def blank() -> ExhibitionForm:
    return ExhibitionForm("", "", "", "", Cover.FOYER, today(), today() + A_SEASON)


def filled(one: Exhibition, pieces: Sequence[Piece]) -> ExhibitionForm:
    return ExhibitionForm(
        one.title_zh, one.title_en, one.words_zh, one.words_en, one.cover, one.opens_on, one.closes_on, tuple(pieces)
    )


def covers() -> Markup:
    shown = html.join(COVER.format(cover, labels.word(cover)) for cover in Cover)
    return Markup('<details class="covers"><summary>{}</summary><div>{}</div></details>').format(
        t("See the covers"), shown
    )


def ask(key: str, now: ExhibitionForm) -> Answer | None:
    """The form; None until one of its buttons is pressed. A preview is shown at once and keeps nothing."""
    html.show(covers())
    with st.form(f"exhibition-{key}", border=False):
        cover, opens, closes = st.columns(3, gap="large")
        every = list(Cover)
        drawn = cover.selectbox(
            t("Cover"), every, index=every.index(now.cover), format_func=words(every), key=f"cover-{key}"
        )
        begins = opens.date_input(t("First day"), now.opens_on, key=f"opens-{key}", min_value=FIRST, max_value=LAST)
        ends = closes.date_input(t("Last day"), now.closes_on, key=f"closes-{key}", min_value=FIRST, max_value=LAST)
        before = Typed(now.title_zh, now.title_en, now.words_zh, now.words_en)
        typed = writing.ask(key, before, titles=(80, 120), words=(3000, 4500))
        pieces = ask_pieces(key, now.pieces)
        with st.container(horizontal=True):
            looked = st.form_submit_button(t("Preview"), key=f"preview-{key}")
            saved = st.form_submit_button(t("Save"), key=f"save-{key}", type="primary")
    if looked:
        writing.preview(typed)
    if not looked and not saved:
        return None
    form = ExhibitionForm(typed.title_zh, typed.title_en, typed.words_zh, typed.words_en, drawn, begins, ends, pieces)
    return Answer(form, saved)


def ask_pieces(key: str, now: Sequence[Piece]) -> tuple[Piece, ...]:
    """What hangs, each with its place and its notes, and the codes of what is to be added."""
    st.subheader(t("Exhibits"), anchor=False)
    placed = [ask_piece(key, number, piece) for number, piece in enumerate(now, start=1)]
    added = st.text_input(
        t("Add exhibits by their numbers"), key=f"added-{key}", placeholder="P-000002, P-000003", max_chars=400
    )
    return arranged(placed, codes(added or ""))


def ask_piece(key: str, number: int, piece: Piece) -> Placed:
    own = f"{key}-{piece.code}"
    place, zh, en, drop = st.columns([2, 4, 4, 2], vertical_alignment="bottom")
    at = place.number_input(t("Place of {code}", code=piece.code), 1, 99, number, key=f"place-{own}")
    note_zh = zh.text_input(
        t("Note on {code} (Chinese)", code=piece.code), piece.note_zh, key=f"note_zh-{own}", max_chars=300
    )
    note_en = en.text_input(
        t("Note on {code} (English)", code=piece.code), piece.note_en, key=f"note_en-{own}", max_chars=450
    )
    dropped = drop.checkbox(t("Take {code} down", code=piece.code), key=f"drop-{own}")
    return Placed(at, Piece(piece.code, note_zh or "", note_en or ""), dropped)


def codes(typed: str) -> list[str]:
    """`p-000002，P-3` -> the codes as they are written in the museum."""
    return [code.upper() for code in re.split(r"[\s,，;；、]+", typed) if code]


def arranged(placed: Sequence[Placed], added: Sequence[str]) -> tuple[Piece, ...]:
    """By place, those of one place in the order they had; what is new comes last and not twice."""
    kept = [one.piece for one in sorted(placed, key=lambda one: one.place) if not one.dropped]
    have = {piece.code for piece in kept}
    return (*kept, *(Piece(code) for code in dict.fromkeys(added) if code not in have))
