"""What a visitor asks of the halls, as it stands in the address; whatever else stands there is passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from db.products import Scheme
from db.suppliers import SupplierKind
from services.money import LARGEST_FEN

__all__ = ["NAMES", "OWN_VALUE", "Conformity", "Filters", "Section", "Sort"]

LONGEST_NUMBER, LONGEST_WORDS, LONGEST_VALUE, MOST_VALUES = 9, 10_000, 50, 12
OWN_VALUE = "v_"  # v_<indicator>=<value>: tightened beyond the threshold
NAMES = (
    *("q", "section", "category", "kind", "certificate", "stars", "conformity", "verified", "supplier_kind"),
    *("city", "site", "within", "price_from", "price_to", "in_stock", "carbon", "carbon_to"),
)
YES = "yes"
DECLARED = "declared"
Option = TypeVar("Option", bound=StrEnum)


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "price_desc"
    CARBON = "carbon"
    NEAREST = "nearest"


class Conformity(StrEnum):
    """How an exhibit stands to the mandatory indicators of its kind."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Section(StrEnum):
    """Green materials: every mandatory indicator proved. Green products: a valid green product certificate."""

    MATERIALS = "materials"
    PRODUCTS = "products"


@dataclass(frozen=True)
class Filters:
    """The defaults ask for everything. Prices are in fen, `within` in km from the city `site`, `carbon_to` in kgCO2e a
    unit; `values` holds what is asked of indicators, by key, as `services.tightened` reads it."""

    q: str = ""
    section: Section | None = None
    category: str = ""
    kind: str = ""
    certificate: Scheme | None = None
    stars: int | None = None
    conformity: Conformity | None = None
    verified: bool = False
    supplier_kind: SupplierKind | None = None
    city: str = ""
    site: str = ""
    within: int | None = None
    price_from: int | None = None
    price_to: int | None = None
    in_stock: bool = False
    declared: bool = False
    carbon_to: Decimal | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @classmethod
    def of(cls, address: Mapping[str, str]) -> "Filters":
        """What an address asks for; prices stand there in whole yuan."""
        said = {name: address.get(name, "") for name in (*NAMES, "sort", "page")}
        return cls(
            **{name: said[name][:LONGEST_WORDS] for name in ("q", "category", "kind", "city", "site")},
            section=member(Section, said["section"]),
            certificate=member(Scheme, said["certificate"]),
            stars=whole(said["stars"]),
            conformity=member(Conformity, said["conformity"]),
            verified=said["verified"] == YES,
            supplier_kind=member(SupplierKind, said["supplier_kind"]),
            within=whole(said["within"]),
            price_from=in_fen(said["price_from"]),
            price_to=in_fen(said["price_to"]),
            in_stock=said["in_stock"] == YES,
            declared=said["carbon"] == DECLARED,
            carbon_to=decimal(said["carbon_to"]),
            values=own_values(address),
            sort=member(Sort, said["sort"]) or Sort.RELEVANCE,
            page=whole(said["page"]) or 1,
        )

    @property
    def narrow(self) -> bool:
        """Whether anything at all was asked for."""
        plain = Filters(sort=self.sort, page=self.page, site=self.site)
        return any(getattr(self, part.name) != getattr(plain, part.name) for part in fields(self))


def member(options: type[Option], said: str) -> Option | None:
    return options(said) if said in {option.value for option in options} else None


def whole(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER else None


def in_fen(said: str) -> int | None:
    yuan = whole(said)
    return None if yuan is None else min(yuan * 100, LARGEST_FEN)


def decimal(said: str) -> Decimal | None:
    """A plain decimal such as -3.25, of a size a column can hold."""
    digits = said.removeprefix("-").replace(".", "", 1)
    return Decimal(said) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None


def own_values(address: Mapping[str, str]) -> Mapping[str, str]:
    """What is asked of indicators, of at most a dozen."""
    asked = [(name, said) for name, said in sorted(address.items()) if name.startswith(OWN_VALUE) and said]
    return {name.removeprefix(OWN_VALUE): said[:LONGEST_VALUE] for name, said in asked[:MOST_VALUES]}
