"""What hangs beside the lines of a cart, shown before ordering; and why something dearer is chosen, asked there."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import formats, html, labels, protocol_lines, protocols
from components.i18n import either, t, tn
from services.cart import CartItem
from services.order_checkout import Ground, Grounds
from services.protocols import Asked

__all__ = ["ask"]

BEGIN = Markup('<h2 class="form-part" id="compared">{}</h2><p class="soft">{}</p>')
FOLD = Markup('<details class="more beside-line"><summary>{}</summary>{}</details>')
SAID = Markup('<p class="beside-said">{}</p>')


def ask(lines: Sequence[CartItem], beside: Sequence[Asked]) -> tuple[Grounds, ...]:
    """An answer for every line that is not the cheapest that passes as much; it may still be empty."""
    if not beside:
        return ()
    html.show(BEGIN.format(t("Offers beside yours"), t("They are written into the protocol of this purchase.")))
    named = {line.product_code: either(line.name_zh, line.name_en) for line in lines}
    found = [shown(one, named[one.product_code]) for one in beside]
    return tuple(one for one in found if one)


def shown(one: Asked, name: str) -> Grounds | None:
    if one.cheaper:
        html.show(SAID.format(not_cheapest(one, name)))
    html.show(compared(one, name))
    return why(one, name) if one.cheaper else None


def not_cheapest(one: Asked, name: str) -> str:
    best = one.cheaper[0]
    return t(
        "{what} costs {price}; {other} ({code}) passes as much for {lower}. Please say why you choose it.",
        what=name, price=formats.money(one.price_fen), other=either(best.name_zh, best.name_en), code=best.code,
        lower=formats.money(best.price_fen),
    )  # fmt: skip


def compared(one: Asked, name: str) -> Markup:
    hung = one.hung
    if hung.chosen is None or not hung.others:
        alone = labels.word(hung.alone) if hung.alone else ""
        return Markup('<p class="soft">{}: {}</p>').format(name, alone)
    count = tn("{count} offer beside {what}", "{count} offers beside {what}", len(hung.others), what=name)
    return FOLD.format(count, protocols.table(protocol_lines.offers(hung.chosen, hung.others)))


def why(one: Asked, name: str) -> Grounds:
    code, named = one.product_code, {ground: labels.word(ground) for ground in Ground}
    left, right = st.columns(2, vertical_alignment="bottom")
    ground = left.selectbox(
        t("Why {what} (required)", what=name), list(named), index=None, format_func=named.__getitem__,
        placeholder=t("Choose a reason"), key=f"ground_{code}",
    )  # fmt: skip
    words = right.text_input(t("In a few words: {what}", what=name), max_chars=300, key=f"ground_words_{code}")
    return Grounds(code, ground, words)
