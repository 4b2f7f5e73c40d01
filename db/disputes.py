"""Disputes between the parties of an order: what is asked for and why, what each side said, how it ended."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Session, col, select

from db.accounts import Membership, Organisation, Person, lying_in
from db.columns import Choice, Flag, Identity, Moment, Row, Whole, Words, column, identity, refers_to
from db.media import StoredFile
from db.orders import Order
from db.products import plain

LIVE_SAID = "status IN ('open', 'answered', 'with_official')"
LONGEST_SAID = 4000


class Side(StrEnum):
    BUYER = "buyer"
    SUPPLIER = "supplier"


class Ground(StrEnum):
    NOT_DELIVERED = "not_delivered"
    NOT_AS_DESCRIBED = "not_as_described"
    DAMAGED = "damaged"
    QUANTITY = "quantity"
    RETURN_REFUSED = "return_refused"
    PAYMENT = "payment"
    NOT_INSPECTED = "not_inspected"
    OTHER = "other"


class Remedy(StrEnum):
    """What is asked for; the first two move money."""

    AMOUNT_OFF = "amount_off"
    GOODS_BACK = "goods_back"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    INSPECTION = "inspection"


class DisputeStatus(StrEnum):
    """`WITH_OFFICIAL`: an official has taken it, or the time to answer is over and one is waited for."""

    OPEN = "open"
    ANSWERED = "answered"
    WITH_OFFICIAL = "with_official"
    DECIDED = "decided"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """`UPHELD`: what was asked for is to be done by the other side; no money moves with it."""

    DISMISSED = "dismissed"
    AMOUNT_OFF = "amount_off"
    UNDONE = "undone"
    UPHELD = "upheld"


class Saying(StrEnum):
    OPENING = "opening"
    ANSWER = "answer"
    QUESTION = "question"
    REPLY = "reply"


class Dispute(Row, table=True):
    """`amount_fen`: what is asked for is worth so much; `off_fen`: what was taken off in the end. `key` makes a double
    click the same dispute. An order has one that is alive at most."""

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint(f"({LIVE_SAID}) = (ended_at IS NULL)", name="ck_dispute_ended"),
        CheckConstraint("off_fen = 0 OR outcome IN ('amount_off', 'undone')", name="ck_dispute_taken_off"),
        Index("uq_dispute_live", "order_id", unique=True, sqlite_where=text(LIVE_SAID),
              postgresql_where=text(LIVE_SAID)),
    )  # fmt: skip

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    key: str = column(Words(80), unique=True)
    order_id: UUID = refers_to("order.id")
    opened_by: Side = column(Choice(Side))
    ground: Ground = column(Choice(Ground))
    remedy: Remedy = column(Choice(Remedy))
    amount_fen: int = column(Whole(0))
    status: DisputeStatus = column(Choice(DisputeStatus), index=True, default=DisputeStatus.OPEN)
    opened_at: datetime = column(Moment)
    answer_by: datetime = column(Moment)
    passed_on_at: datetime | None = column(Moment, default=None)
    official_id: UUID | None = refers_to("person.id", index=False, default=None)
    taken_at: datetime | None = column(Moment, default=None)
    outcome: Outcome | None = column(Choice(Outcome), default=None)
    off_fen: int = column(Whole(0), default=0)
    goods_back: bool = column(Flag, default=False)
    reasons_zh: str = column(Words(LONGEST_SAID), default="")
    reasons_en: str = column(Words(LONGEST_SAID), default="")
    ended_at: datetime | None = column(Moment, default=None)
    ended_by: str = column(Words(200), default="")


class DisputeLine(Row, table=True):
    """Goods that are asked to be taken back, in thousandths."""

    __tablename__ = "dispute_line"
    __table_args__ = (UniqueConstraint("dispute_id", "line_id", name="uq_dispute_line"),)

    id: UUID = identity()
    dispute_id: UUID = refers_to("dispute.id", index=False)
    line_id: UUID = column(Identity, foreign_key="order_line.id")
    quantity_milli: int = column(Whole(1))


class DisputeSaid(Row, table=True):
    """A statement, a question or its reply; of a question `side` is who is asked. Each is said once a side."""

    __tablename__ = "dispute_said"
    __table_args__ = (UniqueConstraint("dispute_id", "saying", "side", name="uq_dispute_said"),)

    id: UUID = identity()
    dispute_id: UUID = refers_to("dispute.id", index=False)
    saying: Saying = column(Choice(Saying))
    side: Side = column(Choice(Side))
    text: str = column(Words(LONGEST_SAID))
    at: datetime = column(Moment)
    by: str = column(Words(200))


class DisputeFile(Row, table=True):
    """Evidence that came with what was said."""

    __tablename__ = "dispute_file"

    id: UUID = identity()
    said_id: UUID = refers_to("dispute_said.id")
    file_id: UUID = refers_to("stored_file.id", unique=True)


LIVE = (DisputeStatus.OPEN, DisputeStatus.ANSWERED, DisputeStatus.WITH_OFFICIAL)


def by_code(session: Session, code: str) -> Dispute | None:
    return session.exec(select(Dispute).where(col(Dispute.code).in_(plain([code])))).first()


def by_key(session: Session, key: str) -> Dispute | None:
    return session.exec(select(Dispute).where(Dispute.key == key)).first()


def fresh(session: Session, dispute_id: UUID) -> Dispute:
    """The dispute as it stands now; whoever changes it holds the row of its order."""
    return session.get_one(Dispute, dispute_id, populate_existing=True)


def of_order(session: Session, order_id: UUID) -> Sequence[Dispute]:
    """The first opened first."""
    found = select(Dispute).where(Dispute.order_id == order_id)
    return session.exec(found.order_by(col(Dispute.opened_at), col(Dispute.code))).all()


def live(session: Session, order_id: UUID) -> Dispute | None:
    """The one that is not ended, as it stands now."""
    found = select(Dispute).where(Dispute.order_id == order_id, col(Dispute.status).in_(LIVE))
    return session.exec(found.execution_options(populate_existing=True)).first()


def contested(session: Session, order_ids: Sequence[UUID]) -> dict[UUID, int]:
    """What is in dispute of each order now, in fen; those without a dispute are missing."""
    found = select(Dispute.order_id, Dispute.amount_fen)
    return dict(session.exec(found.where(col(Dispute.order_id).in_(order_ids), col(Dispute.status).in_(LIVE))).all())


def alive(session: Session, order_ids: Sequence[UUID]) -> dict[UUID, DisputeStatus]:
    """How the dispute of each order stands, of those that have one now."""
    found = select(Dispute.order_id, Dispute.status)
    found = found.where(col(Dispute.order_id).in_(order_ids), col(Dispute.status).in_(LIVE))
    return {order_id: DisputeStatus(status) for order_id, status in session.exec(found).all()}


def lines(session: Session, dispute_id: UUID) -> Sequence[DisputeLine]:
    return session.exec(select(DisputeLine).where(DisputeLine.dispute_id == dispute_id)).all()


def said(session: Session, dispute_ids: Sequence[UUID]) -> Sequence[DisputeSaid]:
    """What was said, in its order."""
    found = select(DisputeSaid).where(col(DisputeSaid.dispute_id).in_(dispute_ids))
    return session.exec(found.order_by(col(DisputeSaid.at), col(DisputeSaid.id))).all()


def files(session: Session, said_ids: Sequence[UUID]) -> Sequence[tuple[UUID, StoredFile]]:
    """Evidence with what it came with."""
    found = select(DisputeFile.said_id, StoredFile).join(StoredFile, col(StoredFile.id) == DisputeFile.file_id)
    return session.exec(
        found.where(col(DisputeFile.said_id).in_(said_ids)).order_by(col(StoredFile.name), col(DisputeFile.id))
    ).all()


def order_of_file(session: Session, file_id: UUID) -> Order | None:
    """The order in whose dispute the file is evidence."""
    found = select(Order).join(Dispute, col(Dispute.order_id) == Order.id)
    found = found.join(DisputeSaid, col(DisputeSaid.dispute_id) == Dispute.id)
    found = found.join(DisputeFile, col(DisputeFile.said_id) == DisputeSaid.id)
    return session.exec(found.where(DisputeFile.file_id == file_id)).first()


def for_officials(
    session: Session, city: str | None, district: str | None, *, ended: bool, limit: int
) -> Sequence[tuple[Dispute, Order]]:
    """Disputes of buyers in a place: those that are alive, the oldest first, or those decided, the newest first."""
    found = select(Dispute, Order).join(Order, col(Order.id) == Dispute.order_id)
    found = found.join(Organisation, col(Organisation.id) == Order.buyer_id).where(*lying_in(city, district))
    if ended:
        decided = found.where(Dispute.status == DisputeStatus.DECIDED)
        return session.exec(decided.order_by(col(Dispute.ended_at).desc(), col(Dispute.code)).limit(limit)).all()
    alive = found.where(col(Dispute.status).in_(LIVE))
    return session.exec(alive.order_by(col(Dispute.opened_at), col(Dispute.code)).limit(limit)).all()


def belongs_to(session: Session, person_id: UUID, organisation_ids: Sequence[UUID]) -> bool:
    """Whether the person is a member of one of the organisations, in whatever role."""
    found = select(Membership.id).where(Membership.person_id == person_id)
    return session.exec(found.where(col(Membership.organisation_id).in_(organisation_ids)).limit(1)).first() is not None


def languages(session: Session, organisation_ids: Sequence[UUID]) -> set[str]:
    """The languages that members of these organisations have chosen to read; Chinese where they have chosen none."""
    found = select(Person.language).join(Membership, col(Membership.person_id) == Person.id)
    chosen = session.exec(found.where(col(Membership.organisation_id).in_(organisation_ids))).all()
    return {one or "zh" for one in chosen} or {"zh"}
