"""The officials' side of supplier access: the queue, the dossier with what looks doubtful, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlmodel import Session

from db import media
from db import suppliers as store
from db.accounts import Organisation
from db.engine import reading, transaction
from db.suppliers import Supplier, SupplierStatus
from services import audit, clock, flow
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.suppliers import dossiers, registration, rules
from services.suppliers.dossiers import Dossier
from services.texts import paragraphs, plainly
from services.visitors import Visitor

ALIKE = 85  # of 100: one character in seven differs
FEWEST_LETTERS = 10


@dataclass(frozen=True)
class Likeness:
    """Another organisation that has something in common with this one: the same paper, or nearly the same name."""

    what: str
    code: str
    name: str


def queue(visitor: Visitor) -> Sequence[tuple[Supplier, Organisation]]:
    """Dossiers that wait for a decision, the longest waiting first."""
    require(visitor, Permission.SUPPLIER_REVIEW)
    with reading() as db:
        return store.with_organisation(db, SupplierStatus.SUBMITTED)


def dossier(visitor: Visitor, code: str) -> Dossier:
    """Any dossier that has been handed in at least once."""
    require(visitor, Permission.SUPPLIER_REVIEW)
    with reading() as db:
        supplier = store.by_code(db, code)
        if supplier is None or supplier.status is SupplierStatus.DRAFT:
            raise Missing("There is no such supplier.")
        return dossiers.opened(db, supplier)


def likenesses(visitor: Visitor, code: str) -> list[Likeness]:
    """What a reviewer should look at twice before approving."""
    seen = dossier(visitor, code)
    with reading() as db:
        return [*same_papers(db, seen), *similar_names(db, seen)]


def same_papers(db: Session, seen: Dossier) -> list[Likeness]:
    names = {paper.sha256: paper.name for paper in seen.papers}
    twins = media.twins(db, seen.organisation.id, list(names))
    return [Likeness(names[file.sha256], "", owner.name_zh) for file, owner in twins]


def similar_names(db: Session, seen: Dossier) -> list[Likeness]:
    ours = names_of(seen.supplier, seen.organisation)
    return [
        Likeness("", other.code, organisation.name_zh)
        for other, organisation in store.others(db, seen.supplier.id)
        if any(alike(a, b) for a in ours for b in names_of(other, organisation))
    ]


def names_of(supplier: Supplier, organisation: Organisation) -> set[str]:
    """Names as the eye sees them: width, case and invisible characters do not count."""
    said = (organisation.name_zh, organisation.name_en, supplier.brand_zh, supplier.brand_en)
    return {plain for name in said if (plain := plainly(name))}


def alike(one: str, other: str) -> bool:
    """The same, or long enough for a slip of the pen to count."""
    if one == other:
        return True
    return min(len(one), len(other)) >= FEWEST_LETTERS and fuzz.ratio(one, other) >= ALIKE


def approve(visitor: Visitor, code: str) -> None:
    """Let the supplier in. Measured once more: a licence may have expired while the dossier lay here."""
    require(visitor, Permission.SUPPLIER_REVIEW)
    with transaction() as db:
        supplier = waiting(db, code)
        registration.require_complete(dossiers.opened(db, supplier))
        flow.move(rules.FLOW, supplier, SupplierStatus.APPROVED)
        supplier.approved_at = clock.now()
        registration.note_step(db, visitor, supplier)
        audit.record(db, visitor, Event.SUPPLIER_APPROVED, code, kind=supplier.kind)


def send_back(visitor: Visitor, code: str, *, reasons: str) -> None:
    """Return the dossier with the reasons its supplier will read."""
    require(visitor, Permission.SUPPLIER_REVIEW)
    said = paragraphs(reasons, field="Reasons", longest=2000)
    if not said:
        raise Invalid("Say why, so that it can be mended.")
    with transaction() as db:
        supplier = waiting(db, code)
        flow.move(rules.FLOW, supplier, SupplierStatus.RETURNED)
        registration.note_step(db, visitor, supplier, reasons=said)
        audit.record(db, visitor, Event.SUPPLIER_RETURNED, code)


def waiting(db: Session, code: str) -> Supplier:
    """The supplier a decision is asked on; a suspended one is not let in again by this door."""
    supplier = store.locked(db, code)
    if supplier is None or supplier.status is SupplierStatus.DRAFT:
        raise Missing("There is no such supplier.")
    if supplier.status is not SupplierStatus.SUBMITTED:
        raise Conflict("This dossier is not waiting for a decision any more.")
    return supplier
