"""Finding exhibits: what a visitor asks of the halls, and one page of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from math import ceil
from typing import TypeVar

from db import shelves as store
from db.engine import reading
from db.products import Scheme
from db.shelves import Sort, Wanted
from db.suppliers import SupplierKind
from services import clock, search
from services.money import LARGEST_FEN
from services.product_cards import Card, Plan, cards, plan_of
from services.standards import Hall, hung
from services.visitors import Visitor

__all__ = ["NAMES", "PAGE", "Filters", "Shelf", "Sort", "SupplierKind", "browse"]

PAGE, LONGEST_NUMBER = 24, 9
NAMES = (
    *("q", "category", "kind", "certificate", "stars"),
    *("in_stock", "supplier_kind", "city", "price_from", "price_to"),
)
Option = TypeVar("Option", bound=StrEnum)
NOWHERE = "-"


@dataclass(frozen=True)
class Filters:
    """What a visitor asks of the halls; the defaults ask for everything. Prices are in fen."""

    q: str = ""
    category: str = ""
    kind: str = ""
    certificate: Scheme | None = None
    stars: int | None = None
    in_stock: bool = False
    supplier_kind: SupplierKind | None = None
    city: str = ""
    price_from: int | None = None
    price_to: int | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @classmethod
    def of(cls, address: Mapping[str, str]) -> "Filters":
        """What an address asks for; prices stand there in whole yuan, and nonsense is passed over."""
        said = {name: address.get(name, "") for name in (*NAMES, "sort", "page")}
        return cls(
            **{name: said[name] for name in ("q", "category", "kind", "city")},
            certificate=member(Scheme, said["certificate"]),
            stars=whole(said["stars"]),
            in_stock=said["in_stock"] == "yes",
            supplier_kind=member(SupplierKind, said["supplier_kind"]),
            price_from=in_fen(said["price_from"]),
            price_to=in_fen(said["price_to"]),
            sort=member(Sort, said["sort"]) or Sort.RELEVANCE,
            page=whole(said["page"]) or 1,
        )

    @property
    def narrow(self) -> bool:
        """Whether anything at all was asked for."""
        plain = Filters(sort=self.sort, page=self.page)
        return any(getattr(self, part.name) != getattr(plain, part.name) for part in fields(self))


@dataclass(frozen=True)
class Shelf:
    """One page of what was found; `total` counts all pages. `halls` and `cities` count what the filters offer."""

    cards: Sequence[Card]
    total: int
    page: int
    pages: int
    halls: Sequence[Hall]
    cities: Sequence[tuple[str, int]]


def member(options: type[Option], said: str) -> Option | None:
    return options(said) if said in {option.value for option in options} else None


def whole(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER else None


def in_fen(said: str) -> int | None:
    yuan = whole(said)
    return None if yuan is None else yuan * 100


def browse(visitor: Visitor, filters: Filters) -> Shelf:
    """One page of what is on show and fits, in eight queries however much that is; a page too far is the last one."""
    del visitor  # everybody sees the same halls
    with reading() as db:
        plan = plan_of(db)
        wanted = as_wanted(filters, plan)
        counted = store.counts(db, wanted)
        total = sum(count for kind, city, count in counted if fits(kind, wanted.kinds) and fits(city, wanted.city))
        pages = max(1, ceil(total / PAGE))
        page = min(max(1, filters.page), pages)
        found = store.page(db, wanted, filters.sort, offset=(page - 1) * PAGE, limit=PAGE) if total else []
        shown = cards(db, found, plan)
    here = [row for row in counted if fits(row[1], wanted.city)]
    halls = hung([plan[code] for code in plan], here)
    return Shelf(shown, total, page, pages, halls, cities(counted, wanted))


def fits(value: str, chosen: str | tuple[str, ...]) -> bool:
    return not chosen or value == chosen or value in chosen


def cities(counted: Sequence[tuple[str, str, int]], wanted: Wanted) -> Sequence[tuple[str, int]]:
    """The cities of what fits but for the city, those with most exhibits first."""
    sums: dict[str, int] = {}
    for kind, city, count in counted:
        if city and fits(kind, wanted.kinds):
            sums[city] = sums.get(city, 0) + count
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


def as_wanted(filters: Filters, plan: Plan) -> Wanted:
    """The filters as the database can read them, whatever stood in the address."""
    asked = search.terms(filters.q)
    return Wanted(
        today=clock.today(),
        terms=asked.terms,
        name_end=search.END_OF_NAMES,
        kind_end=search.END_OF_KIND,
        kinds=chosen_kinds(filters, plan),
        city=filters.city if filters.city.isprintable() else NOWHERE,
        scheme=filters.certificate,
        stars=filters.stars,
        in_stock=filters.in_stock,
        supplier_kind=filters.supplier_kind,
        price_from=bounded(filters.price_from),
        price_to=bounded(filters.price_to),
    )


def chosen_kinds(filters: Filters, plan: Plan) -> tuple[str, ...]:
    """Nothing chosen means all; a kind or category that does not exist means none."""
    if not filters.kind and not filters.category:
        return ()
    chosen = [
        code
        for code, (kind, _) in plan.items()
        if filters.kind in {"", code} and filters.category in {"", kind.category}
    ]
    return tuple(chosen) or (NOWHERE,)


def bounded(price_fen: int | None) -> int | None:
    return None if price_fen is None else min(max(price_fen, 0), LARGEST_FEN)
