"""Who keeps the house: the first administrator comes by a link from the command line, officials by an invitation."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import accounts as store
from db.accounts import Department, Invitation, Membership, Organisation, OrganisationKind, Person, Role
from db.engine import reading, transaction
from services import audit, clock, passwords
from services.accounts import email_address, email_taken, said
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.regions import CITIES, DISTRICTS
from services.tokens import hash_of, new_token
from services.visitors import GUEST, Visitor

__all__ = ["INVITED", "Invitee", "invite", "invite_first", "is_open", "join"]

FIRST_VALID_FOR, VALID_FOR = timedelta(hours=1), timedelta(days=7)
INVITED = (Role.OFFICIAL, Role.EXPERT, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Invitee:
    """Whom an administrator invites: officials carry a department and the area they see (a city, or one district)."""

    email: str
    role: Role
    organisation: str
    department: Department | None = None
    city: str = ""
    district: str = ""


def invite_first(email: str) -> str:
    """The token of a link with which `email` becomes the first administrator; refused once there is one."""
    with transaction() as db:
        if store.administrators(db):
            raise Conflict("There is an administrator already.")
        first = Invitation(
            token_hash="",
            email=email_address(email),
            role=Role.ADMINISTRATOR,
            created_at=clock.now(),
            expires_at=clock.now() + FIRST_VALID_FOR,
        )
        return issued(db, GUEST, first)


def invite(administrator: Visitor, invitee: Invitee) -> str:
    """The token of a link, good for a week and once, with which the invitee joins in the role given here."""
    require(administrator, Permission.MEMBER_INVITE)
    check(invitee)
    official = invitee.role is Role.OFFICIAL
    with transaction() as db:
        link = Invitation(
            token_hash="",
            email=email_address(invitee.email),
            role=invitee.role,
            organisation=said(invitee.organisation, field="Name of the organisation", longest=120),
            department=invitee.department if official else None,
            area_city=invitee.city or None if official else None,
            area_district=invitee.district or None if official else None,
            created_at=clock.now(),
            expires_at=clock.now() + VALID_FOR,
        )
        if store.person_by_email(db, link.email):
            raise email_taken()
        return issued(db, administrator, link)


def check(invitee: Invitee) -> None:
    if invitee.role not in INVITED:
        raise Invalid("Only officials, experts and administrators are invited; buyers and suppliers sign up.")
    if invitee.role is Role.OFFICIAL and invitee.department is None:
        raise Invalid("An official belongs to a department.")
    if invitee.city and invitee.city not in CITIES:
        raise Invalid("{field} reads “{read}”; one of the listed ones is expected.", field="City", read=invitee.city)
    if invitee.district and invitee.district not in DISTRICTS.get(invitee.city, {}):
        raise Invalid(
            "{field} reads “{read}”; one of the listed ones is expected.", field="District", read=invitee.district
        )


def issued(db: Session, actor: Visitor, link: Invitation) -> str:
    token = new_token()
    link.token_hash = hash_of(token)
    db.add(link)
    audit.record(db, actor, Event.MEMBER_INVITED, link.token_hash[:12], role=link.role)
    return token


def is_open(token: str) -> bool:
    with reading() as db:
        invitation = store.invitation_by_token(db, hash_of(token))
        return invitation is not None and invitation.used_at is None and clock.now() < invitation.expires_at


def join(visitor: Visitor, token: str, *, name: str, organisation: str, password: str) -> Person:
    """Use the link: make the person and the authority they act for. A link that names the organisation decides."""
    with reading() as db:
        link = live_link(db, token)
    title = said(link.organisation or organisation, field="Name of the organisation", longest=120)
    person = Person(email=link.email, name=said(name, field="Name", longest=80), created_at=clock.now())
    person.password_hash = passwords.chosen(password, email=link.email)  # dear: for open links only, in no transaction
    try:
        with transaction() as db:
            link = live_link(db, token, locked=True)
            if store.person_by_email(db, link.email):
                raise email_taken()
            join_house(db, person, link, title)
            link.used_at = clock.now()
            audit.record(db, visitor, Event.MEMBER_JOINED, person.id, role=link.role)
    except IntegrityError:  # another link for the same email, used at this very moment
        raise email_taken() from None
    return person


def live_link(db: Session, token: str, *, locked: bool = False) -> Invitation:
    link = store.invitation_by_token(db, hash_of(token), locked=locked)
    if link is None or link.used_at or clock.now() >= link.expires_at:
        raise Missing("This link is not valid any more.")
    return link


def join_house(db: Session, person: Person, invitation: Invitation, title: str) -> None:
    """A colleague joins the buying organisation that invited them; everybody else brings an authority along."""
    if invitation.organisation_id is None:
        join_authority(db, person, invitation, title)
        return
    db.add(person)
    db.flush()
    db.add(
        Membership(
            person_id=person.id,
            organisation_id=invitation.organisation_id,
            role=invitation.role,
            approver=invitation.approver,
            created_at=clock.now(),
        )
    )


def join_authority(db: Session, person: Person, invitation: Invitation, title: str) -> None:
    authority = Organisation(
        name_zh=title,
        name_en=title,
        kind=OrganisationKind.AUTHORITY,
        city=invitation.area_city or "",
        district=invitation.area_district or "",
        created_at=clock.now(),
    )
    db.add_all([person, authority])
    db.flush()
    db.add(
        Membership(
            person_id=person.id,
            organisation_id=authority.id,
            role=invitation.role,
            department=invitation.department,
            area_city=invitation.area_city,
            area_district=invitation.area_district,
            created_at=clock.now(),
        )
    )
