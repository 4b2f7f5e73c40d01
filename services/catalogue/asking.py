"""One question to the columns: what fits, and for every filter how many each of its choices would give."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from db.catalogue import NO_CARBON
from db.suppliers import SupplierKind
from services.catalogue import judging
from services.catalogue.columns import SCHEMES, Columns, Mask, Numbers
from services.catalogue.filters import Conformity, Filters, Section
from services.catalogue.judging import NOTHING, millionths
from services.distances import km_between
from services.money import LARGEST_FEN
from services.tightened import read

__all__ = ["RANGES", "STARS", "Facets", "Fit", "distances", "fit"]

NOWHERE = -1  # the number of a word that no exhibit bears
STARS, RANGES = (3, 2, 1), (50, 100, 200, 500)
MET = {Conformity.ALL: judging.ALL, Conformity.SOME: judging.SOME, Conformity.NONE: judging.NONE}
GREEN_PRODUCT = 1  # the bit of the first of SCHEMES
SAMPLE, FEWEST = 20_000, 8  # prices looked at for bands; exhibits that are worth dividing
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Facets:
    """For each choice of each filter, how many exhibits one would see: all other filters applied."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)
    certificates: Mapping[str, int] = field(default_factory=dict)
    stars: Mapping[int, int] = field(default_factory=dict)
    conformity: Mapping[str, int] = field(default_factory=dict)
    verified: int = 0
    supplier_kinds: Mapping[str, int] = field(default_factory=dict)
    cities: Mapping[str, int] = field(default_factory=dict)
    within: Mapping[int, int] = field(default_factory=dict)
    prices: Mapping[tuple[int | None, int | None], int] = field(default_factory=dict)
    in_stock: int = 0
    declared: int = 0


@dataclass(frozen=True)
class Fit:
    """The numbers of the exhibits that fit, in no order, and what the filters offer."""

    numbers: Numbers
    facets: Facets


def fit(columns: Columns, filters: Filters, found: Numbers | None, categories: Mapping[str, str]) -> Fit:
    """`found` are the exhibits whose words answer, None when none were asked for; `categories` of kinds by code.

    Words, prices and values are looked up exhibit by exhibit, everything else cell by cell."""
    priceless = rows(columns, filters, found)
    price = priced(columns, filters.price_from, filters.price_to)
    left = priceless if price is None else priceless & price
    masks = {name: mask for name, mask in asked_of(columns, filters, categories) if mask is not None}
    everything = every(masks, columns)
    here = columns.in_cells(left)
    counted: dict[str, Any] = {}
    for name, count in FACETS.items():
        counted |= count(columns, here * every(masks, columns, but=name), filters)
    numbers = np.flatnonzero(left & everything[columns.cell])
    others = numbers if price is None else np.flatnonzero(priceless & everything[columns.cell])
    return Fit(numbers, Facets(**counted, prices=bands(columns.price[others])))


def rows(columns: Columns, filters: Filters, found: Numbers | None) -> Mask:
    """What is on show, answers in words, and is as good as was asked."""
    mask = columns.on_show
    if found is not None:
        mask = mask & among(found, len(mask))
    if filters.carbon_to is not None and filters.kind:
        mask = mask & (columns.carbon != NO_CARBON) & (columns.carbon <= millionths(filters.carbon_to))
    for key in filters.values:
        good = tightened(columns, key, filters)
        mask = mask if good is None else mask & good
    return mask


def every(masks: Mapping[str, Mask], columns: Columns, *, but: str = "") -> Mask:
    """The cells that meet all filters but one."""
    others = [mask for name, mask in masks.items() if name != but]
    left = np.ones(len(columns.cells), np.bool_)
    for mask in others:
        left &= mask
    return left


def among(numbers: Numbers, size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[numbers[numbers < size]] = True
    return mask


def priced(columns: Columns, least: int | None, most: int | None) -> Mask | None:
    if least is None and most is None:
        return None
    low, high = max(least or 0, 0), LARGEST_FEN if most is None else most
    return (columns.price >= low) & (columns.price <= high)


def tightened(columns: Columns, key: str, filters: Filters) -> Mask | None:
    """Exhibits of the chosen kind whose value is at least as good; None where nothing that can be read is asked."""
    one = columns.requirements.get(key)
    ask = read(one, filters.values[key]) if one and one.kind == filters.kind else None
    if ask is None:
        return None
    said = columns.values.get(key, NOTHING)
    good = np.ones(len(said.figures), np.bool_)
    if ask.low is not None:
        good &= said.figures >= millionths(ask.low)
    if ask.high is not None:
        good &= said.figures <= millionths(ask.high)
    return among(said.numbers[good].astype(np.int64), len(columns.listed))


def asked_of(columns: Columns, filters: Filters, categories: Mapping[str, str]) -> Iterator[tuple[str, Mask | None]]:
    """Every filter on cells by its name, None where nothing is asked."""
    part = columns.cells.part
    yield "kind", of_kind(columns, filters, categories)
    yield "section", section(columns, filters.section) if filters.section else None
    yield "certificate", certified(columns, filters)
    yield "stars", part("stars") >= min(filters.stars, 100) if filters.stars else None
    yield "conformity", part("met") == MET[filters.conformity] if filters.conformity else None
    yield "verified", part("verified") == 1 if filters.verified else None
    yield "supplier_kind", part("direct") == is_direct(filters) if filters.supplier_kind else None
    yield "city", part("city") == word(columns, "city", filters.city) if filters.city else None
    near = filters.site and filters.within
    yield "within", distances(columns, filters.site)[part("city")] <= (filters.within or 0) if near else None
    yield "in_stock", part("in_stock") == 1 if filters.in_stock else None
    yield "carbon", part("declared") == 1 if filters.declared else None


def word(columns: Columns, column: str, said: str) -> int:
    return columns.names[column].numbers.get(said, NOWHERE)


def is_direct(filters: Filters) -> bool:
    return filters.supplier_kind is SupplierKind.BRAND_MANUFACTURER


def of_kind(columns: Columns, filters: Filters, categories: Mapping[str, str]) -> Mask | None:
    """The kind, if it belongs to the category; without a kind, all of the category."""
    kinds = columns.cells.part("kind")
    if filters.kind:
        fits = categories.get(filters.kind) in ({filters.category} if filters.category else set(categories.values()))
        wanted = word(columns, "kind", filters.kind) if fits else NOWHERE
        return np.equal(kinds, wanted)
    if filters.category:
        inside = [categories.get(kind) == filters.category for kind in columns.names["kind"].words]
        return np.array(inside, np.bool_)[kinds]
    return None


def section(columns: Columns, which: Section) -> Mask:
    part = columns.cells.part
    return part("proved") == 1 if which is Section.MATERIALS else (part("schemes") & GREEN_PRODUCT) > 0


def certified(columns: Columns, filters: Filters) -> Mask | None:
    if filters.certificate is None:
        return None
    return (columns.cells.part("schemes") & 1 << SCHEMES.index(filters.certificate)) > 0


def distances(columns: Columns, site: str) -> npt.NDArray[np.float64]:
    """Kilometres from the site by city; endless where either is not known."""
    known = [km_between(site, city) for city in columns.names["city"].words] or [None]
    return np.array([np.inf if km is None else float(km) for km in known])


# Counting: `here` says how many exhibits stand in each cell


def by_part(columns: Columns, name: str, here: Counts) -> Counts:
    return np.bincount(columns.cells.part(name), here).astype(np.int64)


def by_word(columns: Columns, name: str, here: Counts) -> dict[str, int]:
    words, found = columns.names[name].words, by_part(columns, name, here)
    return {words[number]: int(found[number]) for number in np.flatnonzero(found) if words[number]}


def total(here: Counts) -> int:
    return int(here.sum())


def count_certificates(columns: Columns, here: Counts, _: Filters) -> dict[str, Any]:
    held = columns.cells.part("schemes")
    found = {scheme: total(here[(held & 1 << at) > 0]) for at, scheme in enumerate(SCHEMES)}
    return {"certificates": {scheme: count for scheme, count in found.items() if count}}


def count_stars(columns: Columns, here: Counts, _: Filters) -> dict[str, Any]:
    stars = columns.cells.part("stars")
    return {"stars": {least: total(here[stars >= least]) for least in STARS}}


def count_conformity(columns: Columns, here: Counts, _: Filters) -> dict[str, Any]:
    met = columns.cells.part("met")
    return {"conformity": {name: total(here[met == number]) for name, number in MET.items()}}


def count_sections(columns: Columns, here: Counts, _: Filters) -> dict[str, Any]:
    return {"sections": {which: total(here[section(columns, which)]) for which in Section}}


def count_supplier_kinds(columns: Columns, here: Counts, _: Filters) -> dict[str, Any]:
    makers = total(here[columns.cells.part("direct") == 1])
    return {"supplier_kinds": {SupplierKind.BRAND_MANUFACTURER: makers, SupplierKind.DISTRIBUTOR: total(here) - makers}}


def count_near(columns: Columns, here: Counts, filters: Filters) -> dict[str, Any]:
    if not filters.site:
        return {}
    far = distances(columns, filters.site)[columns.cells.part("city")]
    return {"within": {km: total(here[far <= km]) for km in RANGES}}


def count_flag(name: str) -> "Counter":
    part = {"verified": "verified", "in_stock": "in_stock", "carbon": "declared"}[name]
    return lambda columns, here, _: {part: total(here[columns.cells.part(part) == 1])}


Counter = Callable[[Columns, Counts, Filters], dict[str, Any]]
FACETS: Mapping[str, Counter] = {
    "kind": lambda columns, here, _: {"kinds": by_word(columns, "kind", here)},
    "section": count_sections,
    "certificate": count_certificates,
    "stars": count_stars,
    "conformity": count_conformity,
    "supplier_kind": count_supplier_kinds,
    "city": lambda columns, here, _: {"cities": by_word(columns, "city", here)},
    "within": count_near,
    **{name: count_flag(name) for name in ("verified", "in_stock", "carbon")},
}


def bands(prices: Numbers) -> dict[tuple[int | None, int | None], int]:
    """Four bands between prices that read well, where there is enough to divide, with how many stand in each."""
    if len(prices) < FEWEST:
        return {}
    quarters = np.quantile(prices[:: len(prices) // SAMPLE + 1], (0.25, 0.5, 0.75))
    edges: list[int | None] = [None, *sorted({reads_well(fen) for fen in quarters}), None]
    between = [(low, high) for low, high in pairwise(edges) if low is not None or high is not None]
    counted = {pair: int(np.count_nonzero((prices >= (pair[0] or 0)) & (prices <= (pair[1] or LARGEST_FEN))))
               for pair in between}  # fmt: skip
    return {pair: count for pair, count in counted.items() if count}


def reads_well(fen: float) -> int:
    """Two figures that count, in whole yuan: the address holds no fen."""
    yuan = max(1, round(fen / 100))
    return round(yuan, 2 - len(str(yuan))) * 100
