"""The forms of a dispute: opening one, answering, ending it; and what an official asks and decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import enclosures, formats, labels
from components.i18n import either, t
from services import money
from services.disputes import (
    Act,
    Case,
    Complaint,
    Decision,
    DisputeView,
    Outcome,
    Relief,
    Remedy,
    Side,
    Step,
    Take,
    Ways,
)
from services.orders import Left

__all__ = ["Question", "ask", "decide", "lodge", "question", "relief"]

LONGEST = 4000
Chosen = TypeVar("Chosen", bound=StrEnum)


@dataclass(frozen=True)
class Question:
    side: Side
    text: str


def lodge(order_code: str, ways: Ways | None) -> Complaint | None:
    """A dispute to be opened, once it is sent; what is asked for decides which fields there are."""
    if ways is None:
        return None
    key = f"dispute_{order_code}"
    with st.expander(t("Open a dispute"), key=f"dispute-ask-{order_code}"):
        said = t("The other side has five working days to answer; then an official of the finance department decides. "
                 "Try to come to terms by messages first.")  # fmt: skip
        st.caption(said)
        left, right = st.columns(2)
        ground = chosen(left, t("What it is about"), ways.grounds, f"{key}_ground")
        remedy = chosen(right, t("What you ask for"), ways.remedies, f"{key}_remedy")
        with st.form(f"{key}_form", border=False, enter_to_submit=False):
            amount = ask_amount(key, "") if remedy is Remedy.AMOUNT_OFF else ""
            goods = ask_goods(key, ways.left, {}) if remedy is Remedy.GOODS_BACK else {}
            text = st.text_area(t("What has happened, and what was agreed"), max_chars=LONGEST, key=f"{key}_text")
            files = enclosures.ask(f"{key}_files")
            sent = st.form_submit_button(t("Open the dispute"), type="primary", key=f"{key}_send")
    if not sent:
        return None
    fen = money.fen(amount or "", field="Amount") if remedy is Remedy.AMOUNT_OFF else 0
    return Complaint(ground, remedy, text or "", fen, goods, files)


def chosen(place: DeltaGenerator, label: str, options: Sequence[Chosen], key: str) -> Chosen:
    words = {one: labels.word(one) for one in options}
    answer = place.selectbox(label, list(options), format_func=words.__getitem__, key=key)
    return answer if answer is not None else options[0]


def ask_amount(key: str, now: str) -> str:
    return st.text_input(t("Amount to be taken off, in yuan"), now, max_chars=16, key=f"{key}_amount") or ""


def ask_goods(key: str, left: Sequence[Left], now: Mapping[UUID, int]) -> dict[UUID, int]:
    """Thousandths by line; a quantity of nothing leaves the line as it is."""
    found = {}
    for one in left:
        if one.quantity_milli:
            line, most = one.line, float(money.quantity(one.quantity_milli))
            said = f"{either(line.name_zh, line.name_en)} ({formats.quantity(one.quantity_milli, line.unit)})"
            much = st.number_input(said, min_value=0.0, max_value=most, step=1.0, format="%.10g",
                                   value=min(most, float(money.quantity(now.get(line.id, 0)))),
                                   key=f"{key}_goods_{line.position}")  # fmt: skip
            found[line.id] = money.milli(repr(round(much, 3)), field="Quantity")
    return found


def ask(view: DisputeView) -> Step | None:
    """Draw what this party may do; at most one of it is asked for in a run."""
    code, found = view.dispute.code, None
    for act, label in ((Act.ANSWER, t("Your answer")), (Act.REPLY, t("Your reply to the official"))):
        if act in view.may:
            found = ask_words(act, label, code) or found
    with st.container(horizontal=True, key=f"dispute-ends-{code}"):
        if Act.GRANT in view.may:
            found = ask_grant(view) or found
        if Act.WITHDRAW in view.may:
            found = ask_twice(Act.WITHDRAW, code) or found
    return found


def ask_words(act: Act, label: str, code: str) -> Step | None:
    with st.form(f"{act}_{code}", enter_to_submit=False):
        text = st.text_area(label, max_chars=LONGEST, key=f"{act}_text_{code}")
        files = enclosures.ask(f"{act}_files_{code}")
        sent = st.form_submit_button(t("Hand it in"), type="primary", key=f"{act}_send_{code}")
    return Step(act, text or "", files) if sent else None


def ask_grant(view: DisputeView) -> Step | None:
    code, row = view.dispute.code, view.dispute
    with st.popover(t("Grant what is asked for"), key=f"grant_{code}"):
        if row.amount_fen and row.remedy in {Remedy.AMOUNT_OFF, Remedy.GOODS_BACK}:
            st.text(t("{amount} come off the order at once; what was paid for that goes back to the buyer.",
                      amount=formats.money(row.amount_fen)))  # fmt: skip
        else:
            st.text(t("You undertake to do it now: {what}.", what=labels.word(row.remedy)))
        sure = st.button(t("Yes, grant it"), type="primary", key=f"grant_sure_{code}")
    return Step(Act.GRANT) if sure else None


def ask_twice(act: Act, code: str) -> Step | None:
    with st.popover(t("Withdraw the dispute"), key=f"{act}_{code}"):
        st.text(t("It ends without a decision; the order goes on."))
        sure = st.button(t("Yes, withdraw it"), type="primary", key=f"{act}_sure_{code}")
    return Step(act) if sure else None


# For officials


def question(case: Case) -> Question | None:
    """One more question to a side that has not been asked yet."""
    sides = {Take.ASK_BUYER: Side.BUYER, Take.ASK_SUPPLIER: Side.SUPPLIER}
    open_to = [side for take, side in sides.items() if take in case.may]
    if not open_to:
        return None
    code = case.row.dispute.code
    with (
        st.expander(t("Ask a side one more question"), key=f"question-{code}"),
        st.form(f"question_{code}", border=False, enter_to_submit=False),
    ):
        words = {one: labels.word(one) for one in open_to}
        side = st.radio(t("Whom"), open_to, format_func=words.__getitem__, horizontal=True, key=f"question_side_{code}")
        text = st.text_area(t("Question; both sides read it"), max_chars=LONGEST, key=f"question_text_{code}")
        sent = st.form_submit_button(t("Ask"), key=f"question_send_{code}")
    return Question(side or open_to[0], text or "") if sent else None


def relief(case: Case) -> Relief:
    """What the official means to decide; drawn anew with every change, so that its sum can be shown beside it.

    Raises Invalid for an amount that cannot be read."""
    row, key = case.row.dispute, f"decision_{case.row.dispute.code}"
    options = [Outcome.AMOUNT_OFF, Outcome.UNDONE] if row.amount_fen else []
    options += [] if row.remedy in {Remedy.AMOUNT_OFF, Remedy.GOODS_BACK} else [Outcome.UPHELD]
    options += [Outcome.DISMISSED]
    words = {one: labels.word(one) for one in options}
    outcome = st.radio(t("Outcome"), options, format_func=words.__getitem__, key=f"{key}_outcome") or options[0]
    wanted = case.view.wanted if case.view else {}
    if outcome is Outcome.AMOUNT_OFF:
        typed = ask_amount(key, str(money.yuan(row.amount_fen)))
        return Relief(outcome, money.fen(typed, field="Amount"))
    if outcome is Outcome.UNDONE:
        goods = ask_goods(key, case.order.left if case.order else [], wanted)
        back = st.checkbox(t("The goods go back to the supplier"), value=bool(wanted), key=f"{key}_back")
        return Relief(outcome, quantities=goods, goods_back=back)
    return Relief(outcome)


def decide(case: Case, meant: Relief) -> Decision | None:
    """The reasons, and the decision once it is confirmed; it is final."""
    key = f"decision_{case.row.dispute.code}"
    with st.form(f"{key}_form", border=False, enter_to_submit=False):
        zh = ask_reasons(t("Reasons in Chinese"), f"{key}_zh", needed="zh" in case.languages)
        en = ask_reasons(t("Reasons in English"), f"{key}_en", needed="en" in case.languages)
        st.caption(t("A decision is final. Both sides read it with its reasons."))
        sent = st.form_submit_button(t("Decide so"), type="primary", key=f"{key}_send")
    return Decision(meant, zh, en) if sent else None


def ask_reasons(label: str, key: str, *, needed: bool) -> str:
    said = label if needed else t("{field} (optional)", field=label)
    return st.text_area(said, max_chars=LONGEST, height=120, key=key) or ""
