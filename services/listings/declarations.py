"""A listing filled in from its openEPD file: first what would change, then the change itself, with who declared it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from db.engine import reading, transaction
from db.products import Product
from services import audit, clock, units
from services.audit import Event
from services.errors import Invalid
from services.listings import editing, exhibits, rules
from services.listings.exhibits import Exhibit
from services.money import half_up
from services.openepd_rules import FINEST, Declaration
from services.permissions import Permission, require
from services.suppliers.review import alike
from services.texts import line, paragraphs, plainly
from services.units import Goods
from services.visitors import Visitor
from services.words import found_by

CHINESE = re.compile(r"[\u3400-\u9fff]")
BY_MASS = ("kg", "t")


class Caution(StrEnum):
    """What a supplier should look at twice before it takes a file over."""

    EXPIRED = "expired"
    OTHER_CATEGORY = "other_category"
    OTHER_COMPANY = "other_company"
    PRIVATE = "private"


@dataclass(frozen=True)
class Change:
    """One column of the listing: what stands there now and what the file says."""

    field: str
    now: str | Decimal | None
    new: str | Decimal


@dataclass(frozen=True)
class Preview:
    """`cautions` come with what was read."""

    source: str
    revision: int
    changes: Sequence[Change]
    cautions: Sequence[tuple[Caution, str]]


def preview_declaration(visitor: Visitor, code: str, data: bytes) -> Preview:
    """What the file would change in the visitor's own listing. Raises Invalid with field, read and expected."""
    require(visitor, Permission.LISTING_EDIT)
    said = read(data)
    with reading() as db:
        product = exhibits.owned(db, visitor, exhibits.found(db, code))
        rules.require_editable(product)
        return compared(db, product, said)


def take_declaration(visitor: Visitor, code: str, data: bytes, *, revision: int) -> Product:
    """Write what the file says into the listing, unless it was changed since `revision` was looked at."""
    require(visitor, Permission.LISTING_EDIT)
    said = read(data)
    with transaction() as db:
        product = editing.held(db, visitor, code, revision=revision)
        changes = compared(db, product, said).changes
        if changes:
            product.sqlmodel_update({change.field: change.new for change in changes})
            product.words = found_by(db, product)
            editing.touch(product)
            fields = " ".join(change.field for change in changes)
            audit.record(db, visitor, Event.LISTING_CHANGED, code, fields=fields, declaration=said.source)
    return product


def read(data: bytes) -> Declaration:
    from services import openepd_reading  # noqa: PLC0415  see services/openepd_rules.py

    return openepd_reading.read(data)


def compared(db: Session, product: Product, said: Declaration) -> Preview:
    opened = exhibits.opened(db, product)
    columns = columns_of(product, said)
    changes = [Change(name, getattr(product, name), new) for name, new in columns.items()]
    return Preview(
        source=said.source,
        revision=product.revision,
        changes=[change for change in changes if change.now != change.new],
        cautions=list(cautions(opened, said)),
    )


def columns_of(product: Product, said: Declaration) -> dict[str, Any]:
    """Carbon and mass a selling unit, joined by what file or product state; words only where there are none."""
    share = selling_units(product, said)
    carbon = rounded(Fraction(said.gwp) / share, "Carbon", least=Decimal(-rules.LARGEST_VALUE))
    columns: dict[str, Any] = {"carbon": carbon}
    columns["carbon_source"] = line(said.source, field="Source of the carbon figure", longest=200)
    if said.kilograms is not None and product.unit not in BY_MASS:
        columns["mass_kg"] = rounded(Fraction(said.kilograms) / share, "Mass", least=rules.SMALLEST_VALUE)
    return columns | words_of(product, said)


def rounded(exact: Fraction, field: str, *, least: Decimal) -> Decimal | None:
    """With six decimals; a figure that would become nothing is refused."""
    value = half_up(exact, FINEST)
    if exact and not value:
        raise Invalid("{field} reads “{read}”; that cannot be right.", field=field, read=f"{float(exact):.3g}")
    return rules.exact(value, field=field, least=least)


def words_of(product: Product, said: Declaration) -> dict[str, str]:
    """The file's language decides the column; a file that names none is judged by its signs."""
    chinese = said.language == "zh" or (not said.language and CHINESE.search(said.product_name))
    name = "Name (Chinese)" if chinese else "Name (English)"
    described = "Description (Chinese)" if chinese else "Description (English)"
    found = {}
    if said.language in {"", "zh", "en"}:
        end, longest, most = ("zh", 120, 2000) if chinese else ("en", 160, 3000)
        if not getattr(product, f"name_{end}"):
            found[f"name_{end}"] = line(said.product_name, field=name, longest=longest)
        if said.description and not getattr(product, f"description_{end}"):
            found[f"description_{end}"] = paragraphs(said.description, field=described, longest=most)
    return found


def selling_units(product: Product, said: Declaration) -> Fraction:
    """How many selling units the declared amount is: by what the product states, by the file's mass, or by both."""
    own, declared = units.goods(product), said.declared
    try:
        return units.convert(own, Fraction(declared.quantity), declared.unit, own.unit).amount
    except Invalid as refusal:
        why = Invalid(refusal.phrase, **refusal.values | {"field": "declared_unit.unit"})
    if said.kilograms is None:
        raise why
    each = Goods(declared.unit, said.kilograms / declared.quantity, thickness_mm=own.thickness_mm)
    try:
        return units.convert(each, Fraction(declared.quantity), declared.unit, own.unit).amount
    except Invalid:
        pass
    try:
        return units.convert(own, Fraction(said.kilograms), "kg", own.unit).amount
    except Invalid:
        raise why from None


def cautions(opened: Exhibit, said: Declaration) -> Iterator[tuple[Caution, str]]:
    owner, supplier = opened.organisation, opened.supplier
    ours = [plainly(name) for name in (owner.name_zh, owner.name_en, supplier.brand_zh, supplier.brand_en) if name]
    theirs = [plainly(name) for name in said.names]
    if not any(alike(one, other) for one in ours for other in theirs):
        yield Caution.OTHER_COMPANY, said.names[0]
    if said.category and said.category != opened.kind.openepd_category:
        yield Caution.OTHER_CATEGORY, said.category
    if said.valid_until and said.valid_until < clock.today():
        yield Caution.EXPIRED, str(said.valid_until)
    if said.private:
        yield Caution.PRIVATE, ""
