"""The payment slip of an order by transfer: to whom, how much, which reference, until when; for its buyer only."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from db import orders
from db import transfers as store
from db.accounts import Organisation
from db.engine import reading, transaction
from db.orders import Method, Order, OrderStatus, Purchase
from db.suppliers import Supplier
from db.transfers import BankAccount
from services import audit, clock, documents, ledger, order_rights, references
from services.audit import Event
from services.documents import Lang, TransferSlip
from services.errors import Conflict, Missing
from services.ledger import PaymentState
from services.order_deadlines import TRANSFER_DAYS
from services.order_rights import Opened, Party
from services.permissions import Permission, require
from services.settings import settings
from services.visitors import Visitor

__all__ = ["Slip", "ask_for_account", "pdf", "slip"]


@dataclass(frozen=True)
class Slip:
    """`account` is None until the supplier has named one; `changed_on`: the day it was changed, where that was after
    the order had been placed; `due_on` is known once the goods are accepted."""

    order_code: str
    purchase_code: str
    payee: Organisation
    payer: Organisation
    account: BankAccount | None
    amount_fen: int
    reference: str
    placed_on: date
    due_on: date | None
    changed_on: date | None
    asked: bool


def slip(buyer: Visitor, order_code: str) -> Slip:
    """Missing for strangers and suppliers alike; Conflict for an order that is not to be paid by transfer, or is."""
    require(buyer, Permission.ORDER_READ)
    with reading() as db:
        return slip_of(db, agreed(db, buyer, order_code))


def agreed(db: Session, buyer: Visitor, order_code: str) -> Opened:
    found = orders.order_by_code(db, order_code)
    if found is None or order_rights.party_of(db, buyer, found) is not Party.BUYER:
        raise Missing("There is no such order.")
    seen = order_rights.seen_by(db, db.get_one(Purchase, found.purchase_id), found, Party.BUYER)
    if seen.purchase.method is not Method.TRANSFER or seen.state is not PaymentState.AGREED:
        raise Conflict("Order {code} is not waiting for a transfer.", code=found.code)
    return seen


def slip_of(db: Session, seen: Opened) -> Slip:
    order, seller = seen.order, db.get_one(Supplier, seen.order.supplier_id)
    known = store.accounts(db, seller.id)
    since = known[0].set_at if len(known) > 1 else None
    return Slip(
        order_code=order.code,
        purchase_code=seen.purchase.code,
        payee=db.get_one(Organisation, seller.organisation_id),
        payer=db.get_one(Organisation, order.buyer_id),
        account=known[0] if known else None,
        amount_fen=ledger.debt(seen.entries),
        reference=references.of_order(order.code),
        placed_on=clock.in_china(order.placed_at).date(),
        due_on=due_on(db, order),
        changed_on=clock.in_china(since).date() if since and since > order.placed_at else None,
        asked=audit.noted(db, Event.BANK_ACCOUNT_ASKED, order.code),
    )


def due_on(db: Session, order: Order) -> date | None:
    accepted = [step.at for step in orders.steps(db, order.id) if step.status is OrderStatus.ACCEPTED]
    return clock.in_china(accepted[0] + timedelta(days=TRANSFER_DAYS)).date() if accepted else None


def ask_for_account(buyer: Visitor, order_code: str) -> None:
    """Ask the supplier, once an order, to name the account it is paid to."""
    require(buyer, Permission.ORDER_PLACE)
    with transaction() as db:
        order = agreed(db, buyer, order_code).order
        orders.locked_purchase(db, order.purchase_id)
        if suppliers_account(db, order) is None and not audit.noted(db, Event.BANK_ACCOUNT_ASKED, order.code):
            audit.record(db, buyer, Event.BANK_ACCOUNT_ASKED, order.code)


def suppliers_account(db: Session, order: Order) -> BankAccount | None:
    known = store.accounts(db, order.supplier_id)
    return known[0] if known else None


def pdf(buyer: Visitor, order_code: str, *, lang: Lang) -> bytes:
    """The slip as paper. Conflict as long as there is no account to pay to."""
    found = slip(buyer, order_code)
    if found.account is None:
        raise Conflict("The supplier has not named its account yet.")
    return documents.transfer_slip(
        TransferSlip(
            reference=references.spaced(found.reference),
            order_code=found.order_code,
            purchase_code=found.purchase_code,
            payee=found.payee.name_zh,
            bank=found.account.bank,
            account=references.spaced(found.account.number),
            bank_code=found.account.bank_code,
            payer=found.payer.name_zh,
            payer_code=found.payer.credit_code or "",
            amount_fen=found.amount_fen,
            printed_on=clock.today(),
            due_on=found.due_on,
            changed_on=found.changed_on,
            demonstration=settings().is_demo,
        ),
        lang=lang,
    )
