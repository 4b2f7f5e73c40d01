"""Where officials write for visitors: a title and a text in both languages side by side, and how they will read."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import html
from components.i18n import either, t
from services.markdown_rules import tame

MEASURE = Markup('<p class="overline">{}</p><h2 class="written-title">{}</h2>')


@dataclass(frozen=True)
class Typed:
    """A title and a Markdown text, in both languages."""

    title_zh: str = ""
    title_en: str = ""
    words_zh: str = ""
    words_en: str = ""


def ask(key: str, now: Typed, *, titles: tuple[int, int], words: tuple[int, int]) -> Typed:
    """`titles` and `words` are the longest in Chinese and in English; `key` changes when the fields start anew."""
    left, right = st.columns(2, gap="large")
    title_zh = left.text_input(t("Title (Chinese)"), now.title_zh, key=f"title_zh-{key}", max_chars=titles[0])
    title_en = right.text_input(t("Title (English)"), now.title_en, key=f"title_en-{key}", max_chars=titles[1])
    words_zh = left.text_area(t("Text (Chinese)"), now.words_zh, key=f"words_zh-{key}", max_chars=words[0], height=320)
    words_en = right.text_area(t("Text (English)"), now.words_en, key=f"words_en-{key}", max_chars=words[1], height=320)
    st.text(t("Markdown: headings, bold, lists, quotes, tables and links. Pictures from outside, HTML and code are "
              "shown as typed."))  # fmt: skip
    return Typed(title_zh or "", title_en or "", words_zh or "", words_en or "")


def read(words_zh: str, words_en: str) -> None:
    """A text as visitors read it, in their language."""
    with st.container(key="written"):
        st.markdown(tame(either(words_zh, words_en)))


def preview(typed: Typed) -> None:
    """Both languages as they will read; nothing is kept yet."""
    with st.container(border=True, key="preview"):
        left, right = st.columns(2, gap="large")
        for column, language, title, words in (
            (left, t("Preview in Chinese"), typed.title_zh, typed.words_zh),
            (right, t("Preview in English"), typed.title_en, typed.words_en),
        ):
            with column:
                html.show(MEASURE.format(language, title or "—"))
                st.markdown(tame(words) or "—")
