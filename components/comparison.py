"""Exhibits side by side in words: what each line says of each of them; the wall and the files all say the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from components import formats, indicators, labels, regions
from components.carbon import basis, why_not
from components.exhibits import carbon_number
from components.formats import N_
from components.i18n import either, t
from components.standards import threshold
from services.best import differ
from services.carbon import Accounting, Basis, Footprint
from services.comparison import Apart, Comparison, Row
from services.money import yuan
from services.products import Card, Outcome, Paper, Reading, Validity
from services.standards import Operator

__all__ = ["Cell", "Line", "codes_of", "lines"]

LONGEST = 400
Number = Decimal | int | None
APART = {
    Apart.GENERIC: N_("Not compared: generic factors of the kind say nothing about the single exhibit."),
    Apart.MIXED: N_("Not compared: some values are declared, others are generic factors."),
    Apart.UNITS: N_("Not compared: the values are for different units."),
    Apart.STORED: N_("Not compared: some count the carbon stored in plants as negative, others do not."),
}
STATES = {
    Validity.FUTURE: (N_("not valid yet"), "info"),
    Validity.VALID: (N_("valid"), "good"),
    Validity.EXPIRING: (N_("expires soon"), "warn"),
    Validity.EXPIRED: (N_("expired"), "bad"),
}


@dataclass(frozen=True)
class Cell:
    """What one exhibit says on a line: the main words, then small ones, each with a tone."""

    text: str
    asides: Sequence[tuple[str, str]] = ()
    number: Number = None
    best: bool = False

    @property
    def said(self) -> tuple[str, ...]:
        return (self.text, *(words for words, _ in self.asides))


@dataclass(frozen=True)
class Line:
    """`aside` is the small print under the name: the threshold, or why nothing is compared; `unit` is of numbers."""

    group: str
    name: str
    cells: Sequence[Cell]
    aside: str = ""
    unit: str = ""

    @property
    def differs(self) -> bool:
        return differ([cell.said for cell in self.cells])


def codes_of(said: str) -> list[str]:
    """The codes of an address, each once, in its order."""
    return list(dict.fromkeys(code for part in said[:LONGEST].split(",") if (code := part.strip().upper())))


def lines(shown: Comparison, *, only_different: bool = False) -> list[Line]:
    said = [*offer(shown), *proofs(shown), *(measured(row) for row in shown.rows), embodied(shown)]
    return [line for line in said if line.differs] if only_different else said


def offer(shown: Comparison) -> list[Line]:
    """What it is and costs."""

    def plain(name: str, say: Callable[[Card], str]) -> Line:
        return Line(t("The offer"), name, [Cell(say(card) or "—") for card in shown.cards])

    return [
        plain(t("Specification"), lambda card: either(card.specification_zh, card.specification_en)),
        plain(t("Maker"), lambda card: either(card.supplier_zh, card.supplier_en)),
        plain(t("Made in"), lambda card: regions.named(card.origin)),
        Line(
            t("The offer"),
            t("Price of a unit"),
            [priced(card, best=place in shown.cheapest) for place, card in enumerate(shown.cards)],
            unit=t("yuan"),
        ),
        plain(t("Smallest lot"), lambda card: formats.quantity(card.minimum_milli, card.unit)),
        plain(t("Sold in steps of"), lambda card: formats.quantity(card.step_milli, card.unit)),
        Line(t("The offer"), t("Left in stock"), [stocked(card) for card in shown.cards]),
        Line(t("The offer"), t("Mass of one unit"), [heavy(card) for card in shown.cards], unit=formats.unit("kg")),
    ]


def priced(card: Card, *, best: bool) -> Cell:
    said = f"{formats.money(card.price_fen)} / {formats.unit(card.unit)}"
    return Cell(said, number=yuan(card.price_fen), best=best)


def heavy(card: Card) -> Cell:
    if card.mass_kg is None:
        return Cell("—")
    return Cell(f"{formats.number(card.mass_kg, 3)} {formats.unit('kg')}", number=card.mass_kg)


def stocked(card: Card) -> Cell:
    if not card.in_stock:
        return Cell("—", [(t("Out of stock"), "bad")])
    return Cell(formats.quantity(card.available_milli, card.unit))


def proofs(shown: Comparison) -> list[Line]:
    cells = [certified(card, best=place in shown.most_stars) for place, card in enumerate(shown.cards)]
    return [Line(t("Certificates"), t("Green stars and papers"), cells)]


def certified(card: Card, *, best: bool) -> Cell:
    papers = [(paper_said(paper), STATES[paper.validity][1]) for paper in card.papers]
    return Cell("★" * card.stars if card.stars else "—", papers, number=card.stars, best=best)


def paper_said(paper: Paper) -> str:
    stars = f" {'★' * paper.stars}" if paper.stars else ""
    until = t("until {day}", day=formats.day(paper.valid_until))
    return f"{labels.word(paper.scheme)}{stars} · {until} · {t(STATES[paper.validity][0])}"


def measured(row: Row) -> Line:
    asked = row.indicator
    cells = [reading_said(one, best=place in row.best) for place, one in enumerate(row.readings)]
    mark = t("reference value") if row.readings[0].verdict.reference else t("verified")
    standard = f" · {asked.standard}" if asked.standard else ""
    return Line(
        t("What it must meet, and does"),
        either(asked.name_zh, asked.name_en),
        cells,
        aside=f"{t('Required')} {threshold(asked)} · {mark}{standard}",
        unit="" if asked.unit == "-" else asked.unit,
    )


def reading_said(one: Reading, *, best: bool) -> Cell:
    asides = [(labels.word(one.proof), "")] if one.proof else []
    number = None if one.indicator.operator is Operator.YES else one.value
    return Cell(indicators.said(one), [verdict_said(one), *asides], number=number, best=best)


def verdict_said(one: Reading) -> tuple[str, str]:
    """A miss of a reference value is no failure and is not shown as one."""
    verdict = one.verdict
    if verdict.outcome is Outcome.FAIL and verdict.reference:
        return t("Short of the reference value"), "warn"
    return labels.word(verdict.outcome), labels.label(verdict.outcome)[1]


def embodied(shown: Comparison) -> Line:
    least, apart = shown.least_carbon, shown.carbon_apart
    cells = [footprint_said(card, best=place in least) for place, card in enumerate(shown.cards)]
    aside = t(APART[apart]) if apart else t("A declaration is compared with declarations only.")
    return Line(t("Embodied carbon"), t("A1–A3, a unit"), cells, aside=aside, unit="kgCO₂e")


def footprint_said(card: Card, *, best: bool) -> Cell:
    known: Footprint = card.footprint
    if known.per_unit is None:
        return Cell(t("Carbon not comparable"), [(why_not(known), "")])
    about = "≈ " if known.basis is Basis.GENERIC else ""
    said = f"{about}{carbon_number(known.per_unit)} kgCO₂e / {formats.unit(card.unit)}"
    stored = [(t("Counts stored carbon as negative"), "")] if known.accounting is Accounting.STORED else []
    return Cell(said, [(basis(known), ""), (known.source, ""), *stored], number=known.per_unit, best=best)
