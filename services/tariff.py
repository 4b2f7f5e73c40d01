"""What the museum charges: nothing to enter, nothing on a sale, and dated prices of services a supplier may choose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import tariff as store
from db.accounts import Department
from db.engine import reading, transaction
from db.tariff import ServiceKind, ServiceUnit, TariffItem
from services import audit, clock, money
from services.accounts import said
from services.audit import Event
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.money import LARGEST_FEN
from services.permissions import Permission, allows, require
from services.visitors import Visitor

__all__ = [
    "COMMISSION_FEN", "ENTRY_FEE_FEN", "ServiceKind", "ServiceUnit", "TariffForm", "TariffItem", "end", "history",
    "may_set", "net_fen", "offered", "set_price",
]  # fmt: skip

ENTRY_FEE_FEN = COMMISSION_FEN = 0  # what it costs to enter and to sell; shown, so that nobody has to ask
FAR_AHEAD = timedelta(days=5 * 366)
CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}")
MOST_VAT = Decimal("0.5")


@dataclass(frozen=True)
class TariffForm:
    """A service at a price with VAT, in fen, from a day on. `vat_rate` is a share: 0.06."""

    code: str
    kind: ServiceKind
    unit: ServiceUnit
    name_zh: str
    name_en: str
    contains_zh: str
    contains_en: str
    price_fen: int
    vat_rate: Decimal
    vat_basis_zh: str
    vat_basis_en: str
    valid_from: date
    reason: str


def offered() -> Sequence[TariffItem]:
    """What may be ordered today; anybody may read it."""
    with reading() as db:
        return store.in_force(db, clock.today())


def history() -> Sequence[TariffItem]:
    """Every price there has been and every one announced, the newest first."""
    with reading() as db:
        return store.everything(db)


def net_fen(item: TariffItem) -> int:
    """The price of one unit without VAT."""
    return money.net_of(item.price_fen, item.vat_rate)


def may_set(visitor: Visitor) -> bool:
    """Only the finance department of a whole city."""
    own = visitor.department is Department.FINANCE and not visitor.area_district
    return allows(visitor, Permission.TARIFF_SET) and own


def require_finance(official: Visitor) -> None:
    require(official, Permission.TARIFF_SET)
    if not may_set(official):
        raise Forbidden("Only the finance department sets what the museum charges.")


def set_price(official: Visitor, form: TariffForm) -> TariffItem:
    """A new price from a day on; the one it takes the place of ends the day before. Orders keep theirs."""
    require_finance(official)
    try:
        with transaction() as db:
            item = item_of(official, form)
            replaced = replace(db, item)
            kept = {"price_fen": item.price_fen, "vat_rate": item.vat_rate, "valid_from": item.valid_from}
            audit.record(db, official, Event.TARIFF_SET, item.code, replaced=replaced, **kept)
    except IntegrityError:
        raise Conflict("This price was set from elsewhere at this very moment; look at it again.") from None
    return item


def replace(db: Session, item: TariffItem) -> int:
    """Put the price in the place of those of the same service; how many that were."""
    before = store.alike(db, item.code, item.valid_from)
    for old in before:
        old.valid_until = item.valid_from - timedelta(days=1)
    db.flush()
    db.add(item)
    return len(before)


def item_of(official: Visitor, form: TariffForm) -> TariffItem:
    """The form as a row; raises Invalid naming what cannot be used."""
    code = form.code.strip().upper()
    if not CODE.fullmatch(code):
        raise Invalid(
            "{field} reads “{read}”; capitals, digits and hyphens are expected.", field="Code", read=code[:40]
        )
    if not 0 < form.price_fen <= LARGEST_FEN:
        raise Invalid("A price is more than nothing.")
    if not 0 <= form.vat_rate <= MOST_VAT:
        raise Invalid("{field} lies between {least} and {most}.", field="VAT in percent", least=0, most=50)
    if not clock.today() <= form.valid_from <= clock.today() + FAR_AHEAD:
        raise Invalid("A price begins today or later: what was ordered before was ordered at the price of its day.")
    return TariffItem(
        code=code, kind=ServiceKind(form.kind), unit=ServiceUnit(form.unit),
        name_zh=said(form.name_zh, field="Name in Chinese", longest=60),
        name_en=said(form.name_en, field="Name in English", longest=100),
        contains_zh=said(form.contains_zh, field="Contents in Chinese", longest=300),
        contains_en=said(form.contains_en, field="Contents in English", longest=500),
        price_fen=form.price_fen, vat_rate=form.vat_rate,
        vat_basis_zh=said(form.vat_basis_zh, field="Basis in Chinese", longest=200),
        vat_basis_en=said(form.vat_basis_en, field="Basis in English", longest=300),
        valid_from=form.valid_from, reason=said(form.reason, field="Reason", longest=300),
        set_by=official.signature[:200], set_at=clock.now(),
    )  # fmt: skip


def end(official: Visitor, item_id: UUID, *, last_day: date, reason: str) -> None:
    """Offer a service no longer; it may still be ordered on the last day, today at the earliest."""
    require_finance(official)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        item = store.locked(db, item_id)
        if item is None:
            raise Missing("There is no such price.")
        if item.valid_until is not None:
            raise Conflict("This price has an end already.")
        if not max(clock.today(), item.valid_from) <= last_day <= clock.today() + FAR_AHEAD:
            raise Invalid("A price ends today or later.")
        item.valid_until = last_day
        audit.record(db, official, Event.TARIFF_ENDED, item.code, last_day=last_day, reason=why)
