"""The catalogue in memory: every exhibit on show as numbers, kept in step with the database, asked by the halls."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine
from sqlmodel import Session

from db import catalogue as store
from db import shelf_changes, shelves, words
from db.engine import apart, engine, reading
from db.shelf_changes import Part, ShelfChange
from db.standards import Category, Indicator, Kind, indicators
from services import clock, search
from services.catalogue import asking, ordering
from services.catalogue.asking import RANGES, STARS, Facets
from services.catalogue.columns import Columns, Numbers
from services.catalogue.filters import NAMES, OWN_VALUE, Conformity, Filters, Section, Sort
from services.catalogue.rivals import beside, rivals
from services.catalogue.vocabulary import Vocabulary

if TYPE_CHECKING:
    from services.product_cards import Card

__all__ = [
    "NAMES", "OWN_VALUE", "RANGES", "STARS", "Answer", "Catalogue", "Conformity", "Facets", "Filters", "Section",
    "Sort", "current",
]  # fmt: skip

MOST_CHANGES, MOST_SEARCHES, MOST_CARDS = 2_000, 64, 5_000
TEXT = 3  # the rank of what is found anywhere; before it stand the kind, the name, the exact name


@dataclass(frozen=True)
class Answer:
    """The codes of one page, how many exhibits fit in all, and what the filters offer."""

    codes: Sequence[str]
    total: int
    facets: Facets


@dataclass
class Catalogue:
    """One process's copy. Whoever asks first after a change brings it up to date; `step` is the newest change in it."""

    step: int = -1
    day: date = date.min
    columns: Columns | None = None
    plan: dict[str, tuple[Kind, Category]] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    kind_words: dict[str, str] = field(default_factory=dict)
    requirements: Sequence[Indicator] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    searches: dict[tuple[object, ...], Numbers] = field(default_factory=dict)
    cards: dict[str, "Card"] = field(default_factory=dict)
    notes: dict[str, object] = field(default_factory=dict)  # what others make of the plan, until it changes
    turn: threading.RLock = field(default_factory=threading.RLock)

    def ask(self, db: Session, filters: Filters, *, size: int) -> Answer:
        """What fits; a page too far is the last one."""
        with self.turn:
            columns = self.in_step(db)
            asked = search.terms(filters.q)
            found = self.answering(db, asked.terms, words.ANYWHERE) if asked.terms else None
            fits = asking.fit(columns, filters, found, self.categories)
            total = len(fits.numbers)
            start = min(max(filters.page - 1, 0), max(total - 1, 0) // size) * size
            ranks = self.ranked(db, columns, asked) if asked.terms and total else None
            order = ordering.Order(filters.sort, filters.site, ranks)
            shown = ordering.page(columns, fits.numbers, order, start=start, size=size)
        return Answer([code_of(number) for number in shown], total, fits.facets)

    def newer(self, db: Session, filters: Filters, moment: datetime) -> int:
        """How many exhibits that fit have been hung since a moment."""
        with self.turn:
            columns, numbers = self.fitting(db, filters)
            return int(np.count_nonzero(columns.published[numbers] > int(moment.timestamp() * 1_000_000)))

    def holds(self, db: Session, filters: Filters, code: str) -> bool:
        """Whether the exhibit is on show and fits."""
        with self.turn:
            return bool(np.isin(words.number_of(code), self.fitting(db, filters)[1]))

    def fitting(self, db: Session, filters: Filters) -> tuple[Columns, Numbers]:
        columns = self.in_step(db)
        asked = search.terms(filters.q)
        found = self.answering(db, asked.terms, words.ANYWHERE) if asked.terms else None
        return columns, asking.fit(columns, filters, found, self.categories).numbers

    def answering(self, db: Session, terms: Sequence[search.Term], place: str) -> Numbers:
        """The exhibits in which all terms stand."""
        return self.once((tuple(terms), place), lambda: words.answering(db, terms, place))

    def suggestion(self, db: Session, asked: str) -> str | None:
        """What was meant by a question that finds nothing."""
        with self.turn:
            return self.vocabulary.suggestion(db, asked, [kind for kind, _ in self.plan.values()])

    def once(self, question: tuple[object, ...], read: Callable[[], Numbers]) -> Numbers:
        """Asked of the database once, until listings change."""
        if question not in self.searches:
            if len(self.searches) >= MOST_SEARCHES:
                self.searches.pop(next(iter(self.searches)))
            self.searches[question] = read()
        return self.searches[question]

    def ranked(self, db: Session, columns: Columns, asked: search.Query) -> npt.NDArray[np.int8]:
        """Exact name, all words in a name, all in the kind, anywhere: our rule, not an engine's score."""
        size = len(columns.listed)
        ranks = np.full(size, TEXT, np.int8)
        named_so = columns.of_kind("kind", lambda kind: search.matches(asked, self.kind_words[kind], words.IN_KIND))
        ranks[named_so.astype(np.bool_)[columns.kind]] = TEXT - 1
        named = self.answering(db, asked.terms, words.IN_NAME)
        exact = self.once((asked.exact,), lambda: words.holding(db, asked.exact))
        for rank, found in ((TEXT - 2, named), (TEXT - 3, exact)):
            ranks[found[found < size]] = rank
        return ranks

    def in_step(self, db: Session) -> Columns:
        """Read what has changed since the last question; the first time, everything."""
        today = clock.today()
        changes = shelf_changes.since(db, self.step) if self.columns else None
        if changes is None or self.columns is None or is_much(changes):
            return self.load(db, today)
        if today != self.day:
            self.day = today
            self.vocabulary.forget()
            self.cards.clear()
            self.columns.look_at_papers(today)
            self.columns.settle()
        if changes:
            self.follow(db, self.columns, changes)
        return self.columns

    def load(self, asking: Session, today: date) -> Columns:
        with apart(asking) as db:
            return self.read(db, today)

    def read(self, db: Session, today: date) -> Columns:
        step = shelf_changes.latest(db)
        plan = shelves.kinds_with_category(db)
        self.plan = {kind.code: (kind, category) for kind, category in plan}
        self.categories = {kind.code: kind.category for kind, _ in plan}
        self.kind_words = {kind.code: search.words_of([], [kind.name_zh, kind.name_en]) for kind, _ in plan}
        self.requirements = indicators(db)
        columns = Columns(self.requirements, [kind.code for kind, _ in plan])
        columns.take_suppliers(store.suppliers(db))
        hung = columns.take_products(store.products(db))
        columns.take_values(store.values(db))
        columns.take_papers(store.certificates(db), today)
        columns.judge(hung)
        columns.settle()
        self.forget()
        self.vocabulary.forget()
        self.notes = {}
        self.columns, self.step, self.day = columns, step, today
        return columns

    def follow(self, db: Session, columns: Columns, changes: Sequence[ShelfChange]) -> None:
        """Take over what a few changes did."""
        parts = {part: sorted({one.product_id for one in changes if one.part is part and one.product_id})
                 for part in (Part.STOCK, Part.LISTING)}  # fmt: skip
        listings = parts[Part.LISTING]
        suppliers = any(one.part is Part.SUPPLIERS for one in changes)
        if listings or suppliers:
            columns.take_suppliers(store.suppliers(db))
            self.forget()
            columns.settle()
        if suppliers:
            self.vocabulary.learn_brands(db)
        if listings:
            self.vocabulary.learn(db, listings)
            gone = store.numbers(db, listings)
            columns.take_down(gone)
            hung = columns.take_products(store.products(db, listings))
            columns.take_values(store.values(db, listings))
            columns.take_papers(store.certificates(db, listings), self.day)
            columns.judge(hung)
            columns.settle(np.array(sorted({*gone, *hung.tolist()}), np.int64))
        if parts[Part.STOCK]:
            columns.settle(columns.take_stock(store.stock(db, parts[Part.STOCK])))
            for number in store.numbers(db, parts[Part.STOCK]):
                self.cards.pop(code_of(number), None)
        self.step = changes[-1].number

    def rivals(self, db: Session, code: str, passed: Iterable[str], *, limit: int) -> Sequence[str]:
        """The codes of those that could hang in the place of the exhibit, which passes these indicators."""
        with self.turn:
            found = rivals(self.in_step(db), words.number_of(code), passed, limit=limit)
        return [code_of(number) for number in found]

    def beside(self, db: Session, code: str, passed: Iterable[str], *, limit: int) -> tuple[Sequence[str], int, int]:
        """The codes of what hangs beside an exhibit, how many of its kind are sold by its unit, how many there are."""
        with self.turn:
            found = beside(self.in_step(db), words.number_of(code), passed, limit=limit)
        return [code_of(number) for number in found.chosen], found.alike, found.of_kind

    def plan_now(self, db: Session) -> dict[str, tuple[Kind, Category]]:
        """Every kind with its category, by code."""
        with self.turn:
            self.in_step(db)
            return self.plan

    def requirements_of(self, db: Session, kind: str) -> Sequence[Indicator]:
        """The indicators in force of a kind."""
        with self.turn:
            self.in_step(db)
            return [one for one in self.requirements if one.kind == kind]

    def known(self, codes: Sequence[str]) -> tuple[dict[str, "Card"], int]:
        """The cards of these codes that said the truth at the step that is given back."""
        with self.turn:
            return {code: self.cards[code] for code in codes if code in self.cards}, self.step

    def forget(self) -> None:
        """What was answered before a listing changed."""
        self.searches.clear()
        self.cards.clear()

    def remember(self, cards: Sequence["Card"], step: int) -> None:
        """Keep cards that were read when the catalogue stood at `step`; an older one is not kept."""
        with self.turn:
            if step == self.step:
                if len(self.cards) + len(cards) > MOST_CARDS:
                    self.cards.clear()
                self.cards.update({card.code: card for card in cards})


_catalogues: "WeakKeyDictionary[Engine, Catalogue]" = WeakKeyDictionary()
_first = threading.Lock()


def code_of(number: int) -> str:
    return f"P-{number:06d}"


def is_much(changes: Sequence[ShelfChange]) -> bool:
    return len(changes) > MOST_CHANGES or any(one.part is Part.EVERYTHING for one in changes)


def current() -> Catalogue:
    """This process's catalogue of the database in use."""
    with _first:
        return _catalogues.setdefault(engine(), Catalogue())


def warm() -> None:
    """Read everything before the first visitor comes."""
    kept = current()
    with kept.turn, reading() as db:
        kept.in_step(db)
        kept.suggestion(db, "")
