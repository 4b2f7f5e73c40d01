"""The parts of the cart: a line, a supplier's group, the totals; and the reading of the checkout form."""

from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, html
from components.i18n import either, t, tn
from services.cart import CartGroup, CartItem, CartView

LINE = Markup(
    '<div class="cart-line"><a class="plate" href="{href}" target="_self"><img src="/drawings/{kind}.{code}.svg" '
    'alt="" width="800" height="600"></a><div><a class="cart-name" href="{href}" target="_self">{name}</a>'
    '<p class="soft">{price} / {unit}</p>{problem}</div></div>'
)
PROBLEMS = {
    "gone": ("bad", lambda: t("No longer on show: remove it to go on.")),
    "short": ("bad", lambda: t("Not enough in stock.")),
    "below_minimum": ("warn", lambda: t("This quantity is not sold: mind the minimum and the step.")),
    "price_changed": ("warn", lambda: t("The price has changed since you put it in.")),
}


def heading(group: CartGroup) -> None:
    html.show(
        Markup('<div class="cart-group"><h2>{}</h2><span class="price">{}</span></div>').format(
            either(group.supplier_zh, group.supplier_en), formats.money(group.total_fen)
        )
    )


def line(item: CartItem) -> Decimal | None:
    """Draw a line with its quantity; returns the quantity now asked for, None when it is to be removed."""
    what, quantity, total, out = st.columns([5, 2, 2, 0.7], vertical_alignment="center")
    with what:
        html.show(described(item))
    unit = formats.unit(item.unit)
    step = item.step_milli / 1000
    asked = quantity.number_input(
        t("Quantity in {unit}", unit=unit),
        min_value=0.0,
        value=item.quantity_milli / 1000,
        step=step,
        format="%.3f" if item.step_milli % 100 else "%.1f" if item.step_milli % 1000 else "%.0f",
        key=f"quantity_{item.id}",
        disabled=item.problem == "gone",
    )
    with total:
        html.show(summed(item))
    if out.button(t("Remove"), key=f"remove_{item.id}", icon=":material/close:", type="tertiary", wrap=False):
        return None
    return Decimal(str(asked)).quantize(Decimal("0.001"))


def described(item: CartItem) -> Markup:
    said = NO_PROBLEM
    if item.problem:
        tone, words = PROBLEMS[item.problem]
        shown = words() + (f" {formats.quantity(item.available_milli, item.unit)}" if item.problem == "short" else "")
        if item.problem == "price_changed":
            shown += f" {formats.money(item.seen_fen)} → {formats.money(item.price_fen)}"
        said = Markup('<p class="cart-problem {}">{}</p>').format(tone, shown)
    return LINE.format(
        href=html.address("/product", {"code": item.product_code}),
        kind=item.kind,
        code=item.product_code,
        name=either(item.name_zh, item.name_en),
        price=formats.money(item.price_fen),
        unit=formats.unit(item.unit),
        problem=said,
    )


NO_PROBLEM = Markup("")


def summed(item: CartItem) -> Markup:
    carbon = f"{formats.number(item.carbon_kg, 1)} kgCO₂e" if item.carbon_kg is not None else t("carbon not comparable")
    return Markup('<p class="cart-sum"><span class="price">{}</span><span class="soft">{}</span></p>').format(
        formats.money(item.total_fen), carbon
    )


def totals(view: CartView) -> None:
    """The bill: total, fee, embodied carbon with what it leaves out."""
    left_out = view.not_comparable
    aside = (
        tn("{count} line has no comparable carbon figure", "{count} lines have no comparable carbon figure", left_out)
        if left_out
        else ""
    )
    rows = [
        (t("Goods"), formats.money(view.total_fen)),
        (t("Fee of the museum"), formats.money(0)),
        (t("Embodied carbon (A1–A3)"), f"{formats.number(view.carbon_kg, 1)} kgCO₂e"),
    ]
    body = html.join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*row) for row in rows)
    html.show(
        Markup(
            '<div class="bill"><dl>{}</dl><p class="soft">{}</p><p class="bill-total"><span>{}</span><b class="price">'
            "{}</b></p></div>"
        ).format(body, aside, t("Total"), formats.money(view.total_fen))
    )
