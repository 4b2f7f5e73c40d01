"""What the museum says of an exhibit on its label: rules that turn what is known into sentences, each with its source.

A claim is a phrase with values, worded at the edge in the visitor's language. What only informs stands apart and is
never among the reasons; where no datum stands behind a sentence, it is not said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from services.carbon import FINEST, Basis, accounting, units_in
from services.conformity import Outcome
from services.products import Card, Exhibit, Proof, Reading, Scheme
from services.standards import CarbonFactor, Confidence, Operator

__all__ = ["Amount", "Claim", "Claims", "Place", "Told", "of"]

MOST_MARGINS = 3
GREEN = {Scheme.GREEN_BUILDING_MATERIAL, Scheme.GREEN_PRODUCT}


@dataclass(frozen=True)
class Told:
    """A datum kept in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Place:
    """A city, as it is stored."""

    city: str


@dataclass(frozen=True)
class Amount:
    """kgCO2e for one `unit`."""

    per_unit: Decimal
    unit: str


@dataclass(frozen=True)
class Claim:
    """One sentence; a `reading` also gives it {name}, {value}, {threshold} and {share}. `source`: who stands by it."""

    phrase: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    source: "Value" = ""
    reading: Reading | None = None


Value = Told | Place | Amount | StrEnum | date | int | str | Claim
MUSEUM, SUPPLIER = Claim("The museum, of its kind"), Claim("The supplier's own words")


@dataclass(frozen=True)
class Claims:
    """The label: what it is, where it is used, why it is green, and what only informs."""

    what: Sequence[Claim]
    where: Sequence[Claim]
    why: Sequence[Claim]
    reference: Sequence[Claim]


def of(exhibit: Exhibit, factors: Sequence[CarbonFactor]) -> Claims:
    """All that may be said; `factors` are those of the kind."""
    return Claims(
        what=list(what(exhibit)),
        where=list(where(exhibit)),
        why=[*certified(exhibit.card), *declared(exhibit.card), *conforming(exhibit)],
        reference=[*short(exhibit), *informing(exhibit), *orienting(exhibit.card, factors)],
    )


def what(exhibit: Exhibit) -> Iterator[Claim]:
    kind, card = exhibit.kind, exhibit.card
    values: dict[str, Value] = {
        "kind": Told(kind.name_zh, kind.name_en),
        "maker": Told(card.supplier_zh, card.supplier_en),
    }
    if card.origin:
        yield Claim("{kind}, offered by {maker}, made in {city}.", values | {"city": Place(card.origin)})
    else:
        yield Claim("{kind}, offered by {maker}.", values)
    yield Claim("{words}", {"words": Told(kind.summary_zh, kind.summary_en)}, MUSEUM)


def where(exhibit: Exhibit) -> Iterator[Claim]:
    if exhibit.description_zh or exhibit.description_en:
        yield Claim("{words}", {"words": Told(exhibit.description_zh, exhibit.description_en)}, SUPPLIER)


def certified(card: Card) -> Iterator[Claim]:
    """Green certificates that hold today, and no others."""
    for paper in card.papers:
        if paper.scheme not in GREEN or not paper.counts:
            continue
        values: dict[str, Value] = {"scheme": paper.scheme, "number": paper.number, "until": paper.valid_until}
        issuer = Told(paper.issued_by_zh, paper.issued_by_en)
        if paper.stars:
            yield Claim(
                "{scheme} {stars}, number {number}, valid until {until}.",
                values | {"stars": "★" * paper.stars},
                issuer,
            )
        else:
            yield Claim("{scheme}, number {number}, valid until {until}.", values, issuer)


def declared(card: Card) -> Iterator[Claim]:
    known = card.footprint
    if known.basis is Basis.DECLARED and known.per_unit is not None:
        amount = Amount(known.per_unit, card.unit)
        yield Claim("Its own carbon is declared: {amount} (A1–A3).", {"amount": amount}, known.source)


def conforming(exhibit: Exhibit) -> Iterator[Claim]:
    """Indicators speak only for an exhibit that misses no threshold which was read in its standard."""
    judgement = exhibit.card.judgement
    verified = judgement.count(Outcome.PASS, reference=False)
    if verified and judgement.conforms:
        counts: dict[str, Value] = {"passed": judgement.passed, "total": judgement.total, "verified": verified}
        yield Claim(
            "Meets {passed} of {total} mandatory indicators, {verified} of them by thresholds read in their standard.",
            counts,
            edition(exhibit.readings),
        )
        yield from margins(exhibit.readings)


def edition(readings: Sequence[Reading]) -> Claim:
    return Claim("Basic Requirements, edition {edition}", {"edition": readings[0].indicator.edition})


def margins(readings: Sequence[Reading]) -> Iterator[Claim]:
    """The widest margins over verified thresholds that a report or a certificate stands behind."""
    proved = [one for one in readings if is_proved(one)]
    for one in sorted(proved, key=lambda one: -(one.verdict.distance or 0))[:MOST_MARGINS]:
        source = Claim("{proof}; threshold: {standard}", {"proof": one.proof or "", "standard": one.indicator.standard})
        if one.indicator.operator is Operator.AT_LEAST:
            yield Claim("{name}: {value}, {share} above the least required ({threshold}).", source=source, reading=one)
        else:
            yield Claim("{name}: {value}, {share} below the most allowed ({threshold}).", source=source, reading=one)


def is_proved(one: Reading) -> bool:
    passed = one.verdict.outcome is Outcome.PASS and not one.verdict.reference
    sided = one.indicator.operator in {Operator.AT_LEAST, Operator.AT_MOST}
    return passed and sided and one.proof not in {None, Proof.DECLARED} and (one.verdict.distance or 0) > 0


def short(exhibit: Exhibit) -> Iterator[Claim]:
    """What it misses or leaves open is said as plainly as what it meets."""
    judgement = exhibit.card.judgement
    missed = sum(judgement.verdicts[key].bars for key in judgement.mandatory)
    if missed:
        yield Claim("Mandatory indicators with a verified threshold that it misses or leaves open: {count}.",
                    {"count": missed}, edition(exhibit.readings))  # fmt: skip


def informing(exhibit: Exhibit) -> Iterator[Claim]:
    judgement = exhibit.card.judgement
    if judgement.passed and not judgement.count(Outcome.PASS, reference=False):
        yield Claim("Meets {passed} of {total} mandatory indicators, all of them by reference values.",
                    {"passed": judgement.passed, "total": judgement.total}, edition(exhibit.readings))  # fmt: skip
    references = judgement.reference
    if references:
        yield Claim("Thresholds that nobody has read in their standard, so that they inform and bar nothing: {count}.",
                    {"count": references})  # fmt: skip
    alone = sum(one.proof is Proof.DECLARED for one in exhibit.readings)
    if alone:
        yield Claim("Values that are the supplier's word, without report or certificate: {count}.", {"count": alone})


def orienting(card: Card, factors: Sequence[CarbonFactor]) -> Iterator[Claim]:
    """The kind's generic factor stands beside a declaration, never against it: they are different sources."""
    known = card.footprint
    if known.per_unit is None:
        return
    if known.basis is Basis.GENERIC:
        amount = Amount(known.per_unit, card.unit)
        yield Claim("Its carbon is a generic factor, not a figure of this product: {amount}.", {"amount": amount},
                    known.source)  # fmt: skip
        return
    for factor in factors:
        share = units_in(card, factor.unit)
        alike = accounting(factor.gwp, factor.basis) is known.accounting
        if factor.is_default and factor.confidence is Confidence.VERIFIED and share is not None and alike:
            amount = Amount((factor.gwp * share).quantize(FINEST, ROUND_HALF_UP), card.unit)
            yield Claim("For orientation the generic factor “{described}”: {amount}. Another source, never subtracted.",
                        {"described": factor.basis, "amount": amount}, factor.source)  # fmt: skip
