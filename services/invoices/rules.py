"""What an invoice must say, as pure rules: its number, its sums, its tax by the rates of the order, and what is due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services import money
from services.errors import Invalid
from services.vat_rules import Taxed

__all__ = ["Account", "Sums", "check", "number_of"]

DIGITS = re.compile(r"[0-9]{20}|[0-9]{18}")  # fully digital, or code (12 or 10) and number (8) one after the other
BETWEEN = re.compile(r"[\s\-–—/]+")
MOST = 40


@dataclass(frozen=True)
class Sums:
    """What stands on one invoice, in fen; of a red-letter one below nothing."""

    net_fen: int
    tax_fen: int
    gross_fen: int


@dataclass(frozen=True)
class Account:
    """How an order stands with its invoices: its lines, and the sums of those invoices that count.

    `of_original_fen`: for a red-letter invoice, what is left of the one it corrects."""

    lines: Sequence[Taxed]
    due_fen: int
    counting: Sequence[Sums]
    of_original_fen: int | None = None

    @property
    def live_fen(self) -> int:
        return sum(one.gross_fen for one in self.counting)

    @property
    def open_fen(self) -> int:
        """Still to be invoiced; below nothing it is to be corrected."""
        return self.due_fen - self.live_fen


def number_of(typed: str) -> str:
    """Twenty digits of a fully digital invoice, or code and number of an older one, as digits only."""
    read = BETWEEN.sub("", typed)
    if not read.isascii() or not DIGITS.fullmatch(read):
        raise Invalid(
            "The invoice number reads “{read}”; 20 digits (fully digital), or code (10 or 12) and number (8) are "
            "expected.",
            read="".join(sign for sign in typed if sign.isprintable())[:MOST],
        )
    return read


def check(sums: Sums, account: Account) -> None:
    """Invalid with the figures, where the invoice does not fit its order."""
    check_amount(sums, account)
    if sums.net_fen + sums.tax_fen != sums.gross_fen:
        raise Invalid(
            "{net} yuan net and {tax} yuan tax do not come to {gross} yuan.",
            net=money.yuan(sums.net_fen), tax=money.yuan(sums.tax_fen), gross=money.yuan(sums.gross_fen),
        )  # fmt: skip
    check_tax(sums, account)


def check_amount(sums: Sums, account: Account) -> None:
    if account.of_original_fen is None:
        check_plain(sums, account)
    elif not -account.of_original_fen <= sums.gross_fen < 0:
        raise Invalid(
            "A red-letter invoice is below nothing and takes back at most the {most} yuan that are left of the one it "
            "corrects.",
            most=money.yuan(account.of_original_fen),
        )


def check_plain(sums: Sums, account: Account) -> None:
    if sums.gross_fen <= 0:
        raise Invalid("An amount is more than nothing.")
    if account.open_fen <= 0:
        raise Invalid(
            "Invoices of {sum} yuan are here already, and the order comes to {due} yuan: nothing is left to invoice.",
            sum=money.yuan(account.live_fen), due=money.yuan(account.due_fen),
        )  # fmt: skip
    if sums.gross_fen > account.open_fen:
        raise Invalid(
            "The invoice is of {gross} yuan; {open} yuan are still to be invoiced (the order comes to {due} yuan).",
            gross=money.yuan(sums.gross_fen), open=money.yuan(account.open_fen), due=money.yuan(account.due_fen),
        )  # fmt: skip


def check_tax(sums: Sums, account: Account) -> None:
    """Within a fen a line: between the lowest and the highest rate of the order's lines, and, once nothing is left to
    invoice, of all invoices together what the lines are taxed."""
    rates = {line.rate.rate for line in account.lines}
    expected = sorted(sums.gross_fen - money.net_of(sums.gross_fen, rate) for rate in rates)
    slack = len(account.lines)
    if not expected[0] - slack <= sums.tax_fen <= expected[-1] + slack:
        raise wrong_tax(sums.tax_fen, expected, rates)
    whole = [*account.counting, sums]
    if sum(one.gross_fen for one in whole) == account.due_fen:
        tax, due = sum(one.tax_fen for one in whole), sum(line.tax_fen for line in account.lines)
        if abs(tax - due) > slack * len(whole):
            raise wrong_tax(sums.tax_fen, [sums.tax_fen - tax + due], rates)


def wrong_tax(tax_fen: int, expected: Sequence[int], rates: set[Decimal]) -> Invalid:
    about = sorted({expected[0], expected[-1]})
    return Invalid(
        "The tax reads {tax} yuan; at {rates} it is {expected} yuan.",
        tax=money.yuan(tax_fen),
        rates=", ".join(f"{(100 * rate).normalize():f} %" for rate in sorted(rates)),
        expected=" – ".join(str(money.yuan(fen)) for fen in about),
    )
