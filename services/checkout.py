"""What a buyer fills in to order: where to, billed to whom, paid how; each field checked and refused by its name."""

import re
from dataclasses import dataclass, replace

from db.orders import Method
from services.accounts import credit_code, said
from services.errors import Invalid

__all__ = ["Checkout", "Method", "checked"]

PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,28}[0-9]")


@dataclass(frozen=True)
class Checkout:
    """`invoice_code` is a unified social credit code or empty; `project_code` names a project of the buyer's."""

    recipient: str
    phone: str
    city: str
    address: str
    invoice_title: str
    district: str = ""
    invoice_code: str = ""
    purpose: str = ""
    project_code: str | None = None
    method: Method = Method.CARD


def checked(typed: Checkout) -> Checkout:
    """The same, tidied; raises Invalid naming the field that cannot be used."""
    return replace(
        typed,
        recipient=said(typed.recipient, field="Recipient", longest=80),
        phone=phone(typed.phone),
        city=said(typed.city, field="City", longest=40),
        district=optional(typed.district, field="District", longest=40),
        address=said(typed.address, field="Address", longest=200),
        invoice_title=said(typed.invoice_title, field="Invoice title", longest=120),
        invoice_code=credit_code(typed.invoice_code) if typed.invoice_code.strip() else "",
        purpose=optional(typed.purpose, field="Purpose", longest=300),
        project_code=(typed.project_code or "").strip() or None,
        method=method(typed.method),
    )


def optional(text: str, *, field: str, longest: int) -> str:
    return said(text, field=field, longest=longest) if text.strip() else ""


def phone(text: str) -> str:
    number = " ".join(text.split())
    if not PHONE.fullmatch(number):
        raise Invalid(
            "{field} reads “{read}”; a number such as 0572-5550000 is expected.", field="Phone", read=text[:40]
        )
    return number


def method(wish: str) -> Method:
    try:
        return Method(wish)
    except ValueError:
        raise Invalid(
            "{field} reads “{read}”; one of the listed ones is expected.", field="Payment", read=str(wish)[:40]
        ) from None
