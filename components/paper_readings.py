"""What could be read in a supplier's paper, beside what its form says: for who hands it in and for who reviews it."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from components import formats, html
from components.formats import N_
from components.i18n import either, t
from services.suppliers import LONG_TERM, Compared, Field, Verdict

FIELDS: dict[Field, str] = {
    Field.NAME: N_("Company"),
    Field.CREDIT_CODE: N_("Unified social credit code"),
    Field.LICENCE_NUMBER: N_("Licence number"),
    Field.VALID_UNTIL: N_("Licence valid until"),
    Field.TRADEMARK_NUMBER: N_("Trademark number"),
    Field.BRAND: N_("Brand"),
    Field.REFERENCE: N_("Code of the supplier"),
    Field.VERSION: N_("Version of the letter"),
}


def shown(compared: Sequence[Compared]) -> Markup:
    """One line where everything is as in the form; else one line for each thing that is not."""
    if not compared:
        return Markup('<p class="soft">{}</p>').format(
            t("Nothing in it could be read, as in a picture or a scan. It is compared by eye.")
        )
    same = fields(compared, Verdict.SAME)
    rows = [Markup('<li class="{}">{}</li>').format(*said(one)) for one in compared if one.verdict is not Verdict.SAME]
    if same:
        rows.insert(0, Markup('<li class="same">{}</li>').format(t("As in the form: {fields}", fields=same)))
    return Markup('<ul class="readings">{}</ul>').format(html.join(rows))


def differing(compared: Sequence[Compared]) -> str:
    """The names of what the paper says otherwise than the form; nothing where it says the same."""
    return fields(compared, Verdict.DIFFERENT)


def fields(compared: Sequence[Compared], verdict: Verdict) -> str:
    return either("、", ", ").join(t(FIELDS[one.field]) for one in compared if one.verdict is verdict)


def said(one: Compared) -> tuple[str, str]:
    """How it is marked, and its sentence."""
    field = t(FIELDS[one.field])
    if one.verdict is Verdict.NOT_FOUND:
        return "", t("{field}: not found in the paper; the form says {said}.", field=field, said=value(one, one.said))
    return "different", t(
        "{field}: the paper says {read}, the form says {said}.",
        field=field, read=value(one, one.read), said=value(one, one.said),
    )  # fmt: skip


def value(one: Compared, words: str) -> str:
    return last_day(date.fromisoformat(words)) if one.field is Field.VALID_UNTIL else words


def last_day(day: date | None) -> str:
    if day is None:
        return "—"
    return t("Long-term, without an end") if day == LONG_TERM else formats.day(day)
