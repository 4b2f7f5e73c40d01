"""Who may read a request for quotation, and as whom: its parties, and officials of the area its buyer lies in."""

from enum import StrEnum

from sqlmodel import Session

from db import quotations as store
from db import suppliers
from db.accounts import Organisation
from db.quotations import QuotationRequest
from services.permissions import Permission, allows
from services.visitors import Role, Visitor

__all__ = ["Reader", "reader_of"]


class Reader(StrEnum):
    """As whom a visitor reads a request."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    OFFICIAL = "official"


def reader_of(db: Session, visitor: Visitor, request: QuotationRequest) -> Reader | None:
    """None for strangers, other suppliers above all."""
    if visitor.role is Role.BUYER and visitor.organisation_id == request.buyer_id:
        return Reader.BUYER
    if visitor.role is Role.SUPPLIER:
        own = suppliers.of_organisation(db, visitor.organisation_id)
        return Reader.SUPPLIER if own and store.is_asked(db, request.id, own.id) else None
    buyer = db.get_one(Organisation, request.buyer_id)
    supervises = allows(visitor, Permission.QUOTATION_SUPERVISE) and visitor.oversees(buyer.city, buyer.district)
    return Reader.OFFICIAL if supervises else None
