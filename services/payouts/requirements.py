"""What the provider still wants to know of a supplier, from its own names to a few words of ours."""

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["Asked", "asked_for"]


class Asked(StrEnum):
    """In the order in which a supplier should see to them."""

    BUSINESS = "business"
    PEOPLE = "people"
    BANK_ACCOUNT = "bank_account"
    PROOF = "proof"
    TERMS = "terms"
    MORE = "more"


BEGINNINGS = (
    ("external_account", Asked.BANK_ACCOUNT),
    ("tos_acceptance", Asked.TERMS),
    ("business_", Asked.BUSINESS),
    ("company", Asked.BUSINESS),
    ("individual", Asked.PEOPLE),
    ("person_", Asked.PEOPLE),
    ("relationship", Asked.PEOPLE),
    ("representative", Asked.PEOPLE),
    ("owners", Asked.PEOPLE),
    ("directors", Asked.PEOPLE),
    ("executives", Asked.PEOPLE),
    ("documents", Asked.PROOF),
)


def asked_for(due: Iterable[str]) -> list[Asked]:
    """Each kind once; a name we do not know is "more", never left out."""
    found = {kind_of(name) for name in due}
    return [kind for kind in Asked if kind in found]


def kind_of(name: str) -> Asked:
    if ".verification" in name or "document" in name:
        return Asked.PROOF
    return next((kind for beginning, kind in BEGINNINGS if name.startswith(beginning)), Asked.MORE)
