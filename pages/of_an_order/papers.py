"""The invoices of an order: asked for and answered by its buyer, handed in and withdrawn by its supplier."""

import streamlit as st

from components import feedback, html, invoice_forms, invoices, labels
from components.i18n import t
from components.invoice_forms import Answered
from services import invoices as papers
from services.invoices import InvoiceStatus, OrderInvoices
from services.visitors import Visitor


def for_buyer(buyer: Visitor, code: str, known: OrderInvoices) -> None:
    show(buyer, code, known)
    wanted = invoice_forms.ask_wanted(code, known)
    if wanted:
        with feedback.refusals():
            papers.ask(buyer, code, wanted)
            feedback.done_after_rerun(t("The supplier has been asked for the invoice."))
            st.rerun()


def for_supplier(supplier: Visitor, code: str, known: OrderInvoices) -> None:
    show(supplier, code, known)
    with feedback.refusals():
        handed = invoice_forms.ask_paper(code, known)
        if handed:
            with st.spinner(t("Checking the file …")):
                papers.issue(supplier, code, handed.paper, name=handed.name, data=handed.data)
            feedback.done_after_rerun(t("The invoice is with the buyer."))
            st.rerun()


def show(party: Visitor, code: str, known: OrderInvoices) -> None:
    """How the order stands with its invoices, and each of them with the answer that this party may give."""
    html.show(invoices.heading(known))
    for one in known.invoices:
        html.show(invoices.one(one))
        said = invoice_forms.answer(one)
        if said:
            answer(party, code, said)


def answer(party: Visitor, code: str, said: Answered) -> None:
    with feedback.refusals():
        match said.to:
            case InvoiceStatus.ACCEPTED:
                papers.accept(party, code, said.invoice_id)
            case InvoiceStatus.WITHDRAWN:
                papers.withdraw(party, code, said.invoice_id, reason=said.reason)
            case _:
                papers.send_back(party, code, said.invoice_id, reason=said.reason)
        feedback.done_after_rerun(f"{code}: {labels.word(said.to)}")
        st.rerun()
