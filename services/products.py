"""The exhibits as visitors see them: only what is published, by suppliers who are approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from sqlmodel import Session

from db import audit, shelves
from db.accounts import Organisation, Role
from db.engine import reading
from db.products import Product, ProductStatus, Proof, Scheme, is_on_show
from db.shelves import Found
from db.suppliers import Supplier, SupplierKind
from services import catalogue, clock
from services.alternatives import Alternative
from services.catalogue import NAMES, OWN_VALUE, RANGES, STARS, Conformity, Facets, Filters, Section, Sort
from services.conformity import Outcome, Verdict
from services.errors import Missing
from services.permissions import Permission, allows
from services.product_cards import Behind, Card, Paper, Validity, behind, card
from services.shelves import PAGE, Shelf, browse, cards_of, first
from services.standards import Indicator, Kind
from services.visitors import GUEST, Visitor

__all__ = [
    "NAMES",
    "OWN_VALUE",
    "PAGE",
    "RANGES",
    "STARS",
    "Alternative",
    "Card",
    "Conformity",
    "Exhibit",
    "Facets",
    "Figures",
    "Filters",
    "Maker",
    "Outcome",
    "Paper",
    "Proof",
    "Reading",
    "Scheme",
    "Section",
    "Shelf",
    "Sort",
    "SupplierKind",
    "Validity",
    "Verdict",
    "browse",
    "by_codes",
    "exhibit",
    "figures",
    "find",
    "headline",
    "newest",
    "revision",
]

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Maker:
    """Who offers the exhibit."""

    code: str
    name_zh: str
    name_en: str
    brand_zh: str
    brand_en: str
    kind: SupplierKind
    city: str
    district: str
    introduction_zh: str
    introduction_en: str


@dataclass(frozen=True)
class Reading:
    """One indicator with what the product shows for it; `value` and `proof` are None where it says nothing."""

    indicator: Indicator
    value: Decimal | None
    proof: Proof | None
    verdict: Verdict


@dataclass(frozen=True)
class Exhibit:
    """All a visitor may know of a product."""

    card: Card
    kind: Kind
    category_zh: str
    category_en: str
    description_zh: str
    description_en: str
    maker: Maker
    readings: Sequence[Reading]
    on_show: bool
    scanned: frozenset[str]  # the numbers of the papers whose scan was handed in; the scan itself is for the review


@dataclass(frozen=True)
class Figures:
    exhibits: int
    suppliers: int
    kinds: int


def exhibit(visitor: Visitor, code: str) -> Exhibit:
    """Everything on show about a product; its own supplier, and officials once it was handed in, see it earlier."""
    found = find(visitor, code)
    if found is None:
        raise Missing("There is no such exhibit.")
    return found


def find(visitor: Visitor, code: str) -> Exhibit | None:
    """As `exhibit`, with None for what this visitor may not know of."""
    with reading() as db:
        found = shelves.whatever_its_status(db, code)
        return assembled(db, found) if found and may_see(visitor, found[0], found[1]) else None


def may_see(visitor: Visitor, product: Product, supplier: Supplier) -> bool:
    if is_on_show(product, supplier):
        return True
    if allows(visitor, Permission.LISTING_REVIEW):
        return product.status is not ProductStatus.DRAFT
    return visitor.role is Role.SUPPLIER and visitor.organisation_id == supplier.organisation_id


def assembled(db: Session, found: Found) -> Exhibit:
    product, supplier, organisation, _ = found
    plan = catalogue.current().plan_now(db)
    known = behind(db, [product])
    shown = card(found, known, plan, today=clock.today())
    kind, category = plan[product.kind]
    return Exhibit(
        card=shown,
        kind=Kind.of(kind),
        category_zh=category.name_zh,
        category_en=category.name_en,
        description_zh=product.description_zh,
        description_en=product.description_en,
        maker=maker(supplier, organisation),
        readings=readings(shown, known, product),
        on_show=is_on_show(product, supplier),
        scanned=frozenset(row.number for row in known.certificates.get(product.id, []) if row.file_id),
    )


def readings(shown: Card, known: Behind, product: Product) -> Sequence[Reading]:
    said = {value.indicator: value for value in known.values.get(product.id, [])}
    return [
        Reading(
            Indicator.of(row),
            said[row.key].value if row.key in said else None,
            said[row.key].proof if row.key in said else None,
            shown.judgement.verdicts[row.key],
        )
        for row in known.indicators.get(product.kind, [])
    ]


def maker(supplier: Supplier, organisation: Organisation) -> Maker:
    return Maker(
        code=supplier.code,
        name_zh=organisation.name_zh,
        name_en=organisation.name_en,
        brand_zh=supplier.brand_zh,
        brand_en=supplier.brand_en,
        kind=supplier.kind,
        city=organisation.city,
        district=organisation.district,
        introduction_zh=supplier.introduction_zh,
        introduction_en=supplier.introduction_en,
    )


def newest(limit: int) -> Sequence[Card]:
    return first(Filters(sort=Sort.NEWEST), limit)


def by_codes(codes: Sequence[str]) -> Sequence[Card]:
    """Those of `codes` that are on show, in the order asked for."""
    kept = catalogue.current()
    with reading() as db:
        kept.in_step(db)
        return cards_of(db, kept, codes)


def figures() -> Figures:
    """What the foyer counts: exhibits on show, approved suppliers, kinds of which something hangs."""
    with reading() as db:
        shown = catalogue.current().ask(db, Filters(), size=1)
        suppliers = shelves.suppliers_on_show(db)
    return Figures(exhibits=shown.total, suppliers=suppliers, kinds=len(shown.facets.kinds))


def headline(code: str, visitor: Visitor = GUEST) -> dict[Language, tuple[str, str]]:
    """Name and description of an exhibit in both languages: for titles, before any page runs."""
    with reading() as db:
        found = shelves.whatever_its_status(db, code)
        if found is None or not may_see(visitor, found[0], found[1]):
            raise Missing("There is no such exhibit.")
        product = found[0]
    return {
        "zh": (product.name_zh, product.description_zh or product.specification_zh or product.name_zh),
        "en": (product.name_en, product.description_en or product.specification_en or product.name_en),
    }


def revision() -> str:
    """Changes whenever anything on show may have: the last line of the audit log, and the day that papers run by."""
    with reading() as db:
        number, _ = audit.head(db)
    return f"{clock.today()}/{number}"
