"""The green project library: projects registered, what each has bought, and those a purchase may be linked to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db import facts, limits
from db import projects as store
from db.engine import reading
from db.projects import Project
from db.standards import Kind
from services import clock
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Bought", "Project", "bought", "mine", "registered"]


@dataclass(frozen=True)
class Bought:
    """What a project has bought of one kind; `green_fen`: of exhibits with a green certificate then, or since."""

    kind: Kind
    amount_fen: int
    green_fen: int


def registered() -> Sequence[Project]:
    with reading() as db:
        return store.registered(db)


def bought() -> dict[UUID, list[Bought]]:
    """By project, the largest sums first; what was wholly undone is left out."""
    found: dict[UUID, list[Bought]] = {}
    with reading() as db:
        kinds = {kind.code: kind for kind in limits.kinds(db)}
        for project_id, kind, fen, green_fen in facts.of_projects(db, clock.today()):
            if fen:
                found.setdefault(project_id, []).append(Bought(kinds[kind], fen, green_fen))
    return found


def mine(buyer: Visitor) -> Sequence[Project]:
    """The projects the buyer's organisation owns."""
    require(buyer, Permission.ORDER_PLACE)
    with reading() as db:
        return store.of_owner(db, buyer.organisation_id)
