"""What a buyer fills in to order: where to, billed to whom, paid how; each field checked and refused by its name."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from db.invoices import InvoiceKind
from db.orders import Channel, Method
from services import money
from services.accounts import credit_code, said
from services.cart import MOST_LINES
from services.errors import Conflict, Invalid

__all__ = [
    "CARD_LEAST_FEN", "CARD_LIMIT_FEN", "LARGEST_SMALL_PURCHASE_FEN", "Checkout", "Ground", "Grounds", "InvoiceKind",
    "LineReason", "Method", "checked", "refuse_by_card", "refuse_too_much", "unreasoned",
]  # fmt: skip

# The house's own ceiling, 5,000,000 yuan: a promise of transfer sells goods and counts in the officials' figures, so
# nobody clicks together more than a large school's yearly order. Beyond it a supplier quotes (direct sale).
LARGEST_SMALL_PURCHASE_FEN = 500_000_000
CARD_LEAST_FEN, CARD_LIMIT_FEN = 400, 99_999_999  # what one Checkout Session may collect in yuan
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,28}[0-9]")


class Ground(StrEnum):
    """Why an exhibit is chosen though another that passes as much costs less."""

    DELIVERY = "delivery"
    QUALITY = "quality"
    COMPATIBILITY = "compatibility"
    SERVICE = "service"
    ONLY_SUPPLIER = "only_supplier"
    OTHER = "other"


@dataclass(frozen=True)
class Grounds:
    """What was answered when the choice of one exhibit was asked about: who is asked must answer."""

    product_code: str
    ground: Ground | None = None
    words: str = ""


@dataclass(frozen=True)
class LineReason:
    """What one line is for, where it is not what the whole purchase is for; what is empty is as for the whole."""

    product_code: str
    purpose: str = ""
    project_code: str = ""


@dataclass(frozen=True)
class Checkout:
    """`invoice_code` is a unified social credit code or empty; `project_code` names a project of the buyer's; of
    `invoice` no kind means that it is asked for later."""

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
    reasons: tuple[LineReason, ...] = ()
    invoice: InvoiceKind | None = None
    grounds: tuple[Grounds, ...] = ()


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
        reasons=tuple(tidied(one) for one in typed.reasons),
        grounds=tuple(answered(one) for one in typed.grounds),
    )


def tidied(one: LineReason) -> LineReason:
    purpose = optional(one.purpose, field="Purpose", longest=300)
    return LineReason(one.product_code, purpose, one.project_code.strip())


def answered(one: Grounds) -> Grounds:
    if one.ground is None:
        raise unreasoned(one.product_code)
    words = optional(one.words, field="Reason for the choice", longest=300)
    if one.ground is Ground.OTHER and not words:
        raise Invalid("Say in a few words why you choose {product}.", product=one.product_code)
    return Grounds(one.product_code, Ground(one.ground), words)


def unreasoned(product_code: str) -> Invalid:
    return Invalid("Another exhibit passes as much as {product} and costs less: say why you choose it.",
                   product=product_code)  # fmt: skip


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


def refuse_too_much(total_fen: int, channel: Channel) -> None:
    """More than one purchase may come to; also what a database could not add up any more."""
    if channel is Channel.SMALL_PURCHASE and total_fen > LARGEST_SMALL_PURCHASE_FEN:
        raise Conflict(
            "{total} yuan are more than one purchase may come to, {limit}; ask the supplier for a quotation.",
            total=money.yuan(total_fen),
            limit=money.yuan(LARGEST_SMALL_PURCHASE_FEN),
        )
    if total_fen > money.LARGEST_FEN:
        raise Conflict(
            "{total} yuan are more than one purchase may come to, {limit}.",
            total=money.yuan(total_fen),
            limit=money.yuan(money.LARGEST_FEN),
        )


def refuse_by_card(total_fen: int, lines: int) -> None:
    """What the payment service would refuse, so that no stock is held for a payment that cannot happen."""
    if total_fen > CARD_LIMIT_FEN:
        raise Conflict(
            "{total} yuan cannot be paid online, the limit is {limit}; choose corporate transfer.",
            total=money.yuan(total_fen),
            limit=money.yuan(CARD_LIMIT_FEN),
        )
    if total_fen < CARD_LEAST_FEN:
        raise Conflict(
            "{total} yuan cannot be paid online, the least is {least}; choose corporate transfer.",
            total=money.yuan(total_fen),
            least=money.yuan(CARD_LEAST_FEN),
        )
    if lines > MOST_LINES:
        raise Conflict("At most {most} lines can be paid online at once; choose corporate transfer.", most=MOST_LINES)
