"""The payment slip of a corporate transfer: whom a buyer's bookkeeper pays, how much, and under which reference."""

from dataclasses import dataclass
from datetime import date

from babel.numbers import format_currency

from services import money
from services.documents.capitals import in_capitals
from services.documents.printing import Lang, language, long_date, printable, render
from services.errors import Invalid

__all__ = ["TransferSlip", "transfer_slip"]


@dataclass(frozen=True, kw_only=True)
class TransferSlip:
    """Names are those of the companies as their banks know them, in Chinese in either language."""

    reference: str
    order_code: str
    purchase_code: str
    payee: str
    bank: str
    account: str
    bank_code: str
    payer: str
    payer_code: str
    amount_fen: int
    printed_on: date
    due_on: date | None = None
    changed_on: date | None = None
    demonstration: bool = False


def transfer_slip(slip: TransferSlip, *, lang: str) -> bytes:
    """The slip as PDF. Raises Invalid for a sum that nobody could transfer."""
    reader = language(lang)
    if slip.amount_fen <= 0:
        raise Invalid("An amount is more than nothing.")
    return render("slip.typ", said(slip, reader), on=slip.printed_on)


def said(slip: TransferSlip, lang: Lang) -> dict[str, object]:
    fields = ("reference", "order_code", "purchase_code", "payee", "bank", "account", "payer")
    values: dict[str, object] = {name: printable(getattr(slip, name), name, required=True) for name in fields}
    values |= {name: printable(getattr(slip, name), name) for name in ("bank_code", "payer_code")}
    locale = "zh_CN" if lang == "zh" else "en_GB"
    return values | {
        "lang": lang,
        "day": slip.printed_on.isoformat(),
        "printed_on": long_date(slip.printed_on, lang),
        "due_on": long_date(slip.due_on, lang) if slip.due_on else "",
        "changed_on": long_date(slip.changed_on, lang) if slip.changed_on else "",
        "amount": format_currency(money.yuan(slip.amount_fen), "CNY", format="¥#,##0.00", locale=locale),
        "capitals": in_capitals(slip.amount_fen),
        "demonstration": slip.demonstration,
    }
