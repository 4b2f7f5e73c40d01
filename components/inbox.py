"""What the inbox looks like: a line a notice, the unread ones marked; and the choice of what comes by email."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, session
from components.i18n import either, t, tn
from services.notices import Group, Inbox, NoticeView
from services.tokens import form_token

LIST = Markup('<ol class="inbox-list">{}</ol>')
LINE = Markup(
    '<li class="{css}"><p class="inbox-when"><time>{at}</time> {group}</p>{title}{more}{elsewhere}{read}</li>'
)


def heading(box: Inbox) -> Markup:
    said = tn("{count} unread notice", "{count} unread notices", box.unread) if box.unread else t("Everything is read.")
    return Markup('<p class="soft">{}</p>').format(said)


def listed(box: Inbox, here: str) -> Markup:
    """`here` is the address of the page, to come back to."""
    return LIST.format(html.join(line(one, here) for one in box.notices))


def nothing() -> Markup:
    return Markup('<p class="soft">{}</p>').format(
        t("Nothing yet. What happens to your orders, exhibits and searches is told here.")
    )


def line(one: NoticeView, here: str) -> Markup:
    said = one.said(session.language())
    more = t(one.telling.more, **said) if one.telling.more else ""
    return LINE.format(
        css="" if one.is_read else "unread",
        at=formats.moment(one.at),
        group=labels.tag(one.group),
        title=posting(one, t(one.telling.title, **said), css="inbox-title"),
        more=Markup("<p>{}</p>").format(more) if more else "",
        elsewhere=elsewhere(one) if one.elsewhere else "",
        read="" if one.is_read else posting(one, t("Mark as read"), css="inbox-read", then=here),
    )


def posting(one: NoticeView, said: str, *, css: str, then: str = "") -> Markup:
    hidden = [
        html.hidden("form_token", form_token(session.visitor().visit)),
        html.hidden("f_lang", session.language()),
        html.hidden("f_next", then) if then else html.NOTHING,
    ]
    return Markup(
        '<form class="{css}" method="post" action="/inbox/{id}">{hidden}<button type="submit">{said}</button></form>'
    ).format(css=css, id=one.id, hidden=html.join(hidden), said=said)


def elsewhere(one: NoticeView) -> Markup:
    """It can be opened once one acts for the organisation it was told to."""
    name = either(one.organisation.name_zh, one.organisation.name_en)
    return Markup('<p class="soft">{}</p>').format(
        t("Told to {organisation}; act for it to open this.", organisation=name)
    )


def wishes(known: Mapping[Group, bool]) -> dict[Group, bool] | None:
    """What comes by email, once the form is sent."""
    with st.form("notice-wishes"):
        said = t("The inbox has every notice. Choose which of them also come by email.")
        html.show(Markup('<p class="soft">{}</p>').format(said))
        chosen = {group: st.checkbox(labels.word(group), on, key=f"wish-{group}") for group, on in known.items()}
        return chosen if st.form_submit_button(t("Keep")) else None
