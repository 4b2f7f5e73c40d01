"""Payment references: read as they are written, never shared, and every slip of the pen is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import references
from services.errors import Invalid

CODES = st.builds("O-{}-{:06d}".format, st.integers(2021, 2099), st.integers(1, 9_999_999))


@pytest.mark.pure
@given(CODES)
def test_a_reference_is_read_as_it_is_written(order_code):
    reference = references.of_order(order_code)
    assert references.plain(references.spaced(reference).lower()) == reference


@pytest.mark.pure
@given(CODES, CODES)
def test_two_orders_never_share_a_reference(one, other):
    assert (references.of_order(one) == references.of_order(other)) == (one == other)


@pytest.mark.pure
@given(CODES, st.data())
def test_one_wrong_digit_and_two_changed_places_are_found(order_code, data):
    reference = references.of_order(order_code)
    place = data.draw(st.integers(2, len(reference) - 2))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != reference[place]]))
    swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    bad = {reference[:place] + wrong + reference[place + 1 :], swapped} - {reference}
    for one in bad:
        with pytest.raises(Invalid, match="check digits"):
            references.plain(one)
