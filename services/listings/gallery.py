"""What hangs beside a listing: its pictures in their order, and its certificates with their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from db import products as store
from db.engine import reading, transaction
from db.products import Certificate, Picture, Product, Scheme
from services import audit, media
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.listings import editing, exhibits, rules
from services.media import Purpose
from services.permissions import Permission, require
from services.texts import line, required
from services.visitors import Visitor

MOST_PICTURES = 8
MOST_CERTIFICATES = 20
STARS = range(1, 4)


@dataclass(frozen=True, kw_only=True)
class CertificateForm:
    """A certificate as it reads; `stars` (1 to 3) belong to the green building material label only."""

    scheme: Scheme
    number: str
    issued_by_zh: str
    valid_from: date
    valid_until: date
    issued_by_en: str = ""
    stars: int | None = None


def add_picture(visitor: Visitor, code: str, *, name: str, data: bytes) -> None:
    """Hang a picture behind those that hang there already."""
    require(visitor, Permission.LISTING_EDIT)
    with reading() as db:
        require_wall(db, editable(db, visitor, code))
    file = media.store(visitor, name, data, Purpose.PICTURE)
    with transaction() as db:
        product = editing.held(db, visitor, code)
        require_wall(db, product)
        hung = store.pictures(db, [product.id])
        position = hung[-1].position + 1 if hung else 0
        db.add(Picture(product_id=product.id, file_id=file.id, position=position))
        changed(db, visitor, product, "pictures")


def require_wall(db: Session, product: Product) -> None:
    if len(store.pictures(db, [product.id])) >= MOST_PICTURES:
        raise Conflict("At most {most} pictures hang beside an exhibit.", most=MOST_PICTURES)


def editable(db: Session, visitor: Visitor, code: str) -> Product:
    product = exhibits.owned(db, visitor, exhibits.found(db, code))
    rules.require_editable(product)
    return product


def changed(db: Session, visitor: Visitor, product: Product, what: str) -> None:
    """Evidence and pictures are reviewed as the words are; they have no form whose revision could clash."""
    product.published_at = None
    audit.record(db, visitor, Event.LISTING_CHANGED, product.code, fields=what)


def remove_picture(visitor: Visitor, code: str, picture_id: UUID) -> None:
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = editing.held(db, visitor, code)
        picture = db.get(Picture, picture_id)
        if picture is None or picture.product_id != product.id:
            raise Missing("There is no such picture.")
        db.delete(picture)
        db.flush()
        place = media.drop(db, picture.file_id)
        changed(db, visitor, product, "pictures")
    media.erase(place)


def arrange_pictures(visitor: Visitor, code: str, order: Sequence[UUID]) -> None:
    """Hang the pictures in this order; the first is the exhibit's face."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = editing.held(db, visitor, code)
        hung = {picture.id: picture for picture in store.pictures(db, [product.id])}
        if sorted(hung) != sorted(order):
            raise Conflict("The pictures have changed meanwhile.")
        for position, picture_id in enumerate(order):
            hung[picture_id].position = position
        changed(db, visitor, product, "pictures")


def add_certificate(
    visitor: Visitor, code: str, form: CertificateForm, *, file: tuple[str, bytes] | None = None
) -> None:
    """File a certificate, with a scan of it (name and bytes) where there is one."""
    require(visitor, Permission.LISTING_EDIT)
    columns = certificate_columns(form)
    with reading() as db:
        require_folder(db, editable(db, visitor, code), str(columns["number"]))
    stored = media.store(visitor, *file, Purpose.CERTIFICATE) if file else None
    with transaction() as db:
        product = editing.held(db, visitor, code)
        require_folder(db, product, str(columns["number"]))
        db.add(Certificate(product_id=product.id, file_id=stored.id if stored else None, **columns))
        changed(db, visitor, product, "certificates")


def require_folder(db: Session, product: Product, number: str) -> None:
    filed = store.certificates(db, [product.id])
    if len(filed) >= MOST_CERTIFICATES:
        raise Conflict("At most {most} certificates are filed with an exhibit.", most=MOST_CERTIFICATES)
    if number in {certificate.number for certificate in filed}:
        raise Conflict("A certificate with this number is filed already.")


def certificate_columns(form: CertificateForm) -> dict[str, Any]:
    if form.valid_until < form.valid_from:
        raise Invalid("The certificate ends before it begins.")
    if form.stars is not None and (form.scheme is not Scheme.GREEN_BUILDING_MATERIAL or form.stars not in STARS):
        raise Invalid("Only the green building material label has stars, one to three.")
    return {
        "scheme": form.scheme,
        "number": required(form.number, field="Certificate number", longest=80),
        "stars": form.stars,
        "issued_by_zh": required(form.issued_by_zh, field="Issued by (Chinese)", longest=120),
        "issued_by_en": line(form.issued_by_en, field="Issued by (English)", longest=160),
        "valid_from": form.valid_from,
        "valid_until": form.valid_until,
    }


def remove_certificate(visitor: Visitor, code: str, certificate_id: UUID) -> None:
    """Take a certificate out of the listing; its file stays on record."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = editing.held(db, visitor, code)
        certificate = db.get(Certificate, certificate_id)
        if certificate is None or certificate.product_id != product.id:
            raise Missing("There is no such certificate.")
        db.delete(certificate)
        changed(db, visitor, product, "certificates")
