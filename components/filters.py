"""The filters of the dashboard: what is chosen stands in the address by its code, in every language the same."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from components import labels, periods, regions, session
from components.i18n import either, t
from services.dashboards import Choices, Selection

ALL = ""
A_YEAR = 12


def choice(name: str, label: str, options: Mapping[str, str], *, default: str = ALL) -> str:
    """A drop-down bound to the address; `options` maps codes to what is read."""
    asked = session.asked(name)
    return st.selectbox(
        label,
        list(options),
        format_func=lambda code: options.get(code, code),
        key=session.shown_from_address(name, asked if asked in options else default),
        on_change=session.answer_into_address,
        args=(name, name),
    )


def selection(choices: Choices) -> Selection:
    """The months and the place in one row; what is rarely asked for opens below."""
    months = {month: periods.month(month) for month in reversed(choices.months)}
    first, last = choices.months[-A_YEAR:][0], choices.months[-1]
    with st.grid(4, min_column_width=150, key="filters"):
        since = choice("from", t("From month"), months, default=first)
        later = {month: said for month, said in months.items() if month >= since}
        until = choice("to", t("To month"), later, default=last)
        city, district = place(choices)
    with st.expander(t("Material and channel"), key="more-filters", expanded=is_narrowed(), type="compact"), st.grid(3):
        category, kind = material(choices)
        channels = {str(channel): labels.word(channel) for channel in choices.channels}
        channel = choice("channel", t("Channel"), {ALL: t("All channels")} | channels)
    return Selection(since, until, city, district, category, kind, channel)


def is_narrowed() -> bool:
    return any(session.asked(name) for name in ("category", "kind", "channel"))


def place(choices: Choices) -> tuple[str, str]:
    """Where only one can be chosen, it is."""
    cities = open_ended(choices.cities, t("All cities"), regions.named)
    city = choice("city", t("City"), cities, default=only(choices.cities))
    districts = choices.districts.get(city, ())
    said = open_ended(districts, t("All districts"), regions.named)
    return city, choice("district", t("District"), said, default=only(districts))


def only(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else ALL


def open_ended(codes: Iterable[str], everything: str, say: Callable[[str], str]) -> dict[str, str]:
    said = {code: say(code) for code in codes}
    return said if len(said) == 1 else {ALL: everything} | said


def material(choices: Choices) -> tuple[str, str]:
    categories = {code: either(*names) for code, names in choices.categories.items()}
    category = choice("category", t("Category"), {ALL: t("All categories")} | categories)
    kinds = {code: either(zh, en) for code, (of, zh, en) in choices.kinds.items() if category in {ALL, of}}
    return category, choice("kind", t("Kind of material"), {ALL: t("All kinds")} | kinds)


def view(views: Mapping[str, str]) -> str:
    """Which section is open; the address says it too."""
    first, asked = next(iter(views)), session.asked("view")
    chosen = st.segmented_control(
        t("Looked at closely"),
        list(views),
        format_func=views.__getitem__,
        key=session.shown_from_address("view", asked if asked in views else first),
        on_change=session.answer_into_address,
        args=("view", "view"),
        required=True,
        label_visibility="collapsed",
    )
    return chosen or first
