"""The books of the museum's own services: payment sessions and a ledger apart from that of purchases, in fen."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Session, col, func, select

from db.columns import Choice, Moment, Row, Whole, Words, column, identity, refers_to
from db.payments import SessionStatus
from db.service_orders import ServiceOrder
from db.tariff import ServiceKind

UNDECIDED = (SessionStatus.OPENING, SessionStatus.OPEN, SessionStatus.WAITING)
ONE_AT_A_TIME = "status IN ('opening', 'open', 'waiting')"
A_QUESTION = 500  # names; a database takes only so many in one


class ServiceAccount(StrEnum):
    """Debits are positive. `owed_back`: what a supplier has paid for a service that will not be."""

    RECEIPTS = "service_receipts"
    TRANSFERS = "service_transfers"
    INCOME = "service_income"
    VAT = "service_vat"
    OWED_BACK = "service_owed_back"


class ServiceReason(StrEnum):
    PAID = "paid"
    SURPLUS = "surplus"
    RELEASED = "released"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"


class ServiceSession(Row, table=True):
    """Our side of one Checkout Session for a service order; another may follow only once this one is decided."""

    __tablename__ = "service_session"
    __table_args__ = (
        Index(
            "uq_service_session_undecided", "order_id", unique=True,
            sqlite_where=text(ONE_AT_A_TIME), postgresql_where=text(ONE_AT_A_TIME),
        ),
    )  # fmt: skip

    id: UUID = identity()
    order_id: UUID = refers_to("service_order.id")
    person_id: UUID = refers_to("person.id")
    provider_id: str | None = column(Words(120), default=None, unique=True)
    payment_intent: str | None = column(Words(120), default=None, unique=True)
    refund_id: str | None = column(Words(120), default=None, unique=True)
    url: str = column(Words(2000), default="")
    amount_fen: int = column(Whole(1))
    status: SessionStatus = column(Choice(SessionStatus), default=SessionStatus.OPENING, index=True)
    created_at: datetime = column(Moment)
    expires_at: datetime = column(Moment)


class ServicePosting(Row, table=True):
    """One fact of money. `reference` is what makes it once."""

    __tablename__ = "service_posting"

    id: UUID = identity()
    order_id: UUID = refers_to("service_order.id")
    reason: ServiceReason = column(Choice(ServiceReason))
    reference: str = column(Words(160), unique=True)
    at: datetime = column(Moment, index=True)


class ServiceEntry(Row, table=True):
    __tablename__ = "service_entry"

    id: UUID = identity()
    posting_id: UUID = refers_to("service_posting.id")
    order_id: UUID = refers_to("service_order.id")
    account: ServiceAccount = column(Choice(ServiceAccount))
    amount_fen: int = column(Whole)


def by_provider_id(session: Session, provider_id: str) -> ServiceSession | None:
    return session.exec(select(ServiceSession).where(ServiceSession.provider_id == provider_id)).first()


def by_payment_intent(session: Session, payment_intent: str) -> ServiceSession | None:
    return session.exec(select(ServiceSession).where(ServiceSession.payment_intent == payment_intent)).first()


def undecided(session: Session, order_id: UUID) -> ServiceSession | None:
    """The one session of the order that may still be paid."""
    open_still = (ServiceSession.order_id == order_id, col(ServiceSession.status).in_(UNDECIDED))
    return session.exec(select(ServiceSession).where(*open_still)).first()


def paid_sessions(session: Session, order_id: UUID) -> Sequence[ServiceSession]:
    """Sessions whose money came and has not gone back, the oldest first."""
    kept = (ServiceSession.order_id == order_id, ServiceSession.status == SessionStatus.PAID)
    found = select(ServiceSession).where(*kept, col(ServiceSession.refund_id).is_(None))
    return session.exec(found.order_by(col(ServiceSession.created_at))).all()


def newest_session(session: Session, order_id: UUID) -> ServiceSession | None:
    found = select(ServiceSession).where(ServiceSession.order_id == order_id)
    return session.exec(found.order_by(col(ServiceSession.created_at).desc(), col(ServiceSession.id).desc())).first()


def locked(session: Session, session_id: UUID) -> ServiceSession | None:
    found = select(ServiceSession).where(ServiceSession.id == session_id).with_for_update()
    return session.exec(found.execution_options(populate_existing=True)).first()


def any_opening(session: Session) -> bool:
    """Whether a session may exist at the provider whose name we have not noted yet."""
    opening = ServiceSession.status == SessionStatus.OPENING
    return session.exec(select(ServiceSession.id).where(opening)).first() is not None


def unsettled(session: Session, before: datetime) -> Sequence[ServiceSession]:
    """Sessions still undecided although created before `before`, the oldest first."""
    found = select(ServiceSession).where(col(ServiceSession.status).in_(UNDECIDED), ServiceSession.created_at < before)
    return session.exec(found.order_by(col(ServiceSession.created_at))).all()


def opened_since(session: Session, person_id: UUID, since: datetime) -> int:
    found = select(func.count(col(ServiceSession.id))).where(ServiceSession.person_id == person_id)
    return session.exec(found.where(ServiceSession.created_at >= since)).one()


def by_reference(session: Session, reference: str) -> ServicePosting | None:
    return session.exec(select(ServicePosting).where(ServicePosting.reference == reference)).first()


def postings(session: Session, order_id: UUID) -> Sequence[ServicePosting]:
    found = select(ServicePosting).where(ServicePosting.order_id == order_id)
    return session.exec(found.order_by(col(ServicePosting.at), col(ServicePosting.id))).all()


def entries(session: Session, order_id: UUID) -> Sequence[ServiceEntry]:
    return session.exec(select(ServiceEntry).where(ServiceEntry.order_id == order_id)).all()


def unbalanced(session: Session) -> Sequence[UUID]:
    """Postings whose entries do not sum to nothing: always empty."""
    summed = select(ServiceEntry.posting_id).group_by(col(ServiceEntry.posting_id))
    return session.exec(summed.having(func.sum(ServiceEntry.amount_fen) != 0)).all()


def owed_back(session: Session) -> Sequence[UUID]:
    """Orders of which money must still go back."""
    found = select(ServiceEntry.order_id).where(ServiceEntry.account == ServiceAccount.OWED_BACK)
    found = found.group_by(col(ServiceEntry.order_id)).having(func.sum(ServiceEntry.amount_fen) < 0)
    return session.exec(found.order_by(col(ServiceEntry.order_id))).all()


def at_the_provider(session: Session, *, since: datetime) -> dict[str, int]:
    """What each posting since moved on our balance at the card provider, in fen, by its reference."""
    moved = select(ServicePosting.reference, func.sum(ServiceEntry.amount_fen))
    moved = moved.join(ServiceEntry, col(ServiceEntry.posting_id) == ServicePosting.id)
    found = moved.where(ServiceEntry.account == ServiceAccount.RECEIPTS, ServicePosting.at >= since)
    return {name: int(total) for name, total in session.exec(found.group_by(ServicePosting.reference)).all()}


def amounts_of(session: Session, references: Sequence[str]) -> dict[str, int]:
    """The same of postings with these references, whenever they were booked."""
    moved = select(ServicePosting.reference, func.sum(ServiceEntry.amount_fen))
    moved = moved.join(ServiceEntry, col(ServiceEntry.posting_id) == ServicePosting.id)
    moved = moved.where(ServiceEntry.account == ServiceAccount.RECEIPTS).group_by(ServicePosting.reference)
    portions = [references[at : at + A_QUESTION] for at in range(0, len(references), A_QUESTION)]
    asked = (moved.where(col(ServicePosting.reference).in_(names)) for names in portions)
    return {name: int(total) for one in asked for name, total in session.exec(one).all()}


def income(session: Session) -> dict[ServiceKind, dict[ServiceAccount, int]]:
    """What stands on the accounts of income and VAT for each kind of service, in fen, earned above nothing."""
    kept = (ServiceAccount.INCOME, ServiceAccount.VAT)
    found = select(ServiceOrder.service, ServiceEntry.account, func.sum(ServiceEntry.amount_fen))
    found = found.join(ServiceOrder, col(ServiceOrder.id) == ServiceEntry.order_id)
    found = found.where(col(ServiceEntry.account).in_(kept)).group_by(ServiceOrder.service, ServiceEntry.account)
    sums: dict[ServiceKind, dict[ServiceAccount, int]] = {}
    for kind, account, total in session.exec(found).all():
        sums.setdefault(ServiceKind(kind), {})[ServiceAccount(account)] = -int(total)
    return sums


def paid_by(session: Session, supplier_id: UUID) -> int:
    """What the supplier has paid for services and did not get back, in fen, VAT included."""
    kept = (ServiceAccount.INCOME, ServiceAccount.VAT)
    found = select(func.coalesce(func.sum(ServiceEntry.amount_fen), 0))
    found = found.join(ServiceOrder, col(ServiceOrder.id) == ServiceEntry.order_id)
    return -int(
        session.exec(found.where(ServiceOrder.supplier_id == supplier_id, col(ServiceEntry.account).in_(kept))).one()
    )
