"""Value added tax: the dated table of rates, what a supplier says of itself, and what a cart or an order holds of it.

Nothing of it is stored with an order: rates begin tomorrow at the earliest and statements now, both are only added, so
the day an order was placed says for good how it is taxed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session

from db import limits, suppliers
from db import vat as store
from db.accounts import Department
from db.engine import reading, transaction
from db.orders import Order, OrderStatus
from db.standards import Category, Kind
from db.vat import Taxpayer, TaxpayerStatement, VatRate
from services import audit, clock, order_reductions
from services.accounts import said
from services.audit import Event
from services.cart import CartView
from services.errors import Conflict, Forbidden, Invalid
from services.money import number
from services.permissions import Permission, allows, require
from services.vat_rules import Band, Bill, Goods, Taxed, bill, rate_of, stated, taxpayer_at
from services.visitors import Visitor

__all__ = [
    "Band", "Bill", "RateForm", "Taxed", "Taxpayer", "TaxpayerStatement", "VatRate", "may_set", "my_statement",
    "of_cart", "of_order", "rates", "set_rate", "state", "taxed",
]  # fmt: skip

FAR_AHEAD = timedelta(days=5 * 366)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class RateForm:
    """What an official sets: `category` or `kind` or neither; `percent` as it was typed."""

    taxpayer: Taxpayer
    percent: str
    valid_from: date
    basis_zh: str
    basis_en: str
    category: str = ""
    kind: str = ""


def rates() -> Sequence[VatRate]:
    """Every rate there has been, the newest first; anybody may read them."""
    with reading() as db:
        return store.rates(db)


def may_set(visitor: Visitor) -> bool:
    """The finance department of a city."""
    in_finance = visitor.department is Department.FINANCE and not visitor.area_district
    return allows(visitor, Permission.VAT_SET) and in_finance


def set_rate(official: Visitor, form: RateForm) -> VatRate:
    """A rate from a later day on; it takes the place of the one before. Nothing is changed backwards."""
    require(official, Permission.VAT_SET)
    if not may_set(official):
        raise Forbidden("Only the finance department of a city sets rates.")
    with transaction() as db:
        rate = rate_row(db, official, form)
        db.add(rate)
        of = {"taxpayer": rate.taxpayer, "of": rate.kind or rate.category, "valid_from": rate.valid_from}
        audit.record(db, official, Event.VAT_SET, rate.id, rate=rate.rate, **of)
    return rate


def rate_row(db: Session, official: Visitor, form: RateForm) -> VatRate:
    if (form.kind and not db.get(Kind, form.kind)) or (form.category and not db.get(Category, form.category)):
        raise Invalid("{field} reads “{read}”; one of the listed ones is expected.", field="Kind", read=form.kind[:40])
    if not clock.today() < form.valid_from <= clock.today() + FAR_AHEAD:
        raise Invalid("A rate begins tomorrow or later: what was ordered before is taxed by the rate of its day.")
    return VatRate(
        taxpayer=form.taxpayer,
        category="" if form.kind else form.category,
        kind=form.kind,
        rate=share_of(form.percent),
        valid_from=form.valid_from,
        basis_zh=said(form.basis_zh, field="Basis in Chinese", longest=300),
        basis_en=said(form.basis_en, field="Basis in English", longest=450),
        set_by=official.signature[:200],
        set_at=clock.now(),
    )


def share_of(percent: str) -> Decimal:
    """13 -> 0.13; at most two decimals of a per cent."""
    read = number(percent.replace("%", ""), "Rate in per cent")
    if not 0 <= read < HUNDRED or read * HUNDRED != (read * HUNDRED).to_integral_value():
        raise Invalid("{field} reads “{read}”; 0 to 99.99 with at most two decimals are expected.",
                      field="Rate in per cent", read=percent[:40])  # fmt: skip
    return read / HUNDRED


def my_statement(supplier: Visitor) -> TaxpayerStatement | None:
    """What the visitor's company has last said of itself."""
    require(supplier, Permission.SUPPLIER_REGISTER)
    with reading() as db:
        own = suppliers.of_organisation(db, supplier.organisation_id)
        return stated(store.statements(db, [own.id]), own.id, clock.now()) if own else None


def state(supplier: Visitor, taxpayer: Taxpayer) -> None:
    """Say which kind of taxpayer one's company is; orders placed from now on are taxed by it."""
    require(supplier, Permission.SUPPLIER_REGISTER)
    with transaction() as db:
        own = suppliers.own_locked(db, supplier.organisation_id)
        if own is None:
            raise Conflict("Say who you are first.")
        known = stated(store.statements(db, [own.id]), own.id, clock.now())
        if known and known.taxpayer is taxpayer:
            raise Conflict("That is what your company says already.")
        by = supplier.signature[:200]
        db.add(TaxpayerStatement(supplier_id=own.id, taxpayer=taxpayer, stated_by=by, stated_at=clock.now()))
        audit.record(db, supplier, Event.TAXPAYER_STATED, own.code, taxpayer=taxpayer)


def of_cart(view: CartView) -> Bill:
    """What a cart holds, at the rates of now; lines that can no longer be bought are left out."""
    now = clock.now()
    with reading() as db:
        halls, known = limits.halls(db), store.rates(db)
        sellers = {group.supplier_code: suppliers.by_code(db, group.supplier_code) for group in view.groups}
        ids = {code: one.id for code, one in sellers.items() if one}
        said_so = store.statements(db, list(ids.values()))
    lines = [
        Taxed(line.total_fen, rate_of(known, taxpayer_at(said_so, ids[group.supplier_code], now),
                                      Goods(line.kind, halls[line.kind]), day_of(now)))
        for group in view.groups if group.supplier_code in ids
        for line in group.lines if line.problem != "gone"
    ]  # fmt: skip
    return bill(lines)


def of_order(db: Session, order: Order) -> Bill:
    """What an order comes to now, after everything that was undone."""
    return bill([] if order.status is OrderStatus.CANCELLED else taxed(db, order))


def taxed(db: Session, order: Order) -> list[Taxed]:
    """What is left of each line, with the rate of the day it was ordered on."""
    taxpayer = taxpayer_at(store.statements(db, [order.supplier_id]), order.supplier_id, order.placed_at)
    halls, known, day = limits.halls(db), store.rates(db), day_of(order.placed_at)
    return [
        Taxed(one.amount_fen, rate_of(known, taxpayer, Goods(one.line.kind, halls[one.line.kind]), day))
        for one in order_reductions.left(db, order)
    ]


def day_of(moment: datetime) -> date:
    return clock.in_china(moment).date()
