"""Requests for quotations, whom they ask, and the suppliers' answers with every revision; and how they are read."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Session, col, func, select

from db.accounts import Organisation, lying_in
from db.columns import Choice, Day, Moment, Row, Whole, Words, column, identity, refers_to
from db.media import StoredFile
from db.products import ON_SHOW, Product, plain
from db.suppliers import Supplier


class RequestStatus(StrEnum):
    OPEN = "open"
    PARTLY = "partly"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class QuotationStatus(StrEnum):
    GIVEN = "given"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class QuotationRequest(Row, table=True):
    """What a buyer wants to know the price of, delivered to its site. `key` makes a double click the same request."""

    __tablename__ = "quotation_request"
    __table_args__ = (
        Index("ix_quotation_request_buyer", "buyer_id", "asked_at"),
        CheckConstraint("wanted_by >= closes_on", name="ck_quotation_request_days"),
    )

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    key: str = column(Words(80), unique=True)
    buyer_id: UUID = refers_to("organisation.id", index=False)
    person_id: UUID = refers_to("person.id")
    status: RequestStatus = column(Choice(RequestStatus), default=RequestStatus.OPEN)
    city: str = column(Words(40))
    district: str = column(Words(40), default="")
    address: str = column(Words(200))
    wanted_by: date = column(Day)
    closes_on: date = column(Day)
    purpose: str = column(Words(300), default="")
    words: str = column(Words(1000), default="")
    project_id: UUID | None = refers_to("project.id", default=None)
    reason: str = column(Words(300), default="")
    asked_at: datetime = column(Moment, index=True)


class RequestLine(Row, table=True):
    """An exhibit, or a kind with words of what is wanted of it."""

    __tablename__ = "request_line"
    __table_args__ = (UniqueConstraint("request_id", "position", name="uq_request_line_position"),)

    id: UUID = identity()
    request_id: UUID = refers_to("quotation_request.id", index=False)
    position: int = column(Whole(1))
    product_id: UUID | None = refers_to("product.id", default=None)
    kind: str = column(Words(60), foreign_key="kind.code")
    unit: str = column(Words(10))
    quantity_milli: int = column(Whole(1))
    words: str = column(Words(500), default="")


class RequestAsked(Row, table=True):
    """A supplier who is asked; none of them learns of the others."""

    __tablename__ = "request_asked"
    __table_args__ = (UniqueConstraint("request_id", "supplier_id", name="uq_request_asked_supplier"),)

    id: UUID = identity()
    request_id: UUID = refers_to("quotation_request.id", index=False)
    supplier_id: UUID = refers_to("supplier.id")


class RequestFile(Row, table=True):
    __tablename__ = "request_file"

    id: UUID = identity()
    request_id: UUID = refers_to("quotation_request.id")
    file_id: UUID = refers_to("stored_file.id", index=False, unique=True)


class Quotation(Row, table=True):
    """One supplier's answer, delivered prices; the newest revision counts. Whether it has lapsed is read from
    `valid_until`. With `standing_until` it is a framework: the buyer may order repeatedly until that day."""

    __tablename__ = "quotation"
    __table_args__ = (
        UniqueConstraint("request_id", "supplier_id", "revision", name="uq_quotation_revision"),
        CheckConstraint("standing_until >= valid_until", name="ck_quotation_days"),
    )

    id: UUID = identity()
    request_id: UUID = refers_to("quotation_request.id", index=False)
    supplier_id: UUID = refers_to("supplier.id")
    person_id: UUID = refers_to("person.id")
    revision: int = column(Whole(1))
    status: QuotationStatus = column(Choice(QuotationStatus), default=QuotationStatus.GIVEN)
    total_fen: int = column(Whole(1))
    delivery_days: int = column(Whole(0))
    valid_until: date = column(Day)
    standing_until: date | None = column(Day, default=None)
    words: str = column(Words(1000), default="")
    reason: str = column(Words(300), default="")
    given_at: datetime = column(Moment)
    decided_at: datetime | None = column(Moment, default=None)


class QuotationLine(Row, table=True):
    """A price for a line of the request; `most_milli` is how much a standing price may be ordered for in all."""

    __tablename__ = "quotation_line"
    __table_args__ = (
        UniqueConstraint("quotation_id", "line_id", name="uq_quotation_line_line"),
        UniqueConstraint("quotation_id", "product_id", name="uq_quotation_line_product"),
        CheckConstraint("total_fen = (quantity_milli * price_fen + 500) / 1000", name="ck_quotation_line_total"),
    )

    id: UUID = identity()
    quotation_id: UUID = refers_to("quotation.id", index=False)
    line_id: UUID = refers_to("request_line.id")
    product_id: UUID = refers_to("product.id")
    quantity_milli: int = column(Whole(1))
    price_fen: int = column(Whole(1))
    total_fen: int = column(Whole(0))
    most_milli: int | None = column(Whole(1), default=None)


def by_code(session: Session, code: str) -> QuotationRequest | None:
    return session.exec(select(QuotationRequest).where(col(QuotationRequest.code).in_(plain([code])))).first()


def by_key(session: Session, key: str) -> QuotationRequest | None:
    return session.exec(select(QuotationRequest).where(QuotationRequest.key == key)).first()


def locked(session: Session, request_id: UUID) -> QuotationRequest:
    """The request, its row locked until the transaction ends: whatever happens to its quotations takes turns here."""
    found = select(QuotationRequest).where(QuotationRequest.id == request_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).one()


def fresh(session: Session, quotation_id: UUID) -> Quotation:
    """The quotation as it stands now that its request is locked."""
    return session.get_one(Quotation, quotation_id, populate_existing=True)


def open_of_buyer(session: Session, buyer_id: UUID) -> int:
    """How many of the buyer's requests wait for answers or a choice."""
    live = col(QuotationRequest.status).in_([RequestStatus.OPEN, RequestStatus.PARTLY])
    return session.exec(
        select(func.count()).select_from(QuotationRequest).where(QuotationRequest.buyer_id == buyer_id, live)
    ).one()


def lines(session: Session, request_ids: Sequence[UUID]) -> Sequence[RequestLine]:
    found = select(RequestLine).where(col(RequestLine.request_id).in_(request_ids))
    return session.exec(found.order_by(col(RequestLine.request_id), col(RequestLine.position))).all()


def asked(session: Session, request_id: UUID) -> Sequence[tuple[Supplier, Organisation]]:
    """Those asked, by code."""
    found = (
        select(Supplier, Organisation)
        .join(RequestAsked, col(RequestAsked.supplier_id) == Supplier.id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .where(RequestAsked.request_id == request_id)
    )
    return session.exec(found.order_by(col(Supplier.code))).all()


def is_asked(session: Session, request_id: UUID, supplier_id: UUID) -> bool:
    found = select(RequestAsked.id).where(
        RequestAsked.request_id == request_id, RequestAsked.supplier_id == supplier_id
    )
    return session.exec(found).first() is not None


def files(session: Session, request_id: UUID) -> Sequence[StoredFile]:
    found = select(StoredFile).join(RequestFile, col(RequestFile.file_id) == StoredFile.id)
    return session.exec(found.where(RequestFile.request_id == request_id).order_by(col(StoredFile.name))).all()


def request_of_file(session: Session, file_id: UUID) -> QuotationRequest | None:
    found = select(QuotationRequest).join(RequestFile, col(RequestFile.request_id) == QuotationRequest.id)
    return session.exec(found.where(RequestFile.file_id == file_id)).first()


def current(session: Session, request_ids: Sequence[UUID]) -> list[Quotation]:
    """The newest revision of every supplier who has answered, by when it was given."""
    found = select(Quotation).where(col(Quotation.request_id).in_(request_ids)).order_by(col(Quotation.revision))
    newest = {(one.request_id, one.supplier_id): one for one in session.exec(found).all()}
    return sorted(newest.values(), key=lambda one: (one.given_at, one.id))


def revisions(session: Session, request_id: UUID, supplier_id: UUID) -> Sequence[Quotation]:
    """Everything a supplier has answered, the newest first."""
    found = select(Quotation).where(Quotation.request_id == request_id, Quotation.supplier_id == supplier_id)
    return session.exec(found.order_by(col(Quotation.revision).desc())).all()


def quoted(session: Session, quotation_ids: Sequence[UUID]) -> Sequence[tuple[QuotationLine, Product]]:
    """The lines of quotations with what they offer, in the order of the request."""
    found = (
        select(QuotationLine, Product)
        .join(Product, col(Product.id) == QuotationLine.product_id)
        .join(RequestLine, col(RequestLine.id) == QuotationLine.line_id)
        .where(col(QuotationLine.quotation_id).in_(quotation_ids))
    )
    return session.exec(found.order_by(col(QuotationLine.quotation_id), col(RequestLine.position))).all()


def of_buyer(session: Session, buyer_id: UUID, *, limit: int, offset: int) -> Sequence[QuotationRequest]:
    """The buyer's requests, the newest first."""
    found = select(QuotationRequest).where(QuotationRequest.buyer_id == buyer_id)
    newest = found.order_by(col(QuotationRequest.asked_at).desc(), col(QuotationRequest.code).desc())
    return session.exec(newest.limit(limit).offset(offset)).all()


def of_supplier(session: Session, supplier_id: UUID, *, limit: int, offset: int) -> Sequence[QuotationRequest]:
    """What the supplier is asked, the newest first."""
    found = select(QuotationRequest).join(RequestAsked, col(RequestAsked.request_id) == QuotationRequest.id)
    newest = found.order_by(col(QuotationRequest.asked_at).desc(), col(QuotationRequest.code).desc())
    return session.exec(newest.where(RequestAsked.supplier_id == supplier_id).limit(limit).offset(offset)).all()


def of_area(
    session: Session, city: str | None, district: str | None, *, limit: int, offset: int
) -> Sequence[QuotationRequest]:
    """The requests of buyers in a place, the newest first."""
    found = select(QuotationRequest).join(Organisation, col(Organisation.id) == QuotationRequest.buyer_id)
    found = found.where(*lying_in(city, district))
    newest = found.order_by(col(QuotationRequest.asked_at).desc(), col(QuotationRequest.code).desc())
    return session.exec(newest.limit(limit).offset(offset)).all()


def sellers(session: Session, kinds: Sequence[str]) -> Sequence[tuple[Supplier, Organisation, int]]:
    """The suppliers with exhibits of these kinds on show, and how many: who can be asked, the best stocked first."""
    count = func.count(col(Product.id))
    found = (
        select(Supplier, Organisation, count)
        .join(Product, col(Product.supplier_id) == Supplier.id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .where(col(Product.kind).in_(kinds), *ON_SHOW)
        .group_by(col(Supplier.id), col(Organisation.id))
    )
    return session.exec(found.order_by(count.desc(), col(Supplier.code))).all()


def wares(session: Session, supplier_id: UUID, kinds: Sequence[str]) -> Sequence[Product]:
    """What a supplier has on show of these kinds: what it can offer."""
    found = select(Product).join(Supplier, col(Supplier.id) == Product.supplier_id)
    fits = (Product.supplier_id == supplier_id, col(Product.kind).in_(kinds), *ON_SHOW)
    return session.exec(found.where(*fits).order_by(col(Product.code))).all()


def products(session: Session, ids: Sequence[UUID]) -> dict[UUID, Product]:
    return {one.id: one for one in session.exec(select(Product).where(col(Product.id).in_(ids))).all()}
