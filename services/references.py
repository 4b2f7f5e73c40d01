"""Payment references: what a buyer writes on a transfer, so that the supplier's bookkeeper finds the order.

A creditor reference by ISO 11649: RF, two check digits (modulo 97, every single mistake and every transposition is
found), then the digits of the order's code. O-2026-000042 is RF02 2026 0000 42 on paper."""

import re

from stdnum import iso11649
from stdnum.exceptions import ValidationError

from services.errors import Invalid

__all__ = ["of_order", "plain", "spaced"]

BLANKS = re.compile(r"[\s\-–—]+")
MOST = 40


def of_order(order_code: str) -> str:
    """The reference of an order; two orders never share one, because their digits differ."""
    digits = re.sub(r"\D", "", order_code)
    left = int("".join(str(int(sign, 36)) for sign in f"{digits}RF00")) % 97
    return f"RF{98 - left:02d}{digits}"


def spaced(reference: str) -> str:
    """In groups of four, as people read it."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def plain(typed: str) -> str:
    """A reference as it was typed from a bank statement; Invalid when its check digits do not fit."""
    read = BLANKS.sub("", typed).upper()
    try:
        return str(iso11649.validate(read))
    except ValidationError:
        raise Invalid(
            "The reference reads “{read}”; its check digits do not fit. Look at the bank statement again.",
            read="".join(sign for sign in typed if sign.isprintable())[:MOST],
        ) from None
