"""The composer: reads the audit log forward, entry by entry, and writes what each person concerned is told, once."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from db import letters
from db import notices as store
from db.accounts import Person
from db.audit import AuditEntry
from db.engine import reading, transaction
from db.letters import Letter
from db.notices import Hearer, Notice
from services import clock, mailing
from services.notices.parties import CONCERNED, Party
from services.notices.tellings import BY_EVENT, Telling, about
from services.notices.wishes import by_email
from services.notices.wording import Language, spoken
from services.order_flow import MUSEUM
from services.settings import settings

__all__ = ["compose"]

A_STEP, MOST_STEPS = 200, 50
NEWS = timedelta(days=7)  # what is told later than that is not worth an email
RECENT = timedelta(days=30)  # what is told later than that lies in the inbox as read
HISTORY = timedelta(days=100)  # what is told later than that comes from before this house: nobody waits for it
log = logging.getLogger("museum.notices")


class Tell(Protocol):
    """A phrase in a language, its details filled in: the catalogues belong to the layer above."""

    def __call__(self, phrase: str, language: Language, /, **details: object) -> str: ...


@dataclass(frozen=True)
class Draft:
    notice: Notice
    letter: Letter | None


def compose(tell: Tell) -> None:
    """Tell everything that has happened since the last time, in order. Safe in several processes at once.

    People and words are found before anything is written: a long step holds up no buyer. The cursor moves in the
    transaction that writes the notices, and only from where it was when they were drafted."""
    for _ in range(MOST_STEPS):
        with reading() as db:
            start = store.position(db)
            entries = store.entries_after(db, start, A_STEP)
            drafts = [draft for entry in entries for draft in drafted(db, entry, tell)]
        if not entries or not written(drafts, start, entries[-1].number):
            return


def written(drafts: Sequence[Draft], start: int, end: int) -> bool:
    with transaction(audited=False) as db:
        if not store.advance(db, start, end):
            return False  # another process has told these
        for draft in drafts:
            if store.keep(db, draft.notice) and draft.letter:
                letters.queue(db, draft.letter)
        return True


def drafted(db: Session, entry: AuditEntry, tell: Tell) -> list[Draft]:
    """An entry that nobody can make sense of holds up none of those after it."""
    try:
        told = list(hearers(db, entry))
        wishes = store.wishes(db, [person.id for (person, _), _, _ in told])
        return [
            Draft(
                notice_of(entry, hearer, telling, party),
                letter_of(entry, hearer[0], telling, party, tell)
                if wanted(entry, hearer[0], telling, wishes)
                else None,
            )
            for hearer, telling, party in told
        ]
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("nobody is told of entry %s", entry.number)
        return []


def hearers(db: Session, entry: AuditEntry) -> Iterator[tuple[Hearer, Telling, Party]]:
    """Each person once, by the first line of the table that reaches them; never the one who did it."""
    told = {entry.actor_id}
    for telling, party in concerned(db, entry):
        for hearer in party.people:
            if hearer[0].id not in told:
                told.add(hearer[0].id)
                yield hearer, telling, party


def concerned(db: Session, entry: AuditEntry) -> Iterator[tuple[Telling, Party]]:
    if entry.at < clock.now() - HISTORY:
        return
    what = about(entry.event, entry.subject)
    known = {**entry.data, "museum": entry.actor == MUSEUM.signature}
    for telling in BY_EVENT.get(entry.event, ()):
        if what and telling.about is what:
            for party in CONCERNED[what, telling.to](db, entry):
                if fits(telling, {**known, **party.facts}):
                    yield telling, party


def fits(telling: Telling, facts: dict[str, object]) -> bool:
    return all(facts.get(fact) == value for fact, value in telling.only.items())


def notice_of(entry: AuditEntry, hearer: Hearer, telling: Telling, party: Party) -> Notice:
    person, membership = hearer
    return Notice(
        number=entry.number,
        person_id=person.id,
        membership_id=membership.id,
        telling=telling.name,
        details=dict(party.details),
        path=party.path,
        at=entry.at,
        read_at=None if entry.at > clock.now() - RECENT else entry.at,
    )


def wanted(entry: AuditEntry, person: Person, telling: Telling, wishes: dict[tuple[UUID, str], bool]) -> bool:
    is_news = entry.at > clock.now() - NEWS
    return is_news and wishes.get((person.id, telling.group), by_email(telling.group))


def letter_of(entry: AuditEntry, person: Person, telling: Telling, party: Party, tell: Tell) -> Letter:
    language: Language = "en" if person.language == "en" else "zh"
    said, now = spoken(party.details, language), clock.now()
    title, more = (tell(phrase, language, **said) if phrase else "" for phrase in (telling.title, telling.more))
    return Letter(
        key=f"notice:{entry.number}:{person.id}",
        person_id=person.id,
        name=person.name,
        address=person.email,
        language=language,
        subject=title[:500],
        body=body(title, more, party.path, language, tell),
        ready_at=now,
        created_at=now,
    )


def body(title: str, more: str, path: str, language: Language, tell: Tell) -> str:
    why = tell("You are told because you act for a party to this. Your account says what comes by email:", language)
    parts = [title, more, reached(path, language), "-- ", mailing.HOUSE[language], why, reached("/account", language)]
    return "\n".join(part for part in parts if part).replace("\n-- \n", "\n\n-- \n") + "\n"


def reached(path: str, language: Language) -> str:
    return f"{settings().base_url}{path}{'&' if '?' in path else '?'}{urlencode({'lang': language})}"
