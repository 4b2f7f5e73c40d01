"""The sections of the collection: green materials, green products; green finance opens later. Both may hold."""

import threading
import time
from dataclasses import dataclass

from sqlalchemy import Engine

from db import sections as store
from db.engine import engine, reading
from services import clock, products

__all__ = ["Sections", "sections"]

PATIENCE = 20  # counting takes at most a twentieth of the time, however often the collection changes


@dataclass(frozen=True)
class Sections:
    """How many exhibits on show belong to each."""

    materials: int
    products: int


@dataclass(frozen=True)
class Counted:
    """A count with the state of the collection it was made of, and until when it is good enough all the same."""

    house: Engine
    revision: str
    said: Sections
    until: float


memory: list[Counted] = []
turn = threading.Lock()


def sections() -> Sections:
    """As of now, or as of a moment ago where counting takes long: one visitor counts, the others need not wait."""
    house, revision = engine(), products.revision()
    last = memory[0] if memory and memory[0].house is house else None
    if last and (last.revision == revision or time.monotonic() < last.until):
        return last.said
    mine = turn.acquire(blocking=last is None)  # who has no count yet waits for one
    if last and not mine:
        return last.said
    try:
        return counted(house, revision)
    finally:
        turn.release()


def counted(house: Engine, revision: str) -> Sections:
    began = time.monotonic()
    with reading() as db:
        said = Sections(store.materials(db), store.products(db, clock.today()))
    ended = time.monotonic()
    memory[:] = [Counted(house, revision, said, ended + PATIENCE * (ended - began))]
    return said
