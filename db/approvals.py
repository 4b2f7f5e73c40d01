"""Purchases that wait for an approver of their buyer: the organisation's threshold, what was asked and decided."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, bindparam
from sqlmodel import Session, col, func, select

from db.accounts import Membership, Person, Role
from db.columns import Choice, Identity, Moment, Row, Whole, Words, column, identity, refers_to


class ApprovalStatus(StrEnum):
    WAITING = "waiting"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class ApprovalRule(Row, table=True):
    """Purchases of the organisation above so much, placed by a member who is no approver, wait for one."""

    __tablename__ = "approval_rule"

    organisation_id: UUID = column(Identity, foreign_key="organisation.id", primary_key=True)
    above_fen: int = column(Whole(0))
    set_by: UUID = refers_to("person.id", index=False)
    set_at: datetime = column(Moment)


class Approval(Row, table=True):
    """`above_fen` is the threshold of that day; `decided_by` is None where nobody decided."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="ck_approval_decided"),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="ck_approval_four_eyes"),
        Index("ix_approval_organisation", "organisation_id", "status"),
    )

    id: UUID = identity()
    purchase_id: UUID = column(Identity, foreign_key="purchase.id", unique=True)
    organisation_id: UUID = refers_to("organisation.id", index=False)
    asked_by: UUID = refers_to("person.id", index=False)
    asked_at: datetime = column(Moment)
    above_fen: int = column(Whole(0))
    status: ApprovalStatus = column(Choice(ApprovalStatus), default=ApprovalStatus.WAITING)
    decided_by: UUID | None = refers_to("person.id", index=False, default=None)
    decided_at: datetime | None = column(Moment, default=None)
    note: str = column(Words(300), default="")


RULE = select(ApprovalRule).where(col(ApprovalRule.organisation_id) == bindparam("organisation"))


def rule_of(session: Session, organisation_id: UUID) -> ApprovalRule | None:
    return session.exec(RULE, params={"organisation": organisation_id}).first()


def of_purchase(session: Session, purchase_id: UUID) -> Approval | None:
    """Read under the lock of the purchase wherever something is decided by it."""
    found = select(Approval).where(Approval.purchase_id == purchase_id)
    return session.exec(found.execution_options(populate_existing=True)).first()


def of_purchases(session: Session, purchase_ids: Sequence[UUID]) -> dict[UUID, Approval]:
    found = session.exec(select(Approval).where(col(Approval.purchase_id).in_(purchase_ids))).all()
    return {one.purchase_id: one for one in found}


def of_organisation(session: Session, organisation_id: UUID, *, limit: int) -> Sequence[Approval]:
    """What was asked of its approvers, the newest first."""
    found = select(Approval).where(Approval.organisation_id == organisation_id)
    return session.exec(found.order_by(col(Approval.asked_at).desc(), col(Approval.id).desc()).limit(limit)).all()


def waiting(session: Session, organisation_id: UUID) -> int:
    open_still = (Approval.organisation_id == organisation_id, Approval.status == ApprovalStatus.WAITING)
    return session.exec(select(func.count()).select_from(Approval).where(*open_still)).one()


def members(session: Session, organisation_id: UUID) -> Sequence[tuple[Membership, Person]]:
    """Who acts for a buying organisation, the oldest membership first."""
    found = select(Membership, Person).join(Person, col(Person.id) == Membership.person_id)
    live = (Membership.organisation_id == organisation_id, Membership.role == Role.BUYER)
    found = found.where(*live, col(Membership.ended_at).is_(None), col(Person.disabled_at).is_(None))
    return session.exec(found.order_by(col(Membership.created_at), col(Membership.id))).all()


def people(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, Person]:
    return {one.id: one for one in session.exec(select(Person).where(col(Person.id).in_(person_ids))).all()}
