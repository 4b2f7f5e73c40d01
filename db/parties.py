"""How the two sides of an order are called: names of buyers and of suppliers, found by id."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from db.accounts import Organisation
from db.suppliers import Supplier


class Names(NamedTuple):
    """`code` is the supplier's number, empty for a buyer."""

    zh: str
    en: str
    code: str = ""


def buyers(session: Session, organisation_ids: Sequence[UUID]) -> dict[UUID, Names]:
    found = session.exec(select(Organisation).where(col(Organisation.id).in_(organisation_ids))).all()
    return {one.id: Names(one.name_zh, one.name_en) for one in found}


def suppliers(session: Session, supplier_ids: Sequence[UUID]) -> dict[UUID, Names]:
    found = select(Supplier, Organisation).join(Organisation, col(Organisation.id) == Supplier.organisation_id)
    rows = session.exec(found.where(col(Supplier.id).in_(supplier_ids))).all()
    return {supplier.id: Names(one.name_zh, one.name_en, supplier.code) for supplier, one in rows}
