"""The forms of invoices: what a buyer wants on one, the paper a supplier hands in, and each side's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import labels
from components.i18n import t
from services import money
from services.clock import today
from services.invoices import InvoiceKind, InvoiceStatus, InvoiceView, OrderInvoices, Paper, Sums, Wanted
from services.uploads import LARGEST_MB

__all__ = ["Answered", "HandedIn", "answer", "ask_paper", "ask_wanted"]

S = InvoiceStatus


@dataclass(frozen=True)
class Answered:
    invoice_id: UUID
    to: InvoiceStatus
    reason: str = ""


@dataclass(frozen=True)
class HandedIn:
    paper: Paper
    name: str
    data: bytes


def ask_wanted(code: str, known: OrderInvoices) -> Wanted | None:
    """Ask for the invoice of an order, or change what was asked for."""
    if not known.may_ask:
        return None
    now, first = known.prefilled, known.request is None
    said = t("Ask for the invoice") if first else t("Change what shall stand on it")
    kinds = {one: labels.word(one) for one in InvoiceKind}
    with st.expander(said, key=f"invoice-ask-{code}"), st.form(f"invoice_ask_{code}", border=False):
        kind = st.radio(t("Kind of invoice"), list(kinds), index=list(kinds).index(now.kind), horizontal=True,
                        format_func=kinds.__getitem__, key=f"invoice_kind_{code}")  # fmt: skip
        left, right = st.columns(2)
        title = left.text_input(t("Invoice title"), now.title, max_chars=120, key=f"invoice_title_{code}")
        number = right.text_input(t("Taxpayer number"), now.code, max_chars=18, key=f"invoice_code_{code}")
        st.caption(t("The rest only where your bookkeepers want it on a special invoice."))
        left, right = st.columns(2)
        address = left.text_input(t("Address"), now.address, max_chars=200, key=f"invoice_address_{code}")
        phone = right.text_input(t("Phone"), now.phone, max_chars=40, key=f"invoice_phone_{code}")
        bank = left.text_input(t("Bank"), now.bank, max_chars=120, key=f"invoice_bank_{code}")
        account = right.text_input(t("Account number"), now.account, max_chars=40, key=f"invoice_account_{code}")
        sure = st.form_submit_button(t("Ask the supplier") if first else t("Tell the supplier"), type="primary",
                                     key=f"invoice_ask_sure_{code}")  # fmt: skip
    return Wanted(kind, title, number, address, phone, bank, account) if sure else None


def ask_paper(code: str, known: OrderInvoices) -> HandedIn | None:
    """The supplier's form, filled in with what is missing; raises Invalid for sums that cannot be read."""
    if not known.may_issue:
        return None
    key, whats = f"{code}_{len(known.invoices)}", what_it_is(known)
    net, tax, gross = suggested(known)
    with st.form(f"invoice_paper_{key}", enter_to_submit=False):
        what = st.selectbox(t("What you hand in"), list(whats), format_func=whats.__getitem__, key=f"paper_what_{key}")
        left, right = st.columns([2, 1])
        number = left.text_input(t("Invoice number"), max_chars=30, key=f"paper_number_{key}",
                                 placeholder=t("20 digits, or code and number"))  # fmt: skip
        day = right.date_input(t("Issued on"), today(), max_value=today(), key=f"paper_day_{key}")
        one, two, three = st.columns(3)
        netted = one.text_input(t("Net (yuan)"), net, max_chars=16, key=f"paper_net_{key}")
        taxed = two.text_input(t("Tax (yuan)"), tax, max_chars=16, key=f"paper_tax_{key}")
        whole = three.text_input(t("Gross (yuan)"), gross, max_chars=16, key=f"paper_gross_{key}")
        file = st.file_uploader(t("The invoice (PDF, JPEG or PNG)"), type=["pdf", "jpg", "jpeg", "png"],
                                key=f"paper_file_{key}", max_upload_size=LARGEST_MB)  # fmt: skip
        pressed = st.form_submit_button(t("Hand in the invoice"), type="primary", key=f"paper_sure_{key}")
    if not pressed:
        return None
    corrects, replaces = UUID(what[4:]) if what.startswith("red:") else None, None
    if what.startswith("for:"):
        replaces = UUID(what[4:])
        corrects = next(one.invoice.corrects_id for one in known.invoices if one.invoice.id == replaces)
    read = [money.fen(text, field=name) for text, name in
            ((netted, "Net (yuan)"), (taxed, "Tax (yuan)"), (whole, "Gross (yuan)"))]  # fmt: skip
    sums = Sums(*(-fen for fen in read)) if corrects else Sums(*read)
    return HandedIn(
        Paper(number, day, sums, corrects, replaces), file.name if file else "", file.getvalue() if file else b""
    )


def what_it_is(known: OrderInvoices) -> Mapping[str, str]:
    """Plain, in the place of one that was sent back, or red-letter: what is called for stands first."""
    whats = {
        f"for:{view.invoice.id}": t("In place of {number}, which was sent back", number=view.invoice.number)
        for view in known.invoices if view.invoice.status is S.RETURNED
    }  # fmt: skip
    red = {
        f"red:{view.invoice.id}": t("A red-letter invoice that corrects {number}", number=view.invoice.number)
        for view in known.invoices if view.is_live and not view.corrects and view.left_fen > 0
    }  # fmt: skip
    plain = {"": t("An invoice")} if known.open_fen > 0 else {}
    return red | whats if known.open_fen < 0 else whats | plain | red


def suggested(known: OrderInvoices) -> tuple[str, str, str]:
    """What is missing, as yuan: of an order without invoices all of it, net and tax included."""
    if known.open_fen == known.bill.gross_fen > 0:
        return yuan(known.bill.net_fen), yuan(known.bill.tax_fen), yuan(known.bill.gross_fen)
    return "", "", yuan(abs(known.open_fen))


def yuan(fen: int) -> str:
    return f"{money.yuan(fen):.2f}"


def answer(view: InvoiceView) -> Answered | None:
    """What this party may do with a paper; at most one step is asked for in a run."""
    key, found = str(view.invoice.id), None
    with st.container(horizontal=True, key=f"invoice-{key}"):
        if S.ACCEPTED in view.may and st.button(t("Accept the invoice"), type="primary", key=f"invoice_accept_{key}"):
            found = Answered(view.invoice.id, S.ACCEPTED)
        if S.RETURNED in view.may:
            found = reasoned(view, S.RETURNED, t("Send it back")) or found
        if S.WITHDRAWN in view.may:
            found = reasoned(view, S.WITHDRAWN, t("Withdraw it")) or found
    return found


def reasoned(view: InvoiceView, to: InvoiceStatus, said: str) -> Answered | None:
    key = f"{to}_{view.invoice.id}"
    with st.popover(said, key=f"invoice_{key}"), st.form(f"invoice_form_{key}", border=False):
        reason = st.text_area(t("Reason; the other side reads it"), max_chars=300, key=f"invoice_reason_{key}")
        sure = st.form_submit_button(said, type="primary", key=f"invoice_sure_{key}")
    return Answered(view.invoice.id, to, reason) if sure else None
