"""The officials' side of a listing: the queue, the exhibit with what looks doubtful, and the decision."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from db import media
from db import products as store
from db.accounts import Organisation
from db.engine import reading, transaction
from db.products import Product, ProductStatus
from db.suppliers import Supplier
from services import audit, clock, flow, prices
from services.audit import Event
from services.conformity import Outcome
from services.errors import Conflict, Invalid, Missing
from services.listings import editing, exhibits, rules
from services.listings.exhibits import Exhibit
from services.listings.rules import ReturnReason
from services.permissions import Permission, require
from services.suppliers.review import alike
from services.texts import paragraphs, plainly
from services.visitors import Visitor
from services.words import found_by


class Doubt(StrEnum):
    """What a reviewer should look at twice."""

    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_NUMBER_ELSEWHERE = "certificate_number_elsewhere"
    FAILS_INDICATOR = "fails_indicator"
    FILE_ELSEWHERE = "file_elsewhere"
    NAME_ALIKE = "name_alike"
    PRICE_FAR = "price_far"


@dataclass(frozen=True)
class Doubtful:
    """`thing` is what it is about (a number, a name, a file), `where` who or what it was found with."""

    doubt: Doubt
    thing: str = ""
    where: str = ""


def queue(visitor: Visitor) -> Sequence[tuple[Product, Supplier, Organisation]]:
    """Listings that wait for a decision, the longest waiting first."""
    require(visitor, Permission.LISTING_REVIEW)
    with reading() as db:
        return store.with_supplier(db, ProductStatus.SUBMITTED)


def dossier(visitor: Visitor, code: str) -> Exhibit:
    """Any listing that has been handed in at least once."""
    require(visitor, Permission.LISTING_REVIEW)
    with reading() as db:
        return exhibits.opened(db, handed_in(exhibits.found(db, code)))


def handed_in(product: Product | None) -> Product:
    if product is None or product.status is ProductStatus.DRAFT:
        raise Missing("There is no such exhibit.")
    return product


def doubts(visitor: Visitor, code: str) -> list[Doubtful]:
    exhibit = dossier(visitor, code)
    with reading() as db:
        return [*of_evidence(db, exhibit), *of_files(db, exhibit), *of_names(db, exhibit), *of_figures(exhibit)]


def of_evidence(db: Session, exhibit: Exhibit) -> Iterator[Doubtful]:
    certificates = [filed.certificate for filed in exhibit.certificates]
    for certificate in certificates:
        if certificate.valid_until < clock.today():
            yield Doubtful(Doubt.CERTIFICATE_EXPIRED, certificate.number, str(certificate.valid_until))
    numbers = [certificate.number for certificate in certificates]
    for number, code in store.certificates_numbered(db, numbers, but=exhibit.supplier.id):
        yield Doubtful(Doubt.CERTIFICATE_NUMBER_ELSEWHERE, number, code)


def of_files(db: Session, exhibit: Exhibit) -> Iterator[Doubtful]:
    ids = [picture.file_id for picture in exhibit.pictures]
    ids += [filed.file.id for filed in exhibit.certificates if filed.file]
    names = {file.sha256: file.name for file in media.by_ids(db, ids).values()}
    for twin, owner in media.twins(db, exhibit.organisation.id, list(names)):
        yield Doubtful(Doubt.FILE_ELSEWHERE, names[twin.sha256], owner.name_zh)


def of_names(db: Session, exhibit: Exhibit) -> Iterator[Doubtful]:
    ours = plainly(exhibit.product.name_zh)
    for other in store.rivals_in_kind(db, exhibit.product):
        if alike(ours, plainly(other.name_zh)):
            yield Doubtful(Doubt.NAME_ALIKE, other.name_zh, other.code)


def of_figures(exhibit: Exhibit) -> Iterator[Doubtful]:
    if exhibit.price_is_far:
        yield Doubtful(Doubt.PRICE_FAR)
    verdicts = exhibit.judgement.verdicts
    for indicator in exhibit.indicators:
        verdict = verdicts[indicator.key]
        if verdict.outcome is Outcome.FAIL and not verdict.reference:
            yield Doubtful(Doubt.FAILS_INDICATOR, indicator.name_zh, indicator.name_en)


def publish(visitor: Visitor, code: str) -> None:
    """Put the exhibit on view."""
    require(visitor, Permission.LISTING_REVIEW)
    with transaction() as db:
        product = waiting(db, code)
        exhibits.require_may_sell(db.get_one(Supplier, product.supplier_id))
        flow.move(rules.FLOW, product, ProductStatus.PUBLISHED)
        product.published_at = clock.now()
        product.words = found_by(db, product)
        prices.note(db, product)
        editing.note_step(db, visitor, product)
        audit.record(db, visitor, Event.LISTING_PUBLISHED, code, revision=product.revision)


def send_back(visitor: Visitor, code: str, *, reasons: Sequence[ReturnReason], words: str) -> None:
    """Return the listing: at least one reason, and words the supplier can act upon."""
    require(visitor, Permission.LISTING_REVIEW)
    said = paragraphs(words, field="What to mend", longest=1800)
    if not reasons or not said:
        raise Invalid("Choose at least one reason and say what to mend.")
    with transaction() as db:
        product = waiting(db, code)
        flow.move(rules.FLOW, product, ProductStatus.RETURNED)
        editing.note_step(db, visitor, product, reasons=exhibits.written_reasons(sorted(set(reasons)), said))
        audit.record(db, visitor, Event.LISTING_RETURNED, code, reasons=" ".join(sorted(set(reasons))))


def waiting(db: Session, code: str) -> Product:
    """The listing a decision is asked on; put_back shares the move to PUBLISHED, so the state is asked here."""
    product = handed_in(store.locked(db, code))
    if product.status is not ProductStatus.SUBMITTED:
        raise Conflict("This exhibit is not waiting for a decision any more.")
    return product
