"""Saved searches: a signed-in visitor keeps what was asked of the halls, and is told of exhibits hung since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlmodel import Session

from db import saved_searches as store
from db.engine import reading, transaction
from db.saved_searches import SavedSearch
from services import catalogue, clock, texts
from services.catalogue import NAMES, OWN_VALUE, Filters
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["LONGEST_NAME", "Kept", "forget", "is_kept", "look", "mine", "save"]

MOST, LONGEST_NAME, LONGEST_ADDRESS = 50, 80, 2000


@dataclass(frozen=True)
class Kept:
    """`new` counts the exhibits that fit and were hung since the visitor last looked."""

    id: UUID
    name: str
    address: Mapping[str, str]
    new: int


def save(visitor: Visitor, name: str, address: Mapping[str, str]) -> None:
    """Keep what the address asks for; kept already, it only gets the new name."""
    require(visitor, Permission.SEARCH_KEEP)
    called, asked = texts.required(texts.printable(name), field="Name", longest=LONGEST_NAME), canonical(address)
    if not asked or len(asked) > LONGEST_ADDRESS:
        raise Invalid("There is nothing to keep: choose a filter or search for something first.")
    now = clock.now()
    with transaction(audited=False) as db:
        known = store.same(db, visitor.person_id, asked)
        if known:
            known.name = called
            return
        if store.count(db, visitor.person_id) >= MOST:
            raise Conflict("At most {most} searches can be kept; remove one first.", most=MOST)
        db.add(SavedSearch(person_id=visitor.person_id, name=called, address=asked, created_at=now, seen_at=now))


def canonical(address: Mapping[str, str]) -> str:
    """What an address asks for, in one order: without page, language and what the halls do not know."""
    known = {name: said for name, said in address.items() if said and (name in NAMES or name.startswith(OWN_VALUE))}
    return urlencode(sorted(known.items())) if Filters.of(known).narrow else ""


def mine(visitor: Visitor) -> Sequence[Kept]:
    """The visitor's own, the newest first; for whom none can be kept, none."""
    if not visitor.signed_in:
        return []
    kept = catalogue.current()
    with reading() as db:
        found = store.of_person(db, visitor.person_id)
        asked = [(row, dict(parse_qsl(row.address))) for row in found]
        return [Kept(row.id, row.name, said, kept.newer(db, Filters.of(said), row.seen_at)) for row, said in asked]


def is_kept(visitor: Visitor, address: Mapping[str, str]) -> bool:
    with reading() as db:
        return visitor.signed_in and store.same(db, visitor.person_id, canonical(address)) is not None


def look(visitor: Visitor, search_id: UUID) -> None:
    """The visitor looks at what was found: what hangs now is not new any more."""
    with transaction(audited=False) as db:
        own(db, visitor, search_id).seen_at = clock.now()


def forget(visitor: Visitor, search_id: UUID) -> None:
    with transaction(audited=False) as db:
        db.delete(own(db, visitor, search_id))


def own(db: Session, visitor: Visitor, search_id: UUID) -> SavedSearch:
    require(visitor, Permission.SEARCH_KEEP)
    found = store.own(db, visitor.person_id, search_id)
    if found is None:
        raise Missing("There is no such search.")
    return found
