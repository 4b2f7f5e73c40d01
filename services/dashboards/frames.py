"""
The frames every figure is taken from: what was booked, by some columns of the facts.

Each frame has these measures beside the columns it is grouped by:

* orders          how many orders bound, less those undone; an order counts once in every group it has a line in
* lines           their lines, likewise
* amount_fen      the amount in fen
* comparable_fen  that part of it whose carbon is known; carbon never stands for the rest
* carbon_kg       kgCO2e (A1-A3) of the comparable part; missing where nothing is comparable
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy.engine import Row

from db import facts as store
from db.engine import reading
from db.facts import MEASURED, Selection
from services.dashboards.area import granted
from services.visitors import Visitor

COUNTED = [name for name in MEASURED if name != "carbon_kg"]


def booked(visitor: Visitor, wanted: Selection, *by: str, top: int | None = None) -> pd.DataFrame:
    """The measures for each value of the columns `by`, within the visitor's area."""
    allowed = granted(visitor, wanted)
    with reading() as db:
        return framed(store.sums(db, allowed, *by, top=top), by)


def framed(rows: Iterable[Row[Any]], by: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame([tuple(row) for row in rows], columns=[*by, *MEASURED])
    return frame.astype(dict.fromkeys(COUNTED, "int64") | {"carbon_kg": "float64"})


def shared(frame: pd.DataFrame, whole_fen: int | None = None) -> pd.DataFrame:
    """With `share`: the part of the amount, 0 to 1, of the frame's own sum unless another whole is given."""
    whole = int(frame["amount_fen"].sum()) if whole_fen is None else whole_fen
    return frame.assign(share=frame["amount_fen"] / whole if whole else float("nan"))
