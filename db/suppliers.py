"""Suppliers, the papers they prove themselves with, and the decisions on them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from db.accounts import Organisation, Person
from db.columns import Choice, Day, Flag, Moment, Row, Words, column, identity, refers_to
from db.shelf_changes import Part, Shows


class SupplierKind(StrEnum):
    BRAND_MANUFACTURER = "brand_manufacturer"
    DISTRIBUTOR = "distributor"


class SupplierStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class PaperKind(StrEnum):
    BUSINESS_LICENCE = "business_licence"
    COMMITMENT_LETTER = "commitment_letter"
    TRADEMARK_CERTIFICATE = "trademark_certificate"


class Supplier(Row, table=True):
    __tablename__ = "supplier"
    __shows__ = Shows(Part.SUPPLIERS, when_new=False)

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    organisation_id: UUID = refers_to("organisation.id", unique=True)
    kind: SupplierKind = column(Choice(SupplierKind))
    status: SupplierStatus = column(Choice(SupplierStatus), default=SupplierStatus.DRAFT, index=True)
    brand_zh: str = column(Words(60), default="")
    brand_en: str = column(Words(80), default="")
    introduction_zh: str = column(Words(1000), default="")
    introduction_en: str = column(Words(1500), default="")
    contact_name: str = column(Words(80), default="")
    phone: str = column(Words(40), default="")
    licence_number: str = column(Words(60), default="")
    licence_valid_until: date | None = column(Day, default=None)
    trademark_number: str = column(Words(60), default="")
    commitment_version: str = column(Words(20), default="")
    stripe_account: str | None = column(Words(60), default=None)
    demonstration: bool = column(Flag, default=False)
    created_at: datetime = column(Moment)
    submitted_at: datetime | None = column(Moment, default=None, index=True)
    approved_at: datetime | None = column(Moment, default=None, index=True)


class SupplierPaper(Row, table=True):
    """A paper handed in; the newest of a kind counts, the older ones stay. `words`: what could be read in it."""

    __tablename__ = "supplier_paper"

    id: UUID = identity()
    supplier_id: UUID = refers_to("supplier.id")
    kind: PaperKind = column(Choice(PaperKind))
    file_id: UUID = refers_to("stored_file.id")
    words: str = column(Words(8000), default="")
    created_at: datetime = column(Moment)
    superseded_at: datetime | None = column(Moment, default=None)


class SupplierDecision(Row, table=True):
    __tablename__ = "supplier_decision"

    id: UUID = identity()
    supplier_id: UUID = refers_to("supplier.id")
    status: SupplierStatus = column(Choice(SupplierStatus))
    reasons: str = column(Words(2000), default="")
    by_person: UUID = refers_to("person.id")
    at: datetime = column(Moment)


def of_organisation(session: Session, organisation_id: UUID) -> Supplier | None:
    return session.exec(select(Supplier).where(Supplier.organisation_id == organisation_id)).first()


def by_code(session: Session, code: str) -> Supplier | None:
    plain = code.isascii() and code.isprintable()  # PostgreSQL refuses a NUL, and none of our codes holds one
    return session.exec(select(Supplier).where(Supplier.code == code)).first() if plain else None


def with_organisation(session: Session, *statuses: SupplierStatus) -> Sequence[tuple[Supplier, Organisation]]:
    """Suppliers in any of `statuses` with their organisations, the longest waiting first."""
    found = (
        select(Supplier, Organisation)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .where(col(Supplier.status).in_(statuses))
        .order_by(col(Supplier.submitted_at), col(Supplier.code))
    )
    return session.exec(found).all()


def with_owner(session: Session, supplier_ids: Collection[UUID]) -> dict[UUID, tuple[Supplier, Organisation]]:
    """These suppliers with their organisations, by their ids."""
    found = select(Supplier, Organisation).join(Organisation, col(Organisation.id) == Supplier.organisation_id)
    rows = session.exec(found.where(col(Supplier.id).in_(supplier_ids)))
    return {supplier.id: (supplier, organisation) for supplier, organisation in rows}


def papers(session: Session, supplier_id: UUID) -> Sequence[SupplierPaper]:
    """The papers that count now, one a kind."""
    live = (SupplierPaper.supplier_id == supplier_id, col(SupplierPaper.superseded_at).is_(None))
    return session.exec(select(SupplierPaper).where(*live).order_by(col(SupplierPaper.kind))).all()


def decisions(session: Session, supplier_id: UUID) -> Sequence[SupplierDecision]:
    made = select(SupplierDecision).where(SupplierDecision.supplier_id == supplier_id)
    return session.exec(made.order_by(col(SupplierDecision.at).desc())).all()


def locked(session: Session, code: str) -> Supplier | None:
    """The supplier, its row held until the transaction ends."""
    found = by_code(session, code)
    return session.get_one(Supplier, found.id, with_for_update=True, populate_existing=True) if found else None


def own_locked(session: Session, organisation_id: UUID) -> Supplier | None:
    """The organisation's supplier, held to the end of the transaction; the organisation too: none is made twice."""
    session.get_one(Organisation, organisation_id, with_for_update=True)
    mine = select(Supplier).where(Supplier.organisation_id == organisation_id)
    return session.exec(mine.with_for_update()).first()


def signed_decisions(session: Session, supplier_id: UUID) -> Sequence[tuple[SupplierDecision, Person]]:
    """What was decided and by whom, the newest first."""
    made = select(SupplierDecision, Person).join(Person, col(Person.id) == SupplierDecision.by_person)
    of_this = made.where(SupplierDecision.supplier_id == supplier_id)
    return session.exec(of_this.order_by(col(SupplierDecision.at).desc(), col(SupplierDecision.id).desc())).all()


def others(session: Session, supplier_id: UUID) -> Sequence[tuple[Supplier, Organisation]]:
    """Every supplier but this one that has ever been handed in, with its organisation."""
    found = select(Supplier, Organisation).join(Organisation, col(Organisation.id) == Supplier.organisation_id)
    handed_in = (Supplier.id != supplier_id, Supplier.status != SupplierStatus.DRAFT)
    return session.exec(found.where(*handed_in).order_by(col(Supplier.code))).all()
