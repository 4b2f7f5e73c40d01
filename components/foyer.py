"""The parts of the foyer: the view on entering, the live figures, the doors of the halls, what is announced."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, session
from components.i18n import either, t, tn
from services.announcements import Announcement
from services.foyer import Figures
from services.standards import Hall
from services.visitors import Role

VIEW = Markup(
    '<section class="foyer"><div class="foyer-words"><p class="overline">{overline}</p><h1>{title}</h1>'
    '<p class="lead">{lead}</p><p class="foyer-doors">{enter}{join}</p></div>'
    '<div class="foyer-view"><img src="/drawings/foyer.svg" alt="{alt}" width="1800" height="700"></div></section>'
)
DOOR = Markup(
    '<a class="hall-door" href="{}" target="_self"><span class="plate wide"><img src="/drawings/hall.{}.svg" alt="" '
    'width="1600" height="600" loading="lazy"></span><span class="hall-name">{}</span><span class="soft">{}</span></a>'
)
FIGURE = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
STEP = Markup("<li><b>{}</b><span>{}</span></li>")


def view() -> Markup:
    return VIEW.format(
        overline=t("Green Building Materials Museum"),
        title=t("See the material. Check the proof. Buy a little."),
        lead=t("A public hall of certified green building materials. Schools, hospitals and small works compare exhibits "
               "against the standard and buy small lots straight from the maker. Suppliers pay no entry fee and no "
               "commission."),
        enter=html.link(t("Enter the halls"), html.address("/halls"), css="press"),
        join=supplier_door(),
        alt=t("The museum's hall by the lake, drawn"),
    )  # fmt: skip


def supplier_door() -> Markup:
    """The way in for who makes or distributes materials; nothing for who is here as somebody else."""
    visitor = session.visitor()
    if visitor.role is Role.SUPPLIER:
        return html.link(t("My exhibits"), html.address("/listings"), css="press quiet")
    if visitor.signed_in:
        return html.NOTHING
    way = {"form": "sign-up", "role": Role.SUPPLIER.value, "next": "/suppliers"}
    return html.link(t("Become a supplier"), html.address("/account", way), css="press quiet")


def figures(counted: Figures) -> Markup:
    shown = (
        (t("Exhibits on show"), formats.number(counted.exhibits)),
        (t("Approved suppliers"), formats.number(counted.suppliers)),
        (t("Orders"), formats.number(counted.orders)),
        (t("Traded so far"), formats.money_short(counted.amount_fen)),
        (t("Entry fee and commission"), formats.money_short(0)),
    )
    return Markup('<dl class="figures">{}</dl>').format(html.join(FIGURE.format(*pair) for pair in shown))


def doors(halls: Sequence[Hall]) -> Markup:
    said = [
        DOOR.format(
            html.address("/halls", {"category": hall.code}), hall.code, either(hall.name_zh, hall.name_en),
            tn("{count} exhibit in {kinds} kinds", "{count} exhibits in {kinds} kinds", hall.exhibits,
               kinds=hall.kind_count),
        )
        for hall in halls
    ]  # fmt: skip
    return Markup('<div class="hall-doors">{}</div>').format(html.join(said))


def ways() -> Markup:
    """How a small purchase goes, in four steps."""
    steps = (
        (t("Compare"), t("Each value hangs beside the threshold it must meet, with its proof.")),
        (t("Order"), t("Small lots by the square metre, tonne or piece, from several suppliers in one cart.")),
        (t("Pay"), t("Online at once, or by corporate transfer after acceptance.")),
        (t("Inspect"), t("Accept what fits; every step is dated and stays on record.")),
    )
    return Markup('<ol class="steps">{}</ol>').format(html.join(STEP.format(*step) for step in steps))


def announcements(news: Sequence[Announcement]) -> None:
    """Titles with date and kind; the text opens below. Officials write it as Markdown."""
    for item in news:
        title = either(item.title_zh, item.title_en)
        with st.expander(f"{formats.day(item.published_on)} · {labels.word(item.kind)} · {title}"):
            st.markdown(either(item.body_zh, item.body_en))
