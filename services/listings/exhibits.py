"""A listing as it lies on its supplier's or the reviewer's table: never what the public sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from db import media, standards
from db import products as store
from db import stock as shelf
from db import suppliers as owners
from db.accounts import Organisation
from db.engine import reading
from db.media import StoredFile
from db.products import Certificate, Product, ProductStatus
from db.suppliers import Supplier
from services import conformity
from services.conformity import Judgement
from services.errors import Conflict, Missing
from services.listings import rules
from services.listings.rules import Answer, ReturnReason
from services.permissions import Permission, require
from services.standards import Indicator, Kind
from services.suppliers import may_sell
from services.visitors import Visitor


@dataclass(frozen=True)
class Hung:
    """A picture; it is seen at `/files/<file_id>`."""

    id: UUID
    file_id: UUID


@dataclass(frozen=True)
class Filed:
    """A certificate, with its file where one was handed in."""

    certificate: Certificate
    file: StoredFile | None


@dataclass(frozen=True)
class Step:
    """A step in the listing's life, with why it was returned."""

    status: ProductStatus
    reasons: Sequence[ReturnReason]
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Shelf:
    """`low_below_milli`: below how much its supplier wants to be told."""

    on_hand_milli: int
    reserved_milli: int
    low_below_milli: int | None = None

    @property
    def is_low(self) -> bool:
        return self.low_below_milli is not None and self.on_hand_milli - self.reserved_milli < self.low_below_milli


@dataclass(frozen=True)
class Exhibit:
    """Everything about one listing."""

    product: Product
    supplier: Supplier
    organisation: Organisation
    kind: Kind
    indicators: Sequence[Indicator]
    values: Mapping[str, Answer]
    certificates: Sequence[Filed]
    pictures: Sequence[Hung]
    steps: Sequence[Step]
    shelf: Shelf
    prices: Sequence[int]

    @property
    def editable(self) -> bool:
        return self.product.status in rules.EDITABLE

    @property
    def may_return(self) -> bool:
        """Off view, and nothing changed since it was approved."""
        return self.product.status is ProductStatus.OFF_SHELF and self.product.published_at is not None

    @property
    def judgement(self) -> Judgement:
        return conformity.judge_all(self.indicators, {key: answer.value for key, answer in self.values.items()})

    @property
    def sent_back(self) -> Step | None:
        """Why it was returned, while that is still open."""
        if self.product.status is not ProductStatus.RETURNED:
            return None
        return next((step for step in self.steps if step.status is ProductStatus.RETURNED), None)

    @property
    def usual_price_fen(self) -> int | None:
        return rules.usual(self.prices)

    @property
    def price_is_far(self) -> bool:
        return rules.is_far(self.product.price_fen, self.prices)


@dataclass(frozen=True)
class Listed:
    """A line of the supplier's own list; `face` is the file of its first picture."""

    product: Product
    kind: Kind
    shelf: Shelf
    face: UUID | None


def mine(visitor: Visitor) -> list[Listed]:
    """The visitor's listings, the newest first; none before the organisation has begun to register."""
    require(visitor, Permission.LISTING_EDIT)
    with reading() as db:
        supplier = owners.of_organisation(db, visitor.organisation_id)
        products = store.of_supplier(db, supplier.id) if supplier else []
        kinds = {row.code: Kind.of(row) for row in standards.kinds(db)}
        stock = shelf.of_products(db, [product.id for product in products])
        pictures = store.pictures(db, [product.id for product in products])
    faces = {picture.product_id: picture.file_id for picture in reversed(pictures)}
    return [
        Listed(product, kinds[product.kind], shelved(stock.get(product.id)), faces.get(product.id))
        for product in products
    ]


def shelved(stock: shelf.Stock | None) -> Shelf:
    return Shelf(stock.on_hand_milli, stock.reserved_milli, stock.low_below_milli) if stock else Shelf(0, 0)


def get(visitor: Visitor, code: str) -> Exhibit:
    """One of the visitor's own listings."""
    require(visitor, Permission.LISTING_EDIT)
    with reading() as db:
        return opened(db, owned(db, visitor, found(db, code)))


def usual_price(visitor: Visitor, kind: str, unit: str) -> int | None:
    """What a unit of the kind costs in the museum: the middle price of its exhibits on show, in fen."""
    require(visitor, Permission.LISTING_EDIT)
    with reading() as db:
        return rules.usual(store.prices(db, kind, unit, but=None))


def found(db: Session, code: str) -> Product | None:
    return store.by_code(db, code) if store.plain([code]) else None


def owned(db: Session, visitor: Visitor, product: Product | None) -> Product:
    """The listing if it is the visitor's; another's does not exist."""
    supplier = owners.of_organisation(db, visitor.organisation_id)
    if product is None or supplier is None or product.supplier_id != supplier.id:
        raise Missing("There is no such exhibit.")
    return product


def own_supplier(db: Session, visitor: Visitor) -> Supplier:
    supplier = owners.of_organisation(db, visitor.organisation_id)
    if supplier is None:
        raise Conflict("Register as a supplier first.")
    return supplier


def require_may_sell(supplier: Supplier) -> None:
    if not may_sell(supplier):
        raise Conflict("Only exhibits of an approved supplier with a valid business licence go on view.")


def kind_of(db: Session, code: str) -> Kind:
    found = [row for row in standards.kinds(db) if row.code == code]
    if not found:
        raise Missing("There is no such kind of product.")
    return Kind.of(found[0])


def template(db: Session, kind: str) -> list[Indicator]:
    """The indicators a listing of the kind gives its values for."""
    return [Indicator.of(row) for row in standards.indicators(db, kind)]


def opened(db: Session, product: Product) -> Exhibit:
    supplier = db.get_one(Supplier, product.supplier_id)
    return Exhibit(
        product=product,
        supplier=supplier,
        organisation=db.get_one(Organisation, supplier.organisation_id),
        kind=kind_of(db, product.kind),
        indicators=template(db, product.kind),
        values=answers(db, product.id),
        certificates=filed(db, product.id),
        pictures=[Hung(picture.id, picture.file_id) for picture in store.pictures(db, [product.id])],
        steps=steps(db, product.id),
        shelf=shelved(shelf.of_product(db, product.id)),
        prices=store.prices(db, product.kind, product.unit, but=product.id),
    )


def answers(db: Session, product_id: UUID) -> dict[str, Answer]:
    return {row.indicator: Answer(Decimal(row.value), row.proof) for row in store.values(db, [product_id])}


def filed(db: Session, product_id: UUID) -> list[Filed]:
    certificates = store.certificates(db, [product_id])
    files = media.by_ids(db, [certificate.file_id for certificate in certificates if certificate.file_id])
    return [Filed(certificate, files.get(certificate.file_id or UUID(int=0))) for certificate in certificates]


def steps(db: Session, product_id: UUID) -> list[Step]:
    taken = store.signed_decisions(db, product_id)
    return [Step(made.status, *read_reasons(made.reasons), person.name, made.at) for made, person in taken]


def written_reasons(reasons: Sequence[ReturnReason], words: str) -> str:
    """One column holds both: the codes on the first line, the words below."""
    return " ".join(reasons) + "\n" + words if reasons or words else ""


def read_reasons(kept: str) -> tuple[list[ReturnReason], str]:
    codes, _, words = kept.partition("\n")
    return [ReturnReason(code) for code in codes.split()], words
