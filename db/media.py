"""Uploaded files: what is kept about each, never where a browser could guess it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.accounts import Organisation
from db.columns import Choice, Moment, Row, Whole, Words, column, identity, refers_to


class Purpose(StrEnum):
    """What a file is for decides who may read it: a picture of a published product is public, the rest is not;
    evidence (photographs of delivered goods) is read by the parties of its order and by officials, correspondence
    (with messages and in disputes) by the parties, and by officials through a dispute of theirs only; an invoice, and
    what a bank says of a transfer, by the two parties of its order alone; the report of a service by the supplier who
    ordered it and by those who deliver."""

    PICTURE = "picture"
    QUALIFICATION = "qualification"
    CERTIFICATE = "certificate"
    QUOTATION = "quotation"
    EVIDENCE = "evidence"
    CORRESPONDENCE = "correspondence"
    INVOICE = "invoice"
    TRANSFER = "transfer"
    REPORT = "report"


class StoredFile(Row, table=True):
    __tablename__ = "stored_file"

    id: UUID = identity()
    place: str = column(Words(64), unique=True)
    organisation_id: UUID = refers_to("organisation.id")
    uploaded_by: UUID = refers_to("person.id")
    purpose: Purpose = column(Choice(Purpose))
    name: str = column(Words(150))
    media_type: str = column(Words(80))
    size: int = column(Whole(1))
    sha256: str = column(Words(64), index=True)
    created_at: datetime = column(Moment)


def used_bytes(session: Session, organisation_id: UUID) -> int:
    total = select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.organisation_id == organisation_id)
    return int(session.exec(total).one())


def of_organisation(session: Session, organisation_id: UUID) -> Sequence[StoredFile]:
    found = select(StoredFile).where(StoredFile.organisation_id == organisation_id)
    return session.exec(found.order_by(col(StoredFile.created_at))).all()


def twins(session: Session, organisation_id: UUID, hashes: Sequence[str]) -> Sequence[tuple[StoredFile, Organisation]]:
    """The same bytes handed in by other organisations, with their names."""
    same = (col(StoredFile.sha256).in_(hashes), StoredFile.organisation_id != organisation_id)
    found = select(StoredFile, Organisation).join(Organisation, col(Organisation.id) == StoredFile.organisation_id)
    return session.exec(found.where(*same).order_by(col(StoredFile.created_at))).all()


def by_ids(session: Session, ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    found = session.exec(select(StoredFile).where(col(StoredFile.id).in_(ids))).all()
    return {file.id: file for file in found}
