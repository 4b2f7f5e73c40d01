"""The review desk of the officials: suppliers and exhibits that wait, each with its evidence and its decision."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from components import feedback, html, labels, papers, session
from components import listing_desk as shown
from components import review_desk as desk
from components.disputes import way_to_disputes
from components.gallery import acted
from components.i18n import either, t
from components.review_desk import EXHIBITS, SUPPLIERS, Waiting
from services import disputes, listings, suppliers
from services.listings import ProductStatus
from services.suppliers import SupplierStatus

visitor = session.visitor()


def next_one() -> None:
    """After a decision the desk turns to whoever waits longest."""
    session.turn_to(desk=session.asked("desk"))


def decided(act: partial[None], message: str) -> None:
    def and_turn() -> None:
        act()
        next_one()

    acted(and_turn, message)


def supplier_dossier(code: str) -> None:
    dossier = suppliers.dossier(visitor, code)
    supplier = dossier.supplier
    name = either(dossier.organisation.name_zh, dossier.organisation.name_en)
    html.show(desk.heading(f"{code} · {labels.word(supplier.kind)}", name, labels.tag(supplier.status)))
    html.show(desk.likenesses(suppliers.likenesses(visitor, code), dossier.papers))
    if supplier.status is SupplierStatus.SUBMITTED:
        key = f"{code}-{supplier.submitted_at}"
        with st.container(horizontal=True):
            if desk.ask_approval(key, label=t("Approve …"), words=t("The supplier may hang exhibits and sell.")):
                decided(partial(suppliers.approve, visitor, code), t("{code} is approved.", code=code))
            reasons = desk.ask_reasons(key)
            if reasons is not None:
                act = partial(suppliers.send_back, visitor, code, reasons=reasons)
                decided(act, t("{code} is returned.", code=code))
    html.show(desk.side_by_side(papers.checklist(suppliers.checklist(dossier)), papers.links(dossier.papers)))
    html.show(papers.facts(dossier))
    html.show(papers.history(dossier.decisions, signed=True))


def exhibit_dossier(code: str) -> None:
    exhibit = listings.dossier(visitor, code)
    product = exhibit.product
    name, kind = either(product.name_zh, product.name_en), either(exhibit.kind.name_zh, exhibit.kind.name_en)
    html.show(desk.heading(f"{code} · {kind}", name, labels.tag(product.status)))
    html.show(desk.doubts(listings.doubts(visitor, code), exhibit))
    if product.status is ProductStatus.SUBMITTED:
        key = f"{code}-{product.submitted_at}"
        with st.container(horizontal=True):
            if desk.ask_approval(key, label=t("Put on show …"), words=t("Everybody will see it, and may buy it.")):
                decided(partial(listings.publish, visitor, code), t("{code} is on show.", code=code))
            returned = desk.ask_return(key)
            if returned:
                act = partial(listings.send_back, visitor, code, reasons=returned[0], words=returned[1])
                decided(act, t("{code} is returned.", code=code))
    html.show(desk.pictures(exhibit))
    html.show(desk.exhibit_facts(exhibit))
    html.show(desk.judged(exhibit))
    html.show(desk.evidence(exhibit))
    html.show(shown.history(exhibit.steps, signed=True))


waiting: dict[str, Sequence[Waiting]] = {
    SUPPLIERS: [desk.supplier_waiting(*one) for one in suppliers.queue(visitor)],
    EXHIBITS: [desk.exhibit_waiting(product, owner) for product, _, owner in listings.queue(visitor)],
}
at = EXHIBITS if session.asked("desk") == EXHIBITS else SUPPLIERS
queue = waiting[at]
code = session.asked("code") or (queue[0].code if queue else "")

st.title(t("Review desk"), anchor=False)
html.show(way_to_disputes(disputes.waiting(visitor)))
html.show(desk.desks({name: len(line) for name, line in waiting.items()}, here=at))
if not queue:
    feedback.nothing_here(t("Nobody waits for a decision here."))
aside, table = st.columns([1, 2], gap="large")
with aside:
    html.show(desk.queue(queue, desk=at, chosen=code) if queue else html.NOTHING)
with table, feedback.refusals():
    if code and at == SUPPLIERS:
        supplier_dossier(code)
    elif code:
        exhibit_dossier(code)
