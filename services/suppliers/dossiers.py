"""A supplier's dossier as it lies on the table: who they are, their papers, what was decided, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import media
from db import suppliers as store
from db.accounts import Organisation
from db.suppliers import PaperKind, Supplier, SupplierStatus
from services.suppliers import rules
from services.suppliers.reading import Compared, compared
from services.suppliers.rules import Requirement


@dataclass(frozen=True)
class Paper:
    """A paper that counts; it is read at `/files/<file_id>`. `compared`: what it says beside the form, nothing where it
    could not be read."""

    kind: PaperKind
    file_id: UUID
    name: str
    size: int
    sha256: str
    added_at: datetime
    compared: Sequence[Compared] = ()


@dataclass(frozen=True)
class Decision:
    """A step in the dossier's life: handed in by the supplier, or decided by an official."""

    status: SupplierStatus
    reasons: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Dossier:
    supplier: Supplier
    organisation: Organisation
    papers: Sequence[Paper]
    decisions: Sequence[Decision]

    @property
    def editable(self) -> bool:
        return self.supplier.status in rules.EDITABLE

    @property
    def reasons(self) -> str:
        """Why it was sent back, while that is still open."""
        if self.supplier.status is not SupplierStatus.RETURNED:
            return ""
        return next((made.reasons for made in self.decisions if made.status is SupplierStatus.RETURNED), "")

    def paper(self, kind: PaperKind) -> Paper | None:
        return next((paper for paper in self.papers if paper.kind is kind), None)


def checklist(dossier: Dossier) -> list[Requirement]:
    """Everything asked of this kind of supplier, each met or with what is needed."""
    held = {paper.kind for paper in dossier.papers}
    return rules.requirements(dossier.supplier, dossier.organisation.credit_code, held)


def opened(db: Session, supplier: Supplier) -> Dossier:
    decided, owner = store.signed_decisions(db, supplier.id), db.get_one(Organisation, supplier.organisation_id)
    return Dossier(
        supplier=supplier,
        organisation=owner,
        papers=papers(db, supplier, owner),
        decisions=[Decision(made.status, made.reasons, person.name, made.at) for made, person in decided],
    )


def papers(db: Session, supplier: Supplier, owner: Organisation) -> list[Paper]:
    held = store.papers(db, supplier.id)
    files = media.by_ids(db, [paper.file_id for paper in held])
    return [
        Paper(
            paper.kind,
            file.id,
            file.name,
            file.size,
            file.sha256,
            paper.created_at,
            compared(paper.kind, paper.words, supplier, owner),
        )
        for paper in held
        for file in [files[paper.file_id]]
    ]
