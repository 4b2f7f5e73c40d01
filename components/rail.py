"""The rail of filters beside the wall: every choice with how many exhibits it would show; what is chosen stands in the
address. One element, drawn by `rail.js`, so that a click costs one answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from components import formats, html, session
from components.i18n import t

__all__ = ["Choice", "Field", "Group", "hang"]

HERE = Path(__file__).parent
KEY = "rail"


@dataclass(frozen=True)
class Choice:
    """One way to narrow the wall: what stands in the address, how it reads, how many it would show."""

    value: str
    label: str
    count: int
    on: bool = False


@dataclass(frozen=True)
class Field:
    """Something typed, or picked from `options`; `direction` is le or ge."""

    name: str
    label: str
    value: str = ""
    unit: str = ""
    direction: str = ""
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Group:
    """The choices of one filter; `name` is what it is called in the address."""

    name: str
    title: str
    choices: Sequence[Choice] = ()
    fields: Sequence[Field] = ()
    note: str = ""
    open: bool = True
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def component() -> Any:  # noqa: ANN401  Streamlit's mount
    return st.components.v2.component(
        "rail",
        html='<div id="rail"></div>\n<!-- drawn by rail.js -->',
        css=HERE.joinpath("rail.css").read_text("utf-8"),
        js=HERE.joinpath("rail.js").read_text("utf-8"),
    )


def hang(groups: Sequence[Group], address: Mapping[str, str]) -> None:
    """Show the rail; `address` is what is asked for now, without the page."""
    shown = [drawn(group, address) for group in groups if group.choices or group.fields]
    chosen = sum(bool(group["chosen"]) for group in shown)
    words = {"filters": t("Filters"), "copy": t("Copy the link to this view"), "copied": t("Copied")}
    component()(
        key=KEY,
        data={"groups": shown, "active": chosen, "words": words},
        on_choice_change=session.take_choice,
        height="content",
    ) if False else component()(
        key=KEY, data={"groups": shown, "active": chosen, "words": words}, on_choice_change=choose
    )


def choose() -> None:
    """What was chosen goes into the address; a pair such as a price band sets two names at once."""
    session.choose(KEY)


def drawn(group: Group, address: Mapping[str, str]) -> dict[str, Any]:
    most = max((choice.count for choice in group.choices), default=0)
    return {
        "name": group.name,
        "title": group.title,
        "note": group.note,
        "open": group.open or any(choice.on for choice in group.choices),
        "chosen": ", ".join(chosen(group)),
        "choices": [option(group, choice, address, most) for choice in group.choices],
        "fields": [vars(one) | {"options": [list(pair) for pair in one.options]} for one in group.fields],
    }


def chosen(group: Group) -> Iterable[str]:
    yield from (choice.label for choice in group.choices if choice.on)
    yield from (f"{one.value} {one.unit}".strip() for one in group.fields if one.value and not one.options)


def option(group: Group, choice: Choice, address: Mapping[str, str], most: int) -> dict[str, Any]:
    asked = session.chosen(address, group.name, "" if choice.on else choice.value)
    return {
        "value": choice.value,
        "label": choice.label,
        "count": formats.number(choice.count),
        "share": round(choice.count / most, 3) if most else 0,
        "on": choice.on,
        "href": html.address("/halls", asked),
    }
