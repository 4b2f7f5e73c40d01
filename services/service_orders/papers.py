"""Invoices and credit notes of the museum as PDF, for the supplier they are addressed to and for finance."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from sqlmodel import Session

from db import service_orders as store
from db.accounts import Organisation
from db.engine import reading
from db.service_orders import ServiceOrder, ServicePaper, ServicePaperKind
from db.suppliers import Supplier
from services import clock, documents
from services.documents import Lang, ServiceInvoice
from services.errors import Missing
from services.permissions import Permission, require
from services.service_orders import rights
from services.settings import settings
from services.visitors import Visitor

__all__ = ["paper"]


def paper(visitor: Visitor, code: str, *, lang: Lang, word: Callable[[StrEnum], str]) -> bytes:
    """The PDF; Missing for whoever is neither its supplier nor of finance. `word` says a unit to the reader."""
    require(visitor, Permission.SERVICE_READ)
    with reading() as db:
        row = store.paper(db, code)
        order = db.get(ServiceOrder, row.order_id) if row else None
        if row is None or order is None or not may_read(db, visitor, order):
            raise Missing("There is no such paper.")
        printed = described(row, order, lang)
        owner = db.get_one(Organisation, db.get_one(Supplier, order.supplier_id).organisation_id)
        printed = replace(printed, address=owner.address, unit=word(order.unit), of_invoice=taken_back(db, row))
    return documents.service_invoice(printed, lang=lang)


def may_read(db: Session, visitor: Visitor, order: ServiceOrder) -> bool:
    own = rights.parties_of(db, visitor, order)
    return bool(own & {rights.Party.SUPPLIER, rights.Party.FINANCE})


def taken_back(db: Session, row: ServicePaper) -> str:
    """The invoice that a credit note takes back."""
    if row.kind is ServicePaperKind.INVOICE:
        return ""
    return next(one.code for one in store.papers(db, row.order_id) if one.kind is ServicePaperKind.INVOICE)


def described(row: ServicePaper, order: ServiceOrder, lang: Lang) -> ServiceInvoice:
    return ServiceInvoice(
        reference=row.code,
        order_code=order.code,
        is_credit_note=row.kind is ServicePaperKind.CREDIT_NOTE,
        issued_on=clock.in_china(row.issued_at).date(),
        issuer=settings().operator_name,
        issuer_code=settings().operator_code,
        title=row.title,
        tax_code=row.tax_code,
        service=order.name_en if lang == "en" else order.name_zh,
        quantity_milli=order.quantity_milli,
        price_fen=order.price_fen,
        vat_rate=order.vat_rate,
        net_fen=row.net_fen,
        vat_fen=row.vat_fen,
        gross_fen=row.gross_fen,
        demonstration=settings().is_demo,
    )
