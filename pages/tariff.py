"""What the museum charges: nothing to enter, nothing on a sale, and the services a supplier may choose."""

import streamlit as st

from components import feedback, html, session, tariff_desk
from components import tariff as parts
from components.i18n import t
from services import tariff
from services.permissions import Permission, allows
from services.tariff import TariffItem
from services.visitors import Visitor


def desk(official: Visitor, known: list[TariffItem]) -> None:
    """Setting and ending, for finance."""
    st.header(t("Set a price"), anchor=False)
    st.markdown(t("A new price of the same code ends the one it replaces, the day before it begins. What was ordered "
                  "keeps the price of its day."))  # fmt: skip
    with feedback.refusals():
        form = tariff_desk.form()
        if form:
            tariff.set_price(official, form)
            feedback.done_after_rerun(t("The price is set."))
            st.rerun()
        ended = tariff_desk.ending(known)
        if ended:
            tariff.end(official, ended.item_id, last_day=ended.last_day, reason=ended.reason)
            feedback.done_after_rerun(t("The price ends on its last day."))
            st.rerun()


visitor = session.visitor()
offered, every = tariff.offered(), tariff.history()
st.title(t("What the museum charges"), anchor=False)
st.markdown(
    t(
        "Nothing to enter and nothing to sell. A supplier who wants the museum to test, to help with a certificate or "
        "to train its people may order that here; nobody has to, and no exhibit hangs higher for it."
    )
)
html.show(parts.zeros(tariff.ENTRY_FEE_FEN))
st.header(t("Services you may choose"), anchor=False)
html.show(parts.services(offered, may_order=allows(visitor, Permission.SERVICE_ORDER)))
html.show(parts.basis(offered) + parts.history(every))
if tariff.may_set(visitor):
    desk(visitor, list(every))
