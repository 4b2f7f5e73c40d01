"""Direct sale: a buyer asks suppliers and chooses among their answers; a supplier answers; an official looks on."""

from collections.abc import Sequence

import streamlit as st

from components import choices, feedback, html, quotation_answer, quotation_comparison, quotation_forms, session
from components import orders as order_parts
from components import quotations as parts
from components.checkout import Prefilled
from components.i18n import either, t
from components.quotation_forms import Ware
from services import accounts, cart, money, orders, payments, products, projects, quotations, standards, stock
from services.orders import Method
from services.quotations import OfferView, QuotationStatus, Reader, RequestView
from services.visitors import Role, Visitor

A_PAGE = 20
READERS = {Role.BUYER: Reader.BUYER, Role.SUPPLIER: Reader.SUPPLIER}


def show_list(visitor: Visitor) -> None:
    reader = READERS.get(visitor.role, Reader.OFFICIAL)
    st.title(t("Quotations"), anchor=False)
    if reader is Reader.BUYER:
        html.show(html.link(t("Ask for a quotation"), html.address("/quotations", {"ask": "kind"}), css="press"))
    now = max(1, min(session.asked_number("page") or 1, A_PAGE**3))
    found = quotations.listed(visitor, limit=A_PAGE + 1, offset=(now - 1) * A_PAGE)
    html.show(parts.listed(found[:A_PAGE], reader) if found else parts.empty(reader))
    choices.page_of(now + (len(found) > A_PAGE), now=now)


def wares_asked(buyer: Visitor, asked: str) -> list[Ware]:
    """What the address asks for: an exhibit with its quantity, or what lies in the cart."""
    if asked == "cart":
        return [
            Ware(line.kind, line.unit, either(line.name_zh, line.name_en), line.product_code, group.supplier_code,
                 line.quantity_milli)
            for group in cart.view(buyer).groups for line in group.lines if line.problem != "gone"
        ]  # fmt: skip
    card = next(iter(products.by_codes([asked])), None)
    if card is None:
        return []
    with feedback.refusals():
        wanted = money.milli(session.asked("quantity") or str(money.quantity(card.minimum_milli)))
        name = either(card.name_zh, card.name_en)
        return [Ware(card.kind, card.unit, name, card.code, card.supplier,
                     max(1, min(wanted, stock.LARGEST_MILLI)))]  # fmt: skip
    return []


def prefilled(buyer: Visitor, total_fen: int = 0) -> Prefilled:
    online = payments.may_pay_online() and orders.CARD_LEAST_FEN <= total_fen <= orders.CARD_LIMIT_FEN
    methods = [Method.TRANSFER, Method.CARD] if online else [Method.TRANSFER]
    return Prefilled(buyer, accounts.my_organisation(buyer), projects.mine(buyer), methods)


def show_asking(buyer: Visitor, asked: str) -> None:
    st.title(t("Ask for a quotation"), anchor=False)
    wares = wares_asked(buyer, asked)
    known = {one.code: one for one in standards.kinds()}
    kinds = quotation_forms.ask_kinds(list(known.values()))
    wares += [Ware(code, known[code].unit, either(known[code].name_zh, known[code].name_en)) for code in kinds]
    if not wares:
        feedback.nothing_here(t("Choose a kind here, or come from an exhibit or from your cart."))
        return
    session.intent("request")
    candidates = quotations.candidates(buyer, [ware.kind for ware in wares])
    with feedback.refusals():
        said = quotation_forms.ask(wares, candidates, prefilled(buyer))
        if said:
            with st.spinner(t("Sending the request …")):
                made = quotations.ask(buyer, said[0], key=session.intent("request"), files=said[1])
            session.fulfil_intent("request")
            feedback.done_after_rerun(t("Your request {code} is with the suppliers.", code=made.code))
            session.turn_to(request=made.code)
            st.rerun()


def turn_to_purchase(code: str) -> None:
    st.switch_page("orders.py", query_params={"purchase": code, "lang": session.language()})


def decide(buyer: Visitor, one: OfferView) -> None:
    """Accept or decline one quotation, or order by a standing price."""
    quotation = one.quotation
    with st.container(horizontal=True, key=f"decide-{quotation.id}"):
        if one.may_accept:
            with st.popover(t("Accept …"), type="primary", key=f"accept_{quotation.id}", width="content"):
                accept(buyer, one)
        if one.may_call_off:
            with st.popover(t("Order by this price …"), type="primary", key=f"call_{quotation.id}", width="content"):
                call_off(buyer, one)
        if quotation.status is QuotationStatus.GIVEN:
            with st.popover(t("Decline …"), key=f"decline_{quotation.id}", width="content"):
                decline(buyer, one)


def accept(buyer: Visitor, one: OfferView) -> None:
    with feedback.refusals():
        if one.quotation.standing_until is not None:
            reason = quotation_forms.ask_agreement(one)
            if reason is not None:
                quotations.agree(buyer, one.quotation.id, reason=reason)
                feedback.done_after_rerun(t("Agreed: you may order by this price."))
                st.rerun()
            return
        said = quotation_forms.ask_receiving(one, prefilled(buyer, one.quotation.total_fen))
        if said:
            turn_to_purchase(quotations.accept(buyer, one.quotation.id, said[0], reason=said[1]).code)


def call_off(buyer: Visitor, one: OfferView) -> None:
    form = f"call-off {one.quotation.id}"
    session.intent(form)
    with feedback.refusals():
        said = quotation_forms.call_off(one, prefilled(buyer, one.quotation.total_fen))
        if said:
            placed = quotations.call_off(buyer, one.quotation.id, said[0], said[1], key=session.intent(form))
            session.fulfil_intent(form)
            turn_to_purchase(placed.code)


def decline(buyer: Visitor, one: OfferView) -> None:
    with feedback.refusals():
        key = f"say-no-{one.quotation.id}"
        reason = quotation_forms.ask_reason(key, t("Why not? The supplier reads this."), t("Decline it"))
        if reason is not None:
            quotations.decline(buyer, one.quotation.id, reason=reason)
            feedback.done_after_rerun(t("Declined; the supplier reads your reason."))
            st.rerun()


def show_offers(visitor: Visitor, view: RequestView) -> None:
    st.header(t("Quotations received"), anchor=False)
    if not view.offers:
        html.show(parts.no_answer_yet(view))
        return
    html.show(quotation_comparison.table(view, quotations.weights(view)))
    for one in view.offers:
        html.show(parts.offer(one))
        if view.reader is Reader.BUYER:
            decide(visitor, one)


def end(buyer: Visitor, view: RequestView) -> None:
    said = t("End it without a choice …") if view.offers else t("Take the request back …")
    with st.popover(said, key="end-request", width="content"), feedback.refusals():
        reason = quotation_forms.ask_reason("end_request", t("Why? The suppliers read this."), t("End the request"))
        if reason is not None:
            quotations.close(buyer, view.request.code, reason=reason)
            st.rerun()


def answer(supplier: Visitor, view: RequestView) -> None:
    own: Sequence[OfferView] = view.offers
    for one in own:
        html.show(parts.offer(one))
    if own and own[0].quotation.status is QuotationStatus.GIVEN and take_back(supplier, view):
        st.rerun()
    html.show(parts.earlier(view.earlier))
    if not view.answerable or (own and own[0].quotation.status is QuotationStatus.ACCEPTED):
        html.show(parts.no_more_answers(view))
        return
    st.header(t("Answer anew") if own else t("Your quotation"), anchor=False)
    give(supplier, view)


def take_back(supplier: Visitor, view: RequestView) -> bool:
    with feedback.refusals():
        if st.button(t("Take the quotation back"), key="take_back"):
            quotations.take_back(supplier, view.request.code)
            return True
    return False


def give(supplier: Visitor, view: RequestView) -> None:
    wares = quotations.wares(supplier, view.request.code)
    if not any(wares.values()):
        html.show(quotation_answer.nothing_fits())
        return
    with feedback.refusals():
        said = quotation_answer.ask(view, wares)
        if said:
            quotations.give(supplier, view.request.code, said)
            feedback.done_after_rerun(t("Your quotation is with the buyer."))
            st.rerun()


def show_request(visitor: Visitor, code: str) -> None:
    view = quotations.request(visitor, code)
    html.show(parts.heading(view) + parts.sheet(view))
    if view.reader is Reader.SUPPLIER:
        answer(visitor, view)
        return
    show_offers(visitor, view)
    if view.reader is Reader.BUYER and view.live:
        end(visitor, view)


visitor = session.visitor()
if session.asked("request") or session.asked("ask"):
    html.show(order_parts.way_back("/quotations", t("Quotations")))
with feedback.refusals():
    if session.asked("request"):
        show_request(visitor, session.asked("request")[:40])
    elif session.asked("ask") and visitor.role is Role.BUYER:
        show_asking(visitor, session.asked("ask")[:40])
    else:
        show_list(visitor)
