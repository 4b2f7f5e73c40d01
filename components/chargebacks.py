"""A payment that a bank disputes, as suppliers and officials read it: why, how much, until when, what was said."""

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels
from components.i18n import either, t
from services.chargebacks import ChargebackView, Said

NOTICE = Markup(
    '<section class="chargeback"><p class="overline">{overline}</p><p class="order-tags">{tag}</p>'
    '<p>{said}</p><p class="soft">{until}</p>{words}</section>'
)
WORDS = Markup('<blockquote class="chargeback-said"><p>{}</p><footer class="soft">{} · {}</footer></blockquote>')


def reason(code: str) -> str:
    said = {
        "credit_not_processed": t("a refund that was promised did not arrive"),
        "duplicate": t("the same was paid twice"),
        "fraudulent": t("the cardholder did not make this payment"),
        "product_not_received": t("the goods did not arrive"),
        "product_unacceptable": t("the goods are not as described"),
        "unrecognized": t("the cardholder does not recognise this payment"),
    }
    return said.get(code, t("another reason ({code})", code=code))


def notice(view: ChargebackView) -> Markup:
    row = view.chargeback
    amount = formats.money(row.amount_fen)
    said = t("The cardholder's bank disputes {amount}: {reason}.", amount=amount, reason=reason(row.reason))
    return NOTICE.format(
        overline=t("Chargeback on purchase {code}", code=view.purchase_code),
        tag=labels.tag(row.status),
        said=said,
        until=until(view),
        words=html.join(spoken(one) for one in view.said),
    )


def until(view: ChargebackView) -> str:
    row = view.chargeback
    held = t("{amount} have been withdrawn.", amount=formats.money(row.withdrawn_fen)) if row.withdrawn_fen else ""
    if row.answered_at:
        return " ".join(filter(None, [held, t("Answered on {at}.", at=formats.moment(row.answered_at))]))
    due = t("An answer is possible until {at}.", at=formats.moment(row.answer_by)) if row.answer_by else ""
    return " ".join(filter(None, [held, due if view.answerable else ""]))


def spoken(one: Said) -> Markup:
    return WORDS.format(one.text, either(one.by.zh, one.by.en), formats.moment(one.at))


def ask_statement(view: ChargebackView) -> str:
    """What the reader wants the bank to know, once it is sent."""
    if not view.answerable:
        return ""
    name = view.chargeback.id
    with st.form(f"chargeback_{name}", enter_to_submit=False):
        text = st.text_area(
            t("What the bank should know: delivery, inspection, correspondence"), max_chars=5000,
            help=t("Replaces what you have said before. An official hands it in."), key=f"statement_{name}",
        )  # fmt: skip
        pressed = st.form_submit_button(t("Keep the statement"), key=f"state_{name}")
    return text if pressed else ""


def ask_answer(view: ChargebackView) -> bool:
    """Whether the official hands everything in now: confirmed, because a bank hears one answer only."""
    if not view.answerable or not view.said:
        return False
    name = view.chargeback.id
    with st.popover(t("Hand in to the bank"), type="primary", key=f"answering_{name}"):
        st.text(t("All statements above go to the bank together. It takes one answer only."))
        return st.button(t("Yes, hand them in"), type="primary", key=f"answer_{name}")
