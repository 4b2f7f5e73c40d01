"""The payment slip of an order that waits for a transfer, and what its buyer says has been sent."""

import streamlit as st

from components import feedback, html
from components import transfers as slips
from components.i18n import t
from services import transfers
from services.orders import Method, OrderView, PaymentState
from services.visitors import Visitor


def show(buyer: Visitor, view: OrderView) -> None:
    code = view.order.code
    if view.purchase.method is Method.TRANSFER and view.payment_state is PaymentState.AGREED:
        slip = transfers.slip(buyer, code)
        html.show(slips.slip(slip))
        with feedback.refusals():
            if slips.missing_account(slip):
                transfers.ask_for_account(buyer, code)
                st.rerun()
            sent = slips.ask_sent(code) if slip.account else None
            if sent:
                transfers.tell(buyer, code, sent)
                feedback.done_after_rerun(t("The supplier has been told."))
                st.rerun()
    html.show(slips.told(transfers.told(buyer, code)))
