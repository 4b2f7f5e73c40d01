"""Limits of small purchases: set by a city's finance department, asked by every cart, held by every placing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import limits as store
from db.accounts import Department, Organisation
from db.engine import reading, transaction
from db.limits import Limit, LimitScope, SplitSuspicion, Suspected
from db.orders import Purchase
from db.standards import Category, Kind
from services import audit, clock, texts
from services.accounts import said
from services.audit import Event
from services.cart import CartView
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.limit_rules import Bought, Gauge, Rule, Split, by_kind, gauges, splits
from services.money import LARGEST_FEN, yuan
from services.permissions import Permission, allows, require
from services.regions import CITIES
from services.visitors import Visitor

__all__ = [
    "Gauge", "Limit", "LimitForm", "LimitScope", "Rule", "Split", "Standing", "Suspected", "Words", "by_kind",
    "hold_within", "lift", "may_set", "note_splits", "of_city", "set_limit", "standing", "standing_of_cart",
    "suspected", "words",
]  # fmt: skip

LONGEST_SPLIT, MOST_SHOWN = 90, 50
FAR_AHEAD = timedelta(days=5 * 366)
Amounts = Mapping[str, int]  # fen by kind


@dataclass(frozen=True)
class LimitForm:
    """What an official sets: `category` or `kind` or neither, the amount in fen, from which day, by which law."""

    scope: LimitScope
    amount_fen: int
    valid_from: date
    basis_zh: str
    basis_en: str
    reason: str
    category: str = ""
    kind: str = ""
    split_days: int = 14
    refuse_split: bool = False
    reason_en: str = ""
    ask_reason: bool = False


@dataclass(frozen=True)
class Standing:
    """How a buyer stands: a gauge a rule that matters to what is wanted, and what would look split."""

    gauges: Sequence[Gauge]
    splits: Sequence[Split]

    @property
    def refused(self) -> bool:
        return any(one.beyond for one in self.gauges) or any(one.refused for one in self.splits)


@dataclass(frozen=True)
class Words:
    """What halls and kinds are called."""

    categories: Sequence[Category]
    kinds: Sequence[Kind]


def of_city(city: str) -> Sequence[Limit]:
    """Every rule a city has had, the newest first; anybody may read them."""
    with reading() as db:
        return store.of_city(db, city)


def words() -> Words:
    with reading() as db:
        return Words(store.categories(db), store.kinds(db))


def standing(buyer: Visitor, wanted: Amounts) -> Standing:
    """For what is in the cart: fen by kind. General rules always, those of a hall or kind where the cart has some."""
    require(buyer, Permission.ORDER_PLACE)
    with reading() as db:
        organisation = db.get_one(Organisation, buyer.organisation_id)
        return judged(db, organisation, wanted)


def standing_of_cart(buyer: Visitor, view: CartView) -> Standing:
    """The same for a cart, without what can no longer be bought."""
    return standing(buyer, by_kind((line.kind, line.total_fen) for line in view.lines if line.problem != "gone"))


def judged(db: Session, buyer: Organisation, wanted: Amounts) -> Standing:
    today = clock.today()
    rules = [rule_of(limit) for limit in store.in_force(db, buyer.city, today)]
    if not rules:
        return Standing([], [])
    known = store.halls(db)
    days = max(rule.split_days for rule in rules)
    first = min(date(today.year, 1, 1), today - timedelta(days=days))
    found = store.spent(db, buyer.id, datetime.combine(first, time(), clock.CHINA))
    bought = [
        Bought(one.purchase_id, clock.in_china(one.placed_at).date(), one.kind, known[one.kind], one.amount_fen)
        for one in found
    ]
    asked = {(kind, known[kind]): fen for kind, fen in wanted.items()}
    shown = [one for one in gauges(rules, bought, asked, today) if one.rule.general or one.adding_fen]
    return Standing(shown, splits(rules, bought, asked, today))


def rule_of(limit: Limit) -> Rule:
    return Rule(
        scope=limit.scope,
        amount_fen=limit.amount_fen,
        category=limit.category,
        kind=limit.kind,
        split_days=limit.split_days,
        refuse_split=limit.refuse_split,
        ask_reason=limit.ask_reason,
    )


def hold_within(db: Session, buyer: Organisation, wanted: Amounts) -> Standing:
    """Refuse what goes beyond a limit; else how the buyer stands, whose row the caller has locked."""
    found = judged(db, buyer, wanted)
    for gauge in found.gauges:
        if gauge.beyond:
            raise beyond(db, gauge)
    for split in found.splits:
        if split.refused:
            raise in_parts(db, split)
    return found


def beyond(db: Session, gauge: Gauge) -> Conflict:
    rule, amounts = gauge.rule, {"sum": yuan(gauge.total_fen), "limit": yuan(gauge.rule.amount_fen)}
    if not rule.general:
        return Conflict(
            "Of {what}, small purchases come to {sum} yuan with this one; the limit is {limit}. Ask the supplier for a "
            "quotation (direct sale), or bring the need into batch procurement.",
            what=named(db, rule.category, rule.kind),
            **amounts,
        )
    if rule.scope is LimitScope.PURCHASE:
        return Conflict(
            "This purchase comes to {sum} yuan; small purchases may come to {limit} at once. Ask the supplier for a "
            "quotation (direct sale), or bring the need into batch procurement.",
            **amounts,
        )
    return Conflict(
        "With this purchase your small purchases of {year} come to {sum} yuan; the limit of a year is {limit}. Ask the "
        "supplier for a quotation (direct sale), or bring the need into batch procurement.",
        year=str(clock.today().year),
        **amounts,
    )


def in_parts(db: Session, split: Split) -> Conflict:
    return Conflict(
        "{count} purchases of {what} within {days} days come to {sum} yuan, more than the {limit} of one purchase: "
        "they count as one. Ask the supplier for a quotation (direct sale), or bring the need into batch procurement.",
        what=named(db, "", split.kind),
        count=split.purchases,
        days=split.days,
        sum=yuan(split.sum_fen),
        limit=yuan(split.limit_fen),
    )


def named(db: Session, category: str, kind: str) -> str:
    found = db.get_one(Kind, kind) if kind else db.get_one(Category, category)
    return f"{found.name_zh} · {found.name_en}"


def note_splits(db: Session, buyer: Visitor, purchase: Purchase, found: Sequence[Split]) -> None:
    """Write down, beside the purchase, that it looks split: for the officials, and in the audit log."""
    for split in found:
        seen: dict[str, Any] = {"kind": split.kind, "days": split.days, "purchases": split.purchases}
        seen |= {"sum_fen": split.sum_fen, "limit_fen": split.limit_fen}
        db.add(SplitSuspicion(purchase_id=purchase.id, noted_at=clock.now(), **seen))
        audit.record(db, buyer, Event.PURCHASE_SPLIT_SUSPECTED, purchase.code, **seen)


def may_set(visitor: Visitor, city: str) -> bool:
    """Only the finance department of the city itself."""
    own = visitor.area_city == city and not visitor.area_district
    return allows(visitor, Permission.LIMIT_SET) and visitor.department is Department.FINANCE and own


def require_city(official: Visitor, city: str) -> None:
    require(official, Permission.LIMIT_SET)
    if not may_set(official, city):
        raise Forbidden("Only the finance department of the city sets its limits.")


def set_limit(official: Visitor, form: LimitForm, *, city: str) -> Limit:
    """A new rule from a day on; the one it takes the place of ends the day before. Nothing is changed backwards."""
    require_city(official, city)
    try:
        with transaction() as db:
            limit = limit_of(db, official, form, city)
            replaced = replace(db, limit)
            of = {"city": city, "scope": limit.scope, "of": limit.kind or limit.category, "replaced": replaced}
            amount = {"amount_fen": limit.amount_fen, "valid_from": limit.valid_from}
            audit.record(db, official, Event.LIMIT_SET, limit.id, **of, **amount)
    except IntegrityError:
        raise Conflict("This limit was set from elsewhere at this very moment; look at it again.") from None
    return limit


def replace(db: Session, limit: Limit) -> int:
    """Put the limit in the place of those for the same thing; how many that were."""
    before = store.alike(db, limit, limit.valid_from)
    for old in before:
        old.valid_until = limit.valid_from - timedelta(days=1)
    db.flush()
    db.add(limit)
    return len(before)


def limit_of(db: Session, official: Visitor, form: LimitForm, city: str) -> Limit:
    """The form as a row; raises Invalid naming what cannot be used."""
    if city not in CITIES:
        raise Invalid("{field} reads “{read}”; one of the listed ones is expected.", field="City", read=city[:40])
    check_thing(db, form)
    check_figures(form)
    return Limit(
        city=city,
        category="" if form.kind else form.category,
        kind=form.kind,
        scope=form.scope,
        amount_fen=form.amount_fen,
        split_days=form.split_days,
        refuse_split=form.refuse_split and form.scope is LimitScope.PURCHASE,
        ask_reason=form.ask_reason,
        valid_from=form.valid_from,
        basis_zh=said(form.basis_zh, field="Basis in Chinese", longest=300),
        basis_en=said(form.basis_en, field="Basis in English", longest=450),
        reason=said(form.reason, field="Reason", longest=300),
        reason_en=said(form.reason_en, field="Reason in English", longest=450) if form.reason_en.strip() else "",
        set_by=official.signature[:200],
        set_at=clock.now(),
    )


def check_thing(db: Session, form: LimitForm) -> None:
    named = form.kind or form.category
    if named and not is_listed(db, form):
        read = texts.printable(named)[:40]
        raise Invalid("{field} reads “{read}”; one of the listed ones is expected.", field="Kind", read=read)


def is_listed(db: Session, form: LimitForm) -> bool:
    """What no database can read is not: none takes half a character, PostgreSQL no NUL."""
    named = form.kind or form.category
    if not (named.isascii() and named.isprintable()):
        return False
    return (db.get(Kind, named) if form.kind else db.get(Category, named)) is not None


def check_figures(form: LimitForm) -> None:
    if not 0 < form.amount_fen <= LARGEST_FEN:
        raise Invalid("An amount is more than nothing.")
    if not 1 <= form.split_days <= LONGEST_SPLIT:
        raise Invalid("Purchases count as one within 1 to {most} days.", most=LONGEST_SPLIT)
    if not clock.today() <= form.valid_from <= clock.today() + FAR_AHEAD:
        raise Invalid("A limit begins today or later: what was bought before was bought by the rule of its day.")


def lift(official: Visitor, limit_id: UUID, *, last_day: date, reason: str) -> None:
    """End a rule without another in its place; it still holds on its last day, today at the earliest."""
    require(official, Permission.LIMIT_SET)
    why = said(reason, field="Reason", longest=300)
    with transaction() as db:
        limit = store.locked_limit(db, limit_id)
        if limit is None:
            raise Missing("There is no such limit.")
        require_city(official, limit.city)
        if limit.valid_until is not None:
            raise Conflict("This limit has an end already.")
        if not max(clock.today(), limit.valid_from) <= last_day <= clock.today() + FAR_AHEAD:
            raise Invalid("A limit ends today or later.")
        limit.valid_until = last_day
        audit.record(db, official, Event.LIMIT_LIFTED, limit.id, city=limit.city, last_day=last_day, reason=why)


def suspected(official: Visitor) -> Sequence[Suspected]:
    """Purchases of the official's city that look split, the newest first."""
    require(official, Permission.LIMIT_SET)
    with reading() as db:
        return store.suspected(db, official.area_city or "", limit=MOST_SHOWN)
