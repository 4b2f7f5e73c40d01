"""How a supplier registers: a draft in as many sittings as it takes, its papers, and the handing-in."""

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from db import numbers
from db import suppliers as store
from db.accounts import Organisation
from db.engine import reading, transaction
from db.suppliers import PaperKind, Supplier, SupplierDecision, SupplierKind, SupplierPaper, SupplierStatus
from services import audit, clock, documents, flow, media
from services.audit import Event
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.media import Purpose, StoredFile
from services.permissions import Permission, require
from services.settings import settings
from services.suppliers import dossiers, rules
from services.suppliers.dossiers import Dossier
from services.texts import line, paragraphs
from services.uploads.reading import words_of
from services.visitors import Visitor
from services.words import follow_names

PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,30}(?:(?:转|ext\.? ?|x)[0-9]{1,6})?")


@dataclass(frozen=True)
class Profile:
    """What a supplier says of itself; a draft may leave anything but the kind empty."""

    kind: SupplierKind
    brand_zh: str = ""
    brand_en: str = ""
    introduction_zh: str = ""
    introduction_en: str = ""
    contact_name: str = ""
    phone: str = ""
    licence_number: str = ""
    licence_valid_until: date | None = None
    trademark_number: str = ""


def mine(visitor: Visitor) -> Dossier | None:
    """The dossier of the visitor's organisation, if it has begun one."""
    require(visitor, Permission.SUPPLIER_REGISTER)
    with reading() as db:
        supplier = store.of_organisation(db, visitor.organisation_id)
        return dossiers.opened(db, supplier) if supplier else None


def save(visitor: Visitor, profile: Profile) -> Supplier:
    """Keep the draft; the first saving begins the dossier and gives it its code."""
    require(visitor, Permission.SUPPLIER_REGISTER)
    said = tidy(profile)
    with transaction() as db:
        supplier = store.own_locked(db, visitor.organisation_id) or begun(db, visitor, profile.kind)
        require_editable(supplier)
        if supplier.kind is not profile.kind:
            set_aside(db, supplier, PaperKind.COMMITMENT_LETTER)  # it was signed for the other kind
        supplier.sqlmodel_update({"kind": profile.kind, "licence_valid_until": profile.licence_valid_until, **said})
        audit.record(db, visitor, Event.SUPPLIER_DRAFTED, supplier.code, kind=profile.kind)
    follow_names()
    return supplier


def begun(db: Session, visitor: Visitor, kind: SupplierKind) -> Supplier:
    supplier = Supplier(
        code=numbers.plain(db, "S"), organisation_id=visitor.organisation_id, kind=kind, created_at=clock.now()
    )
    db.add(supplier)
    return supplier


def tidy(profile: Profile) -> dict[str, str]:
    """Every text trimmed and judged. Raises Invalid with the field's name."""
    said = {
        "brand_zh": line(profile.brand_zh, field="Brand (Chinese)", longest=60),
        "brand_en": line(profile.brand_en, field="Brand (English)", longest=80),
        "introduction_zh": paragraphs(profile.introduction_zh, field="Introduction (Chinese)", longest=1000),
        "introduction_en": paragraphs(profile.introduction_en, field="Introduction (English)", longest=1500),
        "contact_name": line(profile.contact_name, field="Contact person", longest=80),
        "phone": line(profile.phone, field="Telephone", longest=40),
        "licence_number": line(profile.licence_number, field="Licence number", longest=60),
        "trademark_number": line(profile.trademark_number, field="Trademark number", longest=60),
    }
    if said["phone"] and not PHONE.fullmatch(said["phone"]):
        raise Invalid("Telephone reads “{read}”; digits such as 0572-5550101 are expected.", read=said["phone"])
    return said


def require_editable(supplier: Supplier) -> None:
    if supplier.status is SupplierStatus.SUBMITTED:
        raise Conflict("Your dossier is being reviewed; it can be changed again if it is returned to you.")
    if supplier.status not in rules.EDITABLE:
        raise Conflict("Your dossier has been decided on; it cannot be changed here.")


def add_paper(visitor: Visitor, kind: PaperKind, *, name: str, data: bytes) -> None:
    """Hand in a paper; it takes the place of an older one of its kind, which stays on file."""
    require(visitor, Permission.SUPPLIER_REGISTER)
    with reading() as db:
        require_asked(store.of_organisation(db, visitor.organisation_id), kind)
    file, words = media.store(visitor, name, data, Purpose.QUALIFICATION), words_of(data)
    with transaction() as db:
        supplier = require_asked(store.own_locked(db, visitor.organisation_id), kind)
        set_aside(db, supplier, kind)
        db.add(paper(supplier, kind, file, words))
        if kind is PaperKind.COMMITMENT_LETTER:
            supplier.commitment_version = documents.LETTER_VERSION
        audit.record(db, visitor, Event.SUPPLIER_PAPER_ADDED, supplier.code, kind=kind, sha256=file.sha256)


def paper(supplier: Supplier, kind: PaperKind, file: StoredFile, words: str) -> SupplierPaper:
    return SupplierPaper(supplier_id=supplier.id, kind=kind, file_id=file.id, words=words, created_at=clock.now())


def require_asked(supplier: Supplier | None, kind: PaperKind) -> Supplier:
    if supplier is None:
        raise Conflict("Say who you are first.")
    require_editable(supplier)
    if kind not in rules.papers_of(supplier.kind):
        raise Conflict("This paper is not asked of a distributor; the letter of commitment stands in its place.")
    return supplier


def set_aside(db: Session, supplier: Supplier, kind: PaperKind) -> None:
    for paper in store.papers(db, supplier.id):
        if paper.kind is kind:
            paper.superseded_at = clock.now()


def submit(visitor: Visitor) -> None:
    """Hand the dossier in. Raises Conflict with the first thing that is still missing."""
    require(visitor, Permission.SUPPLIER_REGISTER)
    with transaction() as db:
        supplier = store.own_locked(db, visitor.organisation_id)
        if supplier is None:
            raise Conflict("Say who you are first.")
        require_complete(dossiers.opened(db, supplier))
        flow.move(rules.FLOW, supplier, SupplierStatus.SUBMITTED)
        supplier.submitted_at = clock.now()
        note_step(db, visitor, supplier)
        audit.record(db, visitor, Event.SUPPLIER_SUBMITTED, supplier.code, kind=supplier.kind)


def require_complete(dossier: Dossier) -> None:
    for requirement in dossiers.checklist(dossier):
        if requirement.missing:
            raise Conflict("Not complete yet: {missing}", missing=requirement.missing)


def note_step(db: Session, visitor: Visitor, supplier: Supplier, *, reasons: str = "") -> None:
    """Add the step the supplier has just taken to the dossier's history."""
    step = SupplierDecision(
        supplier_id=supplier.id,
        status=supplier.status,
        reasons=reasons,
        by_person=visitor.person_id,
        at=clock.now(),
    )
    db.add(step)


def require_seller(visitor: Visitor) -> Supplier:
    """The visitor's supplier, if it may sell today."""
    with reading() as db:
        supplier = store.of_organisation(db, visitor.organisation_id)
    if supplier is None or not rules.may_sell(supplier):
        raise Forbidden("Only an approved supplier with a valid business licence may do this.")
    return supplier


def letter(visitor: Visitor, language: str) -> tuple[str, bytes]:
    """The supplier's code and its letter of commitment as PDF, ready to be signed and stamped."""
    dossier = mine(visitor)
    if dossier is None:
        raise Missing("Say who you are first.")
    supplier, organisation = dossier.supplier, dossier.organisation
    return supplier.code, documents.commitment_letter(letter_of(supplier, organisation), lang=language)


def letter_of(supplier: Supplier, organisation: Organisation) -> documents.CommitmentLetter:
    return documents.CommitmentLetter(
        reference=supplier.code,
        name=organisation.name_zh,
        credit_code=organisation.credit_code or "",
        kind=supplier.kind,
        dated=clock.today(),
        city=organisation.city,
        address=organisation.address,
        contact=supplier.contact_name,
        phone=supplier.phone,
        demonstration=settings().is_demo,
    )
