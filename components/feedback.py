"""How the site answers: done, refused, nothing here, something broke."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components import formats, labels, session
from components.i18n import t
from services.errors import Refused

log = logging.getLogger("museum.pages")


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
    values = {name: worded(name, value) for name, value in refusal.values.items()}
    st.error(t(refusal.phrase, **values), icon=":material/front_hand:")


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
