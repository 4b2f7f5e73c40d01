"""The sections of the collection: green materials, green products; green finance opens later. Both may hold."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine

from db import sections as store
from db.engine import engine, reading
from services import clock, products

__all__ = ["Sections", "sections"]


@dataclass(frozen=True)
class Sections:
    """How many exhibits on show belong to each."""

    materials: int
    products: int


def sections() -> Sections:
    return counted(products.revision(), engine())


@lru_cache(maxsize=4)
def counted(revision: str, house: Engine) -> Sections:
    """Once for every state of the collection."""
    del revision, house
    with reading() as db:
        return Sections(store.materials(db), store.products(db, clock.today()))
