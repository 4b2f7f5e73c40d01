"""The books: whatever happens in whatever order, stock, orders, ledger, facts, the provider's money and a plain model
of all of them agree."""

from tests.extent import LONG
from tests.fair import open_for
from tests.fair.people import opened_desk, opened_hall  # noqa: F401  fixtures

EXAMPLES = 300 if LONG else 6


def test_whatever_happens_the_books_agree(hall):
    open_for(hall, examples=EXAMPLES)
