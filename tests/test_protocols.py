"""Purchasing protocols: what hung beside what was bought stays written, whatever changes; who may read it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy.exc import DatabaseError

from components import protocol_sheet, session
from db import protocols as store
from db.engine import reading, transaction
from db.limits import LimitScope
from db.products import ProductValue
from db.protocols import PurchaseProtocol
from db.standards import Indicator, Kind
from services import approvals, cart, catalogue, documents, limits, listings, orders, protocols, quotations, stock
from services.errors import Conflict, Invalid, Missing
from services.limits import LimitForm
from services.order_checkout import Ground, Grounds
from services.protocol_document import Alone, Document, fingerprint
from tests import make
from tests.buying import BY_TRANSFER, CHECKOUT, agreed, code, delivered, noted, placed
from tests.declared import change
from tests.quoting import RECEIVING, TODAY, asked, given
from tests.test_cart_page import fill_in, wall
from tests.test_documents import text_of


def an_offer(supplier=None, *, value="0.5", **more):
    """A tile that passes its one indicator."""
    product = make.a_product(supplier, **more)
    if value:
        make.add(ProductValue(product_id=product.id, indicator="ceramic-tiles-01", value=Decimal(value)))
    return product


@pytest.fixture
def shelf(supplier):
    """Three tiles for 100, 120 and 150 yuan that all pass, the middle one to be bought; and a cheap one that fails."""
    prices = {"cheap": 10_000, "own": 12_000, "dear": 15_000}
    made = {name: an_offer(supplier, price_fen=fen) for name, fen in prices.items()}
    return made | {"failing": an_offer(supplier, price_fen=5_000, value="1.5")}


def document_of(buyer, bought):
    return protocols.protocol(buyer, bought.code).document


def only_line(buyer, bought):
    [line] = document_of(buyer, bought).lines
    return line


def because(product, ground=Ground.QUALITY, words=""):
    return replace(CHECKOUT, grounds=(Grounds(product.code, ground, words),))


def test_the_offers_beside_it_are_written_down_when_a_purchase_is_placed(buyer, shelf):
    line = only_line(buyer, placed(buyer, shelf["own"]))
    assert [one.code for one in line.others] == [shelf[name].code for name in ("cheap", "dear", "failing")]
    assert [one.as_good for one in line.others] == [True, True, False]
    assert (line.chosen.code, line.chosen.passed, line.chosen.asked) == (shelf["own"].code, 1, 1)
    assert (line.on_show, line.cheaper, line.alone) == (3, True, None)
    assert (line.chosen.available_milli, line.others[0].available_milli) == (100_000, 100_000)


def test_the_band_says_how_many_of_the_kind_cost_less(buyer, shelf):
    band = only_line(buyer, placed(buyer, shelf["own"])).band
    assert (band.count, band.least, band.most, band.below) == (4, 5_000, 15_000, 2)


def test_each_indicator_is_written_with_its_threshold_value_and_verdict(buyer, shelf):
    [checked] = only_line(buyer, placed(buyer, shelf["own"])).checked
    assert (checked.key, checked.high, checked.value) == ("ceramic-tiles-01", Decimal(1), Decimal("0.5"))
    assert (checked.outcome, checked.reference, checked.standard) == ("pass", False, "GB 6566-2010")


def test_nothing_that_changes_later_changes_it(buyer, supplier, shelf):
    bought = placed(buyer, shelf["own"])
    before = document_of(buyer, bought)
    listings.set_price(supplier, shelf["own"].code, price_fen=13_000)
    listings.set_price(supplier, shelf["cheap"].code, price_fen=9_000)
    listings.take_off(supplier, shelf["dear"].code)
    change(Indicator, "ceramic-tiles-01", high=Decimal("0.1"))
    change(Kind, "ceramic-tiles", name_en="Something else")
    assert document_of(buyer, bought) == before
    assert protocols.protocol(buyer, bought.code).sealed.intact
    assert only_line(buyer, placed(buyer, shelf["own"], key="two")).price_fen == 13_000


def test_the_next_purchase_sees_what_changed_meanwhile(buyer, supplier, shelf):
    placed(buyer, shelf["own"])
    listings.set_price(supplier, shelf["cheap"].code, price_fen=20_000)
    stock.set_on_hand(supplier, shelf["dear"].code, on_hand_milli=0, note="counted")
    line = only_line(buyer, placed(buyer, shelf["own"], key="two"))
    offers = {one.code: one for one in line.others}
    assert offers[shelf["cheap"].code].price_fen == 20_000
    assert not offers[shelf["dear"].code].in_stock
    assert not line.cheaper


@pytest.mark.parametrize("change_it", [
    lambda _, row: setattr(row, "fingerprint", "0" * 64),
    lambda db, row: db.delete(row),
], ids=["update", "delete"])  # fmt: skip
def test_the_database_itself_refuses_to_change_one(buyer, shelf, change_it):
    bought = placed(buyer, shelf["own"])
    with pytest.raises(DatabaseError, match="only grows"), transaction(audited=False) as db:
        change_it(db, db.get_one(PurchaseProtocol, bought.id))
    assert protocols.protocol(buyer, bought.code).sealed.intact


def test_the_audit_log_holds_its_fingerprint(buyer, shelf):
    bought = placed(buyer, shelf["own"])
    with reading() as db:
        entry, kept = store.entry(db, "protocol:written", bought.code), store.of_purchase(db, bought.id)
    assert entry.data == {"fingerprint": fingerprint(kept.document)}
    assert protocols.protocol(buyer, bought.code).sealed.number == entry.number


def test_a_purchase_that_is_refused_leaves_none(buyer, supplier):
    product = an_offer(supplier, stock_milli=1000)
    with pytest.raises(Conflict):
        placed(buyer, product, milli=2000)
    assert noted("protocol:written") == []


def test_the_same_click_twice_writes_one(buyer, shelf):
    first = placed(buyer, shelf["own"])
    assert orders.place(buyer, CHECKOUT, key="one").id == first.id
    assert noted("protocol:written") == ["protocol:written"]


# The reason


def test_a_reason_that_was_given_is_kept(buyer, shelf):
    line = only_line(buyer, placed(buyer, shelf["own"], by=because(shelf["own"], Ground.DELIVERY, "two days")))
    assert (line.ground, line.words) == (Ground.DELIVERY, "two days")


def test_without_a_rule_that_none_was_given_is_only_noted(buyer, shelf):
    line = only_line(buyer, placed(buyer, shelf["own"]))
    assert (line.cheaper, line.ground) == (True, None)


@pytest.mark.parametrize("answer", [(None, ""), (Ground.OTHER, " ")], ids=["no answer", "other without words"])
def test_who_is_asked_must_answer(buyer, shelf, answer):
    with pytest.raises(Invalid, match="why you choose"):
        placed(buyer, shelf["own"], by=because(shelf["own"], *answer))
    assert orders.mine(buyer) == []


def a_rule(official, **more):
    values = {"basis_zh": "办法", "basis_en": "Measures", "reason": "economy", "ask_reason": True}
    form = LimitForm(scope=LimitScope.YEAR, amount_fen=100_000_00, valid_from=TODAY, **values | more)
    return limits.set_limit(official, form, city="湖州")


def test_where_a_limit_demands_a_reason_the_service_does_too(buyer, official, shelf):
    a_rule(official)
    with pytest.raises(Invalid, match="say why you choose it"):
        placed(buyer, shelf["own"])
    assert orders.mine(buyer) == []
    bought = orders.place(buyer, because(shelf["own"]), key="two")
    [used] = document_of(buyer, bought).limits
    assert (used.amount_fen, used.used_fen, used.adding_fen, used.asks) == (10_000_000, 0, 24_000, True)


def test_the_cheapest_that_passes_as_much_needs_none(buyer, official, shelf):
    a_rule(official)
    line = only_line(buyer, placed(buyer, shelf["cheap"]))
    assert (line.cheaper, line.ground) == (False, None)


def test_what_is_sold_out_asks_for_no_reason(buyer, supplier, official, shelf):
    a_rule(official)
    stock.set_on_hand(supplier, shelf["cheap"].code, on_hand_milli=500, note="counted")
    assert not only_line(buyer, placed(buyer, shelf["own"])).cheaper


def test_alone_in_its_kind_the_reason_is_computed(buyer, supplier):
    alone = an_offer(supplier)
    line = only_line(buyer, placed(buyer, alone))
    assert (line.others, line.alone, line.band) == ((), Alone.NO_OTHER, None)
    other_unit = an_offer(supplier, unit="piece")
    assert only_line(buyer, placed(buyer, alone, key="two")).alone is Alone.OTHER_UNITS
    assert other_unit.code not in str(document_of(buyer, placed(buyer, alone, key="three")))


def test_what_the_buyer_compared_comes_first_and_is_marked(buyer, supplier, shelf):
    cart.put(buyer, shelf["own"].code, quantity_milli=2000, beside=[shelf["failing"].code, "P-999999", "\0"])
    line = only_line(buyer, orders.place(buyer, CHECKOUT, key="one"))
    first, *others = line.others
    assert (first.code, first.by_buyer) == (shelf["failing"].code, True)
    assert [one.by_buyer for one in others] == [False, False]


def test_the_checkout_is_told_the_same_before(buyer, shelf):
    cart.put(buyer, shelf["own"].code, quantity_milli=2000)
    [asked_for] = protocols.asked(buyer, cart.view(buyer))
    assert [one.code for one in asked_for.cheaper] == [shelf["cheap"].code]
    line = only_line(buyer, orders.place(buyer, CHECKOUT, key="one"))
    assert list(line.others) == list(asked_for.hung.others)


def test_the_form_says_so_before_it_refuses_and_nothing_typed_is_lost(visit, buyer, shelf):
    own = shelf["own"]
    cart.put(buyer, own.code, quantity_milli=2000)
    at = fill_in(visit("cart.py", buyer))
    assert f"({shelf['cheap'].code}) passes as much for ¥100.00" in wall(at)
    at = at.button(key="place").click().run()
    assert "say why you choose it" in at.error[0].value
    assert (orders.mine(buyer), at.text_input(key="address").value) == ([], "1 School Road")
    at.selectbox(key=f"ground_{own.code}").select(Ground.SERVICE)
    at.button(key="place").click().run()
    [(bought, _)] = orders.mine(buyer)
    assert only_line(buyer, bought).ground is Ground.SERVICE


# Direct sale


def test_a_direct_sale_keeps_every_quotation_with_its_total_verdict_and_outcome(buyer, supplier, rival):
    tile, other = an_offer(supplier), an_offer(rival, price_fen=9_000, value="1.5")
    request = asked(buyer, tile, suppliers=[supplier, rival])
    dear, cheap = given(supplier, request, (tile, 11_000)), given(rival, request, (other, 8_000))
    bought = quotations.accept(buyer, dear.id, RECEIVING, reason="passes the standard")
    document = document_of(buyer, bought)
    assert (document.request, document.asked, document.channel) == (request, 2, "direct_sale")
    told = {one.total_fen: (one.chosen, one.status, one.lines[0].passed, one.lines[0].asked)
            for one in document.quotations}  # fmt: skip
    assert told == {22_000: (True, "accepted", 1, 1), 16_000: (False, "declined", 0, 1)}
    assert [one.reason for one in document.quotations if one.chosen] == ["passes the standard"]
    assert cheap.total_fen == 16_000


# Who reads it


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


# Its words


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
