"""One line per change, written in the same transaction as the change, sealed over the line before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from db import audit as store
from db.audit import AuditEntry
from db.engine import reading
from services import clock, texts
from services.permissions import Permission, require
from services.visitors import NOBODY, Visitor

__all__ = ["AuditEntry", "ChainCheck", "Event", "check_chain", "noted", "recent", "record"]


class Event(StrEnum):
    """What can happen; alphabetical."""

    ACCOUNT_MEMBERSHIP_CHANGED = "account:membership:changed"
    ACCOUNT_PASSWORD_CHANGED = "account:password:changed"  # noqa: S105
    ACCOUNT_SIGNED_IN = "account:signed_in"
    ACCOUNT_SIGNED_OUT = "account:signed_out"
    ACCOUNT_SIGNED_UP = "account:signed_up"
    ANNOUNCEMENT_CHANGED = "announcement:changed"
    ANNOUNCEMENT_DRAFTED = "announcement:drafted"
    ANNOUNCEMENT_PUBLISHED = "announcement:published"
    ANNOUNCEMENT_WITHDRAWN = "announcement:withdrawn"
    APPROVAL_ASKED = "approval:asked"
    APPROVAL_LAPSED = "approval:lapsed"
    APPROVAL_REFUSED = "approval:refused"
    APPROVAL_RELEASED = "approval:released"
    APPROVAL_RULE_SET = "approval:rule:set"
    APPROVAL_WITHDRAWN = "approval:withdrawn"
    AUDIT_CHECKED = "audit:checked"
    BANK_ACCOUNT_ANNOUNCED = "bank_account:announced"
    BANK_ACCOUNT_ASKED = "bank_account:asked"
    BANK_ACCOUNT_SET = "bank_account:set"
    COLLECTION_SEEDED = "collection:seeded"
    DASHBOARD_EXPORTED = "dashboard:exported"
    CHARGEBACK_ANSWERED = "chargeback:answered"
    CHARGEBACK_CHANGED = "chargeback:changed"
    CHARGEBACK_OPENED = "chargeback:opened"
    CHARGEBACK_STATED = "chargeback:stated"
    DISPUTE_ANSWERED = "dispute:answered"
    DISPUTE_ASKED = "dispute:asked"
    DISPUTE_DECIDED = "dispute:decided"
    DISPUTE_OPENED = "dispute:opened"
    DISPUTE_PASSED_ON = "dispute:passed_on"
    DISPUTE_REMINDED = "dispute:reminded"
    DISPUTE_REPLIED = "dispute:replied"
    DISPUTE_SETTLED = "dispute:settled"
    DISPUTE_TAKEN = "dispute:taken"
    DISPUTE_WITHDRAWN = "dispute:withdrawn"
    EXHIBITION_CHANGED = "exhibition:changed"
    EXHIBITION_CLOSED = "exhibition:closed"
    EXHIBITION_DRAFTED = "exhibition:drafted"
    EXHIBITION_PUBLISHED = "exhibition:published"
    FILE_STORED = "file:stored"
    INVOICE_ACCEPTED = "invoice:accepted"
    INVOICE_ASKED = "invoice:asked"
    INVOICE_CORRECTION_CALLED = "invoice:correction:called"
    INVOICE_EXPORTED = "invoice:exported"
    INVOICE_ISSUED = "invoice:issued"
    INVOICE_REMINDED = "invoice:reminded"
    INVOICE_REPLACED = "invoice:replaced"
    INVOICE_RETURNED = "invoice:returned"
    INVOICE_WITHDRAWN = "invoice:withdrawn"
    LIMIT_LIFTED = "limit:lifted"
    LIMIT_SET = "limit:set"
    LIST_CHANGED = "list:changed"
    LIST_DELETED = "list:deleted"
    LIST_MADE = "list:made"
    LIST_SHARED = "list:shared"
    LIST_UNSHARED = "list:unshared"
    LISTING_CHANGED = "listing:changed"
    LISTING_DRAFTED = "listing:drafted"
    LISTING_PUBLISHED = "listing:published"
    LISTING_RETURNED = "listing:returned"
    LISTING_SUBMITTED = "listing:submitted"
    LISTING_TAKEN_OFF = "listing:taken_off"
    MEMBER_INVITED = "member:invited"
    MEMBER_JOINED = "member:joined"
    MESSAGE_WRITTEN = "message:written"
    ORDER_ACCEPTANCE_ANNOUNCED = "order:acceptance:announced"
    ORDER_ACCEPTED = "order:accepted"
    ORDER_APPROVED = "order:approved"
    ORDER_CANCELLED = "order:cancelled"
    ORDER_CLOSED = "order:closed"
    ORDER_CONFIRMATION_REMINDED = "order:confirmation:reminded"
    ORDER_CONFIRMED = "order:confirmed"
    ORDER_PART_RECEIVED = "order:part:received"
    ORDER_PART_REFUSED = "order:part:refused"
    ORDER_PART_SHIPPED = "order:part:shipped"
    ORDER_RECEIVED = "order:received"
    ORDER_REDUCED = "order:reduced"
    ORDER_SHIPPED = "order:shipped"
    ORDER_UNDELIVERABLE = "order:undeliverable"
    PAYMENT_AGREED = "payment:agreed"
    PAYMENT_FAILED = "payment:failed"
    PAYMENT_LAPSED = "payment:lapsed"
    PAYMENT_MISMATCHED = "payment:mismatched"
    PAYMENT_OPENED = "payment:opened"
    PAYMENT_RECEIVED = "payment:received"
    PAYMENT_REFUNDED = "payment:refunded"
    PAYMENT_REFUND_FAILED = "payment:refund:failed"
    PAYMENT_REMINDED = "payment:reminded"
    PAYOUT_ACCOUNT_CHANGED = "payout:account:changed"
    PAYOUT_ACCOUNT_OPENED = "payout:account:opened"
    PAYOUT_BOOKS_COMPARED = "payout:books:compared"
    PAYOUT_DROPPED = "payout:dropped"
    PAYOUT_PLANNED = "payout:planned"
    PAYOUT_REFUSED = "payout:refused"
    PAYOUT_SENT = "payout:sent"
    PAYOUT_STATEMENT_TAKEN = "payout:statement:taken"
    PAYOUT_TAKEN_BACK = "payout:taken_back"
    PROTOCOL_TAKEN = "protocol:taken"
    PROTOCOL_WRITTEN = "protocol:written"
    PURCHASE_PLACED = "purchase:placed"
    PURCHASE_SPLIT_SUSPECTED = "purchase:split:suspected"
    QUOTATION_ACCEPTED = "quotation:accepted"
    QUOTATION_CALLED_OFF = "quotation:called_off"
    QUOTATION_CLOSED = "quotation:closed"
    QUOTATION_DECLINED = "quotation:declined"
    QUOTATION_GIVEN = "quotation:given"
    QUOTATION_REQUESTED = "quotation:requested"
    QUOTATION_REQUEST_WITHDRAWN = "quotation:request:withdrawn"
    QUOTATION_WITHDRAWN = "quotation:withdrawn"
    RETURN_AGREED = "return:agreed"
    RETURN_ARRIVED = "return:arrived"
    RETURN_ASKED = "return:asked"
    RETURN_DECLINED = "return:declined"
    RETURN_WAIVED = "return:waived"
    RETURN_WITHDRAWN = "return:withdrawn"
    SERVICE_BEGUN = "service:begun"
    SERVICE_BEGINNING_REMINDED = "service:beginning:reminded"
    SERVICE_CANCELLED = "service:cancelled"
    SERVICE_CLOSED = "service:closed"
    SERVICE_DELIVERED = "service:delivered"
    SERVICE_ORDERED = "service:ordered"
    SERVICE_PAID = "service:paid"
    SERVICE_PAID_TWICE = "service:paid:twice"
    SERVICE_PAYMENT_ENDED = "service:payment:ended"
    SERVICE_PAYMENT_MISMATCHED = "service:payment:mismatched"
    SERVICE_PAYMENT_OPENED = "service:payment:opened"
    SERVICE_REFUND_FAILED = "service:refund:failed"
    SERVICE_REFUNDED = "service:refunded"
    STANDARD_IMPORTED = "standard:imported"
    STOCK_CHANGED = "stock:changed"
    STOCK_LOW = "stock:low"
    STOCK_RECOVERED = "stock:recovered"
    STOCK_WATCHED = "stock:watched"
    SUPPLIER_APPROVED = "supplier:approved"
    SUPPLIER_DRAFTED = "supplier:drafted"
    SUPPLIER_PAPER_ADDED = "supplier:paper:added"
    SUPPLIER_RETURNED = "supplier:returned"
    SUPPLIER_SUBMITTED = "supplier:submitted"
    TARIFF_ENDED = "tariff:ended"
    TARIFF_SET = "tariff:set"
    TAXPAYER_STATED = "taxpayer:stated"
    TRANSFER_TOLD = "transfer:told"
    VAT_SET = "vat:set"


@dataclass(frozen=True)
class ChainCheck:
    """`broken_at` is the number of the first entry that does not fit, None when all fit."""

    entries: int
    broken_at: int | None
    head: str


def record(db: Session, actor: Visitor, event: Event, subject: object, **data: object) -> None:
    """Note a change. `subject` is a code or an id; `data` holds plain values, never a secret or personal data."""
    plain = {name: value if isinstance(value, int | bool | None) else str(value) for name, value in data.items()}
    who = None if actor.person_id == NOBODY else actor.person_id
    entry = AuditEntry(
        number=1,
        at=clock.now(),
        actor_id=who,
        actor=actor.signature,
        event=event,
        subject=str(subject),
        data=plain,
        previous="",
        seal="",
    )
    store.remember(db, entry)


def noted(db: Session, event: Event, subject: object) -> bool:
    """Whether it is in the log, or about to be."""
    return store.known(db, event, str(subject))


def recent(visitor: Visitor, words: str = "", *, before: int | None = None, limit: int = 50) -> Sequence[AuditEntry]:
    """The newest entries that contain `words`; `before` is the number to go on from."""
    require(visitor, Permission.AUDIT_READ)
    with reading() as db:
        return store.matching(db, texts.printable(words).strip()[:200], before=before, limit=limit)


def check_chain(visitor: Visitor) -> ChainCheck:
    require(visitor, Permission.AUDIT_READ)
    with reading() as db:
        return walk_chain(db)


def walk_chain(db: Session) -> ChainCheck:
    """Recompute every seal from the first entry on."""
    previous, count = store.GENESIS, 0
    for entry in store.chain(db):
        count += 1
        if entry.number != count or entry.previous != previous or store.seal(entry) != entry.seal:
            return ChainCheck(entries=count, broken_at=count, head=previous)
        previous = entry.seal
    return ChainCheck(entries=count, broken_at=None, head=previous)
