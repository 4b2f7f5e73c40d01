"""What the label says: every reason is proved and sourced, what only informs stands apart, nothing is made up."""

from datetime import date
from decimal import Decimal

import pytest

from db.engine import transaction
from db.products import Certificate, ProductValue, Proof, Scheme
from db.standards import CarbonFactor, Confidence, Indicator, Operator
from services import claims, products, standards
from services.claims import Amount
from tests import make


def said(guest, product):
    exhibit = products.exhibit(guest, product.code)
    return claims.of(exhibit, standards.carbon_factors(exhibit.card.kind))


def phrases(told):
    return [claim.phrase for claim in told]


def value(product, key, number, proof="test_report"):
    make.add(ProductValue(product_id=product.id, indicator=key, value=Decimal(number), proof=Proof(proof)))


def certify(product, scheme="green_building_material", until="2027-01-01", stars=None):
    make.add(
        Certificate(product_id=product.id, scheme=Scheme(scheme), number=f"N-{scheme}-{until}", stars=stars,
                    issued_by_zh="认证", valid_from=date(2022, 1, 1), valid_until=date.fromisoformat(until))
    )  # fmt: skip


def factor(gwp="0.5", *, confidence="verified", basis="Tiles"):
    make.add(
        CarbonFactor(kind="ceramic-tiles", basis=basis, unit="kg", gwp=Decimal(gwp), source="ICE", is_default=True,
                     confidence=Confidence(confidence))
    )  # fmt: skip


def test_an_exhibit_of_which_nothing_is_proved_has_no_reason_to_be_called_green(supplier, guest):
    told = said(guest, make.a_product(supplier))
    assert list(told.why) == []
    assert phrases(told.where) == []
    assert phrases(told.what)[0] == "{kind}, offered by {maker}."
    assert "misses or leaves open" in phrases(told.reference)[0]


def test_a_green_certificate_speaks_while_it_holds_and_no_other_certificate_does(supplier, guest):
    product = make.a_product(supplier)
    certify(product, stars=2)
    certify(product, until="2023-01-01")
    certify(product, "ccc")
    (claim,) = said(guest, product).why
    assert (claim.values["stars"], claim.values["until"]) == ("★★", date(2027, 1, 1))
    assert claim.source == claims.Told("认证", "")


def test_a_proved_margin_over_a_verified_threshold_is_a_reason(supplier, guest):
    product = make.a_product(supplier)
    value(product, "ceramic-tiles-01", "0.4")
    conforming, margin = said(guest, product).why
    assert (conforming.values["passed"], conforming.values["verified"]) == (1, 1)
    assert margin.phrase == "{name}: {value}, {share} below the most allowed ({threshold})."
    assert margin.reading.verdict.distance == Decimal("0.6")


@pytest.mark.parametrize(("number", "proof"), [("0.4", "declared"), ("1.4", "test_report"), ("1", "test_report")])
def test_a_bare_word_a_miss_and_no_margin_are_no_reason(supplier, guest, number, proof):
    product = make.a_product(supplier)
    value(product, "ceramic-tiles-01", number, proof)
    told = said(guest, product)
    assert not [claim for claim in told.why if claim.reading]
    assert bool("supplier's word" in " ".join(phrases(told.reference))) == (proof == "declared")


def test_a_reference_threshold_informs_and_is_never_a_reason(supplier, guest):
    product = make.a_product(supplier)
    make.add(
        Indicator(key="ceramic-tiles-02", kind="ceramic-tiles", name_zh="吸水率", name_en="Water absorption",
                  operator=Operator.AT_MOST, high=Decimal(10), confidence=Confidence.UNVERIFIED, position=99)
    )  # fmt: skip
    value(product, "ceramic-tiles-01", "0.4")
    value(product, "ceramic-tiles-02", "0.1", "certificate")
    told = said(guest, product)
    assert [claim.reading.indicator.key for claim in told.why if claim.reading] == ["ceramic-tiles-01"]
    assert told.why[0].values["verified"] == 1
    assert "inform and bar nothing" in phrases(told.reference)[0]


def test_declared_carbon_is_a_reason_and_the_generic_factor_only_stands_beside_it(supplier, guest):
    product = make.a_product(supplier, carbon=Decimal(7), carbon_source="EPD 7")
    factor()
    told = said(guest, product)
    assert (told.why[0].values["amount"], told.why[0].source) == (Amount(Decimal(7), "m2"), "EPD 7")
    assert told.reference[-1].values["amount"] == Amount(Decimal("11.000000"), "m2")
    assert told.reference[-1].source == "ICE"


@pytest.mark.parametrize("more", [{"gwp": "-0.5"}, {"confidence": "disputed"}, {"confidence": "verified-proxy"}])
def test_a_factor_that_counts_otherwise_or_is_doubtful_does_not_stand_beside_a_declaration(supplier, guest, more):
    product = make.a_product(supplier, carbon=Decimal(7), carbon_source="EPD 7")
    factor(**more)
    assert not [claim for claim in said(guest, product).reference if claim.source == "ICE"]


def test_generic_carbon_is_said_to_be_generic_and_is_no_reason(supplier, guest):
    product = make.a_product(supplier)
    factor()
    told = said(guest, product)
    assert not told.why
    assert told.reference[-1].phrase.startswith("Its carbon is a generic factor")


def test_what_is_met_by_reference_values_alone_only_informs(supplier, guest):
    product = make.a_product(supplier, kind="sealants")
    with transaction(audited=False) as db:
        db.get_one(Indicator, "sealants-01").confidence = Confidence.UNVERIFIED
    value(product, "sealants-01", "0.4", "certificate")
    told = said(guest, product)
    assert list(told.why) == []
    assert phrases(told.reference)[0].endswith("all of them by reference values.")


def test_a_margin_does_not_speak_for_an_exhibit_that_misses_another_threshold(supplier, guest):
    product = make.a_product(supplier)
    make.add(
        Indicator(key="ceramic-tiles-02", kind="ceramic-tiles", name_zh="吸水率", name_en="Water absorption",
                  operator=Operator.AT_MOST, high=Decimal(1), confidence=Confidence.VERIFIED, position=99)
    )  # fmt: skip
    value(product, "ceramic-tiles-01", "0.4")
    value(product, "ceramic-tiles-02", "2")
    assert list(said(guest, product).why) == []
