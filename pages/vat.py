"""Value added tax: the rates there are, from which day on and by which law; set by finance, never backwards."""

import streamlit as st

from components import feedback, html, session, vat_desk
from components import vat as parts
from components.i18n import t
from components.limits import names_of
from services import limits, vat

visitor = session.visitor()
known = limits.words()
st.title(t("Value added tax"), anchor=False)
st.markdown(
    t(
        "Every price in the museum includes value added tax. An order is taxed by the rate of the day it was placed "
        "on, chosen by its kind of material and by what its supplier was then: a general or a small-scale taxpayer. "
        "Net is rounded once a line; tax is what remains."
    )
)
html.show(parts.rates(vat.rates(), names_of(known)))
if vat.may_set(visitor):
    st.header(t("Set a rate"), anchor=False)
    st.markdown(t("A rate begins tomorrow or later and takes the place of the one before; orders keep theirs."))
    with feedback.refusals():
        form = vat_desk.form(known)
        if form:
            vat.set_rate(visitor, form)
            feedback.done_after_rerun(t("The rate is set."))
            st.rerun()
