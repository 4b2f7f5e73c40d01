"""What hangs live at the stations of the tour: the house's own counts, and one exhibit from label to cart."""

from collections.abc import Sequence

from markupsafe import Markup

from components import exhibits, formats, html, indicators, tour
from components.i18n import either, t, tn
from services import money
from services.carbon import Basis
from services.foyer import Figures
from services.products import Card, Exhibit, Outcome
from services.standards import Hall

NAMED = Markup('<p><a href="{}" target="_self">{}</a><br><span class="soft">{}</span></p>{}')
SAID = Markup("<p>{}</p>")
DOOR = Markup('<li><a href="{}" target="_self">{}<span class="room-count">{}</span></a></li>')
SHOWN = 2


def named(card: Card, rest: Markup) -> Markup:
    """The exhibit's name as a link, its maker, and what this station says of it."""
    return NAMED.format(
        html.address("/product", {"code": card.code}),
        either(card.name_zh, card.name_en),
        either(card.supplier_zh, card.supplier_en),
        rest,
    )


def house(counted: Figures) -> Markup:
    return tour.facts(
        [
            (t("Exhibits on show"), formats.number(counted.exhibits)),
            (t("Approved suppliers"), formats.number(counted.suppliers)),
        ]
    )


def halls(found: Sequence[Hall]) -> Markup:
    links = html.join(
        DOOR.format(html.address("/halls", {"category": hall.code}), either(hall.name_zh, hall.name_en),
                    formats.number(hall.exhibits))
        for hall in found
    )  # fmt: skip
    return Markup('<ul class="rooms">{}</ul>').format(links)


def label(exhibit: Exhibit) -> Markup:
    card = exhibit.card
    tags = [exhibits.stars_tag(card), exhibits.conformity_tag(card), exhibits.stock_tag(card)]
    price = Markup('<p><b class="price">{}</b> <span class="soft">/ {}</span> {}</p>').format(
        formats.money(card.price_fen), formats.unit(card.unit), html.join([tag for tag in tags if tag], " ")
    )
    papers = [paper for paper in card.papers if paper.counts]
    valid = tn("{count} paper is valid today", "{count} papers are valid today", len(papers))
    return named(card, price + SAID.format(valid))


def gauges(exhibit: Exhibit) -> Markup:
    """Readings with a scale to show first."""
    answered = [reading for reading in exhibit.readings if reading.verdict.outcome is not Outcome.MISSING]
    best = sorted(answered, key=lambda reading: reading.verdict.distance is None)[:SHOWN]
    return named(exhibit.card, indicators.rows(best))


def carbon(exhibit: Exhibit) -> Markup:
    footprint = exhibit.card.footprint
    figure = Markup("<p>{}</p>").format(exhibits.carbon_figure(footprint, exhibit.card.unit))
    declared = footprint.basis is Basis.DECLARED
    kind = t("Declared by the supplier") if declared else t("A generic factor of the kind")
    source = SAID.format(f"{kind}: {footprint.source}") if footprint.source else html.NOTHING
    return named(exhibit.card, figure + source)


def cart(exhibit: Exhibit) -> Markup:
    card = exhibit.card
    least = formats.quantity(card.minimum_milli, card.unit)
    total = formats.money(money.line_total(card.minimum_milli, card.price_fen))
    return named(card, tour.facts([(t("Smallest lot"), least), (t("It costs"), total)]))


def traded(counted: Figures) -> Markup:
    return tour.facts(
        [
            (t("Orders"), formats.number(counted.orders)),
            (t("Traded so far"), formats.money_short(counted.amount_fen)),
        ]
    )


def keepers(counted: Figures) -> Markup:
    way = {"form": "sign-up", "role": "supplier", "next": "/suppliers"}
    ways = [
        html.link(t("Become a supplier"), html.address("/account", way), css="press quiet"),
        html.link(t("Standards"), html.address("/standards"), css="press quiet"),
    ]
    shown = tour.facts(
        [
            (t("Approved suppliers"), formats.number(counted.suppliers)),
            (t("Projects"), formats.number(counted.projects)),
        ]
    )
    return shown + Markup('<p class="doors">{}</p>').format(html.join(ways))


def nothing() -> Markup:
    return Markup('<p class="soft">{}</p>').format(t("Nothing hangs here yet."))
