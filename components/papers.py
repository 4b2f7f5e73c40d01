"""A supplier's dossier on paper: the checklist, the facts, the papers as links, and the forms that ask for them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, paper_readings, regions, timeline
from components.formats import N_
from components.i18n import either, t
from services.suppliers import (
    LONG_TERM,
    Decision,
    Dossier,
    Need,
    Paper,
    PaperKind,
    Profile,
    Requirement,
    SupplierKind,
    SupplierStatus,
)
from services.uploads import LARGEST_MB

NEEDS: dict[Need, str] = {
    Need.CREDIT_CODE: N_("Unified social credit code"),
    Need.CONTACT: N_("Contact and introduction"),
    Need.BUSINESS_LICENCE: N_("Business licence"),
    Need.TRADEMARK_CERTIFICATE: N_("Trademark registration certificate"),
    Need.COMMITMENT_LETTER: N_("Signed letter of commitment"),
}
STATE: dict[SupplierStatus, tuple[str, str, str]] = {
    SupplierStatus.DRAFT: (
        "",
        N_("In preparation"),
        N_("Only your organisation sees this dossier until you hand it in."),
    ),
    SupplierStatus.SUBMITTED: (
        "info",
        N_("Handed in"),
        N_("The finance and housing departments are reviewing your dossier. You will find the decision here."),
    ),
    SupplierStatus.RETURNED: (
        "warn",
        N_("Returned to you"),
        N_("Mend what is named below, then hand the dossier in again."),
    ),
    SupplierStatus.APPROVED: (
        "good",
        N_("Approved"),
        N_("You may hang exhibits and sell. There is no fee and no commission."),
    ),
    SupplierStatus.SUSPENDED: (
        "bad",
        N_("Suspended"),
        N_("Your exhibits are off view until the suspension is lifted."),
    ),
    SupplierStatus.WITHDRAWN: (
        "bad",
        N_("Withdrawn"),
        N_("This organisation is no longer a supplier of the museum."),
    ),
}
BANNER = Markup(
    '<section class="state {tone}"><div><p class="overline">{code}</p><h2>{title}</h2><p>{words}</p></div>'
    "{reasons}</section>"
)
CHECK = Markup('<li class="{css}"><b>{name}</b><span>{words}</span></li>')
FACT = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
SHOWN_REASONS = Markup('<blockquote><p class="overline">{}</p><p class="reasons">{}</p></blockquote>')


def banner(dossier: Dossier) -> Markup:
    """Where the dossier stands, and why it came back."""
    tone, title, words = STATE[dossier.supplier.status]
    reasons = SHOWN_REASONS.format(t("What to mend"), dossier.reasons) if dossier.reasons else ""
    return BANNER.format(
        tone=tone,
        code=dossier.supplier.code,
        title=t(title),
        words=t(words),
        reasons=reasons,
    )


def checklist(requirements: Sequence[Requirement]) -> Markup:
    done = sum(requirement.done for requirement in requirements)
    rows = [
        CHECK.format(
            css="done" if requirement.done else "open",
            name=t(NEEDS[requirement.need]),
            words=t("In order") if requirement.done else t(requirement.missing),
        )
        for requirement in requirements
    ]
    return Markup('<section class="checklist"><p class="overline">{}</p><ol>{}</ol></section>').format(
        t("{done} of {all} in order", done=done, all=len(requirements)), html.join(rows)
    )


def facts(dossier: Dossier) -> Markup:
    """Who the supplier is, in the words of the dossier."""
    supplier, organisation = dossier.supplier, dossier.organisation
    rows = [
        (t("Company"), either(organisation.name_zh, organisation.name_en)),
        (t("Unified social credit code"), organisation.credit_code or "—"),
        (t("Kind of supplier"), labels.word(supplier.kind)),
        (t("Brand"), either(supplier.brand_zh, supplier.brand_en) or "—"),
        (t("Trademark number"), supplier.trademark_number or "—"),
        (t("Licence number"), supplier.licence_number or "—"),
        (t("Licence valid until"), paper_readings.last_day(supplier.licence_valid_until)),
        (t("Contact person"), f"{supplier.contact_name} · {supplier.phone}"),
        (t("Place"), f"{regions.named(organisation.city, organisation.district)} {organisation.address}".strip()),
        (t("Introduction"), either(supplier.introduction_zh, supplier.introduction_en) or "—"),
    ]
    return Markup('<dl class="facts">{}</dl>').format(html.join(FACT.format(*row) for row in rows))


def links(papers: Sequence[Paper]) -> Markup:
    """The papers, to be downloaded one by one, each with what could be read in it."""
    if not papers:
        return Markup('<p class="soft">{}</p>').format(t("No paper has been handed in yet."))
    rows = [
        Markup("<li><b>{}</b>{}{}</li>").format(labels.word(one.kind), link(one), paper_readings.shown(one.compared))
        for one in papers
    ]
    return Markup('<ul class="paper-list">{}</ul>').format(html.join(rows))


def link(paper: Paper) -> Markup:
    size = t("{size} KB", size=max(1, paper.size // 1024))
    said = html.link(paper.name, f"/files/{paper.file_id}", css="paper")
    return Markup('{} <span class="soft">{} · {}</span>').format(said, size, formats.moment(paper.added_at))


def history(decisions: Sequence[Decision], *, signed: bool) -> Markup:
    """The steps of the dossier; the supplier reads the decision, the reviewers also who made it."""
    return timeline.show(
        [
            timeline.Entry(labels.tag(made.status), made.at, made.by if signed else "", made.reasons)
            for made in decisions
        ]
    )


def ask_profile(kind: SupplierKind, now: Profile) -> Profile | None:
    """The form of who the supplier is; what was typed, once it is saved."""
    with st.form("profile", border=False):
        said = replace(now, kind=kind)
        if kind is SupplierKind.BRAND_MANUFACTURER:
            said = ask_brand(said)
        said = ask_licence(ask_contact(said))
        return said if st.form_submit_button(t("Save the draft"), key="save_profile", type="primary") else None


def ask_brand(now: Profile) -> Profile:
    left, right = st.columns(2, gap="medium")
    zh = left.text_input(t("Brand (Chinese)"), now.brand_zh, key="brand_zh", max_chars=60)
    en = right.text_input(t("Brand (English)"), now.brand_en, key="brand_en", max_chars=80)
    number = st.text_input(t("Trademark number"), now.trademark_number, key="trademark_number", max_chars=60)
    return replace(now, brand_zh=zh or "", brand_en=en or "", trademark_number=number or "")


def ask_contact(now: Profile) -> Profile:
    left, right = st.columns(2, gap="medium")
    name = left.text_input(t("Contact person"), now.contact_name, key="contact_name", max_chars=80)
    phone = right.text_input(t("Telephone"), now.phone, key="phone", max_chars=40, placeholder="0572-5550101")
    left, right = st.columns(2, gap="medium")
    zh = left.text_area(
        t("Introduction (Chinese)"), now.introduction_zh, key="introduction_zh", max_chars=1000, height=120
    )
    en = right.text_area(
        t("Introduction (English)"), now.introduction_en, key="introduction_en", max_chars=1500, height=120
    )
    return replace(now, contact_name=name or "", phone=phone or "", introduction_zh=zh or "", introduction_en=en or "")


def ask_licence(now: Profile) -> Profile:
    left, right = st.columns(2, gap="medium")
    number = left.text_input(t("Licence number"), now.licence_number, key="licence_number", max_chars=60)
    ends = now.licence_valid_until
    day = right.date_input(
        t("Licence valid until"),
        value=None if ends == LONG_TERM else ends,
        min_value=date(2000, 1, 1),
        max_value=date(2099, 12, 31),
        key="licence_valid_until",
    )
    long_term = right.checkbox(t("Long-term, without an end"), value=ends == LONG_TERM, key="long_term")
    return replace(now, licence_number=number or "", licence_valid_until=LONG_TERM if long_term else day)


def ask_paper(kind: PaperKind, held: Paper | None) -> tuple[str, bytes] | None:
    """A paper's place in the dossier: what lies there, and a new one once it is handed in."""
    html.show(
        Markup('<div class="slot"><h3>{}</h3><p>{}</p></div>').format(
            labels.word(kind), link(held) if held else t("Nothing here yet. PDF, JPEG or PNG, at most 10 MB.")
        )
        + (paper_readings.shown(held.compared) if held else html.NOTHING)
    )
    with st.form(f"paper-{kind}", clear_on_submit=True, border=False):
        file = st.file_uploader(
            labels.word(kind),
            type=["pdf", "jpg", "jpeg", "png"],
            key=f"file-{kind}",
            max_upload_size=LARGEST_MB,
            label_visibility="collapsed",
        )
        label = t("Replace it") if held else t("Hand it in")
        if st.form_submit_button(label, key=f"add-{kind}") and file is not None:
            return file.name, file.getvalue()
    return None


def profile_of(dossier: Dossier | None) -> Profile:
    """What the form starts from."""
    if dossier is None:
        return Profile(kind=SupplierKind.BRAND_MANUFACTURER)
    names = Profile.__dataclass_fields__
    return Profile(**{name: getattr(dossier.supplier, name) for name in names})


def welcome() -> Markup:
    """What a supplier may expect, before the first question."""
    return Markup('<p class="lead">{}</p>').format(
        t(
            "Show and sell in the museum without entry fee and without commission. Every supplier proves its licence "
            "and signs the letter of commitment; a brand manufacturer also shows its trademark."
        )
    )


def step(number: int, title: str) -> Markup:
    return Markup('<h2 class="step"><span>{}</span>{}</h2>').format(number, title)


def note(words: str) -> Markup:
    return Markup('<p class="soft">{}</p>').format(words)


def letter_link() -> Markup:
    words = t("Print the letter with your own data, have it signed and stamped, and hand in the scan below.")
    press = html.link(t("Download the letter (PDF)"), html.address("/letters/commitment.pdf"), css="press quiet")
    return Markup('<div class="slot"><p>{}</p><p>{}</p></div>').format(words, press)


def still_missing(requirements: Sequence[Requirement]) -> Markup:
    if not requirements:
        return note(
            t("Everything is in order. After handing in, the dossier cannot be changed until it is decided on.")
        )
    rows = [Markup("<li>{}</li>").format(t(requirement.missing)) for requirement in requirements]
    return Markup('<p>{}</p><ul class="soft">{}</ul>').format(t("Still missing:"), html.join(rows))
