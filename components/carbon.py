"""Embodied carbon, A1-A3: the figure, its source, how sure it is, and every other factor known of its kind."""

from collections.abc import Sequence

from markupsafe import Markup

from components import formats, html
from components.exhibits import carbon_figure, carbon_number
from components.i18n import t
from components.standards import confidence, tabled
from services import carbon as rules
from services.carbon import Basis, Footprint, Origin, Spread
from services.errors import Missing
from services.products import Card
from services.standards import CarbonFactor, Confidence

__all__ = ["basis", "beside", "board", "sure", "why_not"]

FACT = Markup("<dt>{}</dt><dd>{}</dd>")
BOARD = Markup('<h3 class="beside">{}</h3><div class="carbon-board"><p class="carbon-figure">{}</p>{}</div>')
MORE = Markup('<details class="more"><summary>{}</summary><p class="soft">{}</p>{}</details>')


def board(card: Card, factors: Sequence[CarbonFactor]) -> Markup:
    """The figure with its source, what it was made for, and how sure it is; or why there is none."""
    known = card.footprint
    if known.per_unit is None:
        said: Markup = Markup("<p>{}</p>").format(why_not(known))
    else:
        said = Markup('<dl class="label-facts">{}</dl>').format(
            html.join(FACT.format(*fact) for fact in facts(card, factors).items() if fact[1])
        )
    return BOARD.format(t("Made (A1–A3)"), carbon_figure(known, card.unit), said) + others(card, factors)


def facts(card: Card, factors: Sequence[CarbonFactor]) -> dict[str, str]:
    known = card.footprint
    return {
        t("Basis"): basis(known),
        t("Source"): known.source,
        t("Made for"): known.described,
        t("How sure"): sure(known, rules.spread(card, known, factors)),
        t("Stages"): t("A1–A3: raw materials, transport to the factory, manufacture"),
        t("Counted"): t(
            "The carbon stored in plants is counted as negative: compare only with figures that do the same."
        )
        if known.accounting is rules.Accounting.STORED
        else "",
    }


def sure(known: Footprint, spread: Spread | None) -> str:
    """The range in words, with where it comes from."""
    if spread is None:
        return t("Not known: its source gives one factor for this kind and no margin.")
    if spread.origin is Origin.DIGITS:
        half = formats.number((spread.high - spread.low) / 2, 6)
        return t("± {half}: the declaration states no margin; this much its last digit leaves open.", half=half)
    return t(
        "{low} – {high}: between the {count} factors that {source} gives for this kind.",
        low=carbon_number(spread.low),
        high=carbon_number(spread.high),
        count=spread.count,
        source=known.source,
    )


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


def why_not(known: Footprint | Missing) -> str:
    """In words: names of units instead of their codes."""
    phrase = known.reason if isinstance(known, Footprint) else known.phrase
    return t(phrase, **{name: formats.unit(str(code)) for name, code in known.values.items()})


def beside(card: Card, factors: Sequence[CarbonFactor]) -> tuple[str, Spread | None]:
    """The kind's band with its name: the factors of its default's one source, if they count as the figure does."""
    usual = next((factor for factor in factors if factor.is_default), None)
    if usual is None:
        return "", None
    proxy = usual.confidence is Confidence.PROXY
    named = t("A related material, generic") if proxy else t("Its kind, generic")
    known = rules.of_source(card, factors, source=usual.source, counted=card.footprint.accounting)
    itself = known is not None and known.count == 1 and card.footprint.basis is Basis.GENERIC
    return named, None if itself else known


def others(card: Card, factors: Sequence[CarbonFactor]) -> Markup:
    """Every factor known of the kind, each with why it may be held against the figure or must not."""
    if not factors:
        return html.NOTHING
    columns = [
        t("Factor"),
        t("A1–A3 for one {unit}", unit=formats.unit(card.unit)),
        t("Source"),
        t("Beside the figure above"),
    ]
    rows = [
        (one.basis, carbon_figure(found := rules.generic(card, one), card.unit), marked(one), held_against(card, found))
        for one in factors
    ]
    words = t("Sources stand side by side; they are never averaged or ranked against each other.")
    return MORE.format(t("All known factors of this kind ({count})", count=len(factors)), words,
                       tabled(t("All known factors of this kind"), columns, rows))  # fmt: skip


def marked(factor: CarbonFactor) -> Markup:
    """The source with the mark of a proxy or of a disputed value."""
    return Markup("{} {}").format(factor.source, confidence(factor.confidence))


def held_against(card: Card, other: Footprint) -> str:
    if other.per_unit is None:
        return why_not(other)
    refusal = rules.comparable(card.footprint, other)
    return why_not(refusal) if refusal else t("same source: may be compared")
