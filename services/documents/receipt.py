"""The summary of one order and its payment; it shows what the ledger says and is not a tax invoice."""

from dataclasses import dataclass
from datetime import date

from babel.numbers import format_currency, format_decimal

from services import money
from services.documents.capitals import in_capitals
from services.documents.printing import Lang, language, long_date, printable, render
from services.errors import Invalid

MOST_LINES = 200


@dataclass(frozen=True, kw_only=True)
class Party:
    name: str
    credit_code: str = ""
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """`unit` as people read it; `quantity_milli` thousandths of it; `total_fen` as the order stored it."""

    name: str
    unit: str
    quantity_milli: int
    price_fen: int
    total_fen: int
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Taxed:
    """What the receipt comes to, at one rate of value added tax; `rate` as people read it."""

    rate: str
    net_fen: int
    tax_fen: int


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """`payment_method` and `payment_state` come already worded in the reader's language; dates are days in China."""

    reference: str
    order_code: str
    buyer: Party
    supplier: Party
    lines: tuple[Line, ...]
    total_fen: int
    payment_method: str
    payment_state: str
    placed_on: date
    paid_on: date | None = None
    reduced_fen: int = 0
    refunded_fen: int = 0
    invoice_title: str = ""
    invoice_code: str = ""
    taxes: tuple[Taxed, ...] = ()
    demonstration: bool = False


def purchase_receipt(receipt: Receipt, *, lang: str) -> bytes:
    """The summary as PDF. Raises Invalid when lines and total disagree: a paper that does not add up is not printed."""
    reader = language(lang)
    _require_sum(receipt)
    values: dict[str, object] = {
        "lang": reader,
        "demonstration": receipt.demonstration,
        "buyer": _party(receipt.buyer),
        "supplier": _party(receipt.supplier),
        "lines": [_line(line, reader) for line in receipt.lines],
    }
    values["taxes"] = [_taxed(one, reader) for one in receipt.taxes]
    values |= _texts(receipt) | _amounts(receipt, reader)
    return render("receipt.typ", values, on=receipt.paid_on or receipt.placed_on)


def _require_sum(receipt: Receipt) -> None:
    if not 0 < len(receipt.lines) <= MOST_LINES:
        raise Invalid("A receipt has between 1 and {limit} lines.", limit=MOST_LINES)
    if sum(line.total_fen for line in receipt.lines) != receipt.total_fen:
        raise Invalid("The lines of this order do not add up to its total.")
    due = receipt.total_fen - receipt.reduced_fen
    if receipt.taxes and sum(one.net_fen + one.tax_fen for one in receipt.taxes) != due:
        raise Invalid("Net and tax of this order do not add up to what it comes to.")
    if not (0 <= receipt.refunded_fen <= receipt.total_fen and 0 <= receipt.reduced_fen <= receipt.total_fen):
        raise Invalid("More was refunded than was paid.")


def _taxed(one: Taxed, lang: Lang) -> dict[str, str]:
    return {
        "rate": printable(one.rate, "Rate"),
        "net": _yuan(one.net_fen, lang),
        "tax": _yuan(one.tax_fen, lang),
    }


def _texts(receipt: Receipt) -> dict[str, object]:
    return {
        "reference": printable(receipt.reference, "Reference", required=True),
        "order_code": printable(receipt.order_code, "Order"),
        "payment_method": printable(receipt.payment_method, "Payment method"),
        "payment_state": printable(receipt.payment_state, "Payment state", required=True),
        "invoice_title": printable(receipt.invoice_title, "Invoice title"),
        "invoice_code": printable(receipt.invoice_code, "Unified social credit code"),
    }


def _amounts(receipt: Receipt, lang: Lang) -> dict[str, object]:
    return {
        "day": receipt.placed_on.isoformat(),
        "placed_on": long_date(receipt.placed_on, lang),
        "paid_on": long_date(receipt.paid_on, lang) if receipt.paid_on else "",
        "total": _yuan(receipt.total_fen, lang),
        "capitals": in_capitals(receipt.total_fen),
        "reduced": _yuan(-receipt.reduced_fen, lang) if receipt.reduced_fen else "",
        "due": _yuan(receipt.total_fen - receipt.reduced_fen, lang) if receipt.reduced_fen else "",
        "refunded": _yuan(receipt.refunded_fen, lang) if receipt.refunded_fen else "",
    }


def _party(party: Party) -> dict[str, str]:
    return {
        "name": printable(party.name, "Company name", required=True),
        "credit_code": printable(party.credit_code, "Unified social credit code"),
        "address": printable(party.address, "Address"),
        "contact": printable(party.contact, "Contact person"),
    }


def _line(line: Line, lang: Lang) -> dict[str, str]:
    return {
        "name": printable(line.name, "Product", required=True),
        "code": printable(line.code, "Product"),
        "unit": printable(line.unit, "Unit", limit=40),
        "quantity": format_decimal(money.quantity(line.quantity_milli), format="#,##0.###", locale=_locale(lang)),
        "price": _yuan(line.price_fen, lang),
        "total": _yuan(line.total_fen, lang),
    }


def _yuan(amount_fen: int, lang: Lang) -> str:
    return format_currency(money.yuan(amount_fen), "CNY", format="¥#,##0.00", locale=_locale(lang))


def _locale(lang: Lang) -> str:
    return "zh_CN" if lang == "zh" else "en_GB"
