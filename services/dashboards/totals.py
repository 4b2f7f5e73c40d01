"""The headline: what was traded in a period, beside the same period a year before."""

from typing import Any

import pandas as pd

from db import facts as store
from db.engine import reading
from db.facts import Selection
from services.dashboards.area import granted
from services.dashboards.frames import framed
from services.dashboards.months import year_before
from services.visitors import Visitor


def totals(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """period ("chosen" or "year_before"), since, until, measures, average_fen, buyers, comparable.

    The second row is there where the selection says when it begins. `average_fen` is what an order came to, `buyers`
    counts organisations, `comparable` is the part of the amount (0 to 1) whose carbon is known."""
    earlier = year_before(granted(visitor, wanted))
    asked = {"chosen": wanted} | ({"year_before": earlier} if earlier else {})
    return pd.concat([row_of(visitor, period, part) for period, part in asked.items()], ignore_index=True)


def row_of(visitor: Visitor, period: str, wanted: Selection) -> pd.DataFrame:
    allowed = granted(visitor, wanted)
    with reading() as db:
        frame, bought = framed(store.sums(db, allowed), ()), store.buyers(db, allowed)
    orders, amount, known = (int(frame[name].sum()) for name in ("orders", "amount_fen", "comparable_fen"))
    frame = frame.assign(
        average_fen=pd.array([round(amount / orders) if orders else None], dtype="Int64"),
        buyers=bought,
        comparable=known / amount if amount else float("nan"),
    )
    first: dict[str, Any] = {"period": period, "since": wanted.since, "until": wanted.until}
    for position, (name, value) in enumerate(first.items()):
        frame.insert(position, name, value)
    return frame
