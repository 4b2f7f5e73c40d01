"""Checkout sessions at the payment provider, and the provider's events: each kept once."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from db.columns import Choice, Moment, Row, Whole, Words, column, identity, refers_to
from db.orders import Purchase

ASKED = "asked:"


class SessionStatus(StrEnum):
    OPENING = "opening"
    OPEN = "open"
    WAITING = "waiting"
    PAID = "paid"
    EXPIRED = "expired"
    FAILED = "failed"


class CheckoutSession(Row, table=True):
    """Our side of one Checkout Session: what we asked the provider to collect, and until when."""

    __tablename__ = "checkout_session"

    id: UUID = identity()
    purchase_id: UUID = refers_to("purchase.id", unique=True)
    provider_id: str | None = column(Words(120), default=None, unique=True)
    payment_intent: str | None = column(Words(120), default=None, unique=True)
    url: str = column(Words(2000), default="")
    amount_fen: int = column(Whole(1))
    status: SessionStatus = column(Choice(SessionStatus), default=SessionStatus.OPENING, index=True)
    created_at: datetime = column(Moment)
    expires_at: datetime = column(Moment, index=True)


class ProviderEvent(Row, table=True):
    """An event we have acted on; its id for good, so that no replay acts twice."""

    __tablename__ = "provider_event"
    __unaudited__ = True

    id: str = column(Words(120), primary_key=True)
    type: str = column(Words(120))
    object_id: str = column(Words(120), default="", index=True)
    received_at: datetime = column(Moment)


def of_purchase(session: Session, purchase_id: UUID) -> CheckoutSession | None:
    return session.exec(select(CheckoutSession).where(CheckoutSession.purchase_id == purchase_id)).first()


def by_provider_id(session: Session, provider_id: str) -> CheckoutSession | None:
    return session.exec(select(CheckoutSession).where(CheckoutSession.provider_id == provider_id)).first()


def by_payment_intent(session: Session, payment_intent: str) -> CheckoutSession | None:
    return session.exec(select(CheckoutSession).where(CheckoutSession.payment_intent == payment_intent)).first()


def any_opening(session: Session) -> bool:
    """Whether a session may exist at the provider whose name we have not noted yet."""
    return (
        session.exec(select(CheckoutSession.id).where(col(CheckoutSession.provider_id).is_(None))).first() is not None
    )


def opened_since(session: Session, person_id: UUID, since: datetime) -> int:
    """How many payments the person has started since a moment."""
    found = select(func.count(col(CheckoutSession.id))).join(Purchase, col(Purchase.id) == CheckoutSession.purchase_id)
    return session.exec(found.where(Purchase.person_id == person_id, CheckoutSession.created_at >= since)).one()


def event_known(session: Session, event_id: str) -> bool:
    return session.get(ProviderEvent, event_id) is not None


def note_asked(session: Session, at: datetime) -> None:
    """Every event until then has been asked for and acted on: kept among them, so that nothing else is needed."""
    keep_event(session, ProviderEvent(id=f"{ASKED}{at.isoformat()}", type="asked", received_at=at))


def last_asked(session: Session) -> datetime | None:
    """Not when one was last received: what comes by itself says nothing of those before it."""
    return session.exec(
        select(func.max(col(ProviderEvent.received_at))).where(col(ProviderEvent.id).startswith(ASKED))
    ).one()


def keep_event(session: Session, event: ProviderEvent) -> None:
    """Keep the event's id; when another thread has kept it already, that is as good."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(ProviderEvent).values(**event.model_dump()).on_conflict_do_nothing())


def unsettled(session: Session, before: datetime) -> Sequence[CheckoutSession]:
    """Sessions still undecided although created before `before`, oldest first."""
    waiting = (SessionStatus.OPENING, SessionStatus.OPEN, SessionStatus.WAITING)
    found = select(CheckoutSession).where(col(CheckoutSession.status).in_(waiting), CheckoutSession.created_at < before)
    return session.exec(found.order_by(col(CheckoutSession.created_at))).all()
