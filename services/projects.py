"""The green project library: the projects registered, and those a buyer may link a purchase to."""

from collections.abc import Sequence

from db import projects as store
from db.engine import reading
from db.projects import Project
from services.permissions import Permission, require
from services.visitors import Visitor

__all__ = ["Project", "mine", "registered"]


def registered() -> Sequence[Project]:
    with reading() as db:
        return store.registered(db)


def mine(buyer: Visitor) -> Sequence[Project]:
    """The projects the buyer's organisation owns."""
    require(buyer, Permission.ORDER_PLACE)
    with reading() as db:
        return store.of_owner(db, buyer.organisation_id)
