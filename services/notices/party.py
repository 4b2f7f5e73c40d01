"""Some people who hear the same of an entry, where the notice leads them, and what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from sqlmodel import Session

from db import notices as store
from db.accounts import Membership, Role
from db.audit import AuditEntry
from db.notices import Hearer
from db.parties import Names

__all__ = ["Party", "address", "amount", "members_of", "named"]


@dataclass(frozen=True)
class Party:
    """Some people who hear the same. A detail in two languages is two, `…_zh` and `…_en`."""

    people: Sequence[Hearer]
    path: str
    details: Mapping[str, object]
    facts: Mapping[str, object] = field(default_factory=dict)


def address(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}"


def named(name: str, names: Names) -> dict[str, object]:
    return {f"{name}_zh": names.zh, f"{name}_en": names.en}


def amount(entry: AuditEntry) -> dict[str, object]:
    return {"amount_fen": entry.data["amount_fen"]} if "amount_fen" in entry.data else {}


def members_of(db: Session, role: Role, organisation: UUID, *narrower: object) -> Sequence[Hearer]:
    return store.members(db, role, Membership.organisation_id == organisation, *narrower)
