"""Where a city's finance department sets and lifts limits: the forms; what was asked is returned, nothing is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import streamlit as st

from components import labels
from components.i18n import t
from components.limits import name_of, names_of
from services import money
from services.clock import today
from services.limits import Limit, LimitForm, LimitScope, Words

FAR = timedelta(days=5 * 365)


@dataclass(frozen=True)
class Lifted:
    limit_id: UUID
    last_day: date
    reason: str


def form(words: Words) -> LimitForm | None:
    """A new limit, once it was sent; raises Invalid for an amount that cannot be read."""
    names, scopes = {"": t("Everything")} | names_of(words), {scope: labels.word(scope) for scope in LimitScope}
    with st.form("limit", enter_to_submit=False):
        left, right = st.columns(2)
        scope = left.selectbox(t("What it limits"), list(scopes), format_func=scopes.__getitem__, key="limit_scope")
        of = right.selectbox(t("Of what"), list(names), format_func=names.__getitem__, key="limit_of")
        amount = left.text_input(t("Limit in yuan"), key="limit_amount", placeholder="500000", max_chars=16)
        begins = right.date_input(
            t("Valid from"), today(), min_value=today(), max_value=today() + FAR, key="limit_from"
        )
        days = left.number_input(t("Days within which purchases of a kind are one"), 1, 90, 14, key="limit_days")
        refuse = right.checkbox(t("Refuse what looks split, instead of noting it"), key="limit_refuse")
        asks = right.checkbox(t("Ask why, where something cheaper passes as much"), key="limit_asks")
        zh = st.text_input(t("Basis in Chinese"), max_chars=300, key="limit_zh")
        en = st.text_input(t("Basis in English"), max_chars=450, key="limit_en")
        reason = st.text_input(t("Reason"), max_chars=300, key="limit_reason")
        reason_en = st.text_input(t("The reason in English, where you give it in both"), max_chars=450,
                                  key="limit_reason_en")  # fmt: skip
        pressed = st.form_submit_button(t("Set the limit"), type="primary", key="limit_set")
    if not pressed:
        return None
    halls = {one.code for one in words.categories}
    return LimitForm(
        scope=scope, amount_fen=money.fen(amount, field="Limit in yuan"), valid_from=begins, basis_zh=zh, basis_en=en,
        reason=reason, category=of if of in halls else "", kind="" if of in halls else of, split_days=int(days),
        refuse_split=refuse, reason_en=reason_en, ask_reason=asks,
    )  # fmt: skip


def lifting(limits: Sequence[Limit], names: Mapping[str, str]) -> Lifted | None:
    """End one of the rules that have no end yet."""
    still_open = {one.id: name_of(one, names) for one in limits if one.valid_until is None}
    if not still_open:
        return None
    with st.popover(t("Lift a limit"), key="limit-lifting"), st.form("limit_lift", border=False):
        which = st.selectbox(t("Rule"), list(still_open), format_func=still_open.__getitem__, key="lift_which")
        last = st.date_input(t("Last day"), today(), min_value=today(), max_value=today() + FAR, key="lift_last")
        reason = st.text_input(t("Reason"), max_chars=300, key="lift_reason")
        sure = st.form_submit_button(t("Lift it"), type="primary", key="lift_sure")
    return Lifted(which, last, reason) if sure and which else None
