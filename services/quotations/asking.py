"""Asking suppliers for a quotation: what, how much, where to, by when; and ending a request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import cart, numbers, projects
from db import quotations as store
from db.engine import reading, transaction
from db.media import StoredFile
from db.quotations import (
    QuotationRequest,
    QuotationStatus,
    RequestAsked,
    RequestFile,
    RequestLine,
    RequestStatus,
)
from db.standards import Kind
from db.suppliers import Supplier
from services import audit, clock, flow, media, stock, texts
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.quotations import rules
from services.tokens import hash_of
from services.visitors import Visitor

__all__ = ["MOST_ASKED", "MOST_FILES", "MOST_LINES", "Asking", "Candidate", "WantedLine", "ask", "candidates", "close"]

MOST_LINES, MOST_ASKED, MOST_FILES, MOST_OPEN = 30, 10, 3, 20
LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class WantedLine:
    """An exhibit by its code, or a kind with words of what is wanted; thousandths of the selling unit."""

    quantity_milli: int
    product_code: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class Asking:
    """`suppliers` are codes; `project_code` names a project of the buyer's."""

    lines: Sequence[WantedLine]
    suppliers: Sequence[str]
    city: str
    address: str
    wanted_by: date
    closes_on: date
    district: str = ""
    purpose: str = ""
    words: str = ""
    project_code: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A supplier who can be asked, with how many exhibits of the kinds in question."""

    code: str
    zh: str
    en: str
    city: str
    exhibits: int


def candidates(buyer: Visitor, kinds: Sequence[str]) -> Sequence[Candidate]:
    require(buyer, Permission.QUOTATION_ASK)
    with reading() as db:
        found = store.sellers(db, sorted(set(kinds)))
        return [Candidate(one.code, own.name_zh, own.name_en, own.city, count) for one, own, count in found]


def ask(buyer: Visitor, asking: Asking, *, key: str, files: Sequence[tuple[str, bytes]] = ()) -> QuotationRequest:
    """Send the request to everybody asked. The same `key` gives the same request."""
    require(buyer, Permission.QUOTATION_ASK)
    tidy, own_key = checked(asking), hash_of(f"{buyer.membership_id}:quotation request:{key}")
    if not key:
        raise Invalid("This form has expired; open the page again.")
    with reading() as db:
        known = store.by_key(db, own_key)
    if known:
        return known
    if len(files) > MOST_FILES:
        raise Invalid("At most {most} files can be attached.", most=MOST_FILES)
    kept = [media.written(buyer, name, data, media.Purpose.QUOTATION) for name, data in files]
    try:
        with transaction() as db:
            return written(db, buyer, tidy, own_key, kept)
    except IntegrityError:
        with reading() as db:
            known = store.by_key(db, own_key)
        if known is None:
            raise
        return known


def checked(asking: Asking) -> Asking:
    """The same, tidied; raises Invalid naming what cannot be used."""
    if not 0 < len(asking.lines) <= MOST_LINES:
        raise Invalid("A request has between 1 and {most} lines.", most=MOST_LINES)
    if not 0 < len(set(asking.suppliers)) <= MOST_ASKED:
        raise Invalid("Choose between 1 and {most} suppliers.", most=MOST_ASKED)
    today = clock.today()
    if not today <= asking.closes_on <= asking.wanted_by <= today + LONGEST:
        raise Invalid("Answers close today or later, delivery is wanted on that day or later, within a year.")
    return replace(
        asking,
        lines=[checked_line(line) for line in asking.lines],
        suppliers=sorted(set(asking.suppliers)),
        city=said(asking.city, field="City", longest=40),
        district=texts.line(asking.district, field="District", longest=40),
        address=said(asking.address, field="Address", longest=200),
        purpose=texts.line(asking.purpose, field="Purpose", longest=300),
        words=texts.paragraphs(asking.words, field="Words to the suppliers", longest=1000),
        project_code=(asking.project_code or "").strip() or None,
    )


def checked_line(line: WantedLine) -> WantedLine:
    if not 0 < line.quantity_milli <= stock.LARGEST_MILLI:
        raise Invalid("A quantity is more than nothing.")
    words = texts.line(line.words, field="What is wanted", longest=500)
    if not line.product_code and not words:
        raise Invalid("{field} is empty.", field="What is wanted")
    return replace(line, words=words)


def written(db: Session, buyer: Visitor, asking: Asking, key: str, files: Sequence[StoredFile]) -> QuotationRequest:
    if store.open_of_buyer(db, buyer.organisation_id) >= MOST_OPEN:
        raise Conflict("{most} requests wait for a choice; accept, decline or close one first.", most=MOST_OPEN)
    request = request_of(db, buyer, asking, key)
    db.add(request)
    db.flush()
    lines = lines_of(db, request, asking.lines)
    db.add_all(lines)
    for supplier in suppliers_of(db, asking.suppliers, [line.kind for line in lines]):
        db.add(RequestAsked(request_id=request.id, supplier_id=supplier.id))
    for file in files:
        media.note(db, buyer, file)
        db.flush()
        db.add(RequestFile(request_id=request.id, file_id=file.id))
    asked = " ".join(asking.suppliers)
    audit.record(db, buyer, Event.QUOTATION_REQUESTED, request.code, lines=len(lines), suppliers=asked)
    return request


def request_of(db: Session, buyer: Visitor, asking: Asking, key: str) -> QuotationRequest:
    copied = ("city", "district", "address", "wanted_by", "closes_on", "purpose", "words")
    return QuotationRequest(
        **{name: getattr(asking, name) for name in copied},
        code=numbers.yearly(db, "Q", clock.today().year),
        key=key,
        buyer_id=buyer.organisation_id,
        person_id=buyer.person_id,
        project_id=project_of(db, buyer, asking.project_code),
        asked_at=clock.now(),
    )


def project_of(db: Session, buyer: Visitor, code: str | None) -> UUID | None:
    own = {project.code: project.id for project in projects.of_owner(db, buyer.organisation_id)}
    if code is not None and code not in own:
        raise Missing("You have no project {code}.", code=code[:40])
    return own[code] if code is not None else None


def lines_of(db: Session, request: QuotationRequest, wanted: Sequence[WantedLine]) -> list[RequestLine]:
    lines = [line_of(db, request, place, line) for place, line in enumerate(wanted, start=1)]
    exhibits = [line.product_id for line in lines if line.product_id]
    if len(set(exhibits)) < len(exhibits):
        raise Invalid("The same exhibit stands in two lines; put the quantities together.")
    return lines


def line_of(db: Session, request: QuotationRequest, position: int, wanted: WantedLine) -> RequestLine:
    product = cart.exhibit(db, wanted.product_code) if wanted.product_code else None
    legible = wanted.kind.isascii() and wanted.kind.isprintable()  # PostgreSQL takes no NUL, no database half a sign
    kind = db.get(Kind, wanted.kind) if legible and product is None else None
    if product is None and (wanted.product_code or kind is None):
        raise Missing("There is no such exhibit.") if wanted.product_code else Missing("There is no such kind.")
    return RequestLine(
        request_id=request.id,
        position=position,
        product_id=product.id if product else None,
        kind=product.kind if product else wanted.kind,
        unit=product.unit if product else kind.unit if kind else "",
        quantity_milli=wanted.quantity_milli,
        words=wanted.words,
    )


def suppliers_of(db: Session, codes: Sequence[str], kinds: Sequence[str]) -> list[Supplier]:
    """Those asked: each has something of the kinds on show."""
    found = {supplier.code: supplier for supplier, _, _ in store.sellers(db, sorted(set(kinds)))}
    strangers = [code for code in codes if code not in found]
    if strangers:
        raise Invalid("{code} shows nothing of the kinds you ask for.", code=strangers[0][:20])
    return [found[code] for code in codes]


def close(buyer: Visitor, code: str, *, reason: str) -> None:
    """End a request without a further choice: withdrawn while nobody has answered it, closed afterwards."""
    require(buyer, Permission.QUOTATION_ASK)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        request = rules.own_request(db, buyer, code)
        rules.require_live(request)
        answers = store.current(db, [request.id])
        to = RequestStatus.CLOSED if answers else RequestStatus.WITHDRAWN
        flow.move(rules.REQUEST_FLOW, request, to)
        request.reason = why
        for answer in answers:
            if answer.status is QuotationStatus.GIVEN:
                flow.move(rules.QUOTATION_FLOW, answer, QuotationStatus.DECLINED)
                answer.reason, answer.decided_at = why, clock.now()
        event = Event.QUOTATION_CLOSED if answers else Event.QUOTATION_REQUEST_WITHDRAWN
        audit.record(db, buyer, event, request.code, answers=len(answers))
