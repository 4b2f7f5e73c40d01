"""Organisations, people, their memberships and their sign-ins: what is stored, and every way it is read."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from db.columns import Choice, Flag, Moment, Row, Whole, Words, column, identity, refers_to
from db.shelf_changes import Part, Shows


class Role(StrEnum):
    GUEST = "guest"
    BUYER = "buyer"
    SUPPLIER = "supplier"
    OFFICIAL = "official"
    EXPERT = "expert"
    ADMINISTRATOR = "administrator"


class OrganisationKind(StrEnum):
    PUBLIC_INSTITUTION = "public_institution"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    CONTRACTOR = "contractor"
    ENTERPRISE = "enterprise"
    AUTHORITY = "authority"


class Department(StrEnum):
    FINANCE = "finance"
    HOUSING = "housing"


class Organisation(Row, table=True):
    __tablename__ = "organisation"
    __shows__ = Shows(Part.SUPPLIERS, when_new=False)

    id: UUID = identity()
    name_zh: str = column(Words(120))
    name_en: str = column(Words(160))
    credit_code: str | None = column(Words(18), default=None, unique=True)
    kind: OrganisationKind = column(Choice(OrganisationKind))
    city: str = column(Words(40), index=True)
    district: str = column(Words(40), default="")
    address: str = column(Words(200), default="")
    created_at: datetime = column(Moment)


class Person(Row, table=True):
    __tablename__ = "person"

    id: UUID = identity()
    email: str = column(Words(254), unique=True)
    name: str = column(Words(80))
    password_hash: str | None = column(Words(200), default=None)
    language: str | None = column(Words(2), default=None)
    demonstration: bool = column(Flag, default=False)
    disabled_at: datetime | None = column(Moment, default=None)
    created_at: datetime = column(Moment)


class Membership(Row, table=True):
    """A person acts for an organisation in a role; officials carry a department and an area (the organisation's)."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role", name="uq_membership_role"),)

    id: UUID = identity()
    person_id: UUID = refers_to("person.id")
    organisation_id: UUID = refers_to("organisation.id")
    role: Role = column(Choice(Role))
    approver: bool = column(Flag, default=False)
    department: Department | None = column(Choice(Department), default=None)
    area_city: str | None = column(Words(40), default=None)
    area_district: str | None = column(Words(40), default=None)
    created_at: datetime = column(Moment)
    ended_at: datetime | None = column(Moment, default=None)


class SignIn(Row, table=True):
    """A signed-in browser. Only the hash of its token is stored."""

    __tablename__ = "sign_in"
    __unaudited__ = True

    id: UUID = identity()
    token_hash: str = column(Words(64), unique=True)
    person_id: UUID = refers_to("person.id")
    membership_id: UUID | None = refers_to("membership.id", default=None)
    created_at: datetime = column(Moment)
    seen_at: datetime = column(Moment)
    expires_at: datetime = column(Moment, index=True)
    revoked_at: datetime | None = column(Moment, default=None)


class Attempt(Row, table=True):
    """Failed tries of one key (an address, or an address with an email), and until when it must wait."""

    __tablename__ = "attempt"
    __unaudited__ = True

    key: str = column(Words(64), primary_key=True)
    failures: int = column(Whole(0), default=0)
    last_at: datetime = column(Moment)
    blocked_until: datetime | None = column(Moment, default=None)


class Invitation(Row, table=True):
    """A one-time link with which somebody joins in a role; a colleague joins the organisation that `organisation_id`
    names. Only the hash of its token is stored."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("used_at IS NULL OR used_at <= expires_at", name="ck_invitation_used_in_time"),
        Index("ix_invitation_email", "email"),
    )

    id: UUID = identity()
    token_hash: str = column(Words(64), unique=True)
    email: str = column(Words(254))
    role: Role = column(Choice(Role))
    organisation: str = column(Words(120), default="")
    department: Department | None = column(Choice(Department), default=None)
    area_city: str | None = column(Words(40), default=None)
    area_district: str | None = column(Words(40), default=None)
    organisation_id: UUID | None = refers_to("organisation.id", index=False, default=None)
    approver: bool = column(Flag, default=False)
    created_at: datetime = column(Moment)
    expires_at: datetime = column(Moment)
    used_at: datetime | None = column(Moment, default=None)


def person_by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email)).first()


LOCKED = select(Organisation).where(col(Organisation.id) == bindparam("organisation")).with_for_update(key_share=True)


def locked_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, its row locked against whoever else locks it; rows may still refer to it."""
    return session.exec(LOCKED, params={"organisation": organisation_id}).one()


def lying_in(city: str | None, district: str | None) -> list[Any]:
    """Conditions: organisations of a city, of one of its districts, or of the whole country."""
    asked = ((Organisation.city, city), (Organisation.district, district))
    return [place == wanted for place, wanted in asked if wanted]


def organisation_by_code(session: Session, credit_code: str) -> Organisation | None:
    return session.exec(select(Organisation).where(Organisation.credit_code == credit_code)).first()


def memberships(session: Session, person_id: UUID) -> Sequence[tuple[Membership, Organisation]]:
    """The person's live memberships with their organisations, oldest first."""
    found = (
        select(Membership, Organisation)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(Membership.person_id == person_id, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.created_at), col(Membership.id))
    )
    return session.exec(found).all()


def signed_in(session: Session, token_hash: str) -> tuple[SignIn, Person] | None:
    found = (
        select(SignIn, Person)
        .join(Person, col(Person.id) == SignIn.person_id)
        .where(SignIn.token_hash == token_hash, col(SignIn.revoked_at).is_(None), col(Person.disabled_at).is_(None))
    )
    return session.exec(found).first()


def live_sign_ins(session: Session, person_id: UUID) -> Sequence[SignIn]:
    return session.exec(select(SignIn).where(SignIn.person_id == person_id, col(SignIn.revoked_at).is_(None))).all()


def demonstration_people(session: Session) -> Sequence[Person]:
    return session.exec(select(Person).where(col(Person.demonstration) == True).order_by(col(Person.email))).all()  # noqa: E712


def attempts(session: Session, keys: Sequence[str], now: datetime) -> dict[str, Attempt]:
    """The row of each key, made where there is none; locked in the order of the keys, so nobody waits in a ring."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for key in sorted(keys):
        session.execute(insert(Attempt).values(key=key, failures=0, last_at=now).on_conflict_do_nothing())
    found = select(Attempt).where(col(Attempt.key).in_(keys)).order_by(col(Attempt.key)).with_for_update()
    return {row.key: row for row in session.exec(found)}


def invitation_by_token(session: Session, token_hash: str, *, locked: bool = False) -> Invitation | None:
    found = select(Invitation).where(Invitation.token_hash == token_hash)
    return session.exec(found.with_for_update() if locked else found).first()


def administrators(session: Session) -> Sequence[Membership]:
    wanted = (Membership.role == Role.ADMINISTRATOR, col(Membership.ended_at).is_(None))
    return session.exec(select(Membership).where(*wanted)).all()
