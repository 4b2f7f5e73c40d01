"""What a procurement document may say of a tightened requirement, in one language, with how sure each threshold is."""

from datetime import date

from components import formats, session
from components.i18n import either, t
from components.requirements import words_of
from components.session import Language
from components.standards import threshold
from services.requirements import Cost, Reach
from services.standards import Confidence, Indicator
from services.tightened import as_the_standard

__all__ = ["clause"]


def clause(reach: Reach, language: Language, *, on: date) -> str:
    """What a procurement document may say, in one language, with how sure each threshold is."""
    with session.speaking(language):
        name = either(reach.kind.name_zh, reach.kind.name_en)
        lines = [t("Technical requirements: {kind}", kind=name)]
        lines += [f"{place}. {sentence(one)}" for place, one in enumerate(reach.costs, start=1)]
        lines.append(t("Each value is proved by a valid test report of an independent laboratory or by a certificate."))
        lines.append(found(reach, on))
        return "\n".join(lines)


def sentence(one: Cost) -> str:
    """What is asked, by which standard, and what the standard itself asks where that is less."""
    asked = one.indicator
    said = {
        "name": either(asked.name_zh, asked.name_en),
        "asked": words_of(asked, one.ask),
        "standard": asked.standard or t("no standard named"),
        "threshold": threshold(asked),
        "certainty": certainty(asked),
    }
    if one.ask == as_the_standard(asked):
        return t("{name}: {asked} ({standard}; {certainty})").format(**said)
    return t("{name}: {asked} (beyond {threshold} of {standard}; {certainty})").format(**said)


def certainty(asked: Indicator) -> str:
    if asked.confidence is Confidence.VERIFIED:
        return t("threshold verified in a public source")
    return t("the threshold is a reference value, not verified")


def found(reach: Reach, on: date) -> str:
    return t(
        "Met in full on {day} by what hangs in the Green Building Materials Museum: exhibits {exhibits}, suppliers "
        "{suppliers}.",
        day=formats.day(on),
        exhibits=formats.number(reach.fitting.exhibits),
        suppliers=formats.number(reach.fitting.suppliers),
    )
