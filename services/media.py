"""Files people hand in: checked before they are kept, kept under a random name, read only by those they are for."""

import hashlib
import logging
import secrets
from uuid import UUID

import fsspec
from sqlmodel import Session

from db import disputes, invoices, messages, order_returns, products, quotations, service_orders, suppliers, transfers
from db import media as kept
from db.accounts import Organisation
from db.engine import reading, transaction
from db.media import Purpose, StoredFile
from db.orders import Order
from services import audit, clock, dispute_rights, quotation_rights, uploads
from services.audit import Event
from services.errors import Invalid, Missing
from services.permissions import Permission, allows, require
from services.settings import settings
from services.visitors import Visitor

__all__ = ["Purpose", "StoredFile", "read", "store"]

QUOTA_MB = 200
MEGABYTE = 1024 * 1024
NEEDED = {
    Purpose.CERTIFICATE: Permission.LISTING_EDIT,
    Purpose.CORRESPONDENCE: Permission.MESSAGE_WRITE,
    Purpose.EVIDENCE: Permission.ORDER_PLACE,
    Purpose.INVOICE: Permission.INVOICE_ISSUE,
    Purpose.PICTURE: Permission.LISTING_EDIT,
    Purpose.QUALIFICATION: Permission.SUPPLIER_REGISTER,
    Purpose.QUOTATION: Permission.QUOTATION_ASK,
    Purpose.REPORT: Permission.SERVICE_DELIVER,
    Purpose.TRANSFER: Permission.ORDER_PLACE,
}
JUDGED_BY = {
    Purpose.CERTIFICATE: Permission.LISTING_REVIEW,
    Purpose.EVIDENCE: Permission.SUPPLIER_REVIEW,
    Purpose.PICTURE: Permission.LISTING_REVIEW,
    Purpose.QUALIFICATION: Permission.SUPPLIER_REVIEW,
    Purpose.REPORT: Permission.SERVICE_DELIVER,
}
OF_ORDER = {Purpose.INVOICE: invoices.order_of_file, Purpose.TRANSFER: transfers.order_of_file}
SEEN = {Purpose.EVIDENCE, Purpose.PICTURE}  # kept as pictures we encode ourselves
PAPER = ".pdf"
log = logging.getLogger("museum.media")


def store(visitor: Visitor, name: str, data: bytes, purpose: Purpose) -> StoredFile:
    """Check the file, write it, then note it; a file whose row never came to be harms nobody."""
    file = written(visitor, name, data, purpose)
    with transaction() as db:
        note(db, visitor, file)
    return file


def written(visitor: Visitor, name: str, data: bytes, purpose: Purpose) -> StoredFile:
    """Check the file and write it; for `note`, in the transaction of what it belongs to."""
    require(visitor, NEEDED[purpose])
    with reading() as db:
        require_room(db, visitor.organisation_id, len(data))
    checked = uploads.check(name, data, kept_as(name, purpose))
    file = described(visitor, checked, purpose)
    write(file.place, checked.data)
    return file


def kept_as(name: str, purpose: Purpose) -> uploads.Purpose:
    """Correspondence may be a paper; everything else in it is a picture."""
    is_picture = purpose in SEEN or (purpose is Purpose.CORRESPONDENCE and not name.lower().endswith(PAPER))
    return uploads.Purpose.PICTURE if is_picture else uploads.Purpose.DOCUMENT


def note(db: Session, visitor: Visitor, file: StoredFile) -> None:
    db.get_one(Organisation, visitor.organisation_id, with_for_update=True)
    require_room(db, visitor.organisation_id, file.size)
    db.add(file)
    audit.record(db, visitor, Event.FILE_STORED, file.id, purpose=file.purpose, size=file.size, sha256=file.sha256)


def described(visitor: Visitor, checked: uploads.Checked, purpose: Purpose) -> StoredFile:
    """What is kept about the file, with the random name under which it will lie."""
    return StoredFile(
        place=secrets.token_hex(24),
        organisation_id=visitor.organisation_id,
        uploaded_by=visitor.person_id,
        purpose=purpose,
        name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        created_at=clock.now(),
    )


def require_room(db: Session, organisation_id: UUID, size: int) -> None:
    used = kept.used_bytes(db, organisation_id)
    if used + size > QUOTA_MB * MEGABYTE:
        raise Invalid(
            "Your organisation keeps {used} of {limit} MB here; this file does not fit any more.",
            used=used // MEGABYTE,
            limit=QUOTA_MB,
        )


def read(visitor: Visitor, file_id: UUID) -> tuple[StoredFile, bytes]:
    """The file and its bytes, if this visitor may see it; otherwise there is no such file."""
    with reading() as db:
        file = db.get(StoredFile, file_id)
        if file is None or not may_read(db, visitor, file):
            raise Missing("There is no such file.")
    return file, fetched(file)


def may_read(db: Session, visitor: Visitor, file: StoredFile) -> bool:
    """A picture on show is everybody's, correspondence the parties' and the official's of a dispute, an invoice its
    order's parties' alone, evidence the other party's too, a quotation's paper theirs who read the request, a service's
    report its buyer's; all else is its owner's and those's who judge it."""
    if file.purpose is Purpose.CORRESPONDENCE:
        about = messages.order_of_file(db, file.id) or disputes.order_of_file(db, file.id)
        return about is not None and dispute_rights.reads(db, visitor, about)
    if file.purpose in OF_ORDER:
        return is_party(db, visitor, OF_ORDER[file.purpose](db, file.id))
    if file.purpose is Purpose.QUOTATION:
        asked = quotations.request_of_file(db, file.id)
        return asked is not None and quotation_rights.reader_of(db, visitor, asked) is not None
    if allows(visitor, JUDGED_BY[file.purpose]):
        return True
    own = allows(visitor, NEEDED[file.purpose]) and visitor.organisation_id == file.organisation_id
    return own or is_shown(db, visitor, file)


def is_shown(db: Session, visitor: Visitor, file: StoredFile) -> bool:
    """Whether others than its owner and its judges may see it."""
    shown = {Purpose.EVIDENCE: sold_what_it_shows, Purpose.PICTURE: is_on_show, Purpose.REPORT: ordered_report}
    return file.purpose in shown and shown[file.purpose](db, visitor, file)


def is_on_show(db: Session, _visitor: Visitor, file: StoredFile) -> bool:
    return products.shows_picture(db, file.id)


def is_party(db: Session, visitor: Visitor, order: Order | None) -> bool:
    """Whether the visitor buys or sells in this order; what belongs to none yet is nobody's."""
    bought = order is not None and allows(visitor, Permission.ORDER_READ) and order.buyer_id == visitor.organisation_id
    return bought or is_seller(db, visitor, order)


def sold_what_it_shows(db: Session, visitor: Visitor, file: StoredFile) -> bool:
    return is_seller(db, visitor, order_returns.order_shown_by(db, file.id))


def is_seller(db: Session, visitor: Visitor, order: Order | None) -> bool:
    own = suppliers.of_organisation(db, visitor.organisation_id) if allows(visitor, Permission.SALE_HANDLE) else None
    return order is not None and own is not None and order.supplier_id == own.id


def ordered_report(db: Session, visitor: Visitor, file: StoredFile) -> bool:
    """Whether it is the report of a service that the visitor's own house has ordered."""
    order = service_orders.order_of_file(db, file.id)
    own = suppliers.of_organisation(db, visitor.organisation_id) if allows(visitor, Permission.SERVICE_ORDER) else None
    return order is not None and own is not None and order.supplier_id == own.id


def drop(db: Session, file_id: UUID) -> str:
    """Forget a file nothing refers to any more; `erase` its place once the transaction is through."""
    file = db.get_one(StoredFile, file_id)
    db.delete(file)
    return file.place


def erase(place: str) -> None:
    """Losing this race leaves an orphan, which harms nobody."""
    files, path = located(place)
    try:
        files.rm_file(path)
    except OSError:
        log.warning("the file at %s could not be erased", place)


def write(place: str, data: bytes) -> None:
    files, path = located(place)
    files.makedirs(path.rpartition("/")[0], exist_ok=True)
    files.pipe_file(path, data)


def fetched(file: StoredFile) -> bytes:
    files, path = located(file.place)
    try:
        data = bytes(files.cat_file(path))
    except OSError:
        log.exception("the file %s is not where it was put", file.id)
        raise Missing("There is no such file.") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        log.error("the file %s is not what was put there", file.id)
        raise Missing("There is no such file.")
    return data


def located(place: str) -> tuple[fsspec.AbstractFileSystem, str]:
    files, root = fsspec.core.url_to_fs(settings().media_url)
    return files, f"{root.rstrip('/')}/{place}"
