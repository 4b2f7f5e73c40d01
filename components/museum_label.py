"""The museum label: what an exhibit is, where it is used, why it is green; each sentence with who stands by it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from markupsafe import Markup

from components import formats, html, indicators, labels, regions
from components.exhibits import carbon_number
from components.i18n import either, t
from components.standards import threshold
from services.claims import Amount, Claim, Claims, Place, Told, Value

__all__ = ["shown", "source", "worded"]

PART = Markup("<section><h2>{}</h2>{}</section>")
SENTENCE = Markup("<p>{}{}</p>")
SOURCE = Markup(' <cite class="said-by">{}</cite>')


def shown(told: Claims) -> Markup:
    parts = [
        part(t("What it is"), told.what, t("Nothing is known of it.")),
        part(t("Where it is used"), told.where, t("The supplier has not said.")),
        part(t("Why it is green"), told.why, t("Nothing that the museum can confirm speaks for it yet.")),
    ]
    informs = PART.format(t("For information only"), listed(told.reference)) if told.reference else html.NOTHING
    return Markup('<div class="told">{}</div><div class="told informs">{}</div>').format(html.join(parts), informs)


def part(title: str, claims: Sequence[Claim], otherwise: str) -> Markup:
    return PART.format(title, listed(claims) if claims else SENTENCE.format(otherwise, ""))


def listed(claims: Sequence[Claim]) -> Markup:
    return html.join(SENTENCE.format(worded(claim), said_by(claim)) for claim in claims)


def said_by(claim: Claim) -> Markup:
    who = source(claim)
    return SOURCE.format(who) if who else html.NOTHING


def source(claim: Claim) -> str:
    return told_in_words(claim.source) if claim.source else ""


def worded(claim: Claim) -> str:
    """The sentence in the visitor's language."""
    values = {name: told_in_words(value) for name, value in claim.values.items()}
    if claim.reading is not None:
        asked, far = claim.reading.indicator, claim.reading.verdict.distance
        values |= {"name": either(asked.name_zh, asked.name_en), "value": indicators.said(claim.reading),
                   "threshold": threshold(asked), "share": formats.percent(abs(float(far or 0)), 0)}  # fmt: skip
    return t(claim.phrase, **values)


def told_in_words(value: Value) -> str:
    match value:
        case Told():
            said = either(value.zh, value.en)
        case Place():
            said = regions.named(value.city)
        case Amount():
            said = f"{carbon_number(value.per_unit)} kgCO₂e / {formats.unit(value.unit)}"
        case Claim():
            said = worded(value)
        case StrEnum():
            said = labels.word(value)
        case date():
            said = formats.day(value)
        case int():
            said = formats.number(value)
        case _:
            said = t(value)
    return said
