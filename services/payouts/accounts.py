"""A supplier's account at the payment provider: opened once, completed there by its owner, followed by asking."""

from dataclasses import dataclass

from sqlmodel import Session

from db import payouts as store
from db import suppliers
from db.accounts import Organisation
from db.engine import reading, transaction
from db.payouts import PayoutAccount
from db.suppliers import Supplier
from services import audit, clock
from services.audit import Event
from services.errors import Conflict, Missing
from services.order_flow import MUSEUM
from services.payment_opening import may_pay_online
from services.permissions import Permission, require
from services.provider import connect
from services.provider.connect import AccountReport
from services.settings import settings
from services.suppliers import require_seller
from services.visitors import Visitor

__all__ = ["look_again", "look_at", "onboard", "own_account"]


@dataclass(frozen=True)
class Opening:
    """What is asked of the provider; the same for every try. `fresh`: no earlier try may have left an account there."""

    row: PayoutAccount
    code: str
    name: str
    fresh: bool


def own_account(supplier: Visitor) -> PayoutAccount | None:
    """The supplier's account as it stood when the provider was last asked; None when it has none."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        return store.account_of(db, own.id) if own else None


def onboard(supplier: Visitor) -> str:
    """The address of the provider's page where the account is completed; the account is opened at the first time."""
    require(supplier, Permission.SALE_HANDLE)
    if not may_pay_online():
        raise Conflict("Online payment is not set up here, so there is no account to be opened.")
    opening = prepared(supplier, require_seller(supplier))
    name = opening.row.provider_id or opened(supplier, opening)
    back = f"{settings().base_url}/payouts?account="
    return connect.onboarding_link(name, back=f"{back}back", again=f"{back}again")


def prepared(visitor: Visitor, seller: Supplier) -> Opening:
    """Note that an account is about to be opened, before the provider hears of it."""
    with transaction() as db:
        own = suppliers.own_locked(db, visitor.organisation_id)
        if own is None:
            raise Missing("Say who you are first.")
        name = db.get_one(Organisation, visitor.organisation_id).name_zh
        row = store.account_of(db, own.id)
        fresh = row is None
        if row is None:
            row = PayoutAccount(supplier_id=own.id, created_at=clock.now(), changed_at=clock.now())
            db.add(row)
            audit.record(db, visitor, Event.PAYOUT_ACCOUNT_OPENED, seller.code)
        return Opening(row, own.code, name, fresh)


def opened(visitor: Visitor, opening: Opening) -> str:
    """The provider's name of the account; what a crash left without its name is found by its mark."""
    found = None if opening.fresh else connect.account_named(opening.code)
    key = f"account:{opening.row.id}"
    report = found or connect.new_account(opening.code, email=visitor.email, name=opening.name, key=key)
    with transaction() as db:
        row = store.account_locked(db, opening.row.id)
        if row.provider_id is None:
            note(db, row, report)
        return row.provider_id or report.provider_id


def look_again(supplier: Visitor) -> None:
    """Ask how the supplier's own account stands, as when its owner comes back from the provider's page."""
    row = own_account(supplier)
    if row and row.provider_id:
        look_at(row.provider_id)


def look_at(provider_id: str) -> None:
    """Ask the provider how an account stands and keep what it says; a stranger's account is nothing to us."""
    with reading() as db:
        known = store.account_by_name(db, provider_id) if provider_id.isprintable() else None
    if known is None:
        return
    report = connect.account(provider_id)
    with transaction() as db:
        note(db, store.account_locked(db, known.id), report)


def note(db: Session, row: PayoutAccount, report: AccountReport) -> None:
    """Keep a report that says something new."""
    now = (report.provider_id, report.submitted, report.may_receive, report.may_withdraw, report.due)
    if now == (row.provider_id, row.submitted, row.may_receive, row.may_withdraw, row.due):
        return
    row.provider_id, row.submitted, row.may_receive, row.may_withdraw, row.due = now
    row.changed_at = clock.now()
    said = {"may_receive": row.may_receive, "may_withdraw": row.may_withdraw, "still_asked": len(row.due)}
    audit.record(db, MUSEUM, Event.PAYOUT_ACCOUNT_CHANGED, db.get_one(Supplier, row.supplier_id).code, **said)
