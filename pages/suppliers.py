"""Becoming a supplier, as a guided checklist: who you are, your papers, the letter of commitment, handing in."""

import streamlit as st

from components import feedback, html, papers, session
from components.i18n import t
from components.wording import words
from services import suppliers
from services.suppliers import Dossier, PaperKind, SupplierKind, SupplierStatus
from services.visitors import Visitor


def say_who(visitor: Visitor, dossier: Dossier | None) -> None:
    html.show(papers.step(1, t("Who you are")))
    now = papers.profile_of(dossier)
    kind = st.radio(
        t("Kind of supplier"),
        list(SupplierKind),
        index=list(SupplierKind).index(now.kind),
        format_func=words(SupplierKind),
        captions=[
            t("You make the goods and own the brand: the trademark certificate is asked."),
            t("You sell other makers' brands: the letter of commitment is enough."),
        ],
        key="kind",
    )
    profile = papers.ask_profile(kind or now.kind, now)
    if profile:
        with feedback.refusals():
            suppliers.save(visitor, profile)
            feedback.done_after_rerun(t("The draft is saved."))
            st.rerun()


def bring_papers(visitor: Visitor, dossier: Dossier) -> None:
    html.show(papers.step(2, t("Papers")))
    for kind in suppliers.papers_of(dossier.supplier.kind):
        if kind is PaperKind.COMMITMENT_LETTER:
            html.show(papers.step(3, t("Letter of commitment")))
            html.show(papers.letter_link())
        handed_in = papers.ask_paper(kind, dossier.paper(kind))
        if handed_in:
            with feedback.refusals(), st.spinner(t("Checking the file …")):
                suppliers.add_paper(visitor, kind, name=handed_in[0], data=handed_in[1])
                feedback.done_after_rerun(t("The paper is in your dossier."))
                st.rerun()


def hand_in(visitor: Visitor, dossier: Dossier) -> None:
    html.show(papers.step(4, t("Hand in")))
    missing = [requirement for requirement in suppliers.checklist(dossier) if not requirement.done]
    html.show(papers.still_missing(missing))
    if st.button(t("Hand in for review"), key="submit", type="primary", disabled=bool(missing)):
        with feedback.refusals():
            suppliers.submit(visitor)
            feedback.done_after_rerun(t("Your dossier is handed in."))
            st.rerun()


def decided(dossier: Dossier) -> None:
    html.show(papers.facts(dossier))
    html.show(papers.links(dossier.papers))
    if dossier.supplier.status is SupplierStatus.APPROVED:
        html.show(html.link(t("To my exhibits"), html.address("/listings"), css="press"))
        html.show(
            papers.note(t("If one of these facts changes, tell the reviewing department; it cannot be edited here."))
        )


visitor = session.visitor()
dossier = suppliers.mine(visitor)

st.title(t("Become a supplier") if dossier is None or dossier.editable else t("Supplier dossier"), anchor=False)
if dossier is None or dossier.editable:
    html.show(papers.welcome())
if dossier is None:
    say_who(visitor, None)
else:
    html.show(papers.banner(dossier))
    aside, steps = st.columns([2, 3], gap="large")
    with aside:
        html.show(papers.checklist(suppliers.checklist(dossier)))
        html.show(papers.history(dossier.decisions, signed=False))
    with steps:
        if dossier.editable:
            say_who(visitor, dossier)
            bring_papers(visitor, dossier)
            hand_in(visitor, dossier)
        else:
            decided(dossier)
