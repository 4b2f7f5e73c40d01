"""The only file that touches `st.session_state`, cookies and the address; each has one name and one type here."""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, cast
from uuid import UUID

import streamlit as st

from services.sign_in import visitor_of  # the one question a component asks: who is here
from services.tokens import PLAIN_COOKIE as PLAIN_COOKIE  # noqa: PLC0414  a name of the session for whoever asks
from services.tokens import sign_in_cookie
from services.visitors import Visitor

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LONGEST_WAIT = 0.4  # seconds for a turn
_turns = threading.BoundedSemaphore(2)
_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)
VISIT_COOKIE, LANGUAGE_COOKIE = "museum_visit", "lang"
LONGEST_NUMBER = 16


def sign_in_token() -> str:
    """The opaque token of this browser's sign-in, as it stood when the page was opened."""
    return st.context.cookies.get(sign_in_cookie()) or ""


def visit_token() -> str:
    """The token of this browser's visit: it owns a guest's cart and ties forms to the browser."""
    return st.context.cookies.get(VISIT_COOKIE) or ""


def arrive() -> Visitor:
    """Ask once a run who is here; called by the map before any page."""
    known, sign_in_id = visitor_of(sign_in_token(), visit_token())
    if st.session_state.get("visitor_id") != known.person_id:
        forget_answers()
    st.session_state.update(visitor=known, visitor_id=known.person_id, sign_in_id=sign_in_id)
    _spoken.set(language_asked_for())
    return known


def visitor() -> Visitor:
    """Who is here in this run."""
    return cast("Visitor", st.session_state["visitor"])


def sign_in_id() -> UUID | None:
    return cast("UUID | None", st.session_state.get("sign_in_id"))


def forget_answers() -> None:
    """What one person typed is nothing another may see in the same tab."""
    for key in [key for key in st.session_state if str(key).startswith("form:")]:
        del st.session_state[key]


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """What is worded inside is worded in this language: for routes, where no page runs."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> Language:
    """The language of this run; a fragment, which no map precedes, finds it out anew."""
    return _spoken.get() or language_asked_for()


def language_asked_for() -> Language:
    """The address decides, then the account, the cookie, the browser; Chinese otherwise."""
    account = st.session_state["visitor"].language if "visitor" in st.session_state else None
    return choose_language(
        st.query_params.get("lang"),
        account,
        st.context.cookies.get(LANGUAGE_COOKIE),
        st.context.headers.get("Accept-Language", ""),
    )


def choose_language(asked: str | None, account: str | None, cookie: str | None, accepted: str) -> Language:
    for wish in (asked, account, cookie):
        if wish in LANGUAGES:
            return wish
    first = accepted.split(",", maxsplit=1)[0].strip().lower()
    return "en" if first.startswith("en") else "zh"


def asked(name: str) -> str:
    """One value of the address, or nothing."""
    return st.query_params.get(name, "")


def address_query() -> dict[str, str]:
    """All single values of the address."""
    return st.query_params.to_dict()


def intent(form: str) -> str:
    """The key under which one rendering of a form acts at most once; `fulfil_intent` starts the next."""
    return cast("str", st.session_state.setdefault(f"form:{form}:intent", secrets.token_urlsafe(16)))


def fulfil_intent(form: str) -> None:
    st.session_state.pop(f"form:{form}:intent", None)


def keep_notice(message: str) -> None:
    """A message for after the next rerun."""
    st.session_state["notice"] = message


def take_notice() -> str | None:
    return cast("str | None", st.session_state.pop("notice", None))


def keep_result(form: str, result: object) -> None:
    """What came of a form, for the run that shows it."""
    st.session_state[f"form:{form}:result"] = result


def take_result(form: str) -> object:
    return st.session_state.pop(f"form:{form}:result", None)


def opened_at(form: str, revision: int) -> int:
    """The revision a form was first drawn with; `reopen` takes the newest again."""
    return cast("int", st.session_state.setdefault(f"form:{form}:revision", revision))


def reopen(form: str) -> None:
    st.session_state.pop(f"form:{form}:revision", None)


def turn_to(**query: str) -> None:
    """Change the address of this page, which keeps its language."""
    kept = {"lang": st.query_params["lang"]} if "lang" in st.query_params else {}
    st.query_params.from_dict(kept | {name: value for name, value in query.items() if value})


def shown_from_address(name: str, value: object) -> str:
    """The key of a widget that always shows what the address says, whatever it showed before."""
    st.session_state[name] = value
    return name


def typed_from_address(name: str, value: str) -> str:
    """The same for a box that answers while one types: what is typed meanwhile is not overwritten."""
    if st.session_state.get(name) != value:
        st.session_state[name] = value
    return name


def answer_into_address(name: str, key: str) -> None:
    """A widget's callback: its answer goes into the address, where the page reads it; counting pages starts anew."""
    answer = st.session_state[key]
    if name != "page":
        st.query_params.pop("page", None)
    if answer in (None, "", False):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = "yes" if answer is True else str(answer)


def written_into_address(name: str, key: str, write: Callable[[Any], str]) -> None:
    """As `answer_into_address`, with the answer as `write` puts it."""
    said = write(st.session_state[key])
    if said:
        st.query_params[name] = said
    else:
        st.query_params.pop(name, None)


def alone_in_address(name: str, key: str) -> None:
    """A widget's callback: its answer is all that stays in the address, beside the language."""
    turn_to(**{name: str(st.session_state[key])})


def follows(name: str, value: object) -> str:
    """The key of a widget that shows `value`, except in the run in which its visitor answers otherwise."""
    if not st.session_state.get(f"form:{name}:answered") and st.session_state.get(name) != value:
        st.session_state[name] = value
    return name


def note_answer(name: str) -> None:
    """A widget's callback: its answer is new."""
    st.session_state[f"form:{name}:answered"] = True


def take_answer(name: str) -> bool:
    """Whether the widget's answer is new; said once."""
    return bool(st.session_state.pop(f"form:{name}:answered", False))


def has_intent(form: str) -> bool:
    """Whether a rendering of the form waits to be acted upon, or has just been."""
    return f"form:{form}:intent" in st.session_state


def clear_address(*names: str) -> None:
    """Take names out of the address, as an `on_change`."""
    for name in names:
        st.query_params.pop(name, None)


def asked_number(name: str) -> int | None:
    """A whole number of the address, or nothing."""
    read = asked(name)
    return int(read) if read.isascii() and read.isdigit() and len(read) < LONGEST_NUMBER else None


def chosen_in(key: str) -> tuple[str, str]:
    """What a component of ours says was chosen: a name of the address and its value, as plain short text."""
    said = st.session_state[key].choice or {}
    return str(said.get("name", ""))[:80], str(said.get("value", ""))[:200]


def answer_for(name: str, value: object) -> None:
    """A button's callback: what another widget shows from the next run on."""
    st.session_state[name] = value


@contextmanager
def a_turn() -> Iterator[None]:
    """Few pages are made at a time: more at once only take the processor from each other, and from the loop that sends
    them. Nobody waits long: a page that waits itself, for a file to be checked or for a provider, holds nobody up."""
    mine = _turns.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if mine:
            _turns.release()
