"""Months as people say them."""

from datetime import date

from babel.dates import format_date

from components import session
from components.formats import LOCALE
from components.i18n import t
from components.session import Language


def month(code: str, language: Language | None = None) -> str:
    """2026年5月, May 2026"""
    spoken = language or session.language()
    first = date(int(code[:4]), int(code[5:]), 1)
    return str(format_date(first, "y年M月" if spoken == "zh" else "MMM y", locale=LOCALE[spoken]))


def period(since: str, until: str) -> str:
    """From one month to another, or the one month."""
    if since == until:
        return month(since)
    return t("{since} to {until}", since=month(since), until=month(until))
