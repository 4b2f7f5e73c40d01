"""Goods that go back: each return with its lines, photographs and steps, and what a party may do with it now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from components import faults, formats, html, labels
from components.faults import Told
from components.i18n import either, t
from services.orders import OrderView, Origin, ReturnStatus, ReturnView

__all__ = ["Answer", "answer", "ask", "happened", "sheet", "to_settle"]

S = ReturnStatus
SHEET = Markup(
    '<section class="return"><p class="overline">{title}</p><p class="order-tags">{tag}</p><ul>{lines}</ul>'
    "{photos}{words}</section>"
)
LINE = Markup("<li><b>{}</b> <span>{} · {}</span> <span>{}</span></li>")
PHOTO = Markup('<a href="/files/{id}" target="_blank" rel="noopener"><img src="/files/{id}" alt="{alt}"></a>')


@dataclass(frozen=True)
class Answer:
    """One step of one return asked for."""

    to: ReturnStatus
    number: int
    reason: str = ""
    saleable: bool = False


def title(one: ReturnView) -> str:
    if one.back.origin is Origin.INSPECTION:
        return t("Refused on inspection")
    if one.back.origin is Origin.DISPUTE:
        return t("Goods back after a dispute")
    return t("Return {number}", number=one.back.number)


def sheet(view: OrderView, one: ReturnView) -> Markup:
    by_id = {line.id: line for line in view.lines}
    rows = []
    for line in one.lines:
        goods = by_id[line.line_id]
        much = formats.quantity(line.quantity_milli, goods.unit)
        rows.append(LINE.format(either(goods.name_zh, goods.name_en), much, labels.word(line.fault), line.note))
    shown = [PHOTO.format(id=photo, alt=t("Photograph {number}", number=n)) for n, photo in enumerate(one.photos, 1)]
    words = " ".join(step.note for step in one.steps if step.note)
    return SHEET.format(
        title=title(one),
        tag=labels.tag(one.back.status),
        lines=html.join(rows),
        photos=Markup('<p class="photos">{}</p>').format(html.join(shown)) if shown else "",
        words=Markup('<p class="reasons">{}</p>').format(words) if words else "",
    )


def to_settle(one: ReturnView) -> str:
    """What an agreed return waits for, in one sentence."""
    if one.back.status is not S.AGREED:
        return ""
    if one.back.origin is not Origin.REQUEST:
        return t("The price is taken off already; the goods wait to go back to the supplier.")
    return t("The goods wait to go back to the supplier; what was paid for them follows once they are there.")


def answer(view: OrderView, one: ReturnView) -> Answer | None:
    """Draw what this party may do with the return; at most one step is asked for in a run."""
    number, key, found = one.back.number, f"{view.order.code}_{one.back.number}", None
    with st.container(horizontal=True, key=f"return-{key}"):
        if S.AGREED in one.may and st.button(t("Take them back"), type="primary", key=f"return_agreed_{key}"):
            found = Answer(S.AGREED, number)
        if S.ARRIVED in one.may:
            found = ask_arrival(number, key) or found
        if S.WAIVED in one.may:
            found = ask_waiver(number, key) or found
        if S.DECLINED in one.may:
            found = ask_reason(number, key) or found
        if S.WITHDRAWN in one.may and st.button(t("Withdraw"), key=f"return_withdrawn_{key}"):
            found = Answer(S.WITHDRAWN, number)
    return found


def ask_arrival(number: int, key: str) -> Answer | None:
    with st.popover(t("The goods are back"), key=f"return_arrived_{key}"):
        saleable = st.checkbox(t("They can be sold again: put them into stock"), key=f"return_saleable_{key}")
        sure = st.button(t("Yes, they are back"), type="primary", key=f"return_arrived_sure_{key}")
    return Answer(S.ARRIVED, number, saleable=saleable) if sure else None


def ask_waiver(number: int, key: str) -> Answer | None:
    with st.popover(t("They need not come back"), key=f"return_waived_{key}"):
        st.text(t("The buyer keeps or disposes of the goods, and owes nothing for them."))
        sure = st.button(t("Yes, without the goods"), type="primary", key=f"return_waived_sure_{key}")
    return Answer(S.WAIVED, number) if sure else None


def ask_reason(number: int, key: str) -> Answer | None:
    with st.popover(t("Decline"), key=f"return_declined_{key}"), st.form(f"return_decline_{key}", border=False):
        reason = st.text_area(t("Reason; the other side reads it"), max_chars=300, key=f"return_reason_{key}")
        sure = st.form_submit_button(t("Decline the return"), type="primary", key=f"return_declined_sure_{key}")
    return Answer(S.DECLINED, number, reason) if sure else None


def ask(view: OrderView) -> Told | None:
    """The buyer's way to ask goods back, as long as it is open."""
    if view.return_until is None:
        return None
    with st.expander(t("Return goods"), key=f"return-ask-{view.order.code}"):
        st.text(t("Until {time}, China time. The supplier agrees first; then you send the goods.",
                  time=formats.moment(view.return_until)))  # fmt: skip
        return faults.ask(f"return_{view.order.code}", view.left, t("Ask to return them"))


def happened(view: OrderView) -> Iterator[tuple[datetime, str, str]]:
    for one in view.returns:
        for step in one.steps:
            yield step.at, t("{what}: {state}", what=title(one), state=labels.word(step.status)), step.note
