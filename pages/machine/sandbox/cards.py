"""Stripe's test cards and what each of them does; a real card is never accepted, and no number is kept."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pages.machine.sandbox.disputes import DISPUTED_CARDS, Case


@dataclass(frozen=True)
class Decline:
    """Why a payment failed: Stripe's code, the bank's reason, and Stripe's sentence for it."""

    code: str
    reason: str | None
    message: str


@dataclass(frozen=True)
class Card:
    """What may be remembered of a card: never its number, never its check digits."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int
    decline: Decline | None
    case: Case | None = None
    is_closed: bool = False


@dataclass(frozen=True)
class CardForm:
    """What the visitor typed; the number and the check digits stay out of `repr`, so out of every log."""

    number: str = field(default="", repr=False)
    expiry: str = ""
    cvc: str = field(default="", repr=False)
    name: str = ""


GENERIC = Decline("card_declined", "generic_decline", "Your card was declined.")
NOT_A_TEST_CARD = Decline(
    "card_declined",
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card.",
)
CLOSED_CARD = "4000000000005126"  # pays, and takes nothing back
# Numbers published by Stripe for testing (https://docs.stripe.com/testing), in the order of the page's help.
TEST_CARDS: dict[str, Decline | None] = {
    "4242424242424242": None,
    "5555555555554444": None,
    "6200000000000005": None,
    "4000000000000002": GENERIC,
    "4000000000009995": Decline("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": Decline("expired_card", None, "Your card has expired."),
    "4000000000000127": Decline("incorrect_cvc", None, "Your card's security code is incorrect."),
    "4000000000000119": Decline(
        "processing_error", None, "An error occurred while processing your card. Try again in a little bit."
    ),
    "4000000000000341": GENERIC,
    **dict.fromkeys(DISPUTED_CARDS),
    CLOSED_CARD: None,
}
BRANDS = ((r"4", "visa"), (r"5[1-5]|2[2-7]", "mastercard"), (r"3[47]", "amex"), (r"62", "unionpay"))
NUMBER = re.compile(r"[0-9]{12,19}")
EXPIRY = re.compile(r"([0-9]{1,2})\s*[/\-. ]?\s*([0-9]{4}|[0-9]{2})")
MOST_YEARS_AHEAD = 50
LONGEST_NAME = 100
DECEMBER = 12


def passes_luhn(number: str) -> bool:
    """The check digit every payment card carries (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def brand_of(number: str) -> str:
    return next((brand for start, brand in BRANDS if re.match(start, number)), "unknown")


def check(form: CardForm, now: int) -> tuple[Card | None, dict[str, str]]:
    """The card and what it will do, or which field is wrong and why (a key of `words.toml`)."""
    number = re.sub(r"[\s\-]", "", _plain(form.number))
    expiry = _expiry(_plain(form.expiry).strip())
    wrong = {
        "number": _number_fault(number),
        "expiry": _expiry_fault(expiry, now),
        "cvc": _cvc_fault(_plain(form.cvc).strip(), brand_of(number)),
        "name": "" if clean_name(form.name) else "name_missing",
    }
    faults = {place: why for place, why in wrong.items() if why}
    if faults or expiry is None:
        return None, faults
    decline, case = TEST_CARDS.get(number, NOT_A_TEST_CARD), DISPUTED_CARDS.get(number)
    return Card(brand_of(number), number[-4:], *expiry, decline, case, is_closed=number == CLOSED_CARD), {}


def effect(number: str) -> str:
    """What a test card does, as a key of `words.toml`."""
    why, case = TEST_CARDS[number], DISPUTED_CARDS.get(number)
    if case:
        return "card_enquiry" if case.enquiry else f"card_disputed_{case.reason}"
    if number == CLOSED_CARD:
        return "card_closed"
    return f"decline_{why.reason or why.code}" if why else "card_accepted"


def clean_name(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()[:LONGEST_NAME]


def _plain(typed: str) -> str:
    """A Chinese keyboard types full-width digits; they mean the same."""
    return unicodedata.normalize("NFKC", typed)


def _expiry(typed: str) -> tuple[int, int] | None:
    match = EXPIRY.fullmatch(typed)
    if match is None:
        return None
    month, year = int(match[1]), int(match[2])
    return month, year if year > 99 else 2000 + year  # noqa: PLR2004  two digits mean this century


def _number_fault(number: str) -> str:
    if not number:
        return "number_missing"
    return "" if NUMBER.fullmatch(number) and passes_luhn(number) else "number_wrong"


def _expiry_fault(expiry: tuple[int, int] | None, now: int) -> str:
    if expiry is None or not 1 <= expiry[0] <= DECEMBER:
        return "expiry_wrong"
    today = datetime.fromtimestamp(now, UTC)
    month, year = expiry
    if (year, month) < (today.year, today.month):
        return "expiry_past"
    return "expiry_wrong" if year > today.year + MOST_YEARS_AHEAD else ""


def _cvc_fault(cvc: str, brand: str) -> str:
    digits = 4 if brand == "amex" else 3
    return "" if re.fullmatch(rf"[0-9]{{{digits}}}", cvc) else "cvc_wrong"
