"""How the museum is hung: once, from its first day to the end of a month, the same for the same seed and month."""

import sys
import time
from dataclasses import dataclass
from functools import partial

from sqlmodel import col, select

from db import migrations
from db.accounts import Person, SignIn
from db.audit import AuditEntry
from db.engine import engine, reading, transaction
from db.standards import Category
from seed import (
    asking,
    exhibits,
    founding,
    growth,
    guide,
    invoicing,
    limits,
    people,
    service_orders,
    standard_data,
    story,
)
from seed.diary import Diary, the_same_ids
from seed.haste import hurried
from seed.reading import FOUNDING_MONTH, end_of, moment
from services import audit, clock
from services.audit import Event
from services.order_flow import MUSEUM

OPENING = "2021-02-22T08:00"
HUNG = "collection"  # the subject of the audit entry written last
STRANGERS = tuple(col(Person.email).notlike(f"%@{house}") for house in people.HOUSES)


@dataclass(frozen=True)
class Hung:
    """What stands in the audit log of a museum that has been hung to the end."""

    seed: int
    until: str


def month_before_now() -> str:
    today = clock.today()
    return f"{today.year - (today.month == 1)}-{(today.month - 2) % 12 + 1:02d}"


def hung() -> Hung | None:
    with reading() as db:
        found = select(AuditEntry).where(AuditEntry.event == Event.COLLECTION_SEEDED, AuditEntry.subject == HUNG)
        entry = db.exec(found).first()
    return Hung(int(entry.data["seed"]), str(entry.data["until"])) if entry else None


def has_standards() -> bool:
    with reading() as db:
        return db.exec(select(Category).limit(1)).first() is not None


def half_hung() -> bool:
    """A seeding was cut short, and nobody but the demonstration's own people has been here since."""
    with reading() as db:
        used = db.exec(select(SignIn).limit(1)).first() or db.exec(select(Person).where(*STRANGERS).limit(1)).first()
    return used is None and has_standards() and hung() is None


def hang(seed: int, until: str) -> None:
    """The whole demonstration. A museum that was left half hung is taken down first."""
    if half_hung():
        say("the last seeding was cut short: taking down what it left")
        migrations.downgrade()
        migrations.upgrade()
    began, end = time.monotonic(), end_of(until)
    with hurried(engine()), the_same_ids(f"museum:{seed}"):
        diary = told(seed, until)
        for month in checkpoints(until):
            diary.live(end_of(month))
            say(f"{diary.lived:6,} events to the end of {month}", since=began)
        with clock.stopped_at(end), transaction() as db:
            audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, HUNG, seed=seed, until=until)


def told(seed: int, until: str) -> Diary:
    """Everything that will happen, noted; what grows later is noted month by month."""
    diary, cast = Diary(), people.Cast()
    diary.note(moment(OPENING), standard_data.hang)
    diary.note(moment(OPENING), partial(people.open_the_house, cast))
    limits.note_limits(diary)
    story.note_announcements(diary, cast)
    story.note_exhibitions(diary, cast, until)
    story.note_projects(diary, cast)
    exhibits.note_suppliers(diary, cast)
    exhibits.note_exhibits(diary, cast)
    founding.note_orders(diary, cast)
    diary.note(end_of(FOUNDING_MONTH), partial(growth.note_month, diary, cast, seed, growth.FIRST_MONTH))
    if until > FOUNDING_MONTH:
        invoicing.note_accounts(diary, cast)
        guide.note_stories(diary, cast, until)
        asking.note_requests(diary, cast, until)
        service_orders.note_tariff(diary)
        service_orders.note_orders(diary, cast, until)
    return diary


def checkpoints(until: str) -> list[str]:
    """Where progress is told: the founding month, the end of each year, the last month."""
    months = [FOUNDING_MONTH, *(f"{year}-12" for year in range(2022, int(until[:4]) + 1)), until]
    return [month for month in sorted(set(months)) if month <= until]


def hang_standards() -> None:
    with hurried(engine()), the_same_ids("museum:standards"):
        standard_data.hang()


def say(words: str, *, since: float | None = None) -> None:
    took = f", {time.monotonic() - since:.1f} s" if since is not None else ""
    print(f"  {words}{took}", file=sys.stderr, flush=True)
