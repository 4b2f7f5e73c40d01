"""Purchasing protocols: what hung beside what was ordered, a document a purchase; the table only grows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from db.accounts import Organisation, lying_in
from db.audit import AuditEntry
from db.columns import Document, Identity, Moment, Row, Words, column
from db.limits import SplitSuspicion
from db.orders import Order, OrderLine, OrderStep, Purchase
from db.products import Product, plain
from db.quotations import Quotation, QuotationLine, QuotationRequest, RequestLine
from db.stock import Stock


class PurchaseProtocol(Row, table=True):
    """`fingerprint` is the SHA-256 of the document; the audit log holds it too."""

    __tablename__ = "purchase_protocol"

    purchase_id: UUID = column(Identity, foreign_key="purchase.id", primary_key=True)
    document: dict[str, Any] = column(Document)
    fingerprint: str = column(Words(64))
    written_at: datetime = column(Moment)


class Received(NamedTuple):
    """A line of a quotation, with the line that was asked for and the exhibit offered for it."""

    line: QuotationLine
    wanted: RequestLine
    product: Product


class Bought(NamedTuple):
    purchase: Purchase
    buyer: Organisation


def of_purchase(session: Session, purchase_id: UUID) -> PurchaseProtocol | None:
    return session.get(PurchaseProtocol, purchase_id)


def entry(session: Session, event: str, subject: str) -> AuditEntry | None:
    """The first entry of the audit log that tells this of a subject."""
    found = select(AuditEntry).where(AuditEntry.subject == subject, AuditEntry.event == event)
    return session.exec(found.order_by(col(AuditEntry.number)).limit(1)).first()


def available(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """Thousandths of each exhibit that can be bought now; what has no stock at all is left out."""
    free = col(Stock.on_hand_milli) - col(Stock.reserved_milli)
    found = select(Product.code, free).join(Stock, col(Stock.product_id) == Product.id)
    return {code: int(milli) for code, milli in session.exec(found.where(col(Product.code).in_(plain(codes)))).all()}


def request_of(session: Session, quotation_id: UUID) -> QuotationRequest:
    found = select(QuotationRequest).join(Quotation, col(Quotation.request_id) == QuotationRequest.id)
    return session.exec(found.where(Quotation.id == quotation_id)).one()


def received(session: Session, quotation_ids: Sequence[UUID]) -> Sequence[Received]:
    """What was quoted, in the order of the lines asked for."""
    found = (
        select(QuotationLine, RequestLine, Product)
        .join(RequestLine, col(RequestLine.id) == QuotationLine.line_id)
        .join(Product, col(Product.id) == QuotationLine.product_id)
        .where(col(QuotationLine.quotation_id).in_(quotation_ids))
        .order_by(col(QuotationLine.quotation_id), col(RequestLine.position))
    )
    return [Received(*row) for row in session.exec(found).all()]


def splits(session: Session, purchase_id: UUID) -> Sequence[SplitSuspicion]:
    found = select(SplitSuspicion).where(SplitSuspicion.purchase_id == purchase_id)
    return session.exec(found.order_by(col(SplitSuspicion.kind))).all()


def lines(session: Session, purchase_id: UUID) -> Sequence[OrderLine]:
    found = select(OrderLine).join(Order, col(Order.id) == OrderLine.order_id).where(Order.purchase_id == purchase_id)
    return session.exec(found.order_by(col(Order.code), col(OrderLine.position))).all()


def steps(session: Session, order_ids: Sequence[UUID]) -> Sequence[OrderStep]:
    found = select(OrderStep).where(col(OrderStep.order_id).in_(order_ids))
    return session.exec(found.order_by(col(OrderStep.at), col(OrderStep.id))).all()


def of_buyer(session: Session, buyer_id: UUID, *, limit: int, offset: int) -> list[Bought]:
    return listed(session, Purchase.buyer_id == buyer_id, limit=limit, offset=offset)


def of_area(session: Session, city: str, district: str | None, *, limit: int, offset: int) -> list[Bought]:
    """What the buyers of a city, or of one of its districts, have bought."""
    return listed(session, *lying_in(city, district), limit=limit, offset=offset)


def listed(session: Session, *which: Any, limit: int, offset: int) -> list[Bought]:
    """The newest first."""
    found = select(Purchase, Organisation).join(Organisation, col(Organisation.id) == Purchase.buyer_id).where(*which)
    newest = found.order_by(col(Purchase.placed_at).desc(), col(Purchase.code).desc())
    return [Bought(*row) for row in session.exec(newest.limit(limit).offset(offset)).all()]
