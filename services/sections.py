"""The sections of the collection: green materials, green products; green finance opens later. Both may hold."""

from dataclasses import dataclass

from db.engine import reading
from services import catalogue
from services.catalogue import Filters, Section

__all__ = ["Sections", "sections"]


@dataclass(frozen=True)
class Sections:
    """How many exhibits on show belong to each."""

    materials: int
    products: int


def sections() -> Sections:
    kept = catalogue.current()
    with reading() as db:
        counted = kept.ask(db, Filters(), size=1).facets.sections
    return Sections(counted[Section.MATERIALS], counted[Section.PRODUCTS])
