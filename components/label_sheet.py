"""An exhibit's label as it is printed: every line worded in the language that is being spoken."""

from collections.abc import Sequence

from components import carbon, certificates, formats, indicators, labels, museum_label, regions
from components.exhibits import carbon_number
from components.i18n import either, t
from components.label import mass
from components.standards import threshold
from services import carbon as rules
from services import clock
from services.claims import Claim, Claims
from services.documents import ExhibitLabel, Measured
from services.products import Card, Exhibit, Outcome, Paper, Reading
from services.standards import CarbonFactor

__all__ = ["sheet"]


def sheet(exhibit: Exhibit, told: Claims, factors: Sequence[CarbonFactor], *, address: str, qr: str) -> ExhibitLabel:
    card = exhibit.card
    return ExhibitLabel(
        code=card.code,
        name=either(card.name_zh, card.name_en),
        other_name=either(card.name_en, card.name_zh),
        kind=either(card.kind_zh, card.kind_en),
        maker=either(card.supplier_zh, card.supplier_en),
        price=formats.money(card.price_fen),
        per_unit=f"/ {formats.unit(card.unit)}",
        facts=facts(card),
        reasons=[sentence(claim) for claim in told.why],
        indicators=[measured(one) for one in exhibit.readings],
        certificates=[certificate(paper) for paper in card.papers],
        carbon=carbon_lines(card, factors),
        address=address,
        qr=qr,
        dated=clock.today(),
    )


def facts(card: Card) -> list[tuple[str, str]]:
    least = formats.quantity(card.minimum_milli, card.unit)
    step = formats.quantity(card.step_milli, card.unit)
    return [
        (t("Specification"), either(card.specification_zh, card.specification_en)),
        (t("Made in"), regions.named(card.origin)),
        (t("Mass of one unit"), mass(card)),
        (t("Sold"), t("From {minimum}, in steps of {step}", minimum=least, step=step)),
    ]


def sentence(claim: Claim) -> str:
    who = museum_label.source(claim)
    return f"{museum_label.worded(claim)} {who}".strip()


def measured(one: Reading) -> Measured:
    verdict = one.verdict
    met = None if verdict.outcome is Outcome.MISSING else verdict.outcome is Outcome.PASS
    said = t("Short of the reference value") if met is False and verdict.reference else labels.word(verdict.outcome)
    return Measured(
        name=either(one.indicator.name_zh, one.indicator.name_en),
        required=threshold(one.indicator),
        value=indicators.said(one),
        verdict=said,
        met=met,
        reference=verdict.reference,
    )


def certificate(one: Paper) -> tuple[str, str]:
    stars = f" {'★' * one.stars}" if one.stars else ""
    until = t("until {day}", day=formats.day(one.valid_until))
    return f"{labels.word(one.scheme)}{stars}", f"{one.number} · {until} · {certificates.word(one.validity)}"


def carbon_lines(card: Card, factors: Sequence[CarbonFactor]) -> list[tuple[str, str]]:
    known = card.footprint
    if known.per_unit is None:
        return [("A1–A3", carbon.why_not(known))]
    figure = f"{carbon_number(known.per_unit)} kgCO₂e / {formats.unit(card.unit)}"
    return [
        ("A1–A3", figure),
        (t("Basis"), carbon.basis(known)),
        (t("Source"), known.source),
        (t("How sure"), carbon.sure(known, rules.spread(card, known, factors))),
    ]
