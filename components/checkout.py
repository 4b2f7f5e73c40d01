"""The checkout form: where to, billed to whom, what for, paid how; and the reading of what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import checkout_grounds, formats, html, labels
from components.i18n import either, t
from services.accounts import Organisation
from services.cart import CartItem, CartView
from services.order_checkout import Checkout, InvoiceKind, LineReason, Method
from services.projects import Project
from services.protocols import Asked
from services.regions import CITIES
from services.visitors import Visitor

SECTION = Markup('<h2 class="form-part">{}</h2>')
BEGIN = Markup('<h2 class="form-part" id="delivery">{}</h2>')


@dataclass(frozen=True)
class Prefilled:
    """What is known of the buyer before anything is typed; `methods` are the ways to pay that are open here.
    `blocked`: something else than the lines themselves stands in the way. `beside`: what hangs beside each line."""

    visitor: Visitor
    organisation: Organisation
    projects: Sequence[Project]
    methods: Sequence[Method]
    blocked: bool = False
    beside: Sequence[Asked] = ()


def form(known: Prefilled, view: CartView, *, sandbox: bool) -> Checkout | None:
    """The form; what was typed, once the button was pressed. Nothing typed is lost when the order is refused."""
    with st.form("checkout", enter_to_submit=False):
        recipient, phone = person(known)
        city, district, address = place(known.organisation)
        title, code, wanted = invoice(known.organisation)
        project, purpose = reason(known.projects)
        reasons = reasons_of_lines(view.lines, known.projects)
        grounds = checkout_grounds.ask(view.lines, known.beside)
        method = way_to_pay(known.methods, sandbox=sandbox)
        html.show(repeated(view))
        pressed = st.form_submit_button(
            t("Place the order"),
            type="primary",
            disabled=known.blocked or (not view.ready and bool(view.groups)),
            key="place",
        )
    if not pressed:
        return None
    return Checkout(
        recipient=recipient, phone=phone, city=city, district=district, address=address, invoice_title=title,
        invoice_code=code, purpose=purpose, project_code=project, method=method, reasons=reasons, grounds=grounds,
        invoice=wanted,
    )  # fmt: skip


def person(known: Prefilled) -> tuple[str, str]:
    html.show(BEGIN.format(t("Delivery")))
    left, right = st.columns(2)
    recipient = left.text_input(
        t("Recipient"), value=known.visitor.name, max_chars=80, autocomplete="name", key="recipient"
    )
    phone = right.text_input(t("Phone"), max_chars=40, autocomplete="tel", placeholder="0572-5550000", key="phone")
    return recipient, phone


def place(organisation: Organisation) -> tuple[str, str, str]:
    left, right = st.columns(2)
    served = {zh: either(zh, en) for zh, en in ({organisation.city: organisation.city} | CITIES).items()}
    city = left.selectbox(t("City"), list(served), format_func=served.__getitem__, key="city")
    district = right.text_input(t("District"), value=organisation.district, max_chars=40, key="district")
    address = st.text_input(
        t("Street, number, building"), value=organisation.address, max_chars=200, autocomplete="street-address",
        key="address",
    )  # fmt: skip
    return city, district, address


def invoice(organisation: Organisation) -> tuple[str, str, InvoiceKind | None]:
    html.show(SECTION.format(t("Invoice")))
    left, right = st.columns(2)
    title = left.text_input(t("Invoice title"), value=organisation.name_zh, max_chars=120, key="invoice_title")
    code = right.text_input(
        t("Unified social credit code"), value=organisation.credit_code or "", max_chars=18, key="invoice_code"
    )
    kinds: dict[InvoiceKind | None, str] = {None: t("I ask for it later")}
    kinds |= {one: labels.word(one) for one in InvoiceKind}
    wanted = st.radio(t("Kind of invoice"), list(kinds), format_func=kinds.__getitem__, horizontal=True, key="invoice")
    return title, code, wanted


def reason(projects: Sequence[Project]) -> tuple[str | None, str]:
    html.show(SECTION.format(t("What for")))
    names = {"": t("No project")} | names_of(projects)
    project = None
    if projects:
        project = st.selectbox(t("Project"), list(names), format_func=names.__getitem__, key="project")
    purpose = st.text_input(t("Purpose (optional)"), max_chars=300, key="purpose")
    return project or None, purpose


def names_of(projects: Sequence[Project]) -> dict[str, str]:
    return {one.code: either(one.name_zh, one.name_en) for one in projects}


def reasons_of_lines(lines: Sequence[CartItem], projects: Sequence[Project]) -> tuple[LineReason, ...]:
    """Folded away: what single lines are for, where that is not what the whole purchase is for."""
    if len(lines) < 2:  # noqa: PLR2004  one line is for what the purchase is for
        return ()
    with st.expander(t("Different purposes, line by line"), key="reasons"):
        return tuple(reason_of(line, projects) for line in lines)


def reason_of(line: CartItem, projects: Sequence[Project]) -> LineReason:
    name, project = either(line.name_zh, line.name_en), ""
    names = {"": t("As above")} | names_of(projects)
    left, right = st.columns(2, vertical_alignment="bottom")
    if projects:
        project = right.selectbox(
            t("Project of {what}", what=name), list(names), format_func=names.__getitem__, key=f"project_{line.id}"
        )
    purpose = left.text_input(
        t("Purpose of {what}", what=name), max_chars=300, placeholder=t("As above"), key=f"purpose_{line.id}"
    )
    return LineReason(line.product_code, purpose, project or "")


def way_to_pay(methods: Sequence[Method], *, sandbox: bool) -> Method:
    html.show(SECTION.format(t("Way to pay")))
    explained = {
        Method.CARD: t("Card, Alipay or WeChat, on Stripe's page; the goods are reserved for you meanwhile."),
        Method.TRANSFER: t("From your organisation's account to the supplier's, after you have inspected the goods."),
    }
    if sandbox:
        explained[Method.CARD] = t("Card, Alipay or WeChat, on a page that imitates Stripe's: no money moves.")
    named = {method: method_named(method) for method in methods}
    return st.radio(
        t("Way to pay"), methods, format_func=named.__getitem__, captions=[explained[method] for method in methods],
        key="method", label_visibility="collapsed",
    )  # fmt: skip


def method_named(method: Method) -> str:
    return {Method.CARD: t("Pay online now"), Method.TRANSFER: t("Corporate transfer after acceptance")}[method]


def repeated(view: CartView) -> Markup:
    """The sums once more, beside the button that binds."""
    return Markup(
        '<p class="form-total"><span>{}</span><b class="price">{}</b><span class="soft">{}</span></p>'
    ).format(
        t("Total"),
        formats.money(view.total_fen),
        t("Fee of the museum {fee} · {carbon} kgCO₂e", fee=formats.money(0), carbon=formats.number(view.carbon_kg, 1)),
    )
