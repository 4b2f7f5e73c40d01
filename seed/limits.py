"""The limits of small purchases in the cities of the demonstration: invented figures, each on the day it was set."""

from functools import partial
from itertools import groupby
from typing import Any

from db.engine import transaction
from db.limits import Limit, LimitScope
from seed.diary import Diary
from seed.reading import Line, day, moment, table
from services import audit, clock
from services.audit import Event
from services.order_flow import MUSEUM


def note_limits(diary: Diary) -> None:
    for set_on, lines in groupby(sorted(table("limits"), key=day_of), key=day_of):
        diary.note(moment(f"{set_on}T09:20"), partial(hang, list(lines)))


def day_of(line: Line) -> str:
    return line["set_on"]


def hang(lines: list[Line]) -> None:
    with transaction() as db:
        db.add_all(map(limit_of, lines))
        audit.record(db, MUSEUM, Event.COLLECTION_SEEDED, "limits", rows=len(lines))


def limit_of(line: Line) -> Limit:
    texts: dict[str, Any] = {
        name: line[name] for name in ("city", "category", "kind", "basis_zh", "basis_en", "reason", "reason_en")
    }
    return Limit(
        **texts,
        scope=LimitScope(line["scope"]),
        amount_fen=int(line["amount_fen"]),
        split_days=int(line["split_days"]),
        refuse_split=line["refuse_split"] == "1",
        valid_from=day(line["valid_from"]),
        valid_until=day(line["valid_until"]) if line["valid_until"] else None,
        set_by=f"official · {line['city']}财政采购监管处（演示）",
        set_at=clock.now(),
    )
