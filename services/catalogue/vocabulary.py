"""The museum's own words, to suggest from: gathered once a day, and what hangs or changes meanwhile learnt at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from sqlmodel import Session

from db import shelves
from db.standards import Kind
from services import search
from services.regions import CITIES

__all__ = ["Vocabulary"]

MOST_NAMES = 500  # of exhibits, the newest; of brands; of exhibits that changed
MOST_FRESH = 100  # exhibits with new words, before all are gathered anew


@dataclass
class Vocabulary:
    """`changed` are the exhibits that changed, the latest last; `fresh` the words in their names that `words` lack,
    and under None those of brands."""

    words: tuple[str, ...] = ()
    changed: dict[UUID, None] = field(default_factory=dict)
    fresh: dict[UUID | None, tuple[str, ...]] = field(default_factory=dict)

    def suggestion(self, db: Session, asked: str, kinds: Iterable[Kind]) -> str | None:
        """What was meant by a question that finds nothing."""
        if not self.words:
            self.gather(db, kinds)
        return search.suggestion(asked, self.words, tuple(dict.fromkeys(chain.from_iterable(self.fresh.values()))))

    def gather(self, db: Session, kinds: Iterable[Kind]) -> None:
        said = [getattr(kind, f"{part}_{language}") for kind in kinds
                for part in ("name", "summary") for language in ("zh", "en")]  # fmt: skip
        newest = shelves.names_on_show(db, MOST_NAMES)
        changed = chain.from_iterable(shelves.names_of(db, list(self.changed)).values())
        brands = shelves.brands_on_show(db, MOST_NAMES)
        self.words = search.vocabulary_of([*said, *newest, *changed, *brands, *CITIES, *CITIES.values()])
        self.fresh.clear()

    def learn(self, db: Session, listings: Sequence[UUID]) -> None:
        """Take over the names of exhibits that changed; the new words of one that left are not suggested any more."""
        for listing in listings:
            self.changed.pop(listing, None)
            self.fresh.pop(listing, None)
        self.changed |= dict.fromkeys(listings)
        for oldest in list(self.changed)[:-MOST_NAMES]:
            del self.changed[oldest]
        if len(self.fresh) + len(listings) > MOST_FRESH:
            self.forget()
        if self.words:
            named = shelves.names_of(db, listings)
            said = {listing: search.learnt(names, self.words) for listing, names in named.items()}
            self.fresh |= {listing: words for listing, words in said.items() if words}

    def learn_brands(self, db: Session) -> None:
        """After a change of suppliers."""
        if self.words:
            self.fresh[None] = search.learnt(shelves.brands_on_show(db, MOST_NAMES), self.words)

    def forget(self) -> None:
        """Gather the words anew before the next suggestion."""
        self.words = ()
        self.fresh.clear()
