"""Where a finance department sets a rate of value added tax: the form; what was asked is returned."""

from datetime import timedelta

import streamlit as st

from components import labels
from components.i18n import t
from components.limits import names_of
from services.clock import today
from services.limits import Words
from services.vat import RateForm, Taxpayer

FAR = timedelta(days=5 * 365)


def form(words: Words) -> RateForm | None:
    """A new rate, once it was sent."""
    names, payers = {"": t("Everything")} | names_of(words), {one: labels.word(one) for one in Taxpayer}
    first = today() + timedelta(days=1)
    with st.form("vat", enter_to_submit=False):
        left, right = st.columns(2)
        payer = left.selectbox(t("Of which taxpayers"), list(payers), format_func=payers.__getitem__, key="vat_payer")
        of = right.selectbox(t("Of what"), list(names), format_func=names.__getitem__, key="vat_of")
        percent = left.text_input(t("Rate in per cent"), key="vat_percent", placeholder="13", max_chars=6)
        begins = right.date_input(t("Valid from"), first, min_value=first, max_value=today() + FAR, key="vat_from")
        zh = st.text_input(t("Basis in Chinese"), max_chars=300, key="vat_zh")
        en = st.text_input(t("Basis in English"), max_chars=450, key="vat_en")
        pressed = st.form_submit_button(t("Set the rate"), type="primary", key="vat_set")
    if not pressed:
        return None
    halls = {one.code for one in words.categories}
    return RateForm(taxpayer=payer, percent=percent, valid_from=begins, basis_zh=zh, basis_en=en,
                    category=of if of in halls else "", kind="" if of in halls else of)  # fmt: skip
