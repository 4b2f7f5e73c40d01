"""Exhibits on the wall: a framed drawing with its label, one link each, a whole grid in one element."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Self

from markupsafe import Markup

from components import formats, html, session
from components.i18n import either, t, tn
from components.session import Language
from services import search
from services.carbon import Basis, Footprint
from services.products import Alternative, Card

__all__ = ["alternatives", "carbon_figure", "conformity_tag", "grid", "merits", "stars_tag", "stock_tag"]

CARD = Markup(
    '<a class="exhibit-card" href="{href}"><img class="plate" src="{drawing}" alt="{alt}" loading="lazy">'
    '<span class="card-kind">{kind}</span><span class="card-name">{name}</span><span class="card-maker">{maker}</span>'
    '<span class="card-price"><b>{price}</b> / {unit}</span>'
    '<span class="card-carbon">{carbon}</span><span class="card-tags">{tags}</span></a>'
)
TAG = Markup('<span class="tag {}" title="{}">{}</span>')
MARK = Markup("<mark>{}</mark>")
NOTHING_ASKED = search.terms("")
MOST_WALLS = 512
# The cards are kept beside what was made of them: as long as they are here, no other card bears their id.
walls: dict[tuple[tuple[int, ...], str, Language], tuple[tuple[Card, ...], Markup]] = {}
FINE, COARSE = Decimal(100), Decimal(1000)


def grid(cards: Sequence[Card], asked: str = "") -> Markup:
    """Cards on the wall; where they hold what was asked for, it is marked. The same cards are put together once."""
    wall = (tuple(map(id, cards)), asked, session.language())
    kept = walls.get(wall)
    if kept is None:
        query = search.terms(asked)
        if len(walls) >= MOST_WALLS:
            walls.clear()
        kept = walls[wall] = (tuple(cards), hung([shown(card, query=query) for card in cards]))
    return kept[1]


def alternatives(others: Sequence[Alternative]) -> Markup:
    """Other exhibits, with what speaks for each."""
    return hung([shown(other.card, advantages(other)) for other in others])


def merits(other: Alternative) -> Markup:
    """What speaks for another exhibit, and its name."""
    return html.join(advantages(other)) + Markup(" {}").format(either(other.card.name_zh, other.card.name_en))


def hung(cards: Sequence[Markup]) -> Markup:
    return Markup('<div class="exhibit-grid">{}</div>').format(html.join(cards)) if cards else html.NOTHING


def shown(card: Card, more: Sequence[Markup] = (), *, query: search.Query = NOTHING_ASKED) -> Markup:
    return written(Words.of(card, more, query), session.language())


@dataclass(frozen=True)
class Words:
    """All that a card says, so that a card which says the same again is not written again."""

    code: str
    drawing: str
    alt: str
    kind: Markup
    name: Markup
    maker: Markup
    price_fen: int
    unit: str
    carbon: Markup
    tags: tuple[Markup, ...]

    @classmethod
    def of(cls, card: Card, more: Sequence[Markup], query: search.Query) -> Self:
        return cls(
            code=card.code,
            drawing=card.drawing,
            alt=drawing_of(card),
            kind=marked(either(card.kind_zh, card.kind_en), query),
            name=marked(either(card.name_zh, card.name_en), query),
            maker=marked(either(card.supplier_zh, card.supplier_en), query),
            price_fen=card.price_fen,
            unit=card.unit,
            carbon=carbon_figure(card.footprint, card.unit),
            tags=(*more, stars_tag(card), conformity_tag(card), stock_tag(card)),
        )


@lru_cache(maxsize=4096)
def written(words: Words, language: Language) -> Markup:
    """`language` is that of this run: a card written in one is not shown in the other."""
    del language
    return CARD.format(
        href=html.address("/product", {"code": words.code}),
        drawing=words.drawing,
        alt=words.alt,
        kind=words.kind,
        name=words.name,
        maker=words.maker,
        price=formats.money(words.price_fen),
        unit=formats.unit(words.unit),
        carbon=words.carbon,
        tags=html.join(words.tags),
    )


def marked(text: str, query: search.Query) -> Markup:
    """The text with what was asked for marked."""
    if not query.terms:
        return Markup("{}").format(text)
    pieces = search.marked(text, query)
    return html.join(MARK.format(piece) if hit else Markup("{}").format(piece) for piece, hit in pieces)


def drawing_of(card: Card) -> str:
    """The words for those who cannot see the drawing."""
    name = either(card.name_zh, card.name_en)
    return t("Drawing: {what}").format(what=name)


@lru_cache(maxsize=1024)
def tag(css: str, title: str, words: str) -> Markup:
    return TAG.format(css, title, words)


@lru_cache(maxsize=64)
def starred(label: str, stars: str) -> Markup:
    return Markup('<span class="tag good" role="img" aria-label="{0}" title="{0}">{1}</span>').format(label, stars)


def stars_tag(card: Card) -> Markup:
    """The green stars that a certificate gives today, or that it is a certified green product."""
    if card.stars:
        label = tn("{count}-star green building material", "{count}-star green building material", card.stars)
        return starred(label, "★" * card.stars)
    return (
        tag("good", t("Holds a valid green product certificate"), t("Green product"))
        if card.green_product
        else html.NOTHING
    )


def conformity_tag(card: Card) -> Markup:
    """How many of the mandatory indicators are met; those with an unverified threshold only inform."""
    judgement = card.judgement
    if not judgement.total:
        return html.NOTHING
    tone = "bad" if not judgement.conforms else "good" if judgement.passed == judgement.total else "warn"
    said = t("{passed}/{total} met", passed=judgement.passed, total=judgement.total)
    why = tn(
        "{count} of the thresholds is a reference value",
        "{count} of the thresholds are reference values",
        judgement.reference,
    )
    return tag(tone, why if judgement.reference else t("All thresholds are verified"), said)


def stock_tag(card: Card) -> Markup:
    return html.NOTHING if card.in_stock else tag("", t("Nothing is left in stock"), t("Out of stock"))


def carbon_figure(footprint: Footprint, unit: str) -> Markup:
    """238 kgCO2e / m3; a generic factor is marked as about, and what cannot be joined is said so."""
    about = "≈ " if footprint.basis is Basis.GENERIC else ""
    return carbon_words(footprint.per_unit, about, unit, session.language())


@lru_cache(maxsize=4096)
def carbon_words(per_unit: Decimal | None, about: str, unit: str, language: Language) -> Markup:
    del language  # that of this run
    if per_unit is None:
        return Markup('<span class="soft">{}</span>').format(t("Carbon not comparable"))
    return Markup("{}{} kgCO₂e / {}").format(about, carbon_number(per_unit), formats.unit(unit))


def carbon_number(value: Decimal) -> str:
    """Three or four figures that count: more would promise what no declaration holds."""
    size = abs(value)
    return formats.number(value, 0 if size >= COARSE else 1 if size >= FINE else 2)


def advantages(other: Alternative) -> list[Markup]:
    said: list[Markup] = []
    if other.greener:
        share = formats.percent(float(other.greener), 0)
        said.append(tag("good", t("By the declarations of both"), t("{share} less carbon", share=share)))
    if other.cheaper:
        share = formats.percent(float(other.cheaper), 0)
        said.append(tag("info", t("A unit of it costs less"), t("{share} cheaper", share=share)))
    return said
