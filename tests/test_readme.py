"""The README draws what the code does, and names what is there."""

import re
from pathlib import Path

import pytest

from services import (
    announcements,
    approvals,
    disputes,
    exhibitions,
    invoices,
    listings,
    mailing,
    order_returns,
    orders,
    payouts,
    quotations,
    service_orders,
    suppliers,
)

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[1]
README = ROOT.joinpath("README.md").read_text("utf-8")
DRAWN = [
    ("The life of an order", orders.FLOW),
    ("The life of an approval", approvals.FLOW),
    ("The life of a return", order_returns.FLOW),
    ("The life of a dispute", disputes.FLOW),
    ("The life of a payout", payouts.PAYOUT_FLOW),
    ("The life of an invoice", invoices.FLOW),
    ("The life of a service order", service_orders.FLOW),
    ("The life of a supplier", suppliers.FLOW),
    ("The life of a listing", listings.FLOW),
    ("The life of a request for quotation", quotations.REQUEST_FLOW),
    ("The life of a quotation", quotations.QUOTATION_FLOW),
    ("The life of an announcement", announcements.FLOW),
    ("The life of an exhibition", exhibitions.FLOW),
    ("The life of a letter", mailing.FLOW),
]


@pytest.mark.parametrize(("title", "flow"), DRAWN, ids=[title for title, _ in DRAWN])
def test_the_drawing_and_the_flow_agree(title, flow):
    drawing = README.split(f"### {title}")[1].split("```")[1]
    drawn = set(re.findall(r"(\w+) --> (\w+)", drawing))
    assert drawn == {(str(now), str(to)) for now, nexts in flow.items() for to in nexts}


def test_every_picture_of_the_readme_is_there():
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not ROOT.joinpath(name).exists()] == []


def test_the_commands_of_the_readme_exist():
    targets = set(re.findall(r"^([a-z-]+):.*##", ROOT.joinpath("Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", README)) <= targets
