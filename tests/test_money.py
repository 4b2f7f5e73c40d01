"""Money and quantities: one rounding, exact splits, refusals that name the field."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import money
from services.errors import Invalid

pytestmark = pytest.mark.pure
amounts = st.integers(0, 10**12)


@given(quantity=st.integers(1, 10**9), price=st.integers(1, 10**9))
def test_a_line_is_rounded_half_up_once(quantity, price):
    exact = Fraction(quantity * price, 1000)
    assert -Fraction(1, 2) < money.line_total(quantity, price) - exact <= Fraction(1, 2)


@given(total=amounts, weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any))
def test_a_split_adds_up_and_is_off_by_less_than_a_fen(total, weights):
    shares = money.split(total, weights)
    assert sum(shares) == total
    assert all(abs(share - Fraction(total * w, sum(weights))) < 1 for share, w in zip(shares, weights, strict=True))
    assert all(share >= 0 for share in shares)


@given(amounts)
def test_fen_and_yuan_are_there_and_back(fen):
    assert money.fen(money.yuan(fen), field="Price") == fen


@given(st.integers(0, 10**9))
def test_a_quantity_is_there_and_back(milli):
    assert money.milli(money.quantity(milli), field="Quantity") == milli


@pytest.mark.parametrize(
    "read", ["", "abc", "1.234", "-1", "NaN", "Infinity", "1e20", "１２.345", "1e999999", "1e-999999", "1" * 5000]
)
def test_what_is_no_price_is_refused_with_the_field(read):
    with pytest.raises(Invalid, match="Price reads"):
        money.fen(read, field="Price")


@pytest.mark.parametrize(
    ("read", "fen"), [("12", 1200), ("12.5", 1250), (" 1,234.56 ", 123456), ("0", 0), ("1e2", 10000)]
)
def test_a_price_as_people_write_it(read, fen):
    assert money.fen(read, field="Price") == fen


@pytest.mark.parametrize("read", ["1.2345", "-0.001", "x", "1e999999", "9e999998", "1e1000000000000", "1" * 5000])
def test_what_is_no_quantity_is_refused(read):
    with pytest.raises(Invalid, match="Quantity reads") as refusal:
        money.milli(read, field="Quantity")
    assert len(str(refusal.value)) < 150


def test_a_quantity_reads_plainly():
    assert [str(money.quantity(milli)) for milli in (1000, 12_500, 1, 20_000_000)] == ["1", "12.5", "0.001", "20000"]


def test_carbon_of_a_quantity_is_rounded_to_a_gram():
    assert money.per_unit(Decimal("8.1"), 2_500) == Decimal("20.250")


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_the_parts_of_a_line_add_up_to_its_total_to_the_fen(total, milli):
    left, fen = sum(milli), total
    for part in milli:
        worth = money.part(fen, left, part)
        assert 0 <= worth <= fen
        assert abs(worth - Fraction(fen * part, left)) <= Fraction(1, 2)
        left, fen = left - part, fen - worth
    assert (left, fen) == (0, 0)


@pytest.mark.parametrize("milli", [-1, 1001])
def test_more_than_is_left_is_no_part(milli):
    with pytest.raises(ValueError, match="no part"):
        money.part(100, 1000, milli)
