"""Deadlines in working days of China: Monday to Friday; public holidays are not known here and only lengthen a wait."""

from datetime import datetime, time, timedelta

from services.clock import CHINA, in_china

__all__ = ["end_of"]

SATURDAY = 5


def end_of(days: int, *, after: datetime) -> datetime:
    """Midnight at the end of the n-th working day after a moment; the day of the moment itself does not count."""
    day, left = in_china(after).date(), days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return datetime.combine(day + timedelta(days=1), time(), CHINA)
