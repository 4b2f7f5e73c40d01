"""What the museum announces, and the projects of the pilot: each appears on its own day."""

from decimal import Decimal
from functools import partial
from typing import Any

from db.announcements import Announcement, AnnouncementKind
from db.engine import transaction
from db.projects import Project, registered
from seed.diary import Diary
from seed.people import Cast
from seed.reading import Line, announcements, day, moment, table
from services import audit
from services.audit import Event
from services.order_flow import MUSEUM


def note_announcements(diary: Diary) -> None:
    for told in announcements():
        diary.note(moment(f"{told['date']}T08:30"), partial(announce, told))


def announce(told: dict[str, Any]) -> None:
    texts = {name: told[name].strip() for name in ("title_zh", "title_en", "body_zh", "body_en")}
    with transaction() as db:
        row = Announcement(kind=AnnouncementKind(told["kind"]), published_on=told["date"], **texts)
        db.add(row)
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "announcement", title=row.title_en)


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
