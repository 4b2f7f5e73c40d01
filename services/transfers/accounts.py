"""To which account a supplier is paid: of its own name only, kept row by row, its number never in the log."""

import re
from dataclasses import dataclass

from db import suppliers
from db import transfers as store
from db.engine import reading, transaction
from db.transfers import BankAccount
from services import audit, clock
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Invalid
from services.order_flow import MUSEUM
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["AccountForm", "masked", "mine", "set_account"]

BETWEEN = re.compile(r"[\s\-–—]+")
NUMBER, BANK_CODE = re.compile(r"[0-9]{8,28}"), re.compile(r"[0-9]{12}")
SHOWN = 4


@dataclass(frozen=True)
class AccountForm:
    """`bank` with its branch; `number` and, where it is known, the bank's own code of 12 digits (联行号)."""

    bank: str
    number: str
    bank_code: str = ""


def mine(supplier: Visitor) -> BankAccount | None:
    """The account the visitor's company is paid to."""
    require(supplier, Permission.SALE_HANDLE)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        known = store.accounts(db, own.id) if own else []
    return known[0] if known else None


def set_account(supplier: Visitor, form: AccountForm) -> None:
    """Name another account. Everybody who acts for the company is told, whoever has done it: a changed account is what
    those who steal transfers begin with."""
    require(supplier, Permission.SALE_HANDLE)
    bank, number, bank_code = tidy(form)
    with transaction() as db:
        own = suppliers.own_locked(db, supplier.organisation_id)
        if own is None:
            raise Conflict("Say who you are first.")
        known = store.accounts(db, own.id)
        if known and (known[0].bank, known[0].number, known[0].bank_code) == (bank, number, bank_code):
            raise Conflict("That is the account you are paid to already.")
        by, now = supplier.signature[:200], clock.now()
        db.add(BankAccount(supplier_id=own.id, bank=bank, number=number, bank_code=bank_code, set_by=by, set_at=now))
        audit.record(db, supplier, Event.BANK_ACCOUNT_SET, own.code, ending=number[-SHOWN:], bank=bank)
        audit.record(db, MUSEUM, Event.BANK_ACCOUNT_ANNOUNCED, own.code, ending=number[-SHOWN:])


def tidy(form: AccountForm) -> tuple[str, str, str]:
    number, bank_code = BETWEEN.sub("", form.number), BETWEEN.sub("", form.bank_code)
    if not number.isascii() or not NUMBER.fullmatch(number):
        raise Invalid("The account number has {length} signs; 8 to 28 digits are expected.", length=len(number))
    if bank_code and not (bank_code.isascii() and BANK_CODE.fullmatch(bank_code)):
        raise Invalid("The bank code has {length} signs; 12 digits are expected.", length=len(bank_code))
    return said(form.bank, field="Bank and branch", longest=120), number, bank_code


def masked(number: str) -> str:
    """**** 1234: for whoever knows the rest."""
    return f"****\N{NO-BREAK SPACE}{number[-SHOWN:]}"
