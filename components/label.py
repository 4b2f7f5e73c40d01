"""One exhibit close up: the plates on the wall, the museum label, the maker, the papers, the embodied carbon."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st
from markupsafe import Markup

from components import formats, halls, html, labels, regions, session
from components.exhibits import carbon_figure, carbon_number, conformity_tag, drawing_of, stars_tag, stock_tag
from components.i18n import either, t
from services.carbon import Basis, Footprint, of_quantity
from services.money import line_total, milli
from services.products import Card, Exhibit, Maker, Paper, Validity

__all__ = [
    "ask_quantity",
    "carbon",
    "gallery",
    "label",
    "maker",
    "nothing_here",
    "papers",
    "price",
    "way",
    "way_to_cart",
]

PLATE = Markup('<span class="plate grand"><img src="{}" alt="{}" width="800" height="600"></span>')
PICTURE = Markup(
    '<a class="plate" href="/files/{0}" target="_blank" rel="noopener">'
    '<img src="/files/{0}" alt="{1}" width="800" height="600" loading="lazy"></a>'
)
LABEL = Markup(
    '<div class="museum-label"><p class="card-kind">{kind}</p><h1>{name}</h1>'
    '<p class="other-name" lang="{lang}">{other}</p>'
    '<p class="label-tags">{tags}</p><p class="what">{description}</p></div>'
)
FACT = Markup("<dt>{}</dt><dd>{}</dd>")
PRICE = Markup(
    '<div class="price-board"><p><b class="price">{price}</b> <span class="soft">/ {unit}</span></p>'
    '<p class="soft">{lots}</p><p class="stock {tone}">{stock}</p></div>'
)
PAPER = Markup(
    '<li class="proof {tone}"><div><b>{scheme}</b> <span class="proof-stars">{stars}</span></div>'
    '<div class="soft">{number} · {issuer}</div><div>{dates} {state}</div></li>'
)
LARGEST = 1_000_000
VALIDITY: dict[Validity, str] = {
    Validity.FUTURE: "info",
    Validity.VALID: "good",
    Validity.EXPIRING: "warn",
    Validity.EXPIRED: "bad",
}


def way(exhibit: Exhibit) -> Markup:
    kind, card = exhibit.kind, exhibit.card
    return halls.crumbs(
        (either(exhibit.category_zh, exhibit.category_en), {"category": kind.category}),
        (either(kind.name_zh, kind.name_en), {"kind": kind.code}),
        here=either(card.name_zh, card.name_en),
    )


def gallery(card: Card) -> Markup:
    """The drawing, then the supplier's own pictures."""
    name = either(card.name_zh, card.name_en)
    pictures = [PICTURE.format(file, f"{t('Picture by the supplier')}: {name}") for file in card.pictures]
    hung = Markup('<div class="pictures">{}</div>').format(html.join(pictures)) if pictures else html.NOTHING
    return Markup('<div class="gallery">{}{}</div>').format(PLATE.format(card.drawing, drawing_of(card)), hung)


def label(exhibit: Exhibit) -> Markup:
    card = exhibit.card
    tags = [stars_tag(card), conformity_tag(card), stock_tag(card)]
    return LABEL.format(
        kind=either(card.kind_zh, card.kind_en),
        name=either(card.name_zh, card.name_en),
        other=either(card.name_en, card.name_zh),
        lang="en" if session.language() == "zh" else "zh",
        tags=html.join(tag for tag in tags if tag),
        description=either(exhibit.description_zh, exhibit.description_en),
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


def papers(held: Sequence[Paper]) -> Markup:
    if not held:
        return Markup('<p class="soft">{}</p>').format(t("No certificate has been handed in."))
    return Markup('<ul class="proofs">{}</ul>').format(html.join(paper(one) for one in held))


def paper(one: Paper) -> Markup:
    said = {
        Validity.FUTURE: t("not valid yet"),
        Validity.VALID: t("valid"),
        Validity.EXPIRING: t("expires soon"),
        Validity.EXPIRED: t("expired"),
    }
    return PAPER.format(
        tone=VALIDITY[one.validity],
        scheme=labels.word(one.scheme),
        stars="★" * (one.stars or 0),
        number=one.number,
        issuer=either(one.issued_by_zh, one.issued_by_en),
        dates=f"{formats.day(one.valid_from)} – {formats.day(one.valid_until)}",
        state=Markup('<span class="tag {}">{}</span>').format(VALIDITY[one.validity], said[one.validity]),
    )


def carbon(card: Card) -> Markup:
    """The figure with its source, what it was made for, and how sure it is; or why there is none."""
    known = card.footprint
    figure = Markup('<p class="carbon-figure">{}</p>').format(carbon_figure(known, card.unit))
    if known.per_unit is None:
        return Markup('<div class="carbon-board">{}<p>{}</p></div>').format(figure, why_not(known))
    said = {t("Basis"): basis(known), t("Source"): known.source, t("Made for"): known.described,
             t("Stages"): t("A1–A3: raw materials, transport to the factory, manufacture")}  # fmt: skip
    return Markup('<div class="carbon-board">{}<dl class="label-facts">{}</dl></div>').format(
        figure, html.join(FACT.format(*fact) for fact in said.items() if fact[1])
    )


def why_not(known: Footprint) -> str:
    """In words: names of units instead of their codes."""
    return t(known.reason, **{name: formats.unit(code) for name, code in known.values.items()})


def basis(known: Footprint) -> str:
    if known.basis is Basis.DECLARED:
        return t("Declared for this very product")
    said = {
        "verified": t("A generic factor of its kind, read in its source"),
        "unverified": t("A generic factor of its kind, not checked in its source"),
        "verified-proxy": t("A generic factor of a related material: there is none for this kind"),
        "disputed": t("A generic factor of its kind that sources dispute"),
    }
    return said.get(known.confidence, known.confidence)
