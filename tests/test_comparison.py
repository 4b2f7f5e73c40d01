"""Side by side: one kind, four at most, only what is on show; nothing is best that is not declared or not alike."""

from datetime import timedelta
from decimal import Decimal

import pytest

from components import comparison as words
from db.engine import transaction
from db.products import Certificate, Scheme
from db.standards import Confidence, Indicator
from services import clock, comparison
from services.comparison import Apart
from tests import make
from tests.comparing import KEY, best_of, codes, compare, declare, lines


def certify(product, stars):
    today = clock.today()
    make.add(
        Certificate(
            product_id=product.id, scheme=Scheme.GREEN_BUILDING_MATERIAL, number="C-1", stars=stars,
            issued_by_zh="中心", valid_from=today - timedelta(days=9), valid_until=today + timedelta(days=900),
        )
    )  # fmt: skip
    return product


@pytest.mark.pure
@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("P-000001,P-000002", ["P-000001", "P-000002"]),
        (" p-1 ,,p-1,", ["P-1"]),
        ("", []),
        (",,,", []),
        ("x" * 9999, ["X" * 400]),
    ],
)
def test_codes_are_read_from_the_address_each_once(said, read):
    assert words.codes_of(said) == read


def test_exhibits_stand_in_the_order_of_the_address(supplier):
    one, two = make.a_product(supplier), make.a_product(supplier)
    assert compare(two, one).codes == codes(two, one)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "off_shelf"])
def test_what_is_not_on_show_is_left_out_and_stays_unknown(supplier, status):
    shown, hidden = make.a_product(supplier), make.a_product(supplier, status=status)
    found = comparison.compare([*codes(shown, hidden), "P-999999", "\0"])
    assert found.codes == [shown.code]
    assert found.unknown == [hidden.code, "P-999999", "\0"]
    assert hidden.name_en not in repr(found)


def test_another_kind_and_a_fifth_are_left_out_and_named(supplier):
    tiles = [make.a_product(supplier) for _ in range(5)]
    floor = make.a_product(supplier, kind="wood-flooring")
    found = compare(tiles[0], floor, *tiles[1:])
    assert found.codes == codes(*tiles[:4])
    assert [card.code for card in found.strangers] == [floor.code]
    assert [card.code for card in found.surplus] == [tiles[4].code]


def test_suggestions_are_of_the_kind_and_not_chosen_yet(supplier):
    one, two = make.a_product(supplier), make.a_product(supplier)
    make.a_product(supplier, kind="wood-flooring")
    make.a_product(supplier, status="draft")
    assert [card.code for card in compare(one).suggestions] == [two.code]
    assert compare(one, two).suggestions == []


def test_nothing_that_misses_or_is_not_declared_is_the_best(supplier):
    good, better, missing = (declare(make.a_product(supplier), "0.9"), declare(make.a_product(supplier), "0.5"),
                             make.a_product(supplier))  # fmt: skip
    failing = declare(make.a_product(supplier), "1.5")
    line = lines(compare(good, better, missing, failing))["Internal exposure index"]
    assert best_of(line) == [False, True, False, False]
    assert [cell.asides[0][0] for cell in line.cells[2:]] == ["Not declared", "Misses the requirement"]


def test_a_miss_of_a_reference_value_is_no_failure_and_still_never_the_best(supplier):
    one, two = declare(make.a_product(supplier), "1.5"), declare(make.a_product(supplier), "1.9")
    with transaction(audited=False) as db:
        db.get_one(Indicator, KEY).confidence = Confidence.UNVERIFIED
    line = lines(compare(one, two))["Internal exposure index"]
    assert best_of(line) == [False, False]
    assert line.cells[0].asides[0] == ("Short of the reference value", "warn")
    assert "reference value" in line.aside


def test_the_lowest_price_is_the_best_but_only_for_one_unit(supplier):
    dear, cheap = make.a_product(supplier, price_fen=900), make.a_product(supplier, price_fen=800)
    assert best_of(lines(compare(dear, cheap))["Price of a unit"]) == [False, True]
    by_piece = make.a_product(supplier, price_fen=1, unit="piece")
    assert best_of(lines(compare(dear, cheap, by_piece))["Price of a unit"]) == [False] * 3


def test_stars_count_only_while_their_certificate_does(supplier, pass_time):
    two, three = certify(make.a_product(supplier), 2), certify(make.a_product(supplier), 3)
    assert best_of(lines(compare(two, three))["Green stars and papers"]) == [False, True]
    pass_time(timedelta(days=1000))
    line = lines(compare(two, three))["Green stars and papers"]
    assert best_of(line) == [False, False]
    assert line.cells[0].asides[0][0].endswith("expired")


@pytest.mark.parametrize(
    ("carbon", "unit", "apart", "least"),
    [
        ([3, 2], ["m2", "m2"], None, {1}),
        ([3, 2], ["m2", "piece"], Apart.UNITS, set()),
        ([3, None], ["m2", "m2"], None, set()),
        ([3, -2], ["m2", "m2"], Apart.STORED, set()),
        ([-3, -2], ["m2", "m2"], None, {0}),
        ([3, None, -2], ["m2"] * 3, Apart.STORED, set()),
        ([None, None], ["m2", "m2"], None, set()),
    ],
)
def test_carbon_is_compared_only_where_it_may_be(supplier, carbon, unit, apart, least):
    made = [make.a_product(supplier, carbon=value and Decimal(value), carbon_source="EPD", unit=by)
            for value, by in zip(carbon, unit, strict=True)]  # fmt: skip
    shown = compare(*made)
    assert (shown.carbon_apart, set(shown.least_carbon)) == (apart, least)


def test_a_generic_factor_is_no_rival(supplier):
    declared, generic = make.a_product(supplier, carbon=Decimal(9), carbon_source="EPD"), make.a_product(supplier)
    make.add(a_factor())
    assert compare(declared, generic).carbon_apart is Apart.MIXED
    assert compare(generic, make.a_product(supplier)).carbon_apart is Apart.GENERIC
    assert not any(best_of(lines(compare(declared, generic))["A1–A3, a unit"]))


def a_factor():
    from db.standards import CarbonFactor  # noqa: PLC0415

    return CarbonFactor(kind="ceramic-tiles", basis="tiles", unit="m2", gwp=Decimal(1), source="S", is_default=True,
                        confidence=Confidence.VERIFIED)  # fmt: skip


def test_equal_lines_can_be_hidden(supplier):
    one, two = make.a_product(supplier, price_fen=900), make.a_product(supplier, price_fen=800)
    every, different = lines(compare(one, two)), lines(compare(one, two), only_different=True)
    assert "Smallest lot" in every
    assert "Smallest lot" not in different
    assert "Price of a unit" in different
