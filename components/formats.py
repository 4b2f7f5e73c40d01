"""How numbers, money, quantities and moments read in the visitor's language; Babel does the work."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import NumberPattern, format_compact_decimal, format_decimal, format_percent, parse_pattern

from components import session
from components.i18n import phrase
from components.session import Language
from services.clock import in_china
from services.money import quantity as plain_quantity
from services.money import yuan

LOCALE: dict[Language, str] = {"zh": "zh_CN", "en": "en_GB"}


def N_(english: str) -> str:  # noqa: N802  the gettext custom: marks a phrase that is translated elsewhere
    return english


UNITS = {
    "kg": N_("kg"),
    "t": N_("t"),
    "m": N_("m"),
    "m2": N_("m²"),
    "m3": N_("m³"),
    "piece": N_("piece"),
    "set": N_("set"),
    "roll": N_("roll"),
    "item": N_("item"),
    "sqft": N_("sq ft"),
    "tkm": N_("t·km"),
    "W": N_("W"),
    "kW": N_("kW"),
}


@cache
def locale_in(language: Language) -> Locale:
    return Locale.parse(LOCALE[language])


def locale() -> Locale:
    return locale_in(session.language())


@cache
def pattern(text: str) -> NumberPattern:
    return parse_pattern(text)


def unit(code: str, language: Language | None = None) -> str:
    return phrase(UNITS.get(code, code), language or session.language())


def money(fen: int) -> str:
    """¥1,234.50"""
    sign = "−" if fen < 0 else ""
    return f"{sign}¥{figures(yuan(abs(fen)), '#,##0.00', session.language())}"


@lru_cache(maxsize=8192)
def figures(value: Decimal | float, shown: str, language: Language) -> str:
    """Kept, because a page of exhibits says some hundred numbers, and the next page mostly the same."""
    return str(format_decimal(value, pattern(shown), locale=locale_in(language)))


def money_short(fen: int) -> str:
    """¥1.31亿, ¥131M: for figures on the wall."""
    return f"¥{format_compact_decimal(yuan(fen), locale=locale(), fraction_digits=2)}"


def number(value: Decimal | float, decimals: int = 0) -> str:
    shown = "#,##0" + ("." + "#" * decimals if decimals else "")
    return figures(value, shown, session.language())


def quantity(milli: int, unit_code: str) -> str:
    """12.5 m²"""
    return f"{number(plain_quantity(milli), 3)} {unit(unit_code)}"


def percent(share: float, decimals: int = 1) -> str:
    return str(format_percent(share, "#,##0" + ("." + "0" * decimals if decimals else "") + "%", locale=locale()))


def day(value: date) -> str:
    return str(format_date(value, "long" if session.language() == "zh" else "d MMM y", locale=locale()))


def moment(value: datetime) -> str:
    """In China's time, to the minute."""
    return str(format_datetime(in_china(value), "y-MM-dd HH:mm", locale=locale()))
