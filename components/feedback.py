"""How the site answers: done, refused, nothing here, something broke."""

import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from components import formats, labels, session
from components.i18n import t
from services.errors import Refused

log = logging.getLogger("museum.pages")
# What would be more than itself within a line, and what would only at its beginning.
MARKS = re.compile(r"[\\`*_\[\]<>~$|&!]|:(?=[a-z])|^[#+=-]+(?=[\s=-]|$)|^\d+[.)](?=\s)", re.IGNORECASE)
LINKS = re.compile(r"(?<=://)|(?<=www\.)", re.IGNORECASE)
WORD_JOINER = "\u2060"  # invisible; what follows it is no address to click
LONGEST_READ = 40


def done(message: str) -> None:
    st.toast(message, icon=":material/check_circle:", duration="long")


def done_after_rerun(message: str) -> None:
    """Say it once the page has been drawn anew."""
    session.keep_notice(message)


def say_kept_notice() -> None:
    message = session.take_notice()
    if message:
        done(message)


def nothing_here(message: str, *, icon: str = ":material/inbox:") -> None:
    st.info(message, icon=icon)


def refused(refusal: Refused) -> None:
    st.error(sentence(refusal.phrase, refusal.values), icon=":material/front_hand:")


def sentence(phrase: str, values: Mapping[str, object]) -> str:
    """The phrase in the visitor's language; what people typed stands in it as they typed it, never as markup."""
    shown = {name: shown_value(name, value) for name, value in values.items()}
    return t(phrase).format(**shown) if shown else t(phrase)


def shown_value(name: str, value: object) -> object:
    said = worded(name, value)
    if not isinstance(said, str):
        return said
    return plain(said[:LONGEST_READ] if name == "read" else t(said))


def plain(text: str) -> str:
    """The text for a place that renders Markdown, looking exactly as it reads."""
    line = " ".join(text.split())
    return LINKS.sub(WORD_JOINER, MARKS.sub(lambda found: "".join(map(escaped, found.group())), line))


def escaped(sign: str) -> str:
    return sign if sign.isalnum() else f"\\{sign}"


def worded(name: str, value: object) -> object:
    """A status or a unit's code as people say it."""
    return formats.unit(str(value)) if name == "unit" else labels.known(value)


def politely(error: Exception) -> bool:
    """Say a refusal in the visitor's language; anything else gets a number that the log explains."""
    if isinstance(error, Refused):
        refused(error)
        return True
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    st.error(
        t("Something went wrong on our side. Tell us this number: {number}", number=number), icon=":material/error:"
    )
    return True


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal beside the form that caused it, and keep the rest of the page."""
    try:
        yield
    except Refused as refusal:
        refused(refusal)
