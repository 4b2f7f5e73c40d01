"""Requests for quotation: who may ask, read and answer, with what, and which files only the parties see."""

from dataclasses import replace
from datetime import date

import pytest

from db.engine import transaction
from services import media, quotations
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.quotations import Reader, WantedLine
from tests import make
from tests.handed_in import a_pdf
from tests.quoting import (
    RECEIVING,
    asked,
    asked_of_two,  # noqa: F401  a fixture
    asking,
    code_of,
    given,
    offered_tile,  # noqa: F401  a fixture
    rivals_tile,  # noqa: F401  a fixture
    shown,
    status,
    whole_case,  # noqa: F401  a fixture
)


def test_asking_twice_with_one_key_is_one_request(buyer, supplier, tile):
    first = asked(buyer, tile, suppliers=[supplier])
    assert asked(buyer, tile, suppliers=[supplier]) == first == "Q-2026-000001"
    assert asked(buyer, tile, suppliers=[supplier], key="two") == "Q-2026-000002"


def test_to_strangers_there_is_no_such_request(buyer, other_buyer, supplier, tile, code):
    quote = given(supplier, code, (tile, 11_000))
    stranger = make.a_supplier("not asked")
    for errand in (
        lambda: quotations.request(other_buyer, code),
        lambda: quotations.request(stranger, code),
        lambda: quotations.wares(stranger, code),
        lambda: given(stranger, code, (make.a_product(stranger), 1_000)),
        lambda: quotations.accept(other_buyer, quote.id, RECEIVING),
        lambda: quotations.decline(other_buyer, quote.id, reason="mine"),
        lambda: quotations.close(other_buyer, code, reason="mine"),
        lambda: quotations.request(buyer, "Q-2026-000099\0"),
    ):
        with pytest.raises(Missing):
            errand()
    assert quotations.listed(other_buyer) == quotations.listed(stranger) == []


def test_others_may_not_ask_answer_or_choose(case, guest, official, expert):
    quote = given(case.supplier, case.code, (case.tile, 11_000))
    for errand in (
        lambda: asked(case.supplier, case.tile, suppliers=[case.supplier]),
        lambda: asked(guest, case.tile, suppliers=[case.supplier]),
        lambda: given(case.buyer, case.code, (case.tile, 9_000)),
        lambda: quotations.accept(case.supplier, quote.id, RECEIVING),
        lambda: quotations.accept(official, quote.id, RECEIVING),
        lambda: quotations.request(expert, case.code),
        lambda: quotations.listed(guest),
    ):
        with pytest.raises(Forbidden):
            errand()


def test_an_official_reads_everything_of_the_area(case, official):
    given(case.supplier, case.code, (case.tile, 11_000))
    given(case.rival, case.code, (case.other_tile, 10_000))
    view = shown(official, case.code)
    assert (view.reader, len(view.offers), len(view.asked)) == (Reader.OFFICIAL, 2, 2)
    assert [one.request.code for one in quotations.listed(official)] == [case.code]


def test_officials_of_other_places_read_nothing_of_it(case):
    request = quotations.ask(
        case.buyer, asking(case.tile, suppliers=[case.supplier]), key="two", files=[("plan.pdf", a_pdf())]
    )
    [plan] = shown(case.buyer, request.code).files
    elsewhere = [
        make.an_official("finance", city="杭州"),
        make.an_official("finance", district="a district the buyer is not in"),
    ]
    for stranger in elsewhere:
        assert quotations.listed(stranger) == []
        with pytest.raises(Missing):
            quotations.request(stranger, case.code)
        with pytest.raises(Missing):
            media.read(stranger, plan.id)


def test_a_kind_may_be_asked_for_in_words(buyer, supplier, tile):
    wanted = [WantedLine(5000, kind=tile.kind, words="matt, slip class R10")]
    code = asked(buyer, suppliers=[supplier], lines=wanted)
    quote = given(supplier, code, (tile, 11_000))
    assert quotations.accept(buyer, quote.id, RECEIVING).total_fen == 55_000
    assert not shown(buyer, code).offers[0].lines[0].other


def test_a_supplier_offers_only_what_is_its_own_on_show_and_fits(case):
    wrong = [{"kind": "wood-flooring"}, {"unit": "piece"}, {"status": "draft"}]
    strangers = [case.other_tile, *(make.a_product(case.supplier, **one) for one in wrong)]
    for product in strangers:
        with pytest.raises(Invalid, match="of yours"):
            given(case.supplier, case.code, (product, 1_000))
    assert [one.code for one in quotations.wares(case.supplier, case.code)[1]] == [case.tile.code]


@pytest.mark.parametrize(
    "wrong",
    [{"valid_until": date(2026, 5, 31)}, {"valid_until": date(2028, 1, 1)}, {"delivery_days": -1},
     {"delivery_days": 400}, {"words": "x" * 1001}, {"words": "\0"}, {"standing_until": date(2026, 12, 31)},
     {"standing_until": date(2026, 6, 2), "most_milli": 1000}, {"most_milli": 1000},
     {"standing_until": date(2026, 12, 31), "most_milli": 0}],
)  # fmt: skip
@pytest.mark.once
def test_an_answer_that_makes_no_sense_is_refused(supplier, tile, code, wrong):
    with pytest.raises(Invalid):
        given(supplier, code, (tile, 11_000), **wrong)


@pytest.mark.once
@pytest.mark.parametrize("fen", [0, -1, 10**15])
def test_a_price_is_more_than_nothing_and_less_than_everything(supplier, tile, code, fen):
    with pytest.raises(Invalid):
        given(supplier, code, (tile, fen))


@pytest.mark.once
@pytest.mark.parametrize(
    "wrong",
    [{"lines": []}, {"lines": [WantedLine(0, product_code="P")]}, {"lines": [WantedLine(1000, product_code="P-999")]},
     {"lines": [WantedLine(1000, kind="ceramic-tiles")]}, {"lines": [WantedLine(1000, kind="nothing", words="x")]},
     {"suppliers": []}, {"suppliers": ["S-999999"]}, {"suppliers": [f"S-{n}" for n in range(11)]}, {"city": " "},
     {"address": "x" * 201}, {"closes_on": date(2026, 5, 31)}, {"wanted_by": date(2026, 6, 9)},
     {"wanted_by": date(2028, 1, 1)}, {"words": "\x07"}, {"project_code": "G-9"}],
)  # fmt: skip
def test_a_request_that_makes_no_sense_is_refused(buyer, supplier, tile, wrong):
    with pytest.raises((Invalid, Missing)):
        quotations.ask(buyer, replace(asking(tile, suppliers=[supplier]), **wrong), key="one")
    assert quotations.listed(buyer) == []


@pytest.mark.once
def test_the_same_exhibit_twice_is_one_line(buyer, supplier, tile):
    with pytest.raises(Invalid, match="together"):
        asked(buyer, tile, tile, suppliers=[supplier])


@pytest.mark.once
def test_a_buyer_has_only_so_many_open_requests(buyer, supplier, tile, monkeypatch):
    monkeypatch.setattr("services.quotations.asking.MOST_OPEN", 1)
    asked(buyer, tile, suppliers=[supplier])
    with pytest.raises(Conflict, match="wait for a choice"):
        asked(buyer, tile, suppliers=[supplier], key="two")


def test_a_request_nobody_answered_is_withdrawn_and_an_answered_one_closed(buyer, supplier, tile):
    first, second = (asked(buyer, tile, suppliers=[supplier], key=key) for key in "ab")
    quote = given(supplier, second, (tile, 11_000))
    for code in (first, second):
        quotations.close(buyer, code, reason="the works are postponed")
        with pytest.raises(Conflict):
            quotations.close(buyer, code, reason="again")
    assert status(buyer, first) == ("withdrawn", [])
    assert status(buyer, second) == ("closed", ["declined"])
    with pytest.raises(Conflict):
        quotations.accept(buyer, quote.id, RECEIVING)
    with pytest.raises(Conflict):
        given(supplier, first, (tile, 11_000))


def test_a_suspended_supplier_gives_no_quotation(buyer, supplier, tile, code):
    with transaction(audited=False) as db:
        row = make.supplier_row(supplier)
        db.get_one(type(row), row.id).status = "suspended"
    with pytest.raises(Conflict, match="approved"):
        given(supplier, code, (tile, 11_000))


def test_the_files_of_a_request_are_for_its_parties_only(case, other_buyer, official, guest):
    request = quotations.ask(
        case.buyer,
        asking(case.tile, suppliers=[case.supplier]),
        key="two",
        files=[("plan.pdf", a_pdf()), ("list.pdf", a_pdf(2))],
    )
    first, second = shown(case.supplier, request.code).files
    assert [first.name, second.name] == ["list.pdf", "plan.pdf"]
    for reader in (case.buyer, case.supplier, official):
        assert media.read(reader, first.id)[0].name == "list.pdf"
    for stranger in (other_buyer, case.rival, guest):
        with pytest.raises(Missing):
            media.read(stranger, first.id)


@pytest.mark.once
def test_a_bad_file_stops_the_request(buyer, supplier, tile):
    for files in ([("plan.pdf", b"no paper")], [("plan.pdf", a_pdf())] * 4):
        with pytest.raises(Invalid):
            quotations.ask(buyer, asking(tile, suppliers=[supplier]), key="one", files=files)
    assert quotations.listed(buyer) == []


def test_those_who_can_be_asked_show_something_of_the_kind(buyer, supplier, rival, tile):
    make.a_product(rival, kind="wood-flooring")
    assert [one.code for one in quotations.candidates(buyer, [tile.kind])] == [code_of(supplier)]


@pytest.mark.parametrize("kind", ["a NUL\x00", "half \ud83d", "", "石", "k" * 10_000])
def test_a_kind_that_no_database_can_read_is_none(buyer, supplier, tile, kind):
    lines = [WantedLine(1000, kind=kind, words="something")]
    with pytest.raises(Missing):
        quotations.ask(buyer, asking(tile, suppliers=[supplier], lines=lines), key="one")
