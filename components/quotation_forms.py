"""The forms of direct sale: asking for a quotation, answering, accepting, ordering by a standing price, saying no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import checkout, formats, html
from components.checkout import Prefilled, method_named
from components.i18n import either, t
from services.clock import today
from services.money import milli, quantity
from services.quotations import (
    MOST_ASKED,
    MOST_FILES,
    Asking,
    Candidate,
    OfferView,
    QuotedLine,
    Receiving,
    WantedLine,
)
from services.standards import Kind
from services.uploads import LARGEST_MB

__all__ = ["Ware", "ask", "ask_agreement", "ask_kinds", "ask_reason", "ask_receiving", "call_off"]

ONE_WEEK, ONE_MONTH = timedelta(days=7), timedelta(days=30)
LARGEST = 1_000_000.0
SECTION = Markup('<h2 class="form-part">{}</h2>')
LINE = Markup('<p class="quote-line"><b>{}</b> <span class="soft">{}</span></p>')
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Ware:
    """An exhibit or a kind to be asked for, with the quantity that stands there already."""

    kind: str
    unit: str
    name: str
    code: str = ""
    supplier: str = ""
    quantity_milli: int = 1000


def ask_kinds(kinds: Sequence[Kind]) -> list[str]:
    """Kinds to ask for in words, beside the exhibits."""
    known = {one.code: either(one.name_zh, one.name_en) for one in kinds}
    return st.multiselect(
        t("Also ask for a kind, in your own words"),
        list(known),
        format_func=lambda code: known.get(code, code),
        max_selections=5,
        placeholder=t("Choose kinds of materials"),
        key="request_kinds",
    )


def ask(wares: Sequence[Ware], candidates: Sequence[Candidate], known: Prefilled) -> tuple[Asking, Files] | None:
    """The whole request, once it is sent."""
    with st.form("request", enter_to_submit=False):
        html.show(SECTION.format(t("What is wanted")))
        lines = [ask_line(place, ware) for place, ware in enumerate(wares)]
        suppliers = ask_suppliers(wares, candidates)
        html.show(SECTION.format(t("Where to, and by when")))
        city, district, address = checkout.place(known.organisation)
        closes_on, wanted_by = ask_days()
        project, purpose = checkout.reason(known.projects)
        words = st.text_area(
            t("Words to the suppliers (optional)"), max_chars=1000, height=90, key="request_words",
            placeholder=t("Access to the site, unloading, samples, invoice …"),
        )  # fmt: skip
        files = ask_files()
        html.show(promise())
        if not st.form_submit_button(t("Send the request"), type="primary", key="send_request"):
            return None
    return Asking(
        lines=lines, suppliers=suppliers, city=city, district=district, address=address, wanted_by=wanted_by,
        closes_on=closes_on, purpose=purpose, words=words or "", project_code=project,
    ), files  # fmt: skip


def ask_line(place: int, ware: Ware) -> WantedLine:
    slug = ware.code or ware.kind
    html.show(LINE.format(ware.name, ware.code))
    left, right = st.columns([1, 2])
    amount = left.number_input(
        t("Quantity in {unit}", unit=formats.unit(ware.unit)), min_value=0.001, max_value=LARGEST,
        value=float(quantity(ware.quantity_milli)), format="%.10g", key=f"wanted_{slug}",
    )  # fmt: skip
    words = right.text_input(
        t("Remarks (optional)") if ware.code else t("What is wanted"), max_chars=500, key=f"wanted_words_{place}_{slug}"
    )
    return WantedLine(milli(amount_of(amount)), ware.code, "" if ware.code else ware.kind, words or "")


def amount_of(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.001"))


def ask_suppliers(wares: Sequence[Ware], candidates: Sequence[Candidate]) -> list[str]:
    known = {one.code: f"{either(one.zh, one.en)} · {one.exhibits}" for one in candidates}
    own = [code for code in dict.fromkeys(ware.supplier for ware in wares) if code in known]
    return st.multiselect(
        t("Suppliers to ask; the number is how many exhibits of these kinds they show"),
        list(known),
        default=own,
        format_func=lambda code: known.get(code, code),
        max_selections=MOST_ASKED,
        placeholder=t("Choose suppliers"),
        key="request_suppliers_" + "_".join(ware.code or ware.kind for ware in wares),
    )


def ask_days() -> tuple[date, date]:
    left, right = st.columns(2)
    now = today()
    last = now + timedelta(days=365)
    closes = left.date_input(t("Answers until"), now + ONE_WEEK, min_value=now, max_value=last, key="closes_on")
    wanted = right.date_input(t("Delivery wanted by"), now + ONE_MONTH, min_value=now, max_value=last, key="wanted_by")
    return closes, wanted


def ask_files() -> Files:
    files = st.file_uploader(
        t("Drawings or lists (optional): up to {most} files, PDF, JPEG or PNG", most=MOST_FILES),
        type=["pdf", "jpg", "jpeg", "png"],
        accept_multiple_files=True,
        max_upload_size=LARGEST_MB,
        key="request_files",
    )
    return [(file.name, file.getvalue()) for file in files]


def promise() -> Markup:
    return Markup('<p class="soft">{}</p>').format(
        t(
            "No supplier learns who else is asked, or what others answer. Prices are quoted delivered to your site, "
            "freight included. Asking binds you to nothing."
        )
    )


def ask_receiving(one: OfferView, known: Prefilled) -> tuple[Receiving, str] | None:
    """Who takes it in, who is billed, how it is paid, and why this one where another is lower; once it is accepted."""
    slug = one.quotation.id
    with st.form(f"accept-{slug}", border=False, enter_to_submit=False):
        receiving = receiving_of(known, str(slug))
        reason = ask_why(one)
        st.text(t("You order at the quoted price, to the site of the request. Freight is included."))
        if not st.form_submit_button(t("Accept and order"), type="primary", key=f"order_{slug}"):
            return None
    return receiving, reason


def ask_agreement(one: OfferView) -> str | None:
    """The reason for a standing price, perhaps empty, once it is agreed to."""
    slug = one.quotation.id
    with st.form(f"agree-{slug}", border=False):
        st.text(t("Nothing is ordered yet: the supplier is bound by the price, and you order by it when you need to."))
        reason = ask_why(one)
        return reason if st.form_submit_button(t("Agree to the price"), type="primary", key=f"agree_{slug}") else None


def ask_why(one: OfferView) -> str:
    said = t("Why this one? Another quotation is lower.") if one.undercut else t("Reason for the choice (optional)")
    return st.text_input(said, max_chars=300, key=f"why_{one.quotation.id}") or ""


def receiving_of(known: Prefilled, slug: str) -> Receiving:
    left, right = st.columns(2)
    recipient = left.text_input(
        t("Recipient"), known.visitor.name, max_chars=80, autocomplete="name", key=f"recipient_{slug}"
    )
    phone = right.text_input(
        t("Phone"), max_chars=40, autocomplete="tel", placeholder="0572-5550000", key=f"phone_{slug}"
    )
    title = left.text_input(t("Invoice title"), known.organisation.name_zh, max_chars=120, key=f"invoice_title_{slug}")
    code = right.text_input(
        t("Unified social credit code"), known.organisation.credit_code or "", max_chars=18, key=f"invoice_code_{slug}"
    )
    ways = {method: method_named(method) for method in known.methods}
    method = st.radio(t("Way to pay"), list(ways), format_func=ways.__getitem__, key=f"method_{slug}")
    return Receiving(recipient or "", phone or "", title or "", code or "", method)


def call_off(one: OfferView, known: Prefilled) -> tuple[Mapping[str, int], Receiving] | None:
    """An order by a standing price: how much of each exhibit, once it is placed."""
    slug = str(one.quotation.id)
    with st.form(f"call-off-{slug}", border=False, enter_to_submit=False):
        wanted = {line.product.code: ask_share(line, slug) for line in one.lines}
        receiving = receiving_of(known, slug)
        if not st.form_submit_button(t("Order at this price"), type="primary", key=f"call_off_{slug}"):
            return None
    return wanted, receiving


def ask_share(line: QuotedLine, slug: str) -> int:
    product, left = line.product, formats.quantity(line.left_milli, line.product.unit)
    name = either(product.name_zh, product.name_en)
    amount = st.number_input(
        t("{name}: {left} can still be ordered", name=name, left=left), min_value=0.0,
        max_value=float(quantity(line.left_milli)), value=0.0, format="%.10g", key=f"share_{slug}_{product.code}",
    )  # fmt: skip
    return milli(amount_of(amount))


def ask_reason(key: str, said: str, button: str) -> str | None:
    """One line of why, once it is sent."""
    with st.form(f"form-{key}", border=False):
        reason = st.text_input(said, max_chars=300, key=f"reason-{key}")
        return (reason or "") if st.form_submit_button(button, key=key) else None
