"""The receipt of an order: for its two parties only, once something is paid or agreed, saying what the ledger says."""

import io

import pytest
from pypdf import PdfReader

from components import formats, labels
from services import orders, payments, receipts
from services.errors import Conflict, Forbidden, Missing
from tests import make
from tests.buying import agreed, code, paid, placed
from tests.desk import opened_desk  # noqa: F401  the fixture `desk`


def printed(visitor, order_code, lang="en"):
    """The text of the paper, without spaces."""
    pdf = receipts.receipt(
        visitor, order_code, lang=lang,
        word=lambda status: labels.word(status, lang), unit=lambda unit: formats.unit(unit, lang),
    )  # fmt: skip
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_both_parties_read_what_was_bought_and_paid(desk, buyer, supplier):
    product = make.a_product(supplier)
    bought = paid(desk, buyer, product)
    for visitor in (buyer, supplier):
        paper = printed(visitor, code(bought))
        for said in (bought.code, code(bought), product.code, "240.00", "ASchool", "Paid"):
            assert said in paper


def test_it_speaks_chinese_too(buyer, supplier):
    product = make.a_product(supplier)
    assert product.name_zh in printed(buyer, code(agreed(buyer, product)), "zh")


def test_there_is_none_before_anything_is_paid_or_agreed(buyer, supplier):
    bought = placed(buyer, make.a_product(supplier))
    with pytest.raises(Conflict, match="once order"):
        printed(buyer, code(bought))


def test_strangers_learn_nothing(buyer, other_buyer, supplier, rival, official):
    bought = agreed(buyer, make.a_product(supplier))
    for visitor in (other_buyer, rival):
        with pytest.raises(Missing):
            printed(visitor, code(bought))
    with pytest.raises(Forbidden):
        printed(official, code(bought))


def test_what_went_back_is_said(buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier))
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    orders.cancel(supplier, code(bought), reason="The kiln is broken")
    payments.transfer_returned(supplier, code(bought))
    assert printed(buyer, code(bought)).count("240.00") > printed_of_paid(buyer, supplier).count("240.00")


def printed_of_paid(buyer, supplier):
    bought = agreed(buyer, make.a_product(supplier), key="kept")
    orders.confirm(supplier, code(bought))
    payments.transfer_received(supplier, code(bought))
    return printed(buyer, code(bought))
