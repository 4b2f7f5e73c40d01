"""Signing in and out: a row a browser, a token that is only ever stored as a hash, tries that get slower."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db import accounts as store
from db.accounts import Membership, Organisation, Person, SignIn
from db.engine import reading, transaction
from services import audit, clock, passwords, texts
from services import sign_in_tries as tries
from services.audit import Event
from services.errors import Invalid, Missing
from services.settings import settings
from services.sign_in_tries import Tally
from services.tokens import hash_of, new_token
from services.visitors import GUEST, Visitor

__all__ = ["SignedIn", "act_for", "demonstration_people", "sign_in", "sign_in_proved", "sign_out", "visitor_of"]

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
DEMONSTRATION_PASSWORD = "museum-demo-2026"  # noqa: S105  public by design: opens nothing outside demonstration mode
WRONG = "Email or password is not right."


@dataclass(frozen=True)
class SignedIn:
    """`token` goes into the cookie and nowhere else."""

    token: str
    person_id: UUID


def visitor_of(token: str, visit: str) -> tuple[Visitor, UUID | None]:
    """Who this browser is, read anew on every run, and the id of its sign-in; a guest when the token is not good."""
    guest = replace(GUEST, visit=hash_of(visit) if visit else "")
    if not token:
        return guest, None
    with reading() as db:
        found = store.signed_in(db, hash_of(token))
        if found is None or is_over(found[0]) or barred(found[1]):
            return guest, None
        sign_in, person = found
        visitor = acting(store.memberships(db, person.id), sign_in, person)
    if clock.now() - sign_in.seen_at > SEEN_EVERY:
        note_seen(sign_in.id)
    return (replace(visitor, visit=guest.visit), sign_in.id) if visitor else (guest, None)


def is_over(sign_in: SignIn) -> bool:
    now = clock.now()
    return now >= sign_in.expires_at or now - sign_in.seen_at >= IDLE


def barred(person: Person) -> bool:
    return person.demonstration and not settings().is_demo


def note_seen(sign_in_id: UUID) -> None:
    with transaction() as db:
        db.get_one(SignIn, sign_in_id).seen_at = clock.now()


def acting(held: Sequence[tuple[Membership, Organisation]], sign_in: SignIn, person: Person) -> Visitor | None:
    chosen = [pair for pair in held if pair[0].id == sign_in.membership_id] or list(held[:1])
    if not chosen:
        return None
    membership, organisation = chosen[0]
    return Visitor.of(person, organisation, membership)


def sign_in(visitor: Visitor, *, email: str, password: str, address: str) -> SignedIn:
    """Check the password and open a new sign-in; `address` is where the request came from.

    Each failure makes the next try from there wait twice as long; the wait begins before the password is checked."""
    known_as = texts.printable(email).strip().lower()[:254]
    tallies = tries.of_sign_in(address, known_as)
    tries.wait_for_turn(tallies)
    with reading() as db:
        person = store.person_by_email(db, known_as)
    good = passwords.fits(password, person.password_hash if person else None)
    if person is None or not good or person.disabled_at or barred(person):
        raise Invalid(WRONG)
    return opened(visitor, person, password, tallies)


def opened(visitor: Visitor, person: Person, password: str, tallies: Sequence[Tally]) -> SignedIn:
    """The rotated token: whatever the browser carried before is worth nothing now."""
    with transaction() as db:
        tries.forgive(db, tallies)
        row = db.get_one(Person, person.id)
        if row.password_hash and passwords.is_outdated(row.password_hash):
            row.password_hash = passwords.hashed(password)
        token = open_row(db, row)
        audit.record(db, visitor, Event.ACCOUNT_SIGNED_IN, person.id)
    return SignedIn(token=token, person_id=person.id)


def sign_in_proved(visitor: Visitor, *, email: str, by: str = "openid") -> SignedIn:
    """Open a sign-in for an email proved otherwise, `by` an identity provider or by having just signed up or joined.

    Roles never come from a provider's claims."""
    with transaction() as db:
        person = store.person_by_email(db, texts.printable(email).strip().lower())
        if person is None or person.disabled_at or barred(person):
            raise Missing("No account has this email; sign up first.")
        token = open_row(db, person)
        audit.record(db, visitor, Event.ACCOUNT_SIGNED_IN, person.id, by=by)
    return SignedIn(token=token, person_id=person.id)


def open_row(db: Session, person: Person) -> str:
    token, now = new_token(), clock.now()
    held = store.memberships(db, person.id)
    db.add(
        SignIn(
            token_hash=hash_of(token),
            person_id=person.id,
            membership_id=held[0][0].id if held else None,
            created_at=now,
            seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    return token


def sign_out(visitor: Visitor, token: str) -> None:
    """Revoke the browser's sign-in; its other open tabs are guests at their next action."""
    with transaction() as db:
        found = store.signed_in(db, hash_of(token)) if token else None
        if found:
            found[0].revoked_at = clock.now()
            audit.record(db, visitor, Event.ACCOUNT_SIGNED_OUT, found[1].id)


def act_for(visitor: Visitor, token: str, membership_id: UUID) -> str:
    """Act in another of one's memberships from now on. Returns a fresh token: rights changed, so the old one ends."""
    with transaction() as db:
        found = store.signed_in(db, hash_of(token)) if token else None
        if found is None or is_over(found[0]):
            raise Missing("You are not signed in.")
        row, person = found
        if membership_id not in {membership.id for membership, _ in store.memberships(db, person.id)}:
            raise Missing("There is no such membership.")
        fresh = new_token()
        row.token_hash, row.membership_id = hash_of(fresh), membership_id
        audit.record(db, visitor, Event.ACCOUNT_MEMBERSHIP_CHANGED, person.id, membership=membership_id)
    return fresh


def demonstration_people() -> Sequence[Person]:
    """The accounts the sign-in page offers in demonstration mode; nobody elsewhere."""
    if not settings().is_demo:
        return []
    with reading() as db:
        return store.demonstration_people(db)
