"""Who else buys for one's organisation, and the form with which an approver takes somebody in."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import html
from components.i18n import t
from services.colleagues import Colleague

ROW = Markup('<li><b>{name}</b> <span class="soft">{email}</span> {mark}</li>')


@dataclass(frozen=True)
class Wanted:
    email: str
    approver: bool


def listed(found: Sequence[Colleague]) -> Markup:
    rows = html.join(ROW.format(name=one.name, email=one.email, mark=mark(one)) for one in found)
    return Markup('<section class="colleagues"><h2>{}</h2><ul>{}</ul></section>').format(t("Who buys for us"), rows)


def mark(one: Colleague) -> Markup:
    return Markup('<span class="tag good">{}</span>').format(t("Approver")) if one.approver else html.NOTHING


def ask() -> Wanted | None:
    """Whom to take in, once the form is sent."""
    with st.form("colleague", enter_to_submit=False):
        email = st.text_input(t("Email of a colleague"), key="colleague_email", max_chars=254)
        approver = st.checkbox(t("May release what others order"), key="colleague_approver")
        pressed = st.form_submit_button(t("Make the link"), key="colleague_send")
    return Wanted(email, approver) if pressed else None
