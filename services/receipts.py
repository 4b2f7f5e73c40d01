"""The summary of one order as PDF, for its two parties: what was bought, and what the ledger says was paid."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from db import ledger as store
from db.accounts import Organisation
from db.engine import reading
from db.ledger import Entry, Posting, PostingReason
from db.orders import Order, OrderLine
from db.suppliers import Supplier
from services import clock, documents, ledger, orders, vat
from services.documents import Lang, Line, Party, Receipt, Taxed
from services.errors import Conflict
from services.orders import PaymentState
from services.settings import settings
from services.vat_rules import Band
from services.visitors import Visitor

__all__ = ["receipt"]

Booked = Sequence[tuple[Entry, Posting]]


def receipt(
    visitor: Visitor, order_code: str, *, lang: Lang, word: Callable[[StrEnum], str], unit: Callable[[str], str]
) -> bytes:
    """The PDF. `word` and `unit` say a status and a unit's code in the reader's language.

    Missing for strangers, Conflict before anything is paid or agreed."""
    view = orders.order(visitor, order_code)
    if view.payment_state is PaymentState.NONE:
        raise Conflict("There is a receipt once order {code} is paid or agreed.", code=view.order.code)
    with reading() as db:
        buyer, supplier = parties(db, view.order)
        booked = store.of_orders(db, [view.order.id])
        bill = vat.of_order(db, view.order)
    return documents.purchase_receipt(
        Receipt(
            reference=view.purchase.code,
            order_code=view.order.code,
            buyer=party(buyer, lang),
            supplier=party(supplier, lang),
            lines=tuple(line(one, lang, unit) for one in view.lines),
            total_fen=view.order.total_fen,
            payment_method=word(view.purchase.method),
            payment_state=word(view.payment_state),
            reduced_fen=view.reduced_fen,
            refunded_fen=returned(booked, view.order.total_fen),
            taxes=tuple(taxed(band) for band in bill.bands),
            demonstration=settings().is_demo,
            placed_on=clock.in_china(view.order.placed_at).date(),
            paid_on=paid_on(booked),
            invoice_title=view.delivery.invoice_title if view.delivery else "",
            invoice_code=view.delivery.invoice_code if view.delivery else "",
        ),
        lang=lang,
    )


def parties(db: Session, order: Order) -> tuple[Organisation, Organisation]:
    supplier = db.get_one(Supplier, order.supplier_id)
    return db.get_one(Organisation, order.buyer_id), db.get_one(Organisation, supplier.organisation_id)


def party(one: Organisation, lang: Lang) -> Party:
    return Party(name=either(one.name_zh, one.name_en, lang), credit_code=one.credit_code or "", address=one.address)


def taxed(band: Band) -> Taxed:
    return Taxed(rate=f"{(100 * band.rate.rate).normalize():f}%", net_fen=band.net_fen, tax_fen=band.tax_fen)


def either(zh: str, en: str, lang: Lang) -> str:
    return (en or zh) if lang == "en" else (zh or en)


def line(one: OrderLine, lang: Lang, unit: Callable[[str], str]) -> Line:
    return Line(
        name=either(one.name_zh, one.name_en, lang),
        code=one.product_code,
        unit=unit(one.unit),
        quantity_milli=one.quantity_milli,
        price_fen=one.price_fen,
        total_fen=one.total_fen,
    )


def returned(booked: Booked, total_fen: int) -> int:
    """What has gone back to the buyer of this order's price, in fen; what had come beyond it is left out."""
    moved = [entry.amount_fen for entry, _ in booked if entry.account in ledger.RECEIPTS]
    came, back = sum(fen for fen in moved if fen > 0), -sum(fen for fen in moved if fen < 0)
    return min(back, max(0, total_fen - (came - back)))


def paid_on(booked: Booked) -> date | None:
    """The day in China on which the last payment came in."""
    paid = [posting.at for _, posting in booked if posting.reason is PostingReason.PAID]
    return clock.in_china(max(paid)).date() if paid else None
