"""The first administrator of an installation: a one-time link made on the command line, used within an hour."""

from datetime import timedelta

from db import accounts as store
from db.accounts import Invitation, Membership, Organisation, OrganisationKind, Person, Role
from db.engine import reading, transaction
from services import audit, clock, passwords
from services.accounts import email_address, said
from services.audit import Event
from services.errors import Conflict, Missing
from services.tokens import hash_of, new_token
from services.visitors import GUEST, Visitor

__all__ = ["invite_first", "is_open", "join"]

VALID_FOR = timedelta(hours=1)


def invite_first(email: str) -> str:
    """The token of a link with which `email` becomes the first administrator; refused once there is one."""
    token, now = new_token(), clock.now()
    with transaction() as db:
        if store.administrators(db):
            raise Conflict("There is an administrator already.")
        db.add(
            Invitation(
                token_hash=hash_of(token),
                email=email_address(email),
                role=Role.ADMINISTRATOR,
                created_at=now,
                expires_at=now + VALID_FOR,
            )
        )
        audit.record(db, GUEST, Event.ADMINISTRATOR_INVITED, hash_of(token)[:12])
    return token


def is_open(token: str) -> bool:
    with reading() as db:
        invitation = store.invitation_by_token(db, hash_of(token))
        return invitation is not None and invitation.used_at is None and clock.now() < invitation.expires_at


def join(visitor: Visitor, token: str, *, name: str, organisation: str, password: str) -> Person:
    """Use the link: make the administrator and the authority they act for."""
    with transaction() as db:
        invitation = store.invitation_by_token(db, hash_of(token))
        if invitation is None or invitation.used_at or clock.now() >= invitation.expires_at:
            raise Missing("This link is not valid any more.")
        person = Person(
            email=invitation.email,
            name=said(name, field="Name", longest=80),
            password_hash=passwords.chosen(password, email=invitation.email),
            created_at=clock.now(),
        )
        title = said(organisation, field="Name of the organisation", longest=120)
        authority = Organisation(
            name_zh=title, name_en=title, kind=OrganisationKind.AUTHORITY, city="", created_at=clock.now()
        )
        db.add_all([person, authority])
        db.flush()
        db.add(
            Membership(
                person_id=person.id, organisation_id=authority.id, role=Role.ADMINISTRATOR, created_at=clock.now()
            )
        )
        invitation.used_at = clock.now()
        audit.record(db, visitor, Event.ADMINISTRATOR_JOINED, person.id)
    return person
