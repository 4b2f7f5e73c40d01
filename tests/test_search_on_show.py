"""Searching the halls: both databases answer as the rule does, in the same order, whatever is typed."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db import words as full_text
from db.engine import reading, transaction
from db.products import Product
from seed.__main__ import main
from services import clock, listings, search
from services.products import Filters, browse
from services.visitors import GUEST
from tests import make

REAL_NOW = clock.now
HOSTILE = [
    "\x00", "%", "_", "%%%", "'; DROP TABLE product; --", '"', "\\", "/", "\ud800", "😀", "\x1e", "\n", "  ", "‘’“”",
    "x" * 10_000, "门" * 10_000, "a " * 5_000, "[a-z]*", "NEAR(", "\u202e", "AND OR NOT", "wl:*", "'a' & 'b'", "-tile",
]  # fmt: skip
NAMES = [
    "青瓷釉面砖 600×600",
    "Glazed celadon tile",
    "岩棉板 GB/T 25975-2018",
    "C30 泵送混凝土",
    "PVC-U 管 110 mm",
    "木地板",
]


def hang(supplier, name_zh, name_en="", **more):
    kinds, rest = more.pop("kinds", ["陶瓷砖", "Ceramic tiles"]), more.pop("rest", [])
    words = search.words_of([name_zh, name_en], kinds, rest)
    return make.a_product(supplier, name_zh=name_zh, name_en=name_en or "X", words=words, **more).code


def found(q, **more):
    return [card.code for card in browse(GUEST, Filters(q=q, **more)).cards]


def test_the_search_set_finds_the_same_in_every_database(database, monkeypatch):
    """130 queries over the whole demonstration; what they should find stands in `search_set.csv`."""
    monkeypatch.setattr(clock, "now", REAL_NOW)
    assert main(["--until", "2022-08"]) == 0
    with (Path(__file__).parent / "search_set.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) >= 60
    for line in lines:
        shelf = browse(GUEST, Filters(q=line["query"].replace("\\0", "\0")))
        assert " ".join(card.code for card in shelf.cards[:3]) == line["first_hits"], line
        if not line["first_hits"]:
            assert (shelf.suggestion or "") == line["suggests"], line


@pytest.mark.usefixtures("supplier")
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(asked=st.one_of(st.text(max_size=12), st.sampled_from(NAMES).flatmap(lambda n: st.sampled_from(n.split()))))
def test_the_database_finds_what_the_rule_finds(database, asked):
    with reading() as db:
        known = {row.code: row.words for row in db.exec(select(Product)).all()}
    if not known:
        known = dict(spoken(make.a_supplier("of names")))
    query = search.terms(asked)
    for place in (full_text.ANYWHERE, full_text.IN_NAME, full_text.IN_KIND):
        if query.terms:
            with reading() as db:
                numbers = set(full_text.answering(db, query.terms, place).tolist())
            expected = {int(code[2:]) for code, words in known.items() if search.matches(query, words, place)}
            assert numbers == expected


def spoken(supplier):
    for name in NAMES:
        code = hang(supplier, name, name)
        yield code, search.words_of([name, name], ["陶瓷砖", "Ceramic tiles"])


def test_exact_name_then_names_then_kind_then_anywhere(supplier):
    elsewhere = hang(supplier, "地砖", rest=["隔热"])
    kind = hang(supplier, "甲", kinds=["隔热材料"])
    make.a_kind("insulation")
    inside = hang(supplier, "高效隔热板")
    exact = hang(supplier, "隔热")
    answer = found("隔热")
    assert answer[:2] == [exact, inside]
    assert set(answer[2:]) == {elsewhere, kind}


def test_a_new_and_a_changed_listing_are_found_at_once(supplier):
    code = hang(supplier, "青瓷砖")
    assert found("青瓷") == [code]
    with transaction(audited=False) as db:
        db.exec(select(Product).where(Product.code == code)).one().words = search.words_of(["白瓷砖"], [])
    assert (found("青瓷"), found("白瓷")) == ([], [code])


def test_words_that_are_missing_are_spelled_anew(supplier):
    product = make.a_product(supplier, words="")
    assert found(product.name_zh) == []
    assert listings.spell_anew() == 1
    assert found(product.name_zh) == [product.code]
    assert listings.spell_anew() == 0


def test_a_hidden_listing_is_not_found_by_any_word(supplier):
    for status in ("draft", "submitted", "returned", "off_shelf"):
        hang(supplier, "秘密砖", status=status)
    assert found("秘密") == found("mimi") == []


@pytest.mark.parametrize("asked", HOSTILE)
def test_whatever_is_typed_gets_an_answer(supplier, asked):
    hang(supplier, "青瓷砖", "Celadon tile")
    shelf = browse(GUEST, Filters(q=asked, kind=asked, category="", city=asked, site=asked, within=50))
    assert shelf.total == len(shelf.cards)
    assert browse(GUEST, Filters(q=asked)).total <= 1


def test_nothing_asked_finds_everything_newest_first(supplier, pass_time):
    first = hang(supplier, "甲")
    pass_time(timedelta(days=1))
    second = hang(supplier, "乙")
    assert found("") == [second, first]


def test_what_was_found_is_marked_on_the_wall(visit, supplier, guest):
    hang(supplier, "青瓷砖", "Celadon tile")
    at = visit("halls.py", guest, lang="en", q="cela")
    shown = "".join(element.proto.body for element in at.main.get("html"))
    assert "<mark>Celadon</mark> tile" in shown


def test_what_may_have_been_meant_is_offered(visit, supplier, guest):
    hang(supplier, "青瓷砖", "Celadon tile")
    at = visit("halls.py", guest, lang="en", q="celdon")
    shown = "".join(element.proto.body for element in at.main.get("html"))
    assert "Did you mean" in shown
    assert "q=celadon" in shown
