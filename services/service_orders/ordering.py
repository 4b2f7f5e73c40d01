"""A supplier orders a service at today's price, calls it off before it begins, or says that it has what it ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import numbers, products, standards, suppliers, tariff
from db import service_orders as store
from db.engine import reading, transaction
from db.service_orders import ServiceOrder, ServiceStatus
from db.suppliers import Supplier, SupplierStatus
from db.tariff import ServiceKind, ServiceUnit, TariffItem
from services import clock, money
from services.errors import Conflict, Invalid, Missing
from services.permissions import Permission, require
from services.service_orders import flow, paying, rights
from services.service_orders.rights import Action
from services.texts import paragraphs
from services.tokens import hash_of
from services.visitors import Visitor

__all__ = ["MOST", "ServiceForm", "cancel", "close", "order"]

MOST, MOST_UNPAID, LONGEST_NOTE = 100, 20, 500
GONE = {SupplierStatus.SUSPENDED, SupplierStatus.WITHDRAWN}


@dataclass(frozen=True)
class ServiceForm:
    """What is ordered: a service of the price list at the price that was seen, for an exhibit of one's own or for a
    kind, and for a test which indicators."""

    item: str
    seen_price_fen: int
    product: str = ""
    kind: str = ""
    indicators: Sequence[str] = ()
    quantity: int = 1
    note: str = ""


def order(supplier: Visitor, form: ServiceForm, *, key: str) -> ServiceOrder:
    """Order it. The same `key` gives the same order, however often and from wherever it comes."""
    require(supplier, Permission.SERVICE_ORDER)
    if not key:
        raise Invalid("This form has expired; open the page again.")
    own_key = hash_of(f"{supplier.membership_id}:{key}")
    try:
        with transaction() as db:
            return store.by_key(db, own_key) or written(db, supplier, form, own_key)
    except IntegrityError:
        with reading() as db:
            known = store.by_key(db, own_key)
        if known is None:
            raise
        return known


def written(db: Session, supplier: Visitor, form: ServiceForm, key: str) -> ServiceOrder:
    own = suppliers.own_locked(db, supplier.organisation_id)
    if own is None:
        raise Conflict("Register as a supplier first.")
    refuse_if_gone(db, own)
    item = priced(db, form)
    row = ServiceOrder(
        code=numbers.yearly(db, "SV", clock.today().year), key=key, supplier_id=own.id, person_id=supplier.person_id,
        item_id=item.id, service=item.kind, unit=item.unit, name_zh=item.name_zh, name_en=item.name_en,
        **subject(db, own, item, form),
        quantity_milli=form.quantity * money.MILLI, price_fen=item.price_fen, vat_rate=item.vat_rate,
        total_fen=money.line_total(form.quantity * money.MILLI, item.price_fen),
        note=paragraphs(form.note, field="Note", longest=LONGEST_NOTE),
        ordered_at=clock.now(), pay_by=clock.now() + flow.PAY_WITHIN,
    )  # fmt: skip
    db.add(row)
    db.flush()
    flow.note_ordered(db, supplier, row)
    return row


def refuse_if_gone(db: Session, own: Supplier) -> None:
    if own.status in GONE:
        raise Conflict("Your registration does not stand; services cannot be ordered.")
    if store.count_of(db, own.id, [ServiceStatus.ORDERED]) >= MOST_UNPAID:
        raise Conflict("{most} orders of yours wait to be paid; pay or cancel one first.", most=MOST_UNPAID)


def priced(db: Session, form: ServiceForm) -> TariffItem:
    item = tariff.priced(db, form.item, clock.today()) if products.plain([form.item]) else None
    if item is None:
        raise Missing("This service is not offered now.")
    if item.price_fen != form.seen_price_fen:
        raise Conflict("The price is {price} yuan now; look at it again before you order.",
                       price=money.yuan(item.price_fen))  # fmt: skip
    if not 1 <= form.quantity <= MOST:
        raise Invalid("{field} lies between {least} and {most}.", field="Quantity", least=1, most=MOST)
    return item


def subject(db: Session, own: Supplier, item: TariffItem, form: ServiceForm) -> dict[str, Any]:
    """What it is for: training is for people, the rest for an exhibit of one's own, or for a kind of material."""
    if item.kind is ServiceKind.TRAINING:
        return {"indicators": []}
    product = products.by_code(db, form.product) if form.product and products.plain([form.product]) else None
    if form.product and (product is None or product.supplier_id != own.id):
        raise Missing("There is no such exhibit.")
    kind = product.kind if product else form.kind
    if not kind or kind not in {one.code for one in standards.kinds(db)}:
        raise Invalid("{field} reads “{read}”; one of the listed ones is expected.", field="Kind", read=kind[:40])
    if item.unit is ServiceUnit.PRODUCT and product is None:
        raise Invalid("This service is for one of your exhibits; choose which.")
    tested = chosen(db, kind, form.indicators) if item.kind is ServiceKind.TESTING else []
    return {"product_id": product.id if product else None, "kind": kind, "indicators": tested}


def chosen(db: Session, kind: str, keys: Sequence[str]) -> list[str]:
    """The indicators to be tested, in the order of the standard; at least one, and each of this kind."""
    known = [one.key for one in standards.indicators(db, kind)]
    if not keys or not set(keys) <= set(known):
        raise Invalid("Choose at least one indicator of this kind to be tested.")
    return [key for key in known if key in keys]


def cancel(supplier: Visitor, code: str, *, reason: str) -> None:
    """Call it off before it has begun; what was paid goes back in full."""
    require(supplier, Permission.SERVICE_ORDER)
    paying.end(supplier, code, Action.CANCEL, reason=reason)


def close(supplier: Visitor, code: str) -> None:
    """The supplier has what it ordered."""
    require(supplier, Permission.SERVICE_ORDER)
    with transaction() as db:
        row = rights.opened(db, supplier, code, Action.CLOSE)
        flow.advance(db, supplier, row, ServiceStatus.CLOSED)
