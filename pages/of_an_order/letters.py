"""What the two parties of an order write to each other."""

import streamlit as st

from components import correspondence, feedback, html, session
from services import messages
from services.orders import OrderView
from services.visitors import Visitor


def show(party: Visitor, view: OrderView) -> None:
    code, known = view.order.code, messages.of_order(party, view.order.code)
    html.show(correspondence.thread(known.messages, view.buyer, view.supplier, known.reader))
    form = f"message-{code}"
    session.intent(form)
    sent = correspondence.ask(code, known)
    if sent:
        with feedback.refusals():
            messages.write(party, code, sent[0], key=session.intent(form), files=sent[1])
            session.fulfil_intent(form)
            st.rerun()
