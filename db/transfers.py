"""Corporate transfers: to which account a supplier is paid, and what buyers say they have sent."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Session, col, select

from db.columns import Day, Moment, Row, Words, column, identity, refers_to
from db.orders import Order


class BankAccount(Row, table=True):
    """An account of the supplier's own name, from this moment on; rows are only added, the newest counts."""

    __tablename__ = "bank_account"
    __table_args__ = (Index("ix_bank_account_supplier", "supplier_id", "set_at"),)

    id: UUID = identity()
    supplier_id: UUID = refers_to("supplier.id", index=False)
    bank: str = column(Words(120))
    number: str = column(Words(30))
    bank_code: str = column(Words(12), default="")
    set_by: str = column(Words(200))
    set_at: datetime = column(Moment)


class TransferNotice(Row, table=True):
    """A buyer says that the money is on its way: which day, under which number at its bank, with the bank's paper."""

    __tablename__ = "transfer_notice"

    id: UUID = identity()
    order_id: UUID = refers_to("order.id")
    paid_on: date = column(Day)
    serial: str = column(Words(60))
    file_id: UUID | None = refers_to("stored_file.id", unique=True, index=False, default=None)
    said_by: str = column(Words(200))
    said_at: datetime = column(Moment)


def accounts(session: Session, supplier_id: UUID) -> Sequence[BankAccount]:
    """All the supplier has named, the newest first."""
    found = select(BankAccount).where(BankAccount.supplier_id == supplier_id)
    return session.exec(found.order_by(col(BankAccount.set_at).desc(), col(BankAccount.id).desc())).all()


def notices(session: Session, order_id: UUID) -> Sequence[TransferNotice]:
    """The newest first."""
    found = select(TransferNotice).where(TransferNotice.order_id == order_id)
    return session.exec(found.order_by(col(TransferNotice.said_at).desc(), col(TransferNotice.id).desc())).all()


def order_of_file(session: Session, file_id: UUID) -> Order | None:
    """The order about whose payment the file is a bank's paper."""
    found = select(Order).join(TransferNotice, col(TransferNotice.order_id) == Order.id)
    return session.exec(found.where(TransferNotice.file_id == file_id)).first()
