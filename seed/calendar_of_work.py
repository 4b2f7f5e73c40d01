"""When people work: Monday to Friday, from nine to half past four in Shanghai."""

from datetime import datetime, timedelta
from random import Random

from seed.reading import end_of, moment
from services.clock import in_china

SATURDAY = 5


def working_days(month: str) -> list[datetime]:
    """Midnight of every weekday of the month."""
    day, end, days = moment(f"{month}-01T00:00"), end_of(month), list[datetime]()
    while day < end:
        if day.weekday() < SATURDAY:
            days.append(day)
        day += timedelta(days=1)
    return days


def in_office(at: datetime, chance: Random) -> datetime:
    """Some minute of office hours on that day, or on the Monday after it."""
    day = in_china(at).replace(hour=9, minute=0, second=0, microsecond=0)
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return day + timedelta(seconds=chance.randrange(int(7.5 * 3600)))
