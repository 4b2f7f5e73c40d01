"""One question to the columns: what fits, and for every filter how many each of its choices would give."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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

__all__ = ["RANGES", "STARS", "Facets", "Fit", "fit"]

NOWHERE = 32_767  # the number of a word that no exhibit bears
STARS, RANGES = (3, 2, 1), (50, 100, 200, 500)
MET = {Conformity.ALL: judging.ALL, Conformity.SOME: judging.SOME, Conformity.NONE: judging.NONE}
GREEN_PRODUCT = np.uint8(1)  # the first of SCHEMES
SAMPLE, FEWEST = 20_000, 8  # prices looked at for bands; exhibits that are worth dividing
Keys = Sequence[Numbers]


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
    """`found` are the exhibits whose words answer, None when none were asked for; `categories` of kinds by code."""
    base = columns.on_show()
    if found is not None:
        base &= among(found, len(base))
    masks = {name: mask for name, mask in asked_of(columns, filters, categories) if mask is not None}
    everything = np.logical_and.reduce([base, *masks.values()])
    rooms = dict.fromkeys(FACETS, everything)
    for name in masks.keys() & FACETS.keys():
        others = [mask for other, mask in masks.items() if other != name]
        rooms[name] = np.logical_and.reduce([base, *others])
    counted: dict[str, Any] = {}
    for name, count in FACETS.items():
        counted |= count(columns, rooms[name], filters)
    return Fit(np.flatnonzero(everything), Facets(**counted))


def among(numbers: Numbers, size: int) -> Mask:
    mask = np.zeros(size, np.bool_)
    mask[numbers[numbers < size]] = True
    return mask


def asked_of(columns: Columns, filters: Filters, categories: Mapping[str, str]) -> Iterator[tuple[str, Mask | None]]:
    """Every filter by its name, None where nothing is asked."""
    yield "kind", of_kind(columns, filters, categories)
    yield "section", section(columns, filters.section) if filters.section else None
    yield "certificate", certified(columns, filters)
    yield "stars", columns.stars >= min(filters.stars, 100) if filters.stars else None
    yield "conformity", columns.met == MET[filters.conformity] if filters.conformity else None
    yield "verified", columns.verified if filters.verified else None
    yield "supplier_kind", direct(columns, filters.supplier_kind) if filters.supplier_kind else None
    yield "city", columns.city == word(columns, "city", filters.city) if filters.city else None
    yield "within", distances(columns, filters.site)[columns.city] <= filters.within if is_near(filters) else None
    yield "price", priced(columns, filters.price_from, filters.price_to)
    yield "in_stock", in_stock(columns) if filters.in_stock else None
    yield "carbon", columns.carbon != NO_CARBON if filters.declared else None
    yield "carbon_to", low_carbon(columns, filters)
    for key in filters.values:
        yield key, tightened(columns, key, filters)


def word(columns: Columns, column: str, said: str) -> int:
    return columns.names[column].numbers.get(said, NOWHERE)


def of_kind(columns: Columns, filters: Filters, categories: Mapping[str, str]) -> Mask | None:
    if filters.kind:
        fits = categories.get(filters.kind) if not filters.category else filters.category
        here = fits == categories.get(filters.kind) is not None
        return columns.kind == (word(columns, "kind", filters.kind) if here else NOWHERE)
    if filters.category:
        return columns.of_kind("kind", lambda kind: categories.get(kind) == filters.category)[columns.kind] == 1
    return None


def section(columns: Columns, which: Section) -> Mask:
    return columns.proved if which is Section.MATERIALS else (columns.schemes & GREEN_PRODUCT) > 0


def certified(columns: Columns, filters: Filters) -> Mask | None:
    if filters.certificate is None:
        return None
    return (columns.schemes & np.uint8(1 << SCHEMES.index(filters.certificate))) > 0


def direct(columns: Columns, kind: SupplierKind) -> Mask:
    maker = columns.suppliers["direct"][columns.supplier]
    return maker if kind is SupplierKind.BRAND_MANUFACTURER else ~maker


def is_near(filters: Filters) -> bool:
    return bool(filters.site and filters.within)


def distances(columns: Columns, site: str) -> npt.NDArray[np.float64]:
    """Kilometres from the site by city; endless where either is not known."""
    known = [km_between(site, city) for city in columns.names["city"].words] or [None]
    return np.array([np.inf if km is None else float(km) for km in known])


def priced(columns: Columns, least: int | None, most: int | None) -> Mask | None:
    if least is None and most is None:
        return None
    low, high = max(least or 0, 0), LARGEST_FEN if most is None else most
    return (columns.price >= low) & (columns.price <= high)


def in_stock(columns: Columns) -> Mask:
    """As the badge and the checkout see it: enough for the smallest lot."""
    return columns.available >= columns.minimum


def low_carbon(columns: Columns, filters: Filters) -> Mask | None:
    """Declarations only, and only within one kind: elsewhere units differ."""
    if filters.carbon_to is None or not filters.kind:
        return None
    return (columns.carbon != NO_CARBON) & (columns.carbon <= millionths(filters.carbon_to))


def tightened(columns: Columns, key: str, filters: Filters) -> Mask | None:
    """Exhibits of the chosen kind whose value is at least as good, by the indicator's direction."""
    one = columns.requirements.get(key)
    if one is None or one.kind != filters.kind:
        return None
    said, value = columns.values.get(key, NOTHING), millionths(filters.values[key])
    good = said.values <= value if one.operator == "le" else said.values >= value
    return among(said.numbers[good].astype(np.int64), len(columns.listed))


# Counting


def by_word(columns: Columns, name: str, mask: Mask) -> dict[str, int]:
    words = columns.names[name].words
    found = np.bincount(getattr(columns, name)[mask], minlength=len(words))
    return {word: int(found[number]) for number, word in enumerate(words) if word and found[number]}


def count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def count_certificates(columns: Columns, mask: Mask, _: Filters) -> dict[str, Any]:
    held = np.bincount(columns.schemes[mask], minlength=1 << len(SCHEMES))
    having = {scheme: sum(int(n) for bits, n in enumerate(held) if bits >> at & 1) for at, scheme in enumerate(SCHEMES)}
    return {"certificates": {scheme: n for scheme, n in having.items() if n}}


def count_stars(columns: Columns, mask: Mask, _: Filters) -> dict[str, Any]:
    found = np.bincount(columns.stars[mask], minlength=max(STARS) + 1)
    return {"stars": {stars: int(found[stars:].sum()) for stars in STARS}}


def count_conformity(columns: Columns, mask: Mask, _: Filters) -> dict[str, Any]:
    found = np.bincount(columns.met[mask], minlength=len(MET))
    return {"conformity": {name: int(found[number]) for name, number in MET.items()}}


def count_supplier_kinds(columns: Columns, mask: Mask, _: Filters) -> dict[str, Any]:
    makers = count(mask & columns.suppliers["direct"][columns.supplier])
    return {"supplier_kinds": {SupplierKind.BRAND_MANUFACTURER: makers, SupplierKind.DISTRIBUTOR: count(mask) - makers}}


def count_near(columns: Columns, mask: Mask, filters: Filters) -> dict[str, Any]:
    if not filters.site:
        return {}
    cities = np.bincount(columns.city[mask], minlength=len(columns.names["city"].words))
    far = distances(columns, filters.site)
    return {"within": {km: int(cities[: len(far)][far <= km].sum()) for km in RANGES}}


def count_sections(columns: Columns, mask: Mask, _: Filters) -> dict[str, Any]:
    return {"sections": {which: count(mask & section(columns, which)) for which in Section}}


def count_prices(columns: Columns, mask: Mask, _: Filters) -> dict[str, Any]:
    """Four bands between prices that read well, where there is enough to divide."""
    prices = columns.price[mask]
    if len(prices) < FEWEST:
        return {}
    quarters = np.quantile(prices[:: len(prices) // SAMPLE + 1], (0.25, 0.5, 0.75))
    edges: list[int | None] = [None, *sorted({reads_well(fen) for fen in quarters}), None]
    bands = [(low, high) for low, high in pairwise(edges) if low is not None or high is not None]
    counted = {band: count((prices >= (band[0] or 0)) & (prices <= (band[1] or LARGEST_FEN))) for band in bands}
    return {"prices": {band: n for band, n in counted.items() if n}}


def reads_well(fen: float) -> int:
    """Two figures that count, in whole yuan: the address holds no fen."""
    yuan = max(1, round(fen / 100))
    return round(yuan, 2 - len(str(yuan))) * 100


Counter = Callable[[Columns, Mask, Filters], dict[str, Any]]
FACETS: Mapping[str, Counter] = {
    "kind": lambda columns, mask, _: {"kinds": by_word(columns, "kind", mask)},
    "section": count_sections,
    "certificate": count_certificates,
    "stars": count_stars,
    "conformity": count_conformity,
    "verified": lambda columns, mask, _: {"verified": count(mask & columns.verified)},
    "supplier_kind": count_supplier_kinds,
    "city": lambda columns, mask, _: {"cities": by_word(columns, "city", mask)},
    "within": count_near,
    "price": count_prices,
    "in_stock": lambda columns, mask, _: {"in_stock": count(mask & in_stock(columns))},
    "carbon": lambda columns, mask, _: {"declared": count(mask & (columns.carbon != NO_CARBON))},
}
