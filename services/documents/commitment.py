"""
The supplier's letter of commitment (供应商承诺书), which every supplier signs, stamps and files.

Its wording is versioned: `templates/commitment-<version>.toml` is never edited once suppliers have signed it;
a new wording is a new file. A distributor's letter stands in place of the trademark certificate.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.documents.printing import TEMPLATES, language, long_date, printable, render
from services.errors import Invalid

LETTER_VERSION = "2022-1"
REQUIRED = {"reference": "Reference", "name": "Company name", "credit_code": "Unified social credit code"}
OPTIONAL = {
    "city": "City",
    "address": "Address",
    "contact": "Contact person",
    "phone": "Telephone",
    "email": "E-mail",
}


class SupplierKind(StrEnum):
    BRAND_MANUFACTURER = "brand_manufacturer"
    DISTRIBUTOR = "distributor"


@dataclass(frozen=True, kw_only=True)
class CommitmentLetter:
    """`reference` is the code people quote; `kind` a value of SupplierKind; `dated` the day in China."""

    reference: str
    name: str
    credit_code: str
    kind: str
    dated: date
    city: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    version: str = LETTER_VERSION
    demonstration: bool = False


def versions() -> list[str]:
    """Every wording that can still be printed, oldest first."""
    return sorted(path.stem.removeprefix("commitment-") for path in TEMPLATES.glob("commitment-*.toml"))


def commitment_letter(applicant: CommitmentLetter, *, lang: str) -> bytes:
    """The letter as PDF, in both languages; `lang` is the one that leads. Chinese prevails in law either way."""
    if applicant.version not in versions():
        raise Invalid("There is no letter of commitment with the version {version}.", version=applicant.version[:20])
    if applicant.kind not in set(SupplierKind):
        raise Invalid("A supplier is a brand manufacturer or a distributor, not {kind}.", kind=applicant.kind[:40])
    values: dict[str, object] = {
        name: printable(getattr(applicant, name), field, required=name in REQUIRED)
        for name, field in (REQUIRED | OPTIONAL).items()
    }
    values |= {
        "lang": language(lang),
        "kind": str(applicant.kind),
        "version": applicant.version,
        "demonstration": applicant.demonstration,
        "dated": {"zh": long_date(applicant.dated, "zh"), "en": long_date(applicant.dated, "en")},
        "day": applicant.dated.isoformat(),
    }
    return render("commitment.typ", values, on=applicant.dated)
