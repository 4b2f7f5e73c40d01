"""Amounts in formal Chinese numerals: by example, and read back by another road."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.documents.capitals import DIGITS, in_capitals
from services.errors import Invalid

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("amount_fen", "said"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (105, "壹元零伍分"),
        (1_000, "壹拾元整"),
        (10_010_000, "壹拾万零壹佰元整"),
        (1_000_500, "壹万零伍元整"),
        (13_100_000_000_000, "壹仟叁佰壹拾亿元整"),
        (13_100_000_000, "壹亿叁仟壹佰万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
    ],
)
def test_amounts_in_formal_numerals(amount_fen, said):
    assert in_capitals(amount_fen) == f"人民币{said}"


def read_back(said):
    """The value of formal numerals, by the meaning of each sign: an independent way back to the fen."""
    total = group = digit = 0
    for sign in said.removeprefix("人民币").removesuffix("整").replace("万亿", "兆"):
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in "拾佰仟":
            group, digit = group + digit * {"拾": 10, "佰": 100, "仟": 1000}[sign], 0
        elif sign in "万亿兆元":
            worth = {"元": 100, "万": 10**6, "亿": 10**10, "兆": 10**14}[sign]
            total, group, digit = total + (group + digit) * worth, 0, 0
        else:
            total, digit = total + digit * {"角": 10, "分": 1}[sign], 0
    return total


@given(st.integers(0, 10**18 - 1))
def test_formal_numerals_lose_nothing(amount_fen):
    said = in_capitals(amount_fen)
    assert read_back(said) == amount_fen
    assert "零零" not in said


@pytest.mark.parametrize("amount_fen", [-1, 10**18])
def test_amounts_that_have_no_numerals_are_refused(amount_fen):
    with pytest.raises(Invalid, match="Chinese numerals"):
        in_capitals(amount_fen)
