"""The supplier's own desk: the list of exhibits, the state of one and its history, quick changes of price and stock."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, timeline
from components.formats import N_
from components.i18n import either, t
from services import money
from services.listings import (
    Exhibit,
    Listed,
    Product,
    ProductStatus,
    ReturnReason,
    Shelf,
    Step,
)
from services.standards import Kind

REASONS: dict[ReturnReason, str] = {
    ReturnReason.TITLE: N_("Name does not say what it is"),
    ReturnReason.INDICATORS: N_("Indicators missing or unproved"),
    ReturnReason.CATEGORY: N_("Wrong kind"),
    ReturnReason.DUPLICATE: N_("Hangs here already"),
    ReturnReason.IRRELEVANT: N_("Not a green building material"),
    ReturnReason.PICTURE: N_("Picture unfit"),
    ReturnReason.PRICE: N_("Price implausible"),
}
STATE: dict[ProductStatus, tuple[str, str]] = {
    ProductStatus.DRAFT: ("", N_("Only your organisation sees this exhibit until it is handed in and approved.")),
    ProductStatus.SUBMITTED: ("info", N_("The exhibit is being reviewed. It can be changed after the decision.")),
    ProductStatus.RETURNED: ("warn", N_("Mend what is named here, then hand the exhibit in again.")),
    ProductStatus.PUBLISHED: ("good", N_("On show for everybody. Price and stock change at once.")),
    ProductStatus.OFF_SHELF: ("", N_("Off view. Nobody can buy it until it hangs again.")),
}
ROW = Markup(
    '<div class="listed"><span class="plate"><img src="{src}" alt="" loading="lazy" width="400" height="300"></span>'
    '<div><p class="overline">{code} · {kind}</p><h3>{link}</h3><p class="soft">{specification}</p>'
    '<p>{tag} {low}<span class="price">{price}</span> <span class="soft">/ {unit} · {stock}</span></p></div></div>'
)
BANNER = Markup(
    '<section class="state {tone}"><div><p class="overline">{code} · {kind}</p><h2>{title}</h2><p>{words}</p></div>'
    "{reasons}</section>"
)
GIVEN = Markup('<blockquote><p>{}</p><p class="reasons">{}</p></blockquote>')


def row(listed: Listed) -> Markup:
    product = listed.product
    return ROW.format(
        src=f"/files/{listed.face}" if listed.face else f"/drawings/{product.kind}.{product.code}.svg",
        code=product.code,
        kind=either(listed.kind.name_zh, listed.kind.name_en),
        link=html.link(either(product.name_zh, product.name_en), html.address("/listings", {"code": product.code})),
        specification=either(product.specification_zh, product.specification_en),
        tag=labels.tag(product.status),
        low=low(listed.shelf),
        price=formats.money(product.price_fen),
        unit=formats.unit(product.unit),
        stock=stock(listed.shelf, product.unit),
    )


def low(shelf: Shelf) -> Markup:
    return Markup('<span class="tag warn">{}</span> ').format(t("Low")) if shelf.is_low else html.NOTHING


def stock(shelf: Shelf, unit: str) -> str:
    held = formats.quantity(shelf.on_hand_milli, unit)
    if not shelf.reserved_milli:
        return t("{held} in stock", held=held)
    promised = formats.quantity(shelf.reserved_milli, unit)
    return t("{held} in stock, {promised} of it promised to buyers", held=held, promised=promised)


def figures(mine: Sequence[Listed]) -> Markup:
    counted = [
        (labels.word(status), str(sum(listed.product.status is status for listed in mine))) for status in ProductStatus
    ]
    cells = html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in counted)
    return Markup('<dl class="figures">{}</dl>').format(cells)


def banner(exhibit: Exhibit) -> Markup:
    """Where the exhibit stands, and why it came back."""
    product = exhibit.product
    tone, words = STATE[product.status]
    return BANNER.format(
        tone=tone,
        code=product.code,
        kind=either(exhibit.kind.name_zh, exhibit.kind.name_en),
        title=labels.word(product.status),
        words=t(words),
        reasons=given(exhibit.sent_back) if exhibit.sent_back else "",
    )


def given(step: Step) -> Markup:
    named = html.join(Markup('<span class="tag warn">{}</span>').format(t(REASONS[one])) for one in step.reasons)
    return GIVEN.format(named, step.words)


def history(steps: Sequence[Step], *, signed: bool) -> Markup:
    return timeline.show(
        [timeline.Entry(labels.tag(step.status), step.at, step.by if signed else "", said(step)) for step in steps]
    )


def said(step: Step) -> str:
    named = " · ".join(t(REASONS[one]) for one in step.reasons)
    return "\n".join(part for part in (named, step.words) if part)


def ask_kind(kinds: Sequence[Kind], *, label: str, key: str, now: str | None = None) -> str | None:
    """Which of the kinds, or none yet."""
    codes = [kind.code for kind in kinds]
    names = {kind.code: either(kind.name_zh, kind.name_en) for kind in kinds}
    return st.selectbox(
        label,
        codes,
        index=codes.index(now) if now in codes else None,
        format_func=names.__getitem__,
        key=key,
        placeholder=t("Choose a kind of material"),
    )


@dataclass(frozen=True)
class QuickChange:
    """A new price, a new stock or a new line below which to tell, as typed."""

    price: str = ""
    confirmed: bool = False
    on_hand: str = ""
    why: str = ""
    below: str = ""


def ask_price(product: Product) -> QuickChange | None:
    with st.form(f"price-{product.code}", border=False):
        price = st.text_input(
            t("Price (yuan a unit)"), f"{money.yuan(product.price_fen):.2f}", key=f"quick-{product.code}"
        )
        sure = st.checkbox(t("I have checked the price"), key=f"quick-sure-{product.code}")
        if st.form_submit_button(t("Change the price"), key=f"set-price-{product.code}"):
            return QuickChange(price=price or "", confirmed=sure)
    return None


def ask_stock(product: Product, shelf: Shelf) -> QuickChange | None:
    with st.form(f"stock-{product.code}", border=False):
        label = t("Stock on hand ({unit})", unit=formats.unit(product.unit))
        held = money.quantity(shelf.on_hand_milli)
        on_hand = st.text_input(label, f"{held:f}", key=f"on-hand-{product.code}")
        why = st.text_input(t("Reason for a difference"), max_chars=200, key=f"why-{product.code}",
                            placeholder=t("Breakage, delivery, counted anew …"))  # fmt: skip
        if st.form_submit_button(t("Count the stock"), key=f"set-stock-{product.code}"):
            return QuickChange(on_hand=on_hand or "", why=why or "")
    return None


def ask_low(product: Product, shelf: Shelf) -> QuickChange | None:
    """Below how much to be told; empty for never."""
    with st.form(f"low-{product.code}", border=False):
        now = f"{money.quantity(shelf.low_below_milli):f}" if shelf.low_below_milli else ""
        below = st.text_input(
            t("Tell us when less than this can be bought ({unit})", unit=formats.unit(product.unit)),
            now, key=f"low-below-{product.code}", placeholder=t("Never"), max_chars=16,
        )  # fmt: skip
        if st.form_submit_button(t("Keep the line"), key=f"set-low-{product.code}"):
            return QuickChange(below=(below or "").strip())
    return None


def way_back() -> Markup:
    return html.link(t("← All my exhibits"), html.address("/listings"), css="back")


def note(words: str) -> Markup:
    return Markup('<p class="soft">{}</p>').format(words)
