"""What hangs beside an exhibit: its pictures in order and its certificates; the page says what a button does."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

import streamlit as st
from markupsafe import Markup

from components import feedback, formats, html, labels
from components.i18n import either, t, tn
from components.wording import words
from services.clock import today
from services.listings import CertificateForm, Exhibit, Filed, Hung, Scheme
from services.uploads import LARGEST_MB

FRAME = Markup('<figure class="plate hung"><img src="/files/{}" alt="{}"></figure>')
ACROSS = 4


def acted(act: Callable[[], None], message: str) -> None:
    """Do what a button stands for; say so, or say why not."""
    with feedback.refusals():
        act()
        feedback.done_after_rerun(message)
        st.rerun()


def pictures(
    exhibit: Exhibit,
    *,
    most: int,
    add: Callable[[str, bytes], None],
    remove: Callable[[UUID], None],
    arrange: Callable[[Sequence[UUID]], None],
) -> None:
    """The pictures with their buttons; without one, the museum's drawing stands in."""
    hung = exhibit.pictures
    for start in range(0, len(hung), ACROSS):
        for place, picture in zip(st.columns(ACROSS), hung[start : start + ACROSS], strict=False):
            with place:
                html.show(frame(picture, 1 + hung.index(picture)))
                with st.container(horizontal=True):
                    if picture is not hung[0] and st.button(t("To the front"), key=f"front-{picture.id}"):
                        order = [picture.id] + [other.id for other in hung if other is not picture]
                        acted(partial(arrange, order), t("The pictures hang in their new order."))
                    if st.button(t("Take down"), key=f"remove-{picture.id}"):
                        acted(partial(remove, picture.id), t("The picture is taken down."))
    if len(hung) < most:
        chosen = ask_picture(exhibit.product.code, left=most - len(hung))
        if chosen:
            with st.spinner(t("Checking the file …")):
                acted(partial(add, *chosen), t("The picture hangs."))


def certificates(
    exhibit: Exhibit,
    *,
    add: Callable[[CertificateForm, tuple[str, bytes] | None], None],
    remove: Callable[[UUID], None],
) -> None:
    for filed in exhibit.certificates:
        seen, act = st.columns([5, 1], vertical_alignment="center")
        with seen:
            html.show(certificate(filed))
        one = filed.certificate.id
        if act.button(t("Remove"), key=f"remove-{one}"):
            acted(partial(remove, one), t("The certificate is removed."))
    with st.expander(t("File a certificate or test report"), key=f"filing-{exhibit.product.code}"):
        typed = ask_certificate(exhibit.product.code)
        if typed:
            with st.spinner(t("Checking the file …")):
                acted(partial(add, *typed), t("The certificate is filed."))


def frame(hung: Hung, number: int) -> Markup:
    return FRAME.format(hung.file_id, t("Picture {number}", number=number))


def ask_picture(code: str, *, left: int) -> tuple[str, bytes] | None:
    with st.form(f"picture-{code}", clear_on_submit=True, border=False):
        file = st.file_uploader(
            tn("{count} more picture fits: JPEG, PNG or WebP", "{count} more pictures fit: JPEG, PNG or WebP", left),
            type=["jpg", "jpeg", "png", "webp"],
            key=f"picture-file-{code}",
            max_upload_size=LARGEST_MB,
        )
        if st.form_submit_button(t("Hang the picture"), key=f"add-picture-{code}") and file is not None:
            return file.name, file.getvalue()
    return None


def certificate(filed: Filed) -> Markup:
    one = filed.certificate
    stars = " " + "★" * one.stars if one.stars else ""
    expired = Markup(' <span class="tag bad">{}</span>').format(t("Expired")) if one.valid_until < today() else ""
    paper = html.link(filed.file.name, f"/files/{filed.file.id}", css="paper") if filed.file else t("no scan")
    return Markup('<div class="certificate"><b>{}{}</b> {}{}<span>{} · {} – {}</span><span>{}</span></div>').format(
        labels.word(one.scheme),
        stars,
        one.number,
        expired,
        either(one.issued_by_zh, one.issued_by_en),
        formats.day(one.valid_from),
        formats.day(one.valid_until),
        paper,
    )


def ask_certificate(code: str) -> tuple[CertificateForm, tuple[str, bytes] | None] | None:
    """A certificate and its scan, once it is filed."""
    with st.form(f"certificate-{code}", border=False):
        left, right = st.columns(2, gap="medium")
        scheme = left.selectbox(t("Certificate"), list(Scheme), format_func=words(Scheme), key=f"scheme-{code}")
        number = right.text_input(t("Certificate number"), key=f"number-{code}", max_chars=80)
        zh = left.text_input(t("Issued by (Chinese)"), key=f"issued_zh-{code}", max_chars=120)
        en = right.text_input(t("Issued by (English)"), key=f"issued_en-{code}", max_chars=160)
        begins = left.date_input(t("Valid from"), today(), key=f"from-{code}", min_value=date(2000, 1, 1))
        ends = right.date_input(t("Valid until"), today() + timedelta(days=1096), key=f"until-{code}",
                                min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))  # fmt: skip
        stars = left.selectbox(t("Stars"), [None, 1, 2, 3], format_func=lambda n: "★" * n if n else "—",
                               key=f"stars-{code}")  # fmt: skip
        file = right.file_uploader(t("Scan (PDF, JPEG, PNG)"), type=["pdf", "jpg", "jpeg", "png"],
                                   key=f"scan-{code}", max_upload_size=LARGEST_MB)  # fmt: skip
        if not st.form_submit_button(t("File the certificate"), key=f"add-certificate-{code}"):
            return None
    form = CertificateForm(
        scheme=scheme or Scheme.TEST_REPORT, number=number or "", issued_by_zh=zh or "", issued_by_en=en or "",
        stars=stars, valid_from=begins, valid_until=ends,
    )  # fmt: skip
    return form, (file.name, file.getvalue()) if file else None
