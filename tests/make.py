"""Makers: the smallest valid thing, with only what the test cares about spelled out."""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

from stdnum.cn import uscc

from db.accounts import Department, Membership, Organisation, OrganisationKind, Person, Role, SignIn
from db.engine import reading, transaction
from db.products import Product, ProductStatus
from db.standards import Category, Confidence, Indicator, Kind, Operator
from db.stock import Reason, Stock, StockMovement
from db.suppliers import Supplier, SupplierKind, SupplierStatus
from services import clock, passwords, search
from services.tokens import hash_of, new_token
from services.visitors import Visitor

PASSWORD = "a long enough pass phrase"
numbers = itertools.count(1)


def a_credit_code() -> str:
    """A unified social credit code that fits and belongs to nobody."""
    body = f"91330500MA{next(numbers):07d}"
    return body + uscc.calc_check_digit(body)


def add(*rows: Any) -> None:
    with transaction(audited=False) as db:
        for row in rows:
            db.add(row)
            db.flush()


def a_member(
    name: str, *, role: str = "buyer", kind: str = "school", city: str = "湖州", district: str = "吴兴区", **more: Any
) -> Visitor:
    """A person with an organisation and a membership, as the visitor they are when signed in."""
    now = clock.now()
    organisation = Organisation(
        name_zh=f"{name}单位", name_en=f"Organisation of {name}", credit_code=a_credit_code(),
        kind=OrganisationKind(kind), city=city, district=district, created_at=now,
    )  # fmt: skip
    person = Person(
        email=f"{name.replace(' ', '.')}.{next(numbers)}@test.example", name=name, created_at=now,
        password_hash=passwords.hashed(PASSWORD, salt=b"salt for testing") if more.pop("password", False) else None,
    )  # fmt: skip
    membership = Membership(
        person_id=person.id, organisation_id=organisation.id, role=Role(role), approver=role == "buyer",
        created_at=now, **more,
    )  # fmt: skip
    add(organisation, person, membership)
    return Visitor.of(person, organisation, membership, visit=hash_of(f"visit of {name}"))


def a_buyer(name: str = "buyer", **more: Any) -> Visitor:
    return a_member(name, **more)


def an_official(department: str, *, city: str = "湖州", district: str | None = None) -> Visitor:
    return a_member(
        f"official of {department}", role="official", kind="authority", department=Department(department),
        area_city=city, area_district=district,
    )  # fmt: skip


def a_supplier(
    name: str = "supplier", *, status: str = "approved", kind: str = "brand_manufacturer", city: str = "湖州"
) -> Visitor:
    visitor = a_member(name, role="supplier", kind="enterprise", city=city)
    now = clock.now()
    add(
        Supplier(
            code=f"S-{next(numbers):06d}",
            organisation_id=visitor.organisation_id,
            kind=SupplierKind(kind),
            status=SupplierStatus(status),
            contact_name="Contact",
            phone="0572-5550000",
            licence_number="L-1",
            licence_valid_until=(now + timedelta(days=900)).date(),
            created_at=now,
            approved_at=now if status == "approved" else None,
        )
    )
    return visitor


def supplier_row(visitor: Visitor) -> Supplier:
    from db import suppliers  # noqa: PLC0415  the store's functions are not the makers' names

    with reading() as db:
        found = suppliers.of_organisation(db, visitor.organisation_id)
        assert found
        return found


def a_kind(code: str = "ceramic-tiles", *, category: str = "finishing", unit: str = "m2") -> str:
    """The kind with one verified indicator `<code>-01` (at most 1.0), once."""
    with transaction(audited=False) as db:
        if db.get(Category, category) is None:
            db.add(Category(code=category, name_zh="装饰装修材料", name_en="Finishing", summary_zh="。", summary_en=".",
                            position=1))  # fmt: skip
            db.flush()
        if db.get(Kind, code) is None:
            db.add(Kind(code=code, category=category, name_zh="陶瓷砖" if code == "ceramic-tiles" else f"{code}类",
                        name_en=code.replace("-", " ").capitalize(), unit=unit, units=f"{unit} piece",
                        mass_kg=Decimal(22), mass_source="assumption", summary_zh="。", summary_en=".",
                        position=next(numbers)))  # fmt: skip
            db.flush()
            db.add(Indicator(key=f"{code}-01", kind=code, name_zh="内照射指数", name_en="Internal exposure index",
                             operator=Operator.AT_MOST, high=Decimal(1), unit="-", standard="GB 6566-2010",
                             confidence=Confidence.VERIFIED, position=next(numbers)))  # fmt: skip
    return code


def a_product(
    supplier: Visitor | None = None, *, kind: str = "ceramic-tiles", price_fen: int = 12_000,
    stock_milli: int = 100_000, status: str = "published", **more: Any,
) -> Product:  # fmt: skip
    """A published exhibit with stock, of `supplier` or of a new approved one."""
    seller = supplier_row(supplier or a_supplier(f"maker {next(numbers)}"))
    now, number = clock.now(), next(numbers)
    values: dict[str, Any] = {
        "code": f"P-{number:06d}", "supplier_id": seller.id, "kind": a_kind(kind), "status": ProductStatus(status),
        "name_zh": f"青瓷砖{number}", "name_en": f"Celadon tile {number}", "price_fen": price_fen, "unit": "m2",
        "minimum_milli": 1000, "step_milli": 500, "mass_kg": Decimal(22),
        "created_at": now, "published_at": now if status == "published" else None,
    }  # fmt: skip
    values |= more
    values.setdefault("words", search.words_of([values["name_zh"], values["name_en"]], ["陶瓷砖", "Ceramic tiles"]))
    product = Product(**values)
    add(
        product,
        Stock(product_id=product.id, on_hand_milli=stock_milli),
        StockMovement(product_id=product.id, quantity_milli=stock_milli, reason=Reason.RECEIVED, at=now),
    )
    return product


def signed_in(visitor: Visitor) -> str:
    """A token for the visitor's browser, as after signing in."""
    token, now = new_token(), clock.now()
    add(
        SignIn(
            token_hash=hash_of(token),
            person_id=visitor.person_id,
            membership_id=visitor.membership_id,
            created_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=12),
        )
    )
    return token


def a_colleague(of: Visitor, name: str = "colleague", *, approver: bool = False) -> Visitor:
    """Somebody else who buys for the same organisation."""
    person = Person(email=f"{name.replace(' ', '.')}.{next(numbers)}@test.example", name=name, created_at=clock.now())
    membership = Membership(
        person_id=person.id, organisation_id=of.organisation_id, role=of.role, approver=approver, created_at=clock.now()
    )
    add(person, membership)
    with reading() as db:
        organisation = db.get_one(Organisation, of.organisation_id)
    return Visitor.of(person, organisation, membership, visit=hash_of(f"visit of {name}"))
