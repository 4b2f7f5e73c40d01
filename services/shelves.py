"""Walking through the halls: one page of what a visitor asked for, with what the filters offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlmodel import Session

from db import shelves as store
from db.engine import reading
from services import catalogue
from services.catalogue import Catalogue, Facets, Filters
from services.product_cards import Card, cards
from services.standards import Hall, hung, plan_of
from services.visitors import Visitor

__all__ = ["PAGE", "Shelf", "browse", "cards_of", "first"]

PAGE = 24


@dataclass(frozen=True)
class Shelf:
    """One page of what was found; `total` counts all pages, `halls` what each room would show. `suggestion` is what may
    have been meant where nothing was found."""

    cards: Sequence[Card]
    total: int
    page: int
    pages: int
    halls: Sequence[Hall]
    facets: Facets
    suggestion: str | None = None


def browse(visitor: Visitor, filters: Filters) -> Shelf:
    """One page of what is on show and fits; a page too far is the last one."""
    del visitor  # everybody sees the same halls
    kept = catalogue.current()
    with reading() as db:
        answer = kept.ask(db, filters, size=PAGE)
        shown = cards_of(db, kept, answer.codes)
        meant = kept.suggestion(db, filters.q) if filters.q and not answer.total else None
    pages = max(1, ceil(answer.total / PAGE))
    halls = hung(plan_of(kept), answer.facets.kinds)
    return Shelf(shown, answer.total, min(max(1, filters.page), pages), pages, halls, answer.facets, meant)


def first(filters: Filters, limit: int) -> Sequence[Card]:
    """The first few that fit."""
    kept = catalogue.current()
    with reading() as db:
        return cards_of(db, kept, kept.ask(db, filters, size=limit).codes)


def cards_of(db: Session, kept: Catalogue, codes: Sequence[str]) -> Sequence[Card]:
    """Those of `codes` that are on show, in their order; what has not changed since it was last read is not read."""
    known, step = kept.known(codes)
    missing = [code for code in codes if code not in known]
    if missing:
        read = cards(db, store.of_codes(db, missing), kept.plan)
        kept.remember(read, step)
        known |= {card.code: card for card in read}
    return [known[code] for code in dict.fromkeys(codes) if code in known]
