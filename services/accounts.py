"""People and the organisations they act for: signing up, choosing whom to act for, changing the password."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from db import accounts as store
from db.accounts import Department, Membership, Organisation, OrganisationKind, Person, Role
from db.engine import reading, transaction
from services import audit, clock, passwords, texts
from services import sign_in_tries as tries
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = [
    "Application",
    "Department",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Role",
    "change_password",
    "credit_code",
    "memberships",
    "my_organisation",
    "sign_up",
]

EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")
OPEN_TO = {Role.BUYER, Role.SUPPLIER}


@dataclass(frozen=True)
class Application:
    """What somebody who signs up says of themselves and of the organisation they act for."""

    email: str
    name: str
    password: str
    role: Role
    kind: OrganisationKind
    name_zh: str
    name_en: str
    credit_code: str
    city: str
    district: str = ""
    address: str = ""


def credit_code(text: str) -> str:
    """An 18-character unified social credit code (GB 32100-2015) with a fitting check character."""
    try:
        return str(uscc.validate(text.strip().upper()))
    except ValidationError:
        raise Invalid(
            "Unified social credit code reads “{read}”; 18 characters whose check character fits are expected.",
            read=texts.printable(text)[:40],
        ) from None


def email_address(text: str) -> str:
    address = text.strip().lower()
    if not EMAIL.fullmatch(address) or not address.isprintable():
        raise Invalid(
            "Email reads “{read}”; an address such as name@school.cn is expected.", read=texts.printable(text)[:40]
        )
    return address


def email_taken() -> Conflict:
    return Conflict("An account with this email exists already; sign in instead.")


def said(text: str, *, field: str, longest: int) -> str:
    """A required line of text, trimmed; control characters and over-long text are refused with the field's name."""
    line = " ".join(text.split())
    if not line or len(line) > longest or not line.isprintable():
        raise Invalid(
            "{field} has {length} characters; 1 to {longest} printable ones are expected.",
            field=field,
            length=len(line),
            longest=longest,
        )
    return line


def sign_up(visitor: Visitor, application: Application, *, address: str = "") -> Person:
    """Make a person, their organisation and the membership between, in one step.

    Everything is checked before the password is hashed, which is the one dear step; `address` is where the request
    came from and is counted, a caller within the house has none."""
    if application.role not in OPEN_TO or application.kind is OrganisationKind.AUTHORITY:
        raise Invalid("Only buyers and suppliers sign up by themselves.")
    person, organisation = presented(visitor, application), founded(application)
    passwords.check(application.password, email=person.email)
    with reading() as db:
        refuse_known(db, person, organisation)
    if address:
        tries.wait_for_turn(tries.of_sign_up(address))
    person.password_hash = passwords.hashed(application.password)
    return enrolled(visitor, person, organisation, role=application.role)


def refuse_known(db: Session, person: Person, organisation: Organisation) -> None:
    if store.person_by_email(db, person.email):
        raise email_taken()
    if store.organisation_by_code(db, organisation.credit_code or ""):
        raise Conflict("An organisation with this credit code is registered already; ask its members to add you.")


def enrolled(visitor: Visitor, person: Person, organisation: Organisation, *, role: Role) -> Person:
    try:
        with transaction() as db:
            refuse_known(db, person, organisation)
            db.add_all([person, organisation])
            db.flush()
            db.add(joined(person, organisation, role))
            code = organisation.credit_code
            audit.record(db, visitor, Event.ACCOUNT_SIGNED_UP, person.id, role=role, organisation=code)
    except IntegrityError:  # somebody signed up with the same email or code at this very moment
        raise Conflict("This was just registered from elsewhere; sign in instead.") from None
    return person


def presented(visitor: Visitor, application: Application) -> Person:
    """The person, still without a password."""
    return Person(
        email=email_address(application.email),
        name=said(application.name, field="Name", longest=80),
        language=visitor.language,
        created_at=clock.now(),
    )


def founded(application: Application) -> Organisation:
    name_zh = said(application.name_zh, field="Name of the organisation", longest=120)
    return Organisation(
        name_zh=name_zh,
        name_en=texts.line(application.name_en, field="Its name in English (optional)", longest=160) or name_zh,
        credit_code=credit_code(application.credit_code),
        kind=application.kind if application.role is Role.BUYER else OrganisationKind.ENTERPRISE,
        city=said(application.city, field="City", longest=40),
        district=texts.line(application.district, field="District", longest=40),
        address=texts.line(application.address, field="Address", longest=200),
        created_at=clock.now(),
    )


def joined(person: Person, organisation: Organisation, role: Role) -> Membership:
    return Membership(
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        approver=role is Role.BUYER,
        created_at=clock.now(),
    )


def memberships(visitor: Visitor) -> Sequence[tuple[Membership, Organisation]]:
    require(visitor, Permission.ACCOUNT_USE)
    with reading() as db:
        return store.memberships(db, visitor.person_id)


def my_organisation(visitor: Visitor) -> Organisation:
    require(visitor, Permission.ACCOUNT_USE)
    with reading() as db:
        found = db.get(Organisation, visitor.organisation_id)
        if found is None:
            raise Missing("There is no such organisation.")
        return found


def change_password(visitor: Visitor, *, old: str, new: str, keep: UUID | None = None) -> None:
    """Change the password after checking the old one; every other signed-in browser is signed out.

    `keep` is the sign-in that made the change."""
    require(visitor, Permission.ACCOUNT_USE)
    with reading() as db:
        person = db.get_one(Person, visitor.person_id)
    if not passwords.fits(old, person.password_hash):
        raise Invalid("The old password is not right.")
    hashed = passwords.chosen(new, email=person.email)
    with transaction() as db:
        db.get_one(Person, person.id).password_hash = hashed
        revoke_others(db, person.id, keep)
        audit.record(db, visitor, Event.ACCOUNT_PASSWORD_CHANGED, person.id)


def revoke_others(db: Session, person_id: UUID, keep: UUID | None) -> None:
    for sign_in in store.live_sign_ins(db, person_id):
        if sign_in.id != keep:
            sign_in.revoked_at = clock.now()
