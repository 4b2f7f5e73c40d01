"""How the museum grew: suppliers and exhibits of today, by when they came."""

import pandas as pd

from db import facts as store
from db.engine import reading
from db.facts import Selection
from services.dashboards.area import area, months_between, this_month
from services.visitors import Visitor


def growth(visitor: Visitor, wanted: Selection) -> pd.DataFrame:
    """month, suppliers (approved), products (on show), both counted up to the end of the month.

    Suppliers serve every area, so this is the whole museum; of the selection only the months count."""
    area(visitor)  # refuses who may not read the dashboard
    with reading() as db:
        suppliers, products = store.arrivals(db)
    came = sorted(suppliers | products)
    if not came:
        return pd.DataFrame({"month": [], "suppliers": [], "products": []})
    months = pd.Index(months_between(came[0], max(came[-1], wanted.until or this_month())), name="month")
    counts = pd.DataFrame({"suppliers": pd.Series(suppliers), "products": pd.Series(products)})
    counted = counts.reindex(months).fillna(0).astype("int64").cumsum().reset_index()
    kept = counted["month"].between(wanted.since or came[0], wanted.until or this_month())
    return counted[kept].reset_index(drop=True)
