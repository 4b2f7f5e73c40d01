"""Supplier access (准入) as pure rules: the life of a dossier, what it must hold, and the one gate to selling."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from db.suppliers import PaperKind, Supplier, SupplierKind, SupplierStatus
from services import clock

S = SupplierStatus
FLOW: dict[SupplierStatus, frozenset[SupplierStatus]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.RETURNED, S.APPROVED}),
    S.RETURNED: frozenset({S.SUBMITTED}),
    S.APPROVED: frozenset({S.SUSPENDED, S.WITHDRAWN}),
    S.SUSPENDED: frozenset({S.APPROVED, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
# A business licence without an end ("长期") is kept as the last day there is.
LONG_TERM = date.max


class Need(StrEnum):
    """What a supplier proves, in the order in which it is asked."""

    CREDIT_CODE = "credit_code"
    CONTACT = "contact"
    BUSINESS_LICENCE = "business_licence"
    TRADEMARK_CERTIFICATE = "trademark_certificate"
    COMMITMENT_LETTER = "commitment_letter"


@dataclass(frozen=True)
class Requirement:
    """`missing` is an English phrase and gettext key, empty when the requirement is met."""

    need: Need
    missing: str = ""

    @property
    def done(self) -> bool:
        return not self.missing


def may_sell(supplier: Supplier) -> bool:
    """The one gate: approved, and the business licence still valid today in China."""
    return supplier.status is S.APPROVED and licence_holds(supplier.licence_valid_until)


def licence_holds(until: date | None) -> bool:
    """A licence is good through the end of its last day."""
    return until is not None and until >= clock.today()


def needs_of(kind: SupplierKind) -> list[Need]:
    """A distributor's letter of commitment stands in place of the trademark certificate."""
    asked = list(Need)
    if kind is SupplierKind.DISTRIBUTOR:
        asked.remove(Need.TRADEMARK_CERTIFICATE)
    return asked


def papers_of(kind: SupplierKind) -> list[PaperKind]:
    asked = set(needs_of(kind))
    return [PaperKind(need.value) for need in Need if need in asked and need.value in set(PaperKind)]


def requirements(supplier: Supplier, credit_code: str | None, papers: Collection[PaperKind]) -> list[Requirement]:
    found = {
        Need.CREDIT_CODE: "" if credit_code else N_("Your organisation has no unified social credit code yet."),
        Need.CONTACT: contact_gap(supplier),
        Need.BUSINESS_LICENCE: licence_gap(supplier, papers),
        Need.TRADEMARK_CERTIFICATE: trademark_gap(supplier, papers),
        Need.COMMITMENT_LETTER: ""
        if PaperKind.COMMITMENT_LETTER in papers
        else N_("Print the letter of commitment, sign and stamp it, and upload the scan."),
    }
    return [Requirement(need, found[need]) for need in needs_of(supplier.kind)]


def contact_gap(supplier: Supplier) -> str:
    if not supplier.contact_name or not supplier.phone:
        return N_("Name a contact person and a telephone number.")
    return "" if supplier.introduction_zh else N_("Introduce your company in a few Chinese sentences.")


def licence_gap(supplier: Supplier, papers: Collection[PaperKind]) -> str:
    if PaperKind.BUSINESS_LICENCE not in papers:
        return N_("Upload a scan of the business licence.")
    if not supplier.licence_number or supplier.licence_valid_until is None:
        return N_("Give the number of the business licence and the last day it is valid.")
    return "" if licence_holds(supplier.licence_valid_until) else N_("The business licence has expired.")


def trademark_gap(supplier: Supplier, papers: Collection[PaperKind]) -> str:
    if PaperKind.TRADEMARK_CERTIFICATE not in papers:
        return N_("Upload the trademark registration certificate.")
    return "" if supplier.trademark_number and supplier.brand_zh else N_("Give the trademark number and the brand.")


def N_(english: str) -> str:  # noqa: N802  the gettext custom: marks a phrase that is translated where it is shown
    return english
