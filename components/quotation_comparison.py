"""The quotations of one request side by side: sum, price against its kind, conformity, carbon to the site, delivery."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from markupsafe import Markup

from components import formats, html
from components.exhibits import carbon_number, conformity_tag
from components.i18n import either, t
from components.quotations import in_days, offer_tags
from services.prices import Band
from services.quotations import LineWeight, OfferView, QuotationStatus, RequestView, Weight

__all__ = ["table"]

TABLE = Markup(
    '<div class="quote-scroll" role="region" tabindex="0" aria-label="{label}">'
    '<table class="order-lines quote-compare">'
    "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
)
CELL = Markup('<td data-label="{}"><span>{}</span></td>')


def table(view: RequestView, weights: Mapping[UUID, Weight]) -> Markup:
    """One row a quotation, the cheapest of those that answer everything marked."""
    shown = sorted(view.offers, key=lambda one: (not one.may_accept, -len(one.lines), one.quotation.total_fen))
    heads = [t("Supplier"), t("Sum, delivered"), t("Price in its kind"), t("Indicators"), t("Carbon, kgCO₂e"),
             t("Delivery time"), t("Valid until")]  # fmt: skip
    return TABLE.format(
        label=t("Quotations side by side"),
        head=html.join(Markup('<th scope="col">{}</th>').format(head) for head in heads),
        body=html.join(row(one, view, weights[one.quotation.id], heads) for one in shown),
    )


def row(one: OfferView, view: RequestView, weight: Weight, heads: Sequence[str]) -> Markup:
    cells = [
        Markup('<b>{}</b> <span class="order-tags">{}{}</span>').format(
            either(one.supplier.zh, one.supplier.en), offer_tags(one), partly(one, view)
        ),
        Markup('<b class="price">{}</b>{}').format(formats.money(one.quotation.total_fen), lowest(one, view)),
        html.join(distinct(prices(one, weight))),
        html.join(distinct(conforming(line) for line in weight.lines)),
        carbon(weight),
        in_days(one.quotation.delivery_days),
        formats.day(one.quotation.valid_until),
    ]  # fmt: skip
    return Markup('<tr class="{}">{}</tr>').format(
        "" if one.may_accept or one.quotation.status is QuotationStatus.ACCEPTED else "over",
        html.join(CELL.format(head, cell) for head, cell in zip(heads, cells, strict=True)),
    )


def prices(one: OfferView, weight: Weight) -> Iterable[Markup]:
    return (placed(line, quoted.row.price_fen) for line, quoted in zip(weight.lines, one.lines, strict=True))


def distinct(parts: Iterable[Markup]) -> list[Markup]:
    return list(dict.fromkeys(parts))


def partly(one: OfferView, view: RequestView) -> Markup:
    if len(one.lines) == len(view.lines):
        return html.NOTHING
    said = t("{count} of {all} lines", count=len(one.lines), all=len(view.lines))
    return Markup('<span class="tag warn">{}</span>').format(said)


def lowest(one: OfferView, view: RequestView) -> Markup:
    live = [other for other in view.offers if other.may_accept and len(other.lines) == len(view.lines)]
    least = min((other.quotation.total_fen for other in live), default=None)
    if one not in live or len(live) < 2 or one.quotation.total_fen != least:  # noqa: PLR2004  one is no choice
        return html.NOTHING
    return Markup(' <span class="tag good">{}</span>').format(t("lowest"))


def placed(line: LineWeight, price_fen: int) -> Markup:
    """Where the price stands among today's prices of its kind."""
    tone, said = standing(line.band, price_fen)
    return Markup('<span class="quote-place {}">{}</span>').format(tone, said)


def standing(band: Band | None, price_fen: int) -> tuple[str, str]:
    if band is None:
        return "", t("too few of its kind")
    middle = formats.money(band.middle)
    if price_fen < band.lower:
        return "good", t("lowest quarter; the middle price is {middle}", middle=middle)
    if price_fen > band.upper:
        return "warn", t("dearest quarter; the middle price is {middle}", middle=middle)
    return "", t("middle half; the middle price is {middle}", middle=middle)


def conforming(line: LineWeight) -> Markup:
    if line.card is None:
        return Markup('<span class="tag warn">{}</span>').format(t("Off the shelf"))
    return conformity_tag(line.card)


def carbon(weight: Weight) -> Markup:
    """Made and moved together, and each by itself."""
    made, moved = weight.made_kg, weight.moved_kg
    if made is None:
        return Markup('<span class="soft">{}</span>').format(t("not comparable"))
    if moved is None:
        return Markup('{} <span class="soft">{}</span>').format(carbon_number(made), t("without the way (A4)"))
    return Markup('{} <span class="soft">{}</span>').format(
        carbon_number(made + moved),
        t("A1–A3 {made} + A4 {moved}", made=carbon_number(made), moved=carbon_number(moved)),
    )
