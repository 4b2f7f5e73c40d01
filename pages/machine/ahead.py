"""The scripts a page asks for late, named in its head: they come with the rest, and nothing waits for them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import streamlit

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
SCRIPTS = INDEX.parent / "static" / "js"
IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([^"'`]+\.js)["'`]""")
EVERYWHERE = ("Html", "purify.es")
# The elements of a page that Streamlit keeps in files of their own; one that is missing here comes a little later.
ELEMENTS = {
    "audit": ("TextInput", "Button"),
    "dashboard": ("Selectbox", "ButtonGroup", "ArrowVegaLiteChart"),
    "halls": ("TextInput", "Pagination", "BidiComponent"),
    "product": ("NumberInput", "Button"),
    "sales": ("Button",),
    "standards": ("Selectbox",),
}


@cache
def links(stem: str) -> str:
    """What goes into the head of the page `stem`."""
    names = [script(element) for element in (*EVERYWHERE, *ELEMENTS.get(stem, ()))]
    return "".join(
        f'\n    <link rel="modulepreload" href="/static/js/{name}" />' for name in with_what_they_need(names)
    )


def script(element: str) -> str:
    """The file's name, which carries a hash."""
    return next(SCRIPTS.glob(f"{element}.*.js")).name


def with_what_they_need(names: list[str]) -> list[str]:
    """The scripts and all they import, without those that Streamlit's own page names already."""
    said, needed, open_ends = INDEX.read_text("utf-8"), list[str](), list(names)
    while open_ends:
        name = open_ends.pop(0)
        if name not in needed and name not in said:
            needed.append(name)
            open_ends += imports(name)
    return needed


def imports(name: str) -> Iterator[str]:
    return (found[1] for found in IMPORTED.finditer((SCRIPTS / name).read_text("utf-8")))
