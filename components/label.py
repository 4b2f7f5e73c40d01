"""One exhibit close up: its name on the label, the small print, the price board, the maker."""

from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, halls, html, labels, regions, session
from components.exhibits import carbon_number, conformity_tag, stars_tag, stock_tag
from components.i18n import either, t
from services.carbon import Basis, of_quantity
from services.money import line_total, milli
from services.products import Card, Exhibit, Maker

__all__ = [
    "ask_quantity",
    "facts",
    "label",
    "maker",
    "mass",
    "nothing_here",
    "price",
    "sum_of",
    "way",
    "way_to_cart",
]

LABEL = Markup(
    '<div class="museum-label"><p class="card-kind">{kind}</p><h1>{name}</h1>'
    '<p class="other-name" lang="{lang}">{other}</p>'
    '<p class="label-tags">{tags}</p></div>'
)
FACT = Markup("<dt>{}</dt><dd>{}</dd>")
PRICE = Markup(
    '<div class="price-board"><p><b class="price">{price}</b> <span class="soft">/ {unit} · {taxed}</span></p>'
    '<p class="soft">{lots}</p><p class="stock {tone}">{stock}</p></div>'
)
LARGEST = 1_000_000


def way(exhibit: Exhibit) -> Markup:
    kind, card = exhibit.kind, exhibit.card
    return halls.crumbs(
        (either(exhibit.category_zh, exhibit.category_en), {"category": kind.category}),
        (either(kind.name_zh, kind.name_en), {"kind": kind.code}),
        here=either(card.name_zh, card.name_en),
    )


def label(exhibit: Exhibit) -> Markup:
    card = exhibit.card
    tags = [stars_tag(card), conformity_tag(card), stock_tag(card)]
    return LABEL.format(
        kind=either(card.kind_zh, card.kind_en),
        name=either(card.name_zh, card.name_en),
        other=either(card.name_en, card.name_zh),
        lang="en" if session.language() == "zh" else "zh",
        tags=html.join(tag for tag in tags if tag),
    )


def facts(card: Card) -> Markup:
    """The small print under the plate."""
    said = {
        t("Maker"): either(card.supplier_zh, card.supplier_en),
        t("Made in"): regions.named(card.origin),
        t("Specification"): either(card.specification_zh, card.specification_en),
        t("Mass of one unit"): mass(card),
        t("Number"): card.code,
    }
    return Markup('<dl class="label-facts small-print">{}</dl>').format(
        html.join(FACT.format(*fact) for fact in said.items() if fact[1])
    )


def mass(card: Card) -> str:
    return "" if card.mass_kg is None else f"{formats.number(card.mass_kg, 3)} {formats.unit('kg')}"


def price(card: Card) -> Markup:
    """The price with the smallest lot and the step, and what is left."""
    lots = t(
        "From {minimum}, in steps of {step}",
        minimum=formats.quantity(card.minimum_milli, card.unit),
        step=formats.quantity(card.step_milli, card.unit),
    )
    left = t("{quantity} in stock", quantity=formats.quantity(card.available_milli, card.unit))
    return PRICE.format(
        price=formats.money(card.price_fen),
        unit=formats.unit(card.unit),
        taxed=t("tax included"),
        lots=lots,
        tone="good" if card.in_stock else "bad",
        stock=left if card.in_stock else t("Out of stock"),
    )


def ask_quantity(card: Card) -> Decimal:
    """How much is wanted: from the smallest lot, in steps, with as many decimals as the step has."""
    step = card.step_milli
    asked = st.number_input(
        t("Quantity in {unit}", unit=formats.unit(card.unit)),
        min_value=card.minimum_milli / 1000,
        max_value=float(LARGEST),
        step=step / 1000,
        format="%.3f" if step % 10 else "%.2f" if step % 100 else "%.1f" if step % 1000 else "%.0f",
        key=f"quantity_{card.code}",
    )
    return Decimal(str(asked)).quantize(Decimal("0.001"))


def sum_of(card: Card, quantity: Decimal) -> Markup:
    """What the quantity comes to, in yuan and in carbon."""
    wanted = milli(quantity)
    weight = of_quantity(card.footprint, wanted)
    about = "≈ " if card.footprint.basis is Basis.GENERIC else ""
    return Markup('<p class="sum-of"><span>{}</span> <b class="price">{}</b> <span class="soft">{}</span></p>').format(
        t("Together"),
        formats.money(line_total(wanted, card.price_fen)),
        "" if weight is None else f"{about}{carbon_number(weight)} kgCO₂e",
    )


def way_to_cart() -> Markup:
    return Markup('<p class="to-cart">{}</p>').format(html.link(t("To the cart"), html.address("/cart")))


def nothing_here() -> Markup:
    """For a code that nobody has, or that this visitor may not know of."""
    return Markup(
        '<div class="nothing"><p class="nothing-words">{}</p><p>{}</p><p class="nothing-ways">{}</p></div>'
    ).format(
        t("There is no such exhibit."),
        t("It may have been taken down, or the address is mistyped."),
        html.link(t("To the halls"), html.address("/halls")),
    )


def maker(known: Maker) -> Markup:
    brand = either(known.brand_zh, known.brand_en)
    return Markup(
        '<div class="maker"><h3>{}</h3><p>{} <span class="soft">{}</span></p><p>{}</p><p class="soft">{}</p></div>'
    ).format(
        either(known.name_zh, known.name_en),
        labels.tag(known.kind),
        f"{t('Brand')}: {brand}" if brand else "",
        either(known.introduction_zh, known.introduction_en),
        f"{regions.named(known.city, known.district)} · {known.code}",
    )
