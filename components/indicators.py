"""Values against their thresholds: a row each, with a gauge, the proof behind it, and what is only a reference."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from components import formats, html, labels
from components.formats import N_
from components.i18n import either, t, tn
from components.standards import threshold
from services.conformity import Judgement
from services.products import Outcome, Reading
from services.standards import Indicator, Operator

__all__ = ["rows", "summary", "verdict"]

ROW = Markup(
    '<li class="reading {tone}"><div class="reading-name"><b>{name}</b><span class="soft">{standard}</span></div>'
    '<div class="reading-value"><span class="soft">{required} {direction}</span><b>{value}</b></div>'
    '<div class="reading-gauge">{gauge}<span class="soft">{margin}</span></div>'
    '<div class="reading-verdict">{verdict}{proof}{mark}</div></li>'
)
GAUGE = Markup(
    '<span class="gauge {tone}" role="img" aria-label="{label}"><i class="gauge-zone" style="left:{left}%;'
    'width:{width}%"></i><i class="gauge-mark" style="left:{at}%"></i></span>'
)
TAG = Markup('<span class="tag {}" title="{}">{}</span>')
DIRECTION = Markup('<i class="direction" role="img" aria-label="{0}" title="{0}">{1}</i>')
WAYS = {
    Operator.AT_LEAST: (N_("the higher the better"), "↑"),
    Operator.AT_MOST: (N_("the lower the better"), "↓"),
    Operator.BETWEEN: (N_("inside the range"), "↔"),
    Operator.YES: (N_("yes or no"), "✓"),
}
DEMONSTRATION = N_("2022 (demonstration)")  # the edition of the table the museum was founded with
ROOM = Decimal("0.3")
FULL = Decimal(100)


def rows(readings: Sequence[Reading]) -> Markup:
    named = zip(readings, editions(readings), strict=True)
    return Markup('<ul class="readings">{}</ul>').format(
        html.join(row(reading, t(edition)) for reading, edition in named)
    )


def row(reading: Reading, edition: str) -> Markup:
    asked, verdict = reading.indicator, reading.verdict
    return ROW.format(
        tone=verdict.outcome,
        name=either(asked.name_zh, asked.name_en),
        standard=" · ".join(part for part in (asked.standard, edition) if part),
        required=t("Required") + " " + threshold(asked),
        direction=direction(asked),
        value=said(reading),
        gauge=gauge(reading),
        margin=margin(reading),
        verdict=verdict_tag(reading) + (html.NOTHING if asked.mandatory else TAG.format("", "", t("not mandatory"))),
        proof=TAG.format("", t("What stands behind the value"), labels.word(reading.proof)) if reading.proof else "",
        mark=reference_tag() if verdict.reference else TAG.format("", asked.source, "✓ " + t("Verified threshold")),
    )


def editions(readings: Sequence[Reading]) -> Sequence[str]:
    """The edition beside each indicator, where they differ; one that all share is said once, above."""
    said = [reading.indicator.edition for reading in readings]
    return said if len(set(said)) > 1 else [""] * len(said)


def direction(asked: Indicator) -> Markup:
    words, sign = WAYS[asked.operator]
    return DIRECTION.format(t(words), sign)


def said(reading: Reading) -> str:
    """36.8 MPa, Yes, or a dash."""
    asked, value = reading.indicator, reading.value
    if value is None:
        return "—"
    if asked.operator is Operator.YES:
        return t("Yes") if value == 1 else t("No")
    unit = "" if asked.unit in {"", "-"} else f" {asked.unit}"
    return f"{formats.number(value, 6)}{unit}"


def verdict_tag(reading: Reading) -> Markup:
    """A miss of a reference value is no failure and is not shown as one."""
    verdict = reading.verdict
    if verdict.outcome is Outcome.FAIL and verdict.reference:
        return TAG.format("warn", "", t("Short of the reference value"))
    return labels.tag(verdict.outcome)


def reference_tag() -> Markup:
    why = t("Nobody has read this threshold in its source: it informs and bars nothing")
    return TAG.format("warn", why, t("Reference value"))


def margin(reading: Reading) -> str:
    """How far on the right or the wrong side of the threshold."""
    far, operator = reading.verdict.distance, reading.indicator.operator
    if far is None:
        return ""
    share = formats.percent(abs(float(far)), 0)
    if far == 0:
        return t("just at the threshold")
    if operator is Operator.AT_LEAST:
        return t("{share} above", share=share) if far > 0 else t("{share} below", share=share)
    if operator is Operator.AT_MOST:
        return t("{share} below", share=share) if far > 0 else t("{share} above", share=share)
    return t("within the range") if far > 0 else t("outside the range")


def gauge(reading: Reading) -> Markup:
    """A scale with the allowed part filled and a mark where the value stands; nothing to draw for yes or no."""
    if reading.value is None or reading.verdict.outcome is Outcome.MISSING:
        return html.NOTHING
    if reading.indicator.operator is Operator.YES:
        return html.NOTHING
    left, right = scale(reading.indicator, reading.value)
    low, high = reading.indicator.low, reading.indicator.high
    begin = place(left if low is None else low, left, right)
    end = place(right if high is None else high, left, right)
    label = f"{said(reading)}, {t('Required')} {threshold(reading.indicator)}"
    return GAUGE.format(
        tone=reading.verdict.outcome,
        label=label,
        left=begin,
        width=end - begin,
        at=place(reading.value, left, right),
    )


def scale(asked: Indicator, value: Decimal) -> tuple[Decimal, Decimal]:
    """Both ends of the scale: zero where everything is positive, and some room beyond the outermost figure."""
    figures = [figure for figure in (asked.low, asked.high, value) if figure is not None]
    least, most = min(figures), max(figures)
    if asked.operator is not Operator.BETWEEN:
        least = min(least, Decimal(0))
    room = (most - least) * ROOM or Decimal(1)
    return (least if least == 0 else least - room), most + room


def place(figure: Decimal, left: Decimal, right: Decimal) -> Decimal:
    return ((figure - left) / (right - left) * FULL).quantize(Decimal("0.1"))


def verdict(judgement: Judgement) -> str:
    return t("{passed} of {total} mandatory indicators are met.", passed=judgement.passed, total=judgement.total)


def summary(judgement: Judgement, readings: Sequence[Reading]) -> str:
    said = [verdict(judgement)]
    if judgement.reference:
        said.append(
            tn(
                "{count} threshold is a reference value, never presented as law.",
                "{count} thresholds are reference values, never presented as law.",
                judgement.reference,
            )
        )
    named = {reading.indicator.edition for reading in readings}
    if len(named) == 1:
        said.append(t("All stand in the table of {edition}.", edition=named.pop()))
    return " ".join(said)
