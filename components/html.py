"""The only file that puts HTML on a page: markup is constant, every value in it is escaped by MarkupSafe."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from components import session

NOTHING = Markup("")


def show(markup: Markup) -> None:
    """Put markup on the page. Takes Markup only: a plain string is a mistake."""
    if not isinstance(markup, Markup):
        raise TypeError(f"expected Markup, got {type(markup).__name__}")
    if markup:
        st.html(str(markup))


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    return Markup(between).join(parts)  # noqa: S704  `between` is a constant of the caller


def address(path: str, query: Mapping[str, str] | None = None) -> str:
    """An address of ours that carries the visitor's language."""
    asked = {name: value for name, value in (query or {}).items() if value} | {"lang": session.language()}
    return encoded(path, tuple(asked.items()))


@lru_cache(maxsize=8192)
def encoded(path: str, asked: tuple[tuple[str, str], ...]) -> str:
    return f"{path}?{urlencode(asked)}"


def address_as_is(path: str, query: Mapping[str, str]) -> str:
    """An address of ours with exactly this query."""
    return f"{path}?{urlencode(query)}" if query else path


def link(text: str, href: str, *, css: str = "", label: str = "") -> Markup:
    """A link in the same tab, so that Back works."""
    styled = Markup(' class="{}"').format(css) if css else NOTHING
    named = Markup(' aria-label="{}"').format(label) if label else NOTHING
    return Markup('<a{} href="{}"{}>{}</a>').format(styled, href, named, text)


def hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
