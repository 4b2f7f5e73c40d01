"""What a supplier's papers say beside what its form says, as far as they can be read; a person decides all the same."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.accounts import Organisation
from db.suppliers import PaperKind, Supplier
from services.suppliers.rules import LONG_TERM
from services.texts import plainly

__all__ = ["Compared", "Field", "Verdict", "compared"]


class Field(StrEnum):
    """What is looked for in a paper."""

    NAME = "name"
    CREDIT_CODE = "credit_code"
    LICENCE_NUMBER = "licence_number"
    VALID_UNTIL = "valid_until"
    TRADEMARK_NUMBER = "trademark_number"
    BRAND = "brand"
    REFERENCE = "reference"
    VERSION = "version"


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Compared:
    """`said` stands in the form, `read` in the paper where something else stands there; days as ISO 8601."""

    field: Field
    verdict: Verdict
    said: str
    read: str = ""


F, K = Field, PaperKind
ASKED: Mapping[PaperKind, Sequence[Field]] = {
    K.BUSINESS_LICENCE: (F.NAME, F.CREDIT_CODE, F.LICENCE_NUMBER, F.VALID_UNTIL),
    K.TRADEMARK_CERTIFICATE: (F.NAME, F.TRADEMARK_NUMBER, F.BRAND),
    K.COMMITMENT_LETTER: (F.REFERENCE, F.NAME, F.CREDIT_CODE, F.VERSION),
}
SAID: Mapping[Field, Callable[[Supplier, Organisation], str]] = {
    F.NAME: lambda _, owner: owner.name_zh,
    F.CREDIT_CODE: lambda _, owner: owner.credit_code or "",
    F.LICENCE_NUMBER: lambda supplier, _: supplier.licence_number,
    F.VALID_UNTIL: lambda supplier, _: supplier.licence_valid_until.isoformat() if supplier.licence_valid_until else "",
    F.TRADEMARK_NUMBER: lambda supplier, _: supplier.trademark_number,
    F.BRAND: lambda supplier, _: supplier.brand_zh,
    F.REFERENCE: lambda supplier, _: supplier.code,
    F.VERSION: lambda supplier, _: supplier.commitment_version,
}
# What stands where the field is expected, by the words that papers print before it.
WRITTEN: Mapping[Field, str] = {
    F.NAME: r"(?:名\s*称(?:\s*Company name)?|注\s*册\s*人(?!\s*(?:地\s*址|名\s*义)))[ \t:]*([\u4e00-\u9fff()·]{4,60})",
    F.CREDIT_CODE: r"(?<![0-9A-Z])([0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Z])",
    F.TRADEMARK_NUMBER: r"(?:注\s*册\s*号|第)[ \t:]*([0-9A-Z][0-9A-Z-]{4,30})",
    F.BRAND: r"商\s*标[ \t:]+([^\n]{1,60})",
    F.REFERENCE: r"(?<![0-9A-Z])(S-[0-9]{6,})(?![0-9])",
    F.VERSION: r"文本版本[ \t:]*([0-9]{4}-[0-9]+)",
}
NUMBERS = {F.CREDIT_CODE, F.LICENCE_NUMBER, F.TRADEMARK_NUMBER, F.REFERENCE, F.VERSION}
TERM = re.compile(r"(?:营\s*业\s*期\s*限|经\s*营\s*期\s*限|有\s*效\s*期)[^\n]{0,60}")
DAY = re.compile(r"([0-9]{4})\s*[年/.-]\s*([0-9]{1,2})\s*[月/.-]\s*([0-9]{1,2})")
WITHOUT_END = ("长期", "无固定期限", "永久")


def compared(kind: PaperKind, words: str, supplier: Supplier, owner: Organisation) -> list[Compared]:
    """Each thing the form says that a paper of this kind should say, too; nothing when the paper has no words."""
    if not words:
        return []
    asked = [(field, SAID[field](supplier, owner)) for field in ASKED[kind]]
    even = unicodedata.normalize("NFKC", words)
    return [looked_up(field, said, even) for field, said in asked if said]


def looked_up(field: Field, said: str, words: str) -> Compared:
    if field is F.VALID_UNTIL:
        return ending(said, words)
    written = re.findall(WRITTEN[field], words) if field in WRITTEN else []
    if stands(field, said, words, written):
        return Compared(field, Verdict.SAME, said)
    if written and field is not F.BRAND:
        return Compared(field, Verdict.DIFFERENT, said, written[0])
    return Compared(field, Verdict.NOT_FOUND, said)


def stands(field: Field, said: str, words: str, written: Sequence[str]) -> bool:
    """A number stands by itself, a name where names are written. Spaces, width, case and signs do not count in words:
    papers are set in many ways."""
    if field in NUMBERS:
        alone = re.escape(unicodedata.normalize("NFKC", said).upper())
        return re.search(rf"(?<![0-9A-Z-]){alone}(?![0-9A-Z-])", words.upper()) is not None
    if field is F.BRAND:
        return any(plainly(said) in plainly(one) for one in written)
    if written:
        return any(plainly(said) == plainly(one) for one in written)
    return plainly(said) in plainly(words)


def ending(said: str, words: str) -> Compared:
    """Only what is printed as the term: a licence names the days on which it began and was issued as well, and many
    print no term at all."""
    terms = TERM.findall(words)
    days = {day for term in terms for day in days_in(term)}
    endless = any(sign in plainly(term) for term in terms for sign in WITHOUT_END)
    if (said == LONG_TERM.isoformat() and endless) or said in days:
        return Compared(F.VALID_UNTIL, Verdict.SAME, said)
    read = LONG_TERM.isoformat() if endless else max(days, default="")
    return Compared(F.VALID_UNTIL, Verdict.DIFFERENT if read else Verdict.NOT_FOUND, said, read)


def days_in(words: str) -> set[str]:
    found = set()
    for year, month, day in DAY.findall(words):
        try:
            found.add(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return found
