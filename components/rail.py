"""The rail of filters beside the wall: every choice with how many exhibits it would show; what is chosen stands in the
address. One element, drawn by `rail.js`, so that a click costs one answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from components import formats, html, session
from components.i18n import t
from services.products import OWN_VALUE, Sort

__all__ = ["Choice", "Field", "Group", "hang", "located"]

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
    component()(key=KEY, data={"groups": shown, "active": chosen, "words": words}, on_choice_change=choose)


def choose() -> None:
    """A callback: what was chosen goes into the address."""
    name, value = session.chosen_in(KEY)
    session.turn_to(**located(turned(session.address_query(), name, value)))


def located(address: Mapping[str, str]) -> dict[str, str]:
    """With a buyer's own city where nearness is asked for and no site is named: the address says what it shows."""
    site, near = session.visitor().site, address.get("within") or address.get("sort") == Sort.NEAREST
    return {**address, "site": site} if near and site and not address.get("site") else dict(address)


def turned(address: Mapping[str, str], name: str, value: str) -> dict[str, str]:
    """The address with another choice, from the first page on. A band of prices and a room are two names each; another
    kind has other indicators, and its own measure of carbon."""
    kept = {each: said for each, said in address.items() if each not in {"page", "lang"}}
    match name:
        case "price":
            low, _, high = value.partition("-")
            return kept | {"price_from": low, "price_to": high}
        case "room":
            which, _, code = value.partition(":")
            others = {each: said for each, said in kept.items() if not each.startswith((OWN_VALUE, "carbon_to"))}
            return others | {"category": "", "kind": ""} | ({which: code} if which else {})
        case "site" if not value:
            return kept | {"site": "", "within": ""}
        case _:
            return kept | {name: value}


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
    asked = located(turned(address, group.name, "" if choice.on else choice.value))
    return {
        "value": choice.value,
        "label": choice.label,
        "count": formats.number(choice.count),
        "share": round(choice.count / most, 3) if most else 0,
        "on": choice.on,
        "href": html.address("/halls", asked),
    }
