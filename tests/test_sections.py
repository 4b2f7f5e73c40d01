"""Sections: green materials are proved against the standard, green products certified; both may hold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.products import Certificate, ProductValue, Proof, Scheme
from db.standards import Confidence, Indicator, Operator
from services import products, sections
from services.sections import Sections
from tests import make

VALUES = [None, Decimal(0), Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(2)]


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def proved(code_of, value="0.8", proof=Proof.CERTIFICATE):
    make.add(ProductValue(product_id=code_of.id, indicator="ceramic-tiles-01", value=Decimal(value), proof=proof))


def certified(product, *, scheme=Scheme.GREEN_PRODUCT, until=date(2027, 1, 1), begins=date(2025, 1, 1)):
    make.add(Certificate(product_id=product.id, scheme=scheme, number="DEMO-1", issued_by_zh="认证中心",
                         valid_from=begins, valid_until=until))  # fmt: skip


def counted():
    return sections.sections()


def test_an_exhibit_may_belong_to_both_sections(supplier):
    product = make.a_product(supplier)
    proved(product)
    certified(product)
    make.a_product(supplier)
    assert counted() == Sections(materials=1, products=1)


@pytest.mark.parametrize(
    ("value", "proof"), [("0.8", Proof.DECLARED), ("1.2", Proof.CERTIFICATE), ("1.2", Proof.TEST_REPORT)]
)
def test_what_is_only_declared_or_misses_the_threshold_is_no_green_material(supplier, value, proof):
    proved(make.a_product(supplier), value, proof)
    assert counted().materials == 0


@pytest.mark.parametrize(
    ("scheme", "until", "begins"),
    [
        (Scheme.GREEN_PRODUCT, date(2026, 5, 31), date(2025, 1, 1)),
        (Scheme.GREEN_PRODUCT, date(2027, 5, 31), date(2026, 6, 2)),
        (Scheme.GREEN_BUILDING_MATERIAL, date(2027, 1, 1), date(2025, 1, 1)),
    ],
)
def test_an_expired_a_future_or_another_certificate_makes_no_green_product(supplier, scheme, until, begins):
    certified(make.a_product(supplier), scheme=scheme, until=until, begins=begins)
    assert counted().products == 0


def test_what_is_not_on_show_is_not_counted(supplier):
    hidden = make.a_product(supplier, status="draft")
    gone = make.a_product(make.a_supplier("gone", status="suspended"))
    for product in (hidden, gone):
        proved(product)
        certified(product)
    assert counted() == Sections(0, 0)


RULES = st.tuples(st.sampled_from(Operator), st.sampled_from(VALUES), st.sampled_from(VALUES),
                  st.sampled_from(Confidence), st.booleans(), st.sampled_from(VALUES),
                  st.sampled_from(Proof))  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(RULES, min_size=1, max_size=3))
def test_the_count_is_what_the_cards_say(database, rules):
    """The rule in SQL and the rule in services/conformity.py agree, whatever the indicators ask."""
    kind = make.a_kind(f"kind-{next(make.numbers)}")
    product = make.a_product(kind=kind)
    for number, (operator, low, high, confidence, mandatory, value, proof) in enumerate(rules, start=2):
        key = f"{kind}-{number:02d}"
        make.add(Indicator(key=key, kind=kind, name_zh="一", name_en="One", operator=operator, low=low, high=high,
                           confidence=confidence, mandatory=mandatory, position=number))  # fmt: skip
        if value is not None:
            make.add(ProductValue(product_id=product.id, indicator=key, value=value, proof=proof))
    make.add(ProductValue(product_id=product.id, indicator=f"{kind}-01", value=Decimal("0.5"), proof=Proof.TEST_REPORT))
    cards = products.newest(1000)
    assert counted().materials == sum(card.proved for card in cards)


@pytest.mark.once
def test_the_foyer_names_the_sections_and_finance_is_no_door(visit, supplier, guest):
    proved(make.a_product(supplier))
    shown = wall(visit("home.py", guest))
    assert "section=materials" in shown
    assert "section=products" in shown
    assert "Opens later" in shown
    assert "section=finance" not in shown
