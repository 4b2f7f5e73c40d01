"""How visitors find exhibits: what is on show, filtered, counted by kind and city, and put in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sql
from sqlalchemy import ColumnElement, ColumnExpressionArgument, Select, and_, case, func
from sqlmodel import Session, col, exists, select

from db.accounts import Organisation
from db.products import ON_SHOW, Certificate, Product, Scheme, plain
from db.standards import WITHDRAWN, CarbonFactor, Category, Indicator, Kind
from db.stock import Stock
from db.suppliers import Supplier, SupplierKind

Found = tuple[Product, Supplier, Organisation, Stock | None]
Rows = Select[Product, Supplier, Organisation, Stock]


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "price_desc"
    CARBON = "carbon"


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for. `kinds` empty means all; `terms` are normalised words that must all occur.

    `name_end` and `kind_end` are the signs that end the first two parts of a product's search text."""

    today: date
    terms: tuple[str, ...] = ()
    name_end: str = ""
    kind_end: str = ""
    kinds: tuple[str, ...] = ()
    city: str = ""
    scheme: Scheme | None = None
    stars: int | None = None
    in_stock: bool = False
    supplier_kind: SupplierKind | None = None
    price_from: int | None = None
    price_to: int | None = None


def page(session: Session, wanted: Wanted, sort: Sort, *, offset: int, limit: int) -> Sequence[Found]:
    """Chosen and ordered by id first, then read whole: sorting ten thousand full rows takes five times as long."""
    chosen = (
        sql.select(col(Product.id))
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .outerjoin(Stock, col(Stock.product_id) == Product.id)
        .where(*ON_SHOW, *conditions(wanted), *place(wanted))
        .order_by(*order(wanted, sort))
    )
    here = chosen.offset(offset).limit(limit).subquery()
    shown = everything().where(col(Product.id).in_(sql.select(here.c.id)))
    return fetched(session, shown.order_by(*order(wanted, sort)))


def counts(session: Session, wanted: Wanted) -> Sequence[tuple[str, str, int]]:
    """(kind, city, exhibits) of all that fits, whatever kind and city were chosen: what the filters offer."""
    counted = (
        select(Product.kind, Product.origin_city, func.count())
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .outerjoin(Stock, col(Stock.product_id) == Product.id)
        .where(*ON_SHOW, *conditions(wanted))
        .group_by(col(Product.kind), col(Product.origin_city))
    )
    return session.exec(counted).all()


def of_codes(session: Session, codes: Sequence[str]) -> Sequence[Found]:
    return fetched(session, rows().where(col(Product.code).in_(plain(codes))))


def of_kind(session: Session, kind: str, *, but: UUID, limit: int) -> Sequence[Found]:
    """Other exhibits of the kind, the cheapest first."""
    others = rows().where(col(Product.kind) == kind, col(Product.id) != but)
    return fetched(session, others.order_by(col(Product.price_fen), col(Product.code)).limit(limit))


def whatever_its_status(session: Session, code: str) -> Found | None:
    """One product, on show or not: who may see it is for the caller to decide."""
    found = fetched(session, everything().where(col(Product.code).in_(plain([code]))))
    return found[0] if found else None


def suppliers_on_show(session: Session) -> int:
    """How many suppliers have been approved."""
    return session.exec(select(func.count()).select_from(Supplier).where(ON_SHOW[1])).one()


def kinds_with_category(session: Session) -> Sequence[tuple[Kind, Category]]:
    found = select(Kind, Category).join(Category, col(Category.code) == Kind.category)
    return session.exec(found.order_by(col(Category.position), col(Kind.position))).all()


def indicators_of(session: Session, kinds: Sequence[str]) -> Sequence[Indicator]:
    live = (col(Indicator.kind).in_(kinds), col(Indicator.edition) != WITHDRAWN)
    return session.exec(select(Indicator).where(*live).order_by(col(Indicator.position))).all()


def default_factors(session: Session, kinds: Sequence[str]) -> dict[str, CarbonFactor]:
    marked = (col(CarbonFactor.kind).in_(kinds), col(CarbonFactor.is_default) == sql.true())
    found = session.exec(select(CarbonFactor).where(*marked).order_by(col(CarbonFactor.source).desc())).all()
    return {factor.kind: factor for factor in found}


def fetched(session: Session, wanted: Rows) -> list[Found]:
    return [(product, supplier, owner, stock) for product, supplier, owner, stock in session.execute(wanted)]


def everything() -> Rows:
    return (
        sql.select(Product, Supplier, Organisation, Stock)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(Organisation, col(Organisation.id) == Supplier.organisation_id)
        .outerjoin(Stock, col(Stock.product_id) == Product.id)
    )


def rows() -> Rows:
    return everything().where(*ON_SHOW)


def place(wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen = [col(Product.kind).in_(wanted.kinds)] if wanted.kinds else []
    return chosen + ([col(Product.origin_city) == wanted.city] if wanted.city else [])


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Everything asked for but the kind and the city."""
    asked = [contains(term) for term in wanted.terms]
    if wanted.scheme or wanted.stars:
        asked.append(certified(wanted))
    if wanted.in_stock:
        asked.append(col(Stock.on_hand_milli) - col(Stock.reserved_milli) >= col(Product.minimum_milli))
    if wanted.supplier_kind:
        asked.append(col(Supplier.kind) == wanted.supplier_kind)
    if wanted.price_from is not None:
        asked.append(col(Product.price_fen) >= wanted.price_from)
    if wanted.price_to is not None:
        asked.append(col(Product.price_fen) <= wanted.price_to)
    return asked


def contains(text: str) -> ColumnElement[bool]:
    return col(Product.words).contains(text, autoescape=True)


def certified(wanted: Wanted) -> ColumnElement[bool]:
    held: list[ColumnElement[bool]] = [
        col(Certificate.product_id) == Product.id,
        col(Certificate.valid_from) <= wanted.today,
        col(Certificate.valid_until) >= wanted.today,
    ]
    if wanted.scheme:
        held.append(col(Certificate.scheme) == wanted.scheme)
    if wanted.stars:
        held.append(col(Certificate.stars) >= wanted.stars)
    return exists().where(*held)


def order(wanted: Wanted, sort: Sort) -> list[ColumnExpressionArgument[Any]]:
    """The last two make every order total, and the same in both databases."""
    newest: list[ColumnExpressionArgument[Any]] = [col(Product.published_at).desc(), col(Product.code)]
    match sort:
        case Sort.PRICE:
            return [col(Product.price_fen), *newest]
        case Sort.PRICE_DOWN:
            return [col(Product.price_fen).desc(), *newest]
        case Sort.CARBON:
            return [*by_declared_carbon(), *newest]
        case Sort.RELEVANCE if wanted.terms:
            return [rank(wanted), *newest]
        case _:
            return newest


def by_declared_carbon() -> list[ColumnExpressionArgument[Any]]:
    """Only declarations are compared, and only within a kind and a unit: generic factors are never ranked."""
    return [col(Product.kind), col(Product.carbon).is_(None), col(Product.unit), col(Product.carbon)]


def rank(wanted: Wanted) -> ColumnElement[int]:
    """Exact name, beginning of a name, in a name, in the kind, anywhere else: our rule, not an engine's score."""
    phrase = " ".join(wanted.terms)
    words = col(Product.words)
    return case(
        (words.contains(f"\n{phrase}\n", autoescape=True), 0),
        (words.contains(f"\n{phrase}", autoescape=True), 1),
        (and_(*(before(term, wanted.name_end) for term in wanted.terms)), 2),
        (and_(*(before(term, wanted.kind_end) for term in wanted.terms)), 3),
        else_=4,
    )


def before(term: str, end: str) -> ColumnElement[bool]:
    """Whether the term stands before the sign that ends a part."""
    plain = term.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return col(Product.words).like(f"%{plain}%{end}%", escape="/")
