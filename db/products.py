"""Exhibits: products, their indicator values, certificates and pictures; and every way they are found."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Index
from sqlmodel import Session, col, select

from db.accounts import Organisation, Person
from db.columns import Choice, Day, Exact, Flag, Moment, Row, Whole, Words, column, identity, refers_to
from db.shelf_changes import Part, Shows
from db.suppliers import Supplier, SupplierStatus

LONGEST_CODE = 20  # of an exhibit, a purchase, an order


class ProductStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    OFF_SHELF = "off_shelf"


class Proof(StrEnum):
    """What stands behind a value."""

    DECLARED = "declared"
    TEST_REPORT = "test_report"
    CERTIFICATE = "certificate"


class Scheme(StrEnum):
    GREEN_PRODUCT = "green_product"
    GREEN_BUILDING_MATERIAL = "green_building_material"
    CCC = "ccc"
    BRAND_CHARACTER = "brand_character"
    TEST_REPORT = "test_report"


CATALOGUED = (
    *("status", "id", "code", "supplier_id", "kind", "unit", "origin_city"),
    *("price_fen", "minimum_milli", "carbon", "published_at"),
)


class Product(Row, table=True):
    """A listing. `price_fen` is for one `unit`; `minimum` and `step` are thousandths of it."""

    __tablename__ = "product"
    __shows__ = Shows(Part.LISTING, "id")
    __table_args__ = (
        Index("ix_product_shelf", "status", "kind", "published_at"),
        Index("ix_product_catalogue", *CATALOGUED),  # a million rows are read for the catalogue without their texts
        Index("ix_product_price", "status", "kind", "unit", "price_fen", "supplier_id"),
        Index("ix_product_carbon", "status", "kind", "unit", "carbon"),
    )

    id: UUID = identity()
    code: str = column(Words(20), unique=True)
    supplier_id: UUID = refers_to("supplier.id")
    kind: str = column(Words(60), foreign_key="kind.code")
    status: ProductStatus = column(Choice(ProductStatus), default=ProductStatus.DRAFT)
    name_zh: str = column(Words(120))
    name_en: str = column(Words(160))
    specification_zh: str = column(Words(200), default="")
    specification_en: str = column(Words(300), default="")
    description_zh: str = column(Words(2000), default="")
    description_en: str = column(Words(3000), default="")
    price_fen: int = column(Whole(1))
    unit: str = column(Words(10))
    minimum_milli: int = column(Whole(1), default=1000)
    step_milli: int = column(Whole(1), default=1000)
    mass_kg: Decimal | None = column(Exact, default=None)
    carbon: Decimal | None = column(Exact, default=None)
    carbon_source: str = column(Words(200), default="")
    origin_city: str = column(Words(40), default="")
    words: str = column(Words(8000), default="")
    demonstration: bool = column(Flag, default=False)
    revision: int = column(Whole(1), default=1)
    created_at: datetime = column(Moment)
    submitted_at: datetime | None = column(Moment, default=None)
    published_at: datetime | None = column(Moment, default=None)


# What anybody may see: published, by an approved supplier.
ON_SHOW: tuple[ColumnElement[bool], ColumnElement[bool]] = (
    col(Product.status) == ProductStatus.PUBLISHED,
    col(Supplier.status) == SupplierStatus.APPROVED,
)


def is_on_show(product: Product, supplier: Supplier) -> bool:
    return product.status is ProductStatus.PUBLISHED and supplier.status is SupplierStatus.APPROVED


class ProductValue(Row, table=True):
    """The product's value for one indicator; a yes/no indicator holds 1 or 0."""

    __tablename__ = "product_value"
    __shows__ = Shows(Part.LISTING, "product_id")

    product_id: UUID = refers_to("product.id", primary_key=True)
    indicator: str = column(Words(80), foreign_key="indicator.key", primary_key=True)
    value: Decimal = column(Exact)
    proof: Proof = column(Choice(Proof), default=Proof.DECLARED)


class Certificate(Row, table=True):
    __tablename__ = "certificate"
    __shows__ = Shows(Part.LISTING, "product_id")

    id: UUID = identity()
    product_id: UUID = refers_to("product.id")
    scheme: Scheme = column(Choice(Scheme))
    number: str = column(Words(80), index=True)
    stars: int | None = column(Whole(1), default=None)
    issued_by_zh: str = column(Words(120))
    issued_by_en: str = column(Words(160), default="")
    valid_from: date = column(Day)
    valid_until: date = column(Day)
    file_id: UUID | None = refers_to("stored_file.id", default=None)


class Picture(Row, table=True):
    __tablename__ = "picture"
    __shows__ = Shows(Part.LISTING, "product_id")

    id: UUID = identity()
    product_id: UUID = refers_to("product.id")
    file_id: UUID = refers_to("stored_file.id", unique=True)
    position: int = column(Whole(0), default=0)


class ProductDecision(Row, table=True):
    __tablename__ = "product_decision"

    id: UUID = identity()
    product_id: UUID = refers_to("product.id")
    status: ProductStatus = column(Choice(ProductStatus))
    reasons: str = column(Words(2000), default="")
    by_person: UUID = refers_to("person.id")
    at: datetime = column(Moment)


def by_code(session: Session, code: str) -> Product | None:
    return session.exec(select(Product).where(col(Product.code).in_(plain([code])))).first()


def plain(codes: Sequence[str]) -> list[str]:
    """Codes as a database can read them: PostgreSQL refuses a NUL, and none of ours holds one or is so long."""
    return [code for code in codes if len(code) <= LONGEST_CODE and code.isascii() and code.isprintable()]


def without_words(session: Session, limit: int) -> Sequence[Product]:
    """Listings that the search does not know, their rows locked."""
    return session.exec(select(Product).where(Product.words == "").limit(limit).with_for_update()).all()


def values(session: Session, product_ids: Sequence[UUID]) -> Sequence[ProductValue]:
    return session.exec(select(ProductValue).where(col(ProductValue.product_id).in_(product_ids))).all()


def certificates(session: Session, product_ids: Sequence[UUID]) -> Sequence[Certificate]:
    found = select(Certificate).where(col(Certificate.product_id).in_(product_ids))
    return session.exec(found.order_by(col(Certificate.valid_until).desc(), col(Certificate.number))).all()


def pictures(session: Session, product_ids: Sequence[UUID]) -> Sequence[Picture]:
    found = select(Picture).where(col(Picture.product_id).in_(product_ids))
    return session.exec(found.order_by(col(Picture.position), col(Picture.id))).all()


def decisions(session: Session, product_id: UUID) -> Sequence[ProductDecision]:
    made = select(ProductDecision).where(ProductDecision.product_id == product_id)
    return session.exec(made.order_by(col(ProductDecision.at).desc())).all()


def of_supplier(session: Session, supplier_id: UUID) -> Sequence[Product]:
    return session.exec(
        select(Product).where(Product.supplier_id == supplier_id).order_by(col(Product.code).desc())
    ).all()


def locked(session: Session, code: str) -> Product | None:
    """The listing, its row held until the transaction ends."""
    found = select(Product).where(col(Product.code).in_(plain([code]))).with_for_update()
    return session.exec(found).first()


def shows_picture(session: Session, file_id: UUID) -> bool:
    """Whether the file is a picture of an exhibit anybody may see."""
    hung = (
        select(Picture.id)
        .join(Product, col(Product.id) == Picture.product_id)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .where(Picture.file_id == file_id, *ON_SHOW)
    )
    return session.exec(hung).first() is not None


def prices(session: Session, kind: str, unit: str, *, but: UUID | None) -> Sequence[int]:
    """What a unit of the kind's other exhibits on show costs, in fen, the cheapest first."""
    others = (Product.kind == kind, Product.unit == unit, Product.status == ProductStatus.PUBLISHED)
    found = select(Product.price_fen).where(*others).order_by(col(Product.price_fen))
    return session.exec(found if but is None else found.where(Product.id != but)).all()


def with_supplier(session: Session, *statuses: ProductStatus) -> Sequence[tuple[Product, Supplier, Organisation]]:
    """Listings in any of `statuses` with who lists them, the longest waiting first."""
    found = (
        select(Product, Supplier, Organisation)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .where(col(Product.status).in_(statuses))
        .order_by(col(Product.submitted_at), col(Product.code))
    )
    return session.exec(found).all()


def rivals_in_kind(session: Session, product: Product) -> Sequence[Product]:
    """The kind's other listings, drafts aside: what a duplicate would be among."""
    others = (Product.kind == product.kind, Product.id != product.id, Product.status != ProductStatus.DRAFT)
    return session.exec(select(Product).where(*others).order_by(col(Product.code))).all()


def certificates_numbered(session: Session, numbers: Sequence[str], *, but: UUID) -> Sequence[tuple[str, str]]:
    """Certificate numbers that suppliers other than `but` have filed as well, with the code of their listing."""
    found = (
        select(Certificate.number, Product.code)
        .join(Product, col(Product.id) == Certificate.product_id)
        .where(col(Certificate.number).in_(numbers), Product.supplier_id != but)
        .order_by(col(Product.code))
    )
    return session.exec(found).all()


def signed_decisions(session: Session, product_id: UUID) -> Sequence[tuple[ProductDecision, Person]]:
    """What was decided on the listing and by whom, the newest first."""
    made = select(ProductDecision, Person).join(Person, col(Person.id) == ProductDecision.by_person)
    of_this = made.where(ProductDecision.product_id == product_id)
    return session.exec(of_this.order_by(col(ProductDecision.at).desc(), col(ProductDecision.id).desc())).all()
