"""Purchasing protocols as they are read: by whom, on the page and on paper, with what came later."""

from dataclasses import replace

import pytest

from components import protocol_sheet, session
from services import approvals, catalogue, documents, protocols
from services.errors import Missing
from services.order_checkout import Ground
from services.protocol_document import Document
from tests import make
from tests.buying import BY_TRANSFER, agreed, code, delivered, noted, placed
from tests.protocolling import (
    because,
    four_tiles,  # noqa: F401  a fixture
    only_line,
)
from tests.test_documents import text_of


def test_colleagues_and_the_finance_office_of_the_area_read_it_and_nobody_else(buyer, other_buyer, shelf, official):
    bought = placed(buyer, shelf["own"])
    district = make.an_official("finance", city="湖州", district="吴兴区")
    for reader in (buyer, make.a_colleague(buyer), official, district):
        assert protocols.protocol(reader, bought.code).purchase.code == bought.code
    elsewhere = [make.an_official("finance", city="杭州"), make.an_official("finance", city="湖州", district="德清县")]
    for stranger in (other_buyer, make.an_official("housing", city="湖州"), *elsewhere):
        with pytest.raises(Missing):
            protocols.protocol(stranger, bought.code)
        assert bought.code not in [one.purchase.code for one in protocols.listed(stranger)[0]]
    assert [one.purchase.code for one in protocols.listed(official)[0]] == [bought.code]


@pytest.mark.parametrize("code", ["C-2026-999999", "", "\0", "C" * 200])
def test_there_is_none_of_a_purchase_that_nobody_made(buyer, code):
    with pytest.raises(Missing):
        protocols.protocol(buyer, code)


def test_an_official_who_takes_it_out_of_the_house_is_noted(buyer, official, shelf):
    bought = placed(buyer, shelf["own"])
    protocols.take_away(buyer, bought.code)
    assert noted("protocol:taken") == []
    protocols.take_away(official, bought.code)
    assert noted("protocol:taken") == ["protocol:taken"]


def sheet_of(visitor, bought, lang="en"):
    with session.speaking(lang):
        return protocol_sheet.sheet(protocols.protocol(visitor, bought.code), demonstration=True)


def words_of(sheet):
    """Every word and figure of the sheet."""
    for section in sheet.sections:
        yield section.title
        for block in section.blocks:
            yield from (block.title, block.scale_said, *block.said)
            yield from (one.text for one in block.facts)
            for table in block.tables:
                yield from table.columns
                yield from (part for row in table.rows for cell in row.cells for part in (cell.text, *cell.asides))
    yield from (one.text for one in sheet.facts)
    yield sheet.total


def together(text):
    """Without spaces, and with CO2 as the fonts of our papers spell it."""
    return "".join(text.split()).replace("₂", "2")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_paper_says_every_word_and_figure_of_the_page(visit, buyer, supplier, shelf, lang):
    by = replace(because(shelf["own"], Ground.COMPATIBILITY, "fits the hall"), purpose="floors", method="transfer")
    bought = placed(buyer, shelf["own"], by=by)
    delivered(buyer, supplier, code(bought))
    sheet = sheet_of(buyer, bought, lang)
    paper = together(text_of(documents.purchasing_protocol(sheet, lang=lang)))
    at = visit("protocols.py", buyer, lang=lang, purchase=bought.code)
    page = together("".join(one.proto.body for one in at.get("html")))
    words = [together(one) for one in words_of(sheet) if one]
    assert len(words) > 60
    assert [one for one in words if one not in paper] == []
    assert [one for one in words if one not in page.replace("&#39;", "'")] == []
    assert "fitsthehall" in paper


def test_times_that_come_later_are_read_live(buyer, supplier, shelf):
    bought = agreed(buyer, shelf["own"])
    before = sheet_of(buyer, bought)
    delivered(buyer, supplier, code(bought))
    names = [fact.name for fact in times(sheet_of(buyer, bought))]
    assert names[:5] == ["Placed", "Confirmed", "Shipped", "Received", "Accepted"]
    assert [fact.name for fact in times(before)][:2] == ["Placed", "Payment: Transfer after acceptance"]


def times(sheet):
    [section] = [one for one in sheet.sections if one.title == "Times"]
    return section.blocks[0].facts


def test_who_released_it_and_above_which_threshold_is_said(buyer, shelf):
    approvals.set_rule(buyer, above_fen=10_000)
    colleague = make.a_colleague(buyer)
    bought = placed(colleague, shelf["own"], by=BY_TRANSFER)
    approvals.release(buyer, bought.code, note="urgent")
    said = list(words_of(sheet_of(buyer, bought)))
    assert {"colleague", "buyer", "¥100.00", "Note: urgent"} <= set(said)


def test_what_was_ordered_before_protocols_were_kept_says_so_plainly(buyer, shelf, monkeypatch):
    from services import order_placing  # noqa: PLC0415

    monkeypatch.setattr(order_placing.protocols, "write", lambda *_: None)
    bought = placed(buyer, shelf["own"])
    known = protocols.protocol(buyer, bought.code)
    assert (known.document, known.sealed) == (None, None)
    said = " ".join(words_of(sheet_of(buyer, bought)))
    assert "was not recorded then" in said
    assert shelf["own"].code in said
    assert "lowest price" not in said
    assert documents.purchasing_protocol(sheet_of(buyer, bought, "zh"), lang="zh").startswith(b"%PDF")


def test_a_document_that_is_no_protocol_is_not_read():
    with pytest.raises(ValueError, match="lines"):
        Document.model_validate({"version": 1, "channel": "small_purchase"})


def test_what_is_remembered_costs_a_purchase_no_walk_through_the_catalogue(buyer, shelf, monkeypatch):
    placed(buyer, shelf["own"])
    monkeypatch.setattr(catalogue.Catalogue, "beside", lambda *_, **__: pytest.fail("asked again"))
    assert only_line(buyer, placed(buyer, shelf["own"], key="two")).on_show == 3
