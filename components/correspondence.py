"""What the two sides of an order write to each other, and the form for the next message."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import enclosures, formats, html
from components.enclosures import Files
from components.i18n import either, t
from services.messages import LONGEST_MESSAGE, MessageView, Side, Thread
from services.orders import Names

__all__ = ["ask", "thread"]

MESSAGE = Markup(
    '<li class="{css}"><p class="soft"><b>{who}</b> · <time>{at}</time></p><p class="written">{text}</p>{files}</li>'
)
THREAD = Markup('<section class="thread" id="messages"><h2 class="form-part">{title}</h2>{body}</section>')


def thread(messages: Sequence[MessageView], buyer: Names, supplier: Names, reader: Side | None = None) -> Markup:
    """The oldest first, what the reader wrote at the right."""
    names = {Side.BUYER: either(buyer.zh, buyer.en), Side.SUPPLIER: either(supplier.zh, supplier.en)}
    rows = [
        MESSAGE.format(
            css="own" if one.side is reader else "theirs",
            who=names[one.side],
            at=formats.moment(one.at),
            text=one.text,
            files=enclosures.shown(one.files),
        )
        for one in messages
    ]
    none = Markup('<p class="soft">{}</p>').format(t("Nothing has been written yet."))
    body = Markup("<ol>{}</ol>").format(html.join(rows)) if rows else none
    return THREAD.format(title=t("Messages"), body=body)


def ask(order_code: str, known: Thread) -> tuple[str, Files] | None:
    """The next message, once it is sent."""
    if not known.open:
        return None
    with st.form(f"message_{order_code}", clear_on_submit=True, enter_to_submit=False):
        text = st.text_area(
            t("Message to the other side"), max_chars=LONGEST_MESSAGE, height=90, key=f"message_text_{order_code}"
        )
        with st.expander(t("Attach files"), key=f"message-files-{order_code}"):
            files = enclosures.ask(f"message_files_{order_code}")
        sent = st.form_submit_button(t("Send the message"), key=f"message_send_{order_code}")
    return (text or "", files) if sent else None
