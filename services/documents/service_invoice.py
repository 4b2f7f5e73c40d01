"""The museum's invoice for a service that a supplier chose, and the credit note that takes it back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.numbers import format_currency, format_decimal, format_percent

from services import money
from services.documents.capitals import in_capitals
from services.documents.printing import Lang, language, long_date, printable, render
from services.errors import Invalid

LOCALES = {"zh": "zh_CN", "en": "en_GB"}
MUSEUM = {"zh": "绿色建材馆", "en": "Green Building Materials Museum"}


@dataclass(frozen=True, kw_only=True)
class ServiceInvoice:
    """Amounts in fen, VAT included in the price; `of_invoice` is what a credit note takes back."""

    reference: str
    order_code: str
    is_credit_note: bool
    issued_on: date
    issuer: str
    issuer_code: str
    title: str
    tax_code: str
    service: str
    quantity_milli: int
    price_fen: int
    vat_rate: Decimal
    net_fen: int
    vat_fen: int
    gross_fen: int
    address: str = ""
    unit: str = ""
    of_invoice: str = ""
    demonstration: bool = False


def service_invoice(paper: ServiceInvoice, *, lang: str) -> bytes:
    """The PDF. Raises Invalid when the amounts disagree: a paper that does not add up is not printed."""
    reader = language(lang)
    if (
        paper.net_fen + paper.vat_fen != paper.gross_fen
        or money.line_total(paper.quantity_milli, paper.price_fen) != paper.gross_fen
    ):
        raise Invalid("The lines of this order do not add up to its total.")
    values: dict[str, object] = {"lang": reader, "demonstration": paper.demonstration}
    values |= {"credit": paper.is_credit_note, "day": paper.issued_on.isoformat()}
    return render("service_invoice.typ", values | texts(paper, reader) | amounts(paper, reader), on=paper.issued_on)


def texts(paper: ServiceInvoice, lang: Lang) -> dict[str, object]:
    return {
        "reference": printable(paper.reference, "Reference", required=True),
        "order_code": printable(paper.order_code, "Order", required=True),
        "of_invoice": printable(paper.of_invoice, "Reference"),
        "issuer": printable(paper.issuer or MUSEUM[lang], "Company name", required=True),
        "issuer_code": printable(paper.issuer_code, "Unified social credit code"),
        "title": printable(paper.title, "Invoice title", required=True),
        "tax_code": printable(paper.tax_code, "Unified social credit code"),
        "address": printable(paper.address, "Address"),
        "service": printable(paper.service, "Service", required=True),
        "unit": printable(paper.unit, "Unit", limit=40),
        "issued_on": long_date(paper.issued_on, lang),
    }


def amounts(paper: ServiceInvoice, lang: Lang) -> dict[str, object]:
    sign = -1 if paper.is_credit_note else 1
    locale = LOCALES[lang]
    return {
        "quantity": format_decimal(money.quantity(paper.quantity_milli), format="#,##0.###", locale=locale),
        "price": yuan(paper.price_fen, locale),
        "rate": format_percent(paper.vat_rate, format="#,##0.##%", locale=locale),
        "net": yuan(sign * paper.net_fen, locale),
        "vat": yuan(sign * paper.vat_fen, locale),
        "gross": yuan(sign * paper.gross_fen, locale),
        "capitals": in_capitals(paper.gross_fen),
    }


def yuan(amount_fen: int, locale: str) -> str:
    return format_currency(money.yuan(amount_fen), "CNY", format="¥#,##0.00", locale=locale)
