"""How it went month by month, what that adds up to since the first booking, and when the milestone was passed."""

from dataclasses import replace

import pandas as pd

from db import facts as store
from db.engine import reading
from db.facts import Selection
from services.dashboards.area import months_between
from services.dashboards.frames import COUNTED, booked
from services.visitors import Visitor

A_YEAR = 12
MILESTONE_FEN = 131_000_000_00  # what the platform had traded by the end of April 2022


def by_month(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """month, measures, cumulative_fen; a row for every month of the selection, empty ones included.

    `cumulative_fen` counts from the very first booking, those before the selection's first month too."""
    frame = booked(visitor, wanted, "month").set_index("month").reindex(pd.Index(months_of(wanted), name="month"))
    frame[COUNTED] = frame[COUNTED].fillna(0).astype("int64")
    frame["cumulative_fen"] = frame["amount_fen"].cumsum() + booked_before(visitor, wanted)
    return frame.reset_index()


def months_of(wanted: Selection) -> tuple[str, ...]:
    """The months of the selection; open ends are the first and the last booking of all."""
    with reading() as db:
        booked_in = store.span(db)
    if booked_in is None:
        return ()
    return months_between(wanted.since or booked_in[0], wanted.until or booked_in[1])


def booked_before(visitor: Visitor, wanted: Selection) -> int:
    if not wanted.since:
        return 0
    earlier = replace(wanted, since="", until=month_before(wanted.since))
    return int(booked(visitor, earlier)["amount_fen"].sum())


def month_before(month: str) -> str:
    """The one before; years are four digits, so months sort as text."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year:04d}-{number - 1:02d}" if number > 1 else f"{year - 1:04d}-12"


def year_before(wanted: Selection) -> Selection | None:
    """The same months one year earlier; none where the two would overlap, or no beginning is chosen."""
    months = months_of(wanted)
    if not wanted.since or not 0 < len(months) <= A_YEAR:
        return None
    until = months[-1]
    return replace(wanted, since=a_year_back(wanted.since), until=a_year_back(until))


def a_year_back(month: str) -> str:
    return f"{int(month[:4]) - 1:04d}{month[4:]}"


def by_month_and_channel(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """month, channel, measures: only months and channels in which something was booked."""
    return booked(visitor, wanted, "month", "channel")


def crossed(months: pd.DataFrame, milestone_fen: int = MILESTONE_FEN) -> str | None:
    """The first month of `by_month` at whose end the milestone had been reached."""
    reached = months.loc[months["cumulative_fen"] >= milestone_fen, "month"]
    return str(reached.iloc[0]) if len(reached) else None
