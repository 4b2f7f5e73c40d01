"""The market of the books finds what it is there to find: each fault seeded into the services makes it fail."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.extent import LONG
from tests.fair import open_for
from tests.fair.faults import FAULTS
from tests.fair.people import opened_desk, opened_hall  # noqa: F401  fixtures

pytestmark = pytest.mark.once
EXAMPLES, STEPS = 60, 25
QUICK = ["goods come back twice", "a number is left out"]
NOTICED = (AssertionError, IntegrityError)  # by what must hold, or by the last word of the database


@pytest.mark.parametrize("name", FAULTS if LONG else QUICK)
def test_a_seeded_fault_is_found(hall, name):
    with FAULTS[name].seeded(), pytest.raises(NOTICED):
        open_for(hall, examples=EXAMPLES, steps=STEPS, derandomize=True)


@pytest.mark.pure
def test_there_are_more_than_enough_faults():
    assert len(FAULTS) >= 15
