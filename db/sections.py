"""How many exhibits belong to a section: green materials are proved against the standard, green products certified."""

from datetime import date
from typing import Any

import sqlalchemy as sql
from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, exists

from db.products import ON_SHOW, Certificate, Product, ProductValue, Proof, Scheme
from db.standards import WITHDRAWN, Confidence, Indicator, Operator
from db.suppliers import Supplier

ASKED = (col(Indicator.mandatory) == sql.true(), col(Indicator.edition) != WITHDRAWN)


def materials(session: Session) -> int:
    """On show, every mandatory indicator in force answered with proof, and no verified threshold missed."""
    kind, many = col(Indicator.kind), func.count().label("many")
    asked = sql.select(kind, many).where(*ASKED).group_by(kind).subquery()
    proved = (
        sql.select(col(ProductValue.product_id), many)
        .join(Indicator, col(Indicator.key) == ProductValue.indicator)
        .join(Product, and_(col(Product.id) == ProductValue.product_id, col(Product.kind) == Indicator.kind))
        .where(*ASKED, col(ProductValue.proof) != Proof.DECLARED, complete(), or_(reference(), meets()))
        .group_by(col(ProductValue.product_id))
        .subquery()
    )
    counted = (
        sql.select(func.count())
        .select_from(Product)
        .join(Supplier, col(Supplier.id) == Product.supplier_id)
        .join(asked, asked.c.kind == Product.kind)
        .join(proved, and_(proved.c.product_id == Product.id, proved.c.many == asked.c.many))
        .where(*ON_SHOW)
    )
    return int(session.execute(counted).scalar_one())


def products(session: Session, today: date) -> int:
    """On show with a green-product certificate that is valid today."""
    held = exists().where(
        col(Certificate.product_id) == Product.id,
        col(Certificate.scheme) == Scheme.GREEN_PRODUCT,
        col(Certificate.valid_from) <= today,
        col(Certificate.valid_until) >= today,
    )
    shown = sql.select(func.count()).select_from(Product).join(Supplier, col(Supplier.id) == Product.supplier_id)
    return int(session.execute(shown.where(*ON_SHOW, held)).scalar_one())


def reference() -> ColumnElement[bool]:
    """A threshold that nobody has read in its source informs and bars nothing."""
    return col(Indicator.confidence) != Confidence.VERIFIED


def complete() -> ColumnElement[bool]:
    """The indicator has the bounds its operator needs."""
    low, high = col(Indicator.low).is_not(None), col(Indicator.high).is_not(None)
    return by_operator(low, high, and_(low, high), sql.true())


def meets() -> ColumnElement[bool]:
    """The same rule as in `services/conformity.py`, where it can be read at leisure; a test holds them together."""
    value: Any = col(ProductValue.value)
    above, below = value >= col(Indicator.low), value <= col(Indicator.high)
    return by_operator(above, below, and_(above, below), value == 1)


def by_operator(
    at_least: ColumnElement[bool], at_most: ColumnElement[bool], between: ColumnElement[bool], yes: ColumnElement[bool]
) -> ColumnElement[bool]:
    said = col(Indicator.operator)
    return or_(
        and_(said == Operator.AT_LEAST, at_least),
        and_(said == Operator.AT_MOST, at_most),
        and_(said == Operator.BETWEEN, between),
        and_(said == Operator.YES, yes),
    )
