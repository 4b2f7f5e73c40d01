"""The parts of the cart: a line with its quantity, a supplier's heading, what is wrong, and the bill."""

from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, html, session, vat
from components.i18n import either, t, tn
from components.quantities import packs_of
from services.cart import CartGroup, CartItem, CartView
from services.money import quantity
from services.vat import Bill

HEADING = Markup('<div class="cart-group"><h2>{}</h2><p><span class="soft">{}</span> <b class="price">{}</b></p></div>')
LINE = Markup(
    '<div class="cart-line"><a class="plate" href="{href}" target="_self" tabindex="-1" aria-hidden="true">'
    '<img src="/drawings/{kind}.{code}.svg" alt="" width="800" height="600"></a>'
    '<div><a class="cart-name" href="{href}" target="_self">{name}</a><p class="soft">{price} / {unit}{packs}</p>'
    "{problem}</div></div>"
)
CHANGED = ("unit_changed", "price_changed")
PROBLEM = Markup('<p class="cart-problem {}">{}</p>')
SUM = Markup('<p class="cart-sum"><b class="price">{}</b><span class="soft">{}</span></p>')
ROW = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
BILL = Markup(
    '<section class="bill" aria-label="{label}"><p class="overline">{label}</p><dl>{rows}</dl>{aside}'
    '<p class="bill-total"><span>{total}</span><b class="price">{sum}</b></p></section>'
)


def heading(group: CartGroup) -> Markup:
    return HEADING.format(
        either(group.supplier_zh, group.supplier_en), t("becomes one order"), formats.money(group.total_fen)
    )


def line(item: CartItem) -> tuple[Decimal | None, bool]:
    """Draw a line; returns the quantity if the visitor has just set another, and whether the line shall go."""
    with st.container(key=f"cart-line-{item.id}"):
        what, amount, total, out = st.columns([6, 3, 2.3, 0.6], vertical_alignment="center")
        with what:
            html.show(described(item))
        with amount:
            asked = quantity_asked(item)
        with total:
            html.show(summed(item))
        with out:
            gone = st.button(
                t("Remove"), key=f"remove_{item.id}", icon=":material/close:", type="tertiary", help=t("Remove")
            )
    return asked, gone


def quantity_asked(item: CartItem) -> Decimal | None:
    """The widget follows the cart, so that another tab is not undone; only a fresh answer counts."""
    key = session.follows(f"quantity_{item.id}", float(quantity(item.quantity_milli)))
    asked = st.number_input(
        t("Quantity in {unit}", unit=formats.unit(item.unit)),
        min_value=float(quantity(min(item.minimum_milli, item.quantity_milli))),
        step=float(quantity(item.step_milli)),
        format=f"%.{decimals(item)}f",
        key=key,
        on_change=session.note_answer,
        args=(key,),
        disabled=item.problem == "gone",
    )
    return Decimal(str(asked)) if session.take_answer(key) else None


def decimals(item: CartItem) -> int:
    """As many as quantity, minimum and step need."""
    shown = (
        quantity(milli).as_tuple().exponent for milli in (item.quantity_milli, item.minimum_milli, item.step_milli)
    )
    return max(-exponent if isinstance(exponent, int) and exponent < 0 else 0 for exponent in shown)


def described(item: CartItem) -> Markup:
    return LINE.format(
        href=html.address("/product", {"code": item.product_code}),
        kind=item.kind,
        code=item.product_code,
        name=either(item.name_zh, item.name_en),
        price=formats.money(item.price_fen),
        unit=formats.unit(item.unit),
        packs=packed(item),
        problem=problem(item),
    )


def packed(item: CartItem) -> str:
    packs = packs_of(item.quantity_milli, item.step_milli, item.unit)
    return f" · {packs}" if packs else ""


def problem(item: CartItem) -> Markup:
    if item.problem == "gone":
        return PROBLEM.format("bad", t("No longer on show: remove it to go on."))
    if item.problem == "short":
        left = formats.quantity(item.available_milli, item.unit)
        return PROBLEM.format("bad", t("Only {left} in stock.", left=left))
    if item.problem == "below_minimum":
        return PROBLEM.format(
            "warn",
            t(
                "Sold from {minimum}, in steps of {step}.",
                minimum=formats.quantity(item.minimum_milli, item.unit),
                step=formats.quantity(item.step_milli, item.unit),
            ),
        )
    if item.problem == "unit_changed":
        return PROBLEM.format("warn", f"{priced(item.seen_fen, item.seen_unit)} → {priced(item.price_fen, item.unit)}")
    if item.problem == "price_changed":
        return PROBLEM.format("warn", f"{formats.money(item.seen_fen)} → {formats.money(item.price_fen)}")
    return html.NOTHING


def priced(price_fen: int, unit: str) -> str:
    return f"{formats.money(price_fen)} / {formats.unit(unit)}"


def summed(item: CartItem) -> Markup:
    known = item.carbon_kg is not None
    return SUM.format(
        formats.money(item.total_fen),
        f"{formats.number(item.carbon_kg or 0, 1)} kgCO₂e" if known else t("carbon not comparable"),
    )


def bill(view: CartView, tax: Bill) -> Markup:
    """The bill: goods, what they hold of tax, the museum's fee, carbon with what it leaves out, the total."""
    count = view.not_comparable
    aside = Markup('<p class="soft">{}</p>').format(
        tn("{count} line has no comparable carbon figure.", "{count} lines have no comparable carbon figure.", count)
    )
    rows = [
        (tn("{count} line", "{count} lines", len(view.lines)), formats.money(view.total_fen)),
        *vat.included(tax),
        (t("Fee of the museum"), formats.money(0)),
        (t("Embodied carbon (A1–A3)"), f"{formats.number(view.carbon_kg, 1)} kgCO₂e"),
    ]
    return BILL.format(
        label=t("The bill"),
        rows=html.join(ROW.format(*row) for row in rows),
        aside=(aside if count else html.NOTHING) + vat.note(),
        total=t("Total, tax included"),
        sum=formats.money(view.total_fen),
    )


def changed(view: CartView) -> Markup:
    """How many lines wait for the buyer's word on a new price or unit; nothing where none does."""
    count = sum(item.problem in CHANGED for item in view.lines)
    if not count:
        return html.NOTHING
    said = (
        t("Something in your cart is sold by another unit now: look at its price and quantity.")
        if any(item.problem == "unit_changed" for item in view.lines)
        else tn(
            "{count} price has changed since you filled the cart.",
            "{count} prices have changed since you filled the cart.",
            count,
        )
    )
    return Markup('<p class="cart-problem warn">{}</p>').format(said)


def onward(view: CartView, *, guest: bool) -> Markup:
    """Below the bill: the way in for a guest, what is still in the way for a buyer."""
    if guest:
        return way_in()
    if not view.ready:
        return Markup('<p class="bill-next cart-problem warn">{}</p>').format(
            t("Settle the marked lines first; then the order can be placed.")
        )
    return Markup('<div class="bill-next"><p class="soft">{}</p><p class="to-form">{}</p></div>').format(
        t("Each supplier's part becomes an order of its own; you pay once."),
        html.link(t("To delivery and payment"), "#delivery", css="press"),
    )


def empty() -> Markup:
    return Markup(
        '<div class="empty-room"><a class="plate wide" href="{halls}" target="_self" tabindex="-1" aria-hidden="true">'
        '<img src="/drawings/foyer.svg" alt=""></a><h2>{title}</h2><p class="soft">{said}</p><p>{link}</p></div>'
    ).format(
        halls=html.address("/halls"),
        title=t("Your cart is empty"),
        said=t("Walk through the halls; every exhibit with a price can be put into the cart."),
        link=html.link(t("To the halls"), html.address("/halls"), css="press"),
    )


def way_in() -> Markup:
    """For a guest: sign in or up, and come back to the cart."""
    signing_in = html.address("/account", {"next": "/cart"})
    signing_up = html.address("/account", {"form": "sign-up", "role": "buyer", "next": "/cart"})
    return Markup('<div class="bill-next"><p>{}</p><p class="doors">{}{}</p></div>').format(
        t("Sign in or sign up to order; your cart comes along."),
        html.link(t("Sign in"), signing_in, css="press"),
        html.link(t("Sign up"), signing_up, css="press quiet"),
    )


def no_cart() -> Markup:
    """For those who act for somebody who buys nothing."""
    return Markup('<p class="lead">{}</p><p>{}</p>').format(
        t("Only buyers and guests fill a cart. If you belong to a buying organisation too, act for it in the account."),
        html.link(t("To the account"), html.address("/account"), css="press quiet"),
    )
