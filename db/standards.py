"""The Basic Requirements as data: categories, kinds, indicators, carbon factors; and how they are read."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from db.columns import Choice, Exact, Flag, Row, Whole, Words, column, identity
from db.shelf_changes import Part, Shows

EDITION, WITHDRAWN = "2022 (demonstration)", "withdrawn"


class Operator(StrEnum):
    AT_LEAST = "ge"
    AT_MOST = "le"
    BETWEEN = "range"
    YES = "yes"


class Confidence(StrEnum):
    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    PROXY = "verified-proxy"
    DISPUTED = "disputed"


class Scenario(StrEnum):
    """The five places where an indicator is checked."""

    CREDIT_REVIEW = "credit_review"
    SITE_INSPECTION = "site_inspection"
    THIRD_PARTY = "third_party"
    COMPLETION = "completion"
    EVALUATION = "evaluation"


class Category(Row, table=True):
    __tablename__ = "category"
    __shows__ = Shows(Part.EVERYTHING)

    code: str = column(Words(40), primary_key=True)
    name_zh: str = column(Words(80))
    name_en: str = column(Words(120))
    summary_zh: str = column(Words(1000))
    summary_en: str = column(Words(1500))
    position: int = column(Whole(0))


class Kind(Row, table=True):
    """A kind of product, with its one selling unit and the mass of that unit (with source, or "assumption")."""

    __tablename__ = "kind"
    __shows__ = Shows(Part.EVERYTHING)

    code: str = column(Words(60), primary_key=True)
    category: str = column(Words(40), foreign_key="category.code", index=True)
    name_zh: str = column(Words(80))
    name_en: str = column(Words(120))
    unit: str = column(Words(10))
    units: str = column(Words(80))
    mass_kg: Decimal | None = column(Exact, default=None)
    mass_source: str = column(Words(200), default="")
    summary_zh: str = column(Words(1000))
    summary_en: str = column(Words(1500))
    openepd_category: str = column(Words(80), default="")
    openepd_unit: str = column(Words(20), default="")
    masterformat: str = column(Words(120), default="")
    cpv: str = column(Words(20), default="")
    cpv_name: str = column(Words(120), default="")
    unspsc: str = column(Words(20), default="")
    position: int = column(Whole(0))


class Indicator(Row, table=True):
    """What a product of the kind must meet. An unverified threshold is a reference, never law.

    `edition` is the table it stands in. One that a newer table lacks gets the edition WITHDRAWN and is not deleted:
    values once declared against it stay readable, and its key is never given to another."""

    __tablename__ = "indicator"
    __shows__ = Shows(Part.EVERYTHING)

    key: str = column(Words(80), primary_key=True)
    kind: str = column(Words(60), foreign_key="kind.code", index=True)
    name_zh: str = column(Words(160))
    name_en: str = column(Words(240))
    operator: Operator = column(Choice(Operator))
    low: Decimal | None = column(Exact, default=None)
    high: Decimal | None = column(Exact, default=None)
    unit: str = column(Words(40), default="")
    standard: str = column(Words(160), default="")
    confidence: Confidence = column(Choice(Confidence))
    source: str = column(Words(400), default="")
    mandatory: bool = column(Flag, default=True)
    scenario: Scenario = column(Choice(Scenario), default=Scenario.THIRD_PARTY)
    edition: str = column(Words(60), default=EDITION)
    position: int = column(Whole(0))


class CarbonFactor(Row, table=True):
    """A1-A3 in kgCO2e per `unit`, from one source. Never compared across sources."""

    __tablename__ = "carbon_factor"
    __shows__ = Shows(Part.EVERYTHING)

    id: UUID = identity()
    kind: str = column(Words(60), foreign_key="kind.code", index=True)
    basis: str = column(Words(200))
    unit: str = column(Words(20))
    gwp: Decimal = column(Exact)
    source: str = column(Words(200))
    locator: str = column(Words(300), default="")
    is_default: bool = column(Flag, default=False)
    confidence: Confidence = column(Choice(Confidence))
    note: str = column(Words(600), default="")


class TransportFactor(Row, table=True):
    """A4 in kgCO2e per tonne-kilometre."""

    __tablename__ = "transport_factor"

    id: UUID = identity()
    mode: str = column(Words(120))
    gwp: Decimal = column(Exact)
    source: str = column(Words(200))
    locator: str = column(Words(300), default="")
    confidence: Confidence = column(Choice(Confidence))


def categories(session: Session) -> Sequence[Category]:
    return session.exec(select(Category).order_by(col(Category.position))).all()


def kinds(session: Session) -> Sequence[Kind]:
    return session.exec(select(Kind).order_by(col(Kind.position))).all()


def indicators(session: Session, kind: str | None = None) -> Sequence[Indicator]:
    """Those in force."""
    found = select(Indicator).where(col(Indicator.edition) != WITHDRAWN).order_by(col(Indicator.position))
    return session.exec(found if kind is None else found.where(Indicator.kind == kind)).all()


def all_indicators(session: Session) -> Sequence[Indicator]:
    """Those in force and those withdrawn."""
    return session.exec(select(Indicator).order_by(col(Indicator.position))).all()


def carbon_factors(session: Session, kind: str | None = None) -> Sequence[CarbonFactor]:
    found = select(CarbonFactor).order_by(col(CarbonFactor.is_default).desc(), col(CarbonFactor.source))
    return session.exec(found if kind is None else found.where(CarbonFactor.kind == kind)).all()


def transport_factors(session: Session) -> Sequence[TransportFactor]:
    return session.exec(select(TransportFactor).order_by(col(TransportFactor.mode))).all()
