"""The live figures in the foyer: what hangs, who supplies, what was traded."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from db.engine import reading
from db.facts import Fact
from db.projects import Project
from services import products

__all__ = ["Figures", "figures"]


@dataclass(frozen=True)
class Figures:
    exhibits: int
    suppliers: int
    orders: int
    amount_fen: int
    projects: int


def figures() -> Figures:
    """Published exhibits, approved suppliers, binding orders with their amount, projects in the library."""
    shown = products.figures()
    traded = select(func.coalesce(func.sum(col(Fact.orders)), 0), func.coalesce(func.sum(col(Fact.amount_fen)), 0))
    with reading() as db:
        orders, amount = db.exec(traded).one()
        return Figures(
            exhibits=shown.exhibits,
            suppliers=shown.suppliers,
            orders=int(orders),
            amount_fen=int(amount),
            projects=db.exec(select(func.count()).select_from(Project)).one(),
        )
