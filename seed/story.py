"""What the museum announces and exhibits, and the projects of the pilot: each appears on its own day."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from db.engine import transaction
from db.projects import Project, registered
from seed.diary import Diary
from seed.people import Cast
from seed.reading import FOUNDING_MONTH, Line, day, moment, table, texts
from services import announcements, audit, exhibitions
from services.announcements import AnnouncementForm, AnnouncementKind
from services.audit import Event
from services.exhibitions import Cover, ExhibitionForm, Piece
from services.order_flow import MUSEUM

ON_SHOW_FOR = timedelta(days=270)


def note_announcements(diary: Diary, cast: Cast) -> None:
    for told in texts("announcement"):
        diary.note(moment(f"{told['date']}T08:30"), partial(announce, cast, told))


def announce(cast: Cast, told: dict[str, Any]) -> None:
    """Written and published by the official of the demonstration."""
    form = AnnouncementForm(
        kind=AnnouncementKind(told["kind"]),
        **{name: told[name] for name in ("title_zh", "title_en", "body_zh", "body_en")},
    )
    row = announcements.draft(cast.official, form)
    announcements.publish(cast.official, row.code, revision=row.revision)


def note_exhibitions(diary: Diary, cast: Cast, until: str) -> None:
    """One has its days; the one that is on now opens with the last month of the story, if that is a later one."""
    for told in texts("exhibition"):
        if "opens" in told:
            days = told["opens"], told["closes"]
        elif until > FOUNDING_MONTH:
            days = first_day(until), first_day(until) + ON_SHOW_FOR
        else:
            continue
        diary.note(moment(f"{days[0]}T08:40"), partial(exhibit, cast, told, days))


def exhibit(cast: Cast, told: dict[str, Any], days: tuple[date, date]) -> None:
    """Curated and published by the official of the demonstration, on the morning it opens."""
    form = ExhibitionForm(
        **{name: told[name] for name in ("title_zh", "title_en", "words_zh", "words_en")},
        cover=Cover(told["cover"]),
        opens_on=days[0],
        closes_on=days[1],
        pieces=tuple(Piece(**piece) for piece in told["piece"]),
    )
    row = exhibitions.draft(cast.official, form)
    exhibitions.publish(cast.official, row.code, revision=row.revision)


def first_day(month: str) -> date:
    return day(f"{month}-01")


def note_projects(diary: Diary, cast: Cast) -> None:
    for line in table("projects"):
        diary.note(moment(f"{line['registered_on']}T08:50"), partial(enrol, cast, line))
        if line["started_on"]:
            diary.note(moment(f"{line['started_on']}T08:10"), partial(begin, line))


def enrol(cast: Cast, line: Line) -> None:
    owner = cast.buyers[line["owner"]]
    project = Project(
        code=line["code"],
        name_zh=line["name_zh"],
        name_en=line["name_en"],
        owner_id=owner.organisation_id,
        kind=line["kind"],
        city=line["city_zh"],
        district=line["district_zh"],
        area_m2=Decimal(line["area_m2"]),
        target_stars=int(line["target_stars"]),
        budget_fen=int(line["budget_fen"]),
        registered_on=day(line["registered_on"]),
    )
    with transaction() as db:
        db.add(project)
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, project.code, part="project", owner=owner.organisation_zh)


def begin(line: Line) -> None:
    with transaction() as db:
        project = next(project for project in registered(db) if project.code == line["code"])
        project.started_on = day(line["started_on"])
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, project.code, part="project", started=line["started_on"])
