"""The later sections of a long page: open on a wide wall and on paper; on a phone each is one line, a tap away.

The line is a native disclosure, so that a keyboard and a screen reader open it as well; `look.css` shows what stands
beside it in the same container while it is open, widgets included."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from components import html

__all__ = ["section"]

HEAD = Markup(
    '<div class="fold"><h2>{title}</h2><details><summary><h2>{title}</h2><span class="fold-said">{said}</span>'
    "</summary></details></div>"
)


@contextmanager
def section(name: str, title: str, said: str = "") -> Iterator[None]:
    """What is put inside stands under `title`; `said` is the short of it, read on a phone before it is opened."""
    with st.container(key=f"fold-{name}"):
        html.show(HEAD.format(title=title, said=said))
        yield
