"""How a supplier writes a listing, prices it, hands it in and takes it off view. Unreviewed words are never on view."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from db import numbers
from db import products as store
from db.engine import transaction
from db.products import Product, ProductDecision, ProductStatus, ProductValue
from db.stock import Stock
from services import audit, clock, flow, low_stock, prices
from services.audit import Event
from services.errors import Conflict
from services.listings import exhibits, rules
from services.listings.rules import Answer, ListingForm
from services.permissions import Permission, require
from services.visitors import Visitor
from services.words import found_by


def draft(visitor: Visitor, form: ListingForm) -> Product:
    """Begin a listing; a supplier may prepare its exhibits while its own dossier is still being reviewed."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        supplier = exhibits.own_supplier(db, visitor)
        columns, answers = judged(db, form)
        product = Product(
            code=numbers.plain(db, "P"),
            supplier_id=supplier.id,
            created_at=clock.now(),
            demonstration=supplier.demonstration,
            **columns,
        )
        db.add(product)
        db.flush()
        db.add(Stock(product_id=product.id))
        answer(db, product, answers)
        product.words = found_by(db, product)
        audit.record(db, visitor, Event.LISTING_DRAFTED, product.code, kind=product.kind)
    return product


def save(visitor: Visitor, code: str, form: ListingForm, *, revision: int) -> Product:
    """Keep the form, unless somebody else has changed the listing since `revision` was read."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = held(db, visitor, code, revision=revision)
        columns, answers = judged(db, form, but=product)
        before = exhibits.answers(db, product.id)
        changed = sorted(name for name, value in columns.items() if getattr(product, name) != value)
        changed += ["values"] if before != answers else []
        if changed:
            if "unit" in changed:
                low_stock.forget(db, product)
            product.sqlmodel_update(columns)
            answer(db, product, answers)
            product.words = found_by(db, product)
            touch(product)
            audit.record(db, visitor, Event.LISTING_CHANGED, code, fields=" ".join(changed), price_fen=form.price_fen)
    return product


def change_kind(visitor: Visitor, code: str, kind: str, *, revision: int) -> None:
    """Move a listing to another kind: its unit and its indicators are the new kind's, and start empty."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = held(db, visitor, code, revision=revision)
        new = exhibits.kind_of(db, kind)
        if new.code == product.kind:
            return
        low_stock.forget(db, product)
        product.sqlmodel_update({"kind": new.code, "unit": new.unit, "minimum_milli": 1000, "step_milli": 1000})
        answer(db, product, {})
        product.words = found_by(db, product)
        touch(product)
        audit.record(db, visitor, Event.LISTING_CHANGED, code, fields="kind", kind=new.code)


def judged(db: Session, form: ListingForm, *, but: Product | None = None) -> tuple[dict[str, Any], dict[str, Answer]]:
    """The form's columns and answers; a price that is new and looks like a slip must be confirmed."""
    kind = exhibits.kind_of(db, form.kind)
    columns = rules.columns_of(form, kind)
    if but is None or but.price_fen != form.price_fen:
        others = store.prices(db, kind.code, form.unit, but=but.id if but else None)
        rules.require_plausible(form.price_fen, others, confirmed=form.price_confirmed)
    return columns, rules.answers_of(form, exhibits.template(db, kind.code))


def held(db: Session, visitor: Visitor, code: str, *, revision: int | None = None) -> Product:
    """The visitor's own listing, held for a change that needs a review afterwards."""
    product = exhibits.owned(db, visitor, store.locked(db, code))
    rules.require_editable(product)
    if revision is not None and product.revision != revision:
        raise Conflict("Somebody changed this exhibit meanwhile. Load it again; what you typed has not been saved.")
    return product


def touch(product: Product) -> None:
    """A changed listing is no longer the one that was approved."""
    product.revision += 1
    product.published_at = None


def answer(db: Session, product: Product, answers: Mapping[str, Answer]) -> None:
    rows = {row.indicator: row for row in store.values(db, [product.id])}
    for key in rows.keys() - answers.keys():
        db.delete(rows[key])
    for key, said in answers.items():
        row = rows.get(key) or ProductValue(product_id=product.id, indicator=key, value=said.value)
        row.value, row.proof = said.value, said.proof
        db.add(row)
    db.flush()


def set_price(visitor: Visitor, code: str, *, price_fen: int, confirmed: bool = False) -> None:
    """Change the price of an exhibit on view at once, within bounds."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = exhibits.owned(db, visitor, store.locked(db, code))
        if product.status is not ProductStatus.PUBLISHED:
            raise Conflict("This exhibit is not on view; its price is part of the form.")
        if product.price_fen == price_fen:
            return
        rules.require_price(price_fen)
        rules.require_small_step(product.price_fen, price_fen)
        others = store.prices(db, product.kind, product.unit, but=product.id)
        rules.require_plausible(price_fen, others, confirmed=confirmed)
        before, product.price_fen = product.price_fen, price_fen
        product.revision += 1
        prices.note(db, product)
        audit.record(db, visitor, Event.LISTING_CHANGED, code, fields="price_fen", before=before, price_fen=price_fen)


def submit(visitor: Visitor, code: str) -> None:
    """Hand the listing in for review."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = exhibits.owned(db, visitor, store.locked(db, code))
        exhibits.require_may_sell(exhibits.own_supplier(db, visitor))
        require_told(product)
        flow.move(rules.FLOW, product, ProductStatus.SUBMITTED)
        product.submitted_at = clock.now()
        note_step(db, visitor, product)
        audit.record(db, visitor, Event.LISTING_SUBMITTED, code, revision=product.revision)


def require_told(product: Product) -> None:
    if not product.specification_zh or not product.description_zh:
        raise Conflict("Give the specification and a description in Chinese before handing the exhibit in.")


def take_off(visitor: Visitor, code: str) -> None:
    """Take an exhibit off view, at once."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = exhibits.owned(db, visitor, store.locked(db, code))
        flow.move(rules.FLOW, product, ProductStatus.OFF_SHELF)
        note_step(db, visitor, product)
        audit.record(db, visitor, Event.LISTING_TAKEN_OFF, code)


def put_back(visitor: Visitor, code: str) -> None:
    """Back on view without another review, if nothing was changed since the last one."""
    require(visitor, Permission.LISTING_EDIT)
    with transaction() as db:
        product = exhibits.owned(db, visitor, store.locked(db, code))
        exhibits.require_may_sell(exhibits.own_supplier(db, visitor))
        if product.status is ProductStatus.OFF_SHELF and product.published_at is None:
            raise Conflict("This exhibit was changed; it goes on view again after a review.")
        if product.status is not ProductStatus.OFF_SHELF:
            raise Conflict("This exhibit is not off view.")
        flow.move(rules.FLOW, product, ProductStatus.PUBLISHED)
        note_step(db, visitor, product)
        audit.record(db, visitor, Event.LISTING_PUBLISHED, code, revision=product.revision)


def note_step(db: Session, visitor: Visitor, product: Product, *, reasons: str = "") -> None:
    """Add the step the listing has just taken to its history."""
    step = ProductDecision(
        product_id=product.id, status=product.status, reasons=reasons, by_person=visitor.person_id, at=clock.now()
    )
    db.add(step)
