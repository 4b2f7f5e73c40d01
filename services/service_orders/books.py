"""The ledger of services: income and VAT of the museum, what came by card and by transfer, what must go back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db import numbers
from db import service_books as store
from db.accounts import Organisation
from db.service_books import ServiceAccount, ServiceEntry, ServicePosting, ServiceReason
from db.service_orders import ServiceOrder, ServicePaper, ServicePaperKind
from db.suppliers import Supplier
from services import clock, money
from services.ledger import FAILED

__all__ = [
    "balance", "earn", "earned_by", "failures", "kept_payment", "owed_back_by_transfer", "posted", "refund",
    "refund_failed", "release", "surplus",
]  # fmt: skip

A, R = ServiceAccount, ServiceReason
PREFIX = {ServicePaperKind.INVOICE: "SI", ServicePaperKind.CREDIT_NOTE: "SC"}


def post(db: Session, order: ServiceOrder, reason: ServiceReason, reference: str,
         amounts: Mapping[ServiceAccount, int]) -> None:  # fmt: skip
    """Write one posting, debits above nothing. A second one with the same reference breaks a constraint."""
    if sum(amounts.values()) or not any(amounts.values()):
        raise ValueError(f"a posting moves money and balances, got {dict(amounts)}")
    posting = ServicePosting(order_id=order.id, reason=reason, reference=reference, at=clock.now())
    db.add(posting)
    db.flush()
    for account, fen in amounts.items():
        if fen:
            db.add(ServiceEntry(posting_id=posting.id, order_id=order.id, account=account, amount_fen=fen))


def posted(db: Session, reference: str) -> bool:
    return store.by_reference(db, reference) is not None


def parts(order: ServiceOrder) -> tuple[int, int]:
    """Net and VAT of the order."""
    net = money.net_of(order.total_fen, order.vat_rate)
    return net, order.total_fen - net


def earn(db: Session, order: ServiceOrder, came_to: ServiceAccount, reference: str) -> None:
    """The order is paid: income and VAT, and the invoice for it."""
    net, vat = parts(order)
    post(db, order, R.PAID, reference, {came_to: order.total_fen, A.INCOME: -net, A.VAT: -vat})
    issue(db, order, ServicePaperKind.INVOICE)


def surplus(db: Session, order: ServiceOrder, reference: str, amount_fen: int) -> None:
    """Paid for what is paid already, or is gone: owed back at once, never income."""
    post(db, order, R.SURPLUS, reference, {A.RECEIPTS: amount_fen, A.OWED_BACK: -amount_fen})


def release(db: Session, order: ServiceOrder) -> bool:
    """Undo what was earned by a paid order: it is owed back in full, and a credit note takes the invoice back."""
    if not was_earned(db, order) or posted(db, f"released:{order.code}"):
        return False
    net, vat = parts(order)
    amounts = {A.INCOME: net, A.VAT: vat, A.OWED_BACK: -order.total_fen}
    post(db, order, R.RELEASED, f"released:{order.code}", amounts)
    issue(db, order, ServicePaperKind.CREDIT_NOTE)
    return True


def refund(db: Session, order: ServiceOrder, left_from: ServiceAccount, reference: str, amount_fen: int) -> None:
    post(db, order, R.REFUNDED, reference, {A.OWED_BACK: amount_fen, left_from: -amount_fen})


def refund_failed(db: Session, order: ServiceOrder, refund_id: str, amount_fen: int) -> None:
    """The bank did not take it: what went back is here again, and owed as before."""
    post(db, order, R.REFUND_FAILED, refund_id + FAILED, {A.RECEIPTS: amount_fen, A.OWED_BACK: -amount_fen})


def failures(db: Session, order_id: UUID) -> list[datetime]:
    """When refunds of the order have come back."""
    return [one.at for one in store.postings(db, order_id) if one.reason is R.REFUND_FAILED]


def was_earned(db: Session, order: ServiceOrder) -> bool:
    return earned_by(db, order) is not None


def earned_by(db: Session, order: ServiceOrder) -> str | None:
    """The reference of the payment that the order was paid with: a payment intent, or a transfer."""
    return next((one.reference for one in store.postings(db, order.id) if one.reason is R.PAID), None)


def kept_payment(db: Session, order: ServiceOrder) -> str | None:
    """The same, unless it is owed back."""
    return None if posted(db, f"released:{order.code}") else earned_by(db, order)


def balance(entries: Sequence[ServiceEntry], account: ServiceAccount) -> int:
    return sum(entry.amount_fen for entry in entries if entry.account is account)


def owed_back_by_transfer(db: Session, order_id: UUID) -> int:
    """What finance must send back from the bank account, in fen."""
    released = any(one.reason is R.RELEASED for one in store.postings(db, order_id))
    return balance(store.entries(db, order_id), A.TRANSFERS) if released else 0


def issue(db: Session, order: ServiceOrder, kind: ServicePaperKind) -> None:
    """The next paper of the year, to the supplier as it is called today."""
    owner = db.get_one(Organisation, db.get_one(Supplier, order.supplier_id).organisation_id)
    net, vat = parts(order)
    db.add(
        ServicePaper(
            code=numbers.yearly(db, PREFIX[kind], clock.today().year), order_id=order.id, kind=kind,
            title=owner.name_zh, tax_code=owner.credit_code or "", net_fen=net, vat_fen=vat,
            gross_fen=order.total_fen, issued_at=clock.now(),
        )
    )  # fmt: skip
    db.flush()
