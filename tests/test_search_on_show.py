"""Searching what is on show: the same set and the same order in every database, whatever is typed."""

from datetime import timedelta

import pytest

from services import search
from services.products import Filters, browse
from tests import make

HOSTILE = [
    "\x00", "%", "_", "%%%", "'; DROP TABLE product; --", '"', "\\", "/", "\ud800", "😀", "\x1e", "\n", "  ", "‘’“”",
    "x" * 10_000, "门" * 10_000, "a " * 5_000, "[a-z]*", "NEAR(", "\u202e",
]  # fmt: skip


def hang(supplier, name_zh, name_en, **more):
    words = search.words_of([name_zh, name_en], ["陶瓷砖", "Ceramic tiles"], more.pop("rest", []))
    return make.a_product(supplier, name_zh=name_zh, name_en=name_en, words=words, **more).code


def found(guest, q, **more):
    return [card.code for card in browse(guest, Filters(q=q, **more)).cards]


def test_exact_name_then_beginning_then_inside_then_kind_then_anywhere(supplier, guest):
    elsewhere = hang(supplier, "地砖", "Floor", rest=["隔热"])
    inside = hang(supplier, "高效隔热板", "Board")
    begins = hang(supplier, "隔热砖", "Brick")
    exact = hang(supplier, "隔热", "Insulation")
    assert found(guest, "隔热") == [exact, begins, inside, elsewhere]


def test_a_kind_ranks_before_the_small_print(supplier, guest):
    small_print = make.a_product(supplier, words=search.words_of(["甲"], ["乙"], ["陶瓷砖"])).code
    kind = hang(supplier, "丙", "C")
    assert found(guest, "陶瓷砖") == [kind, small_print]


@pytest.mark.parametrize("asked", ["门", "水泥", "隔热", "men", "shuini"])
def test_chinese_words_of_any_length_are_found(supplier, guest, asked):
    door = hang(supplier, "隔热水泥门", "Door")
    hang(supplier, "地砖", "Floor")
    assert found(guest, asked) == [door]


def test_every_word_asked_for_must_occur(supplier, guest):
    both = hang(supplier, "甲", "red glazed tile")
    hang(supplier, "乙", "red tile")
    assert found(guest, "tile glazed") == [both]


def test_signs_of_the_search_language_stand_for_themselves(supplier, guest):
    hang(supplier, "甲", "plain")
    percent = hang(supplier, "乙", "100% wool_a")
    slash = hang(supplier, "丙", "6/12A")
    assert found(guest, "100%") == [percent]
    assert found(guest, "l_a") == [percent]
    assert found(guest, "6/12") == [slash]
    assert found(guest, "1_0") == []


@pytest.mark.parametrize("asked", HOSTILE)
def test_whatever_is_typed_gets_an_answer(supplier, guest, asked):
    hang(supplier, "青瓷砖", "Celadon tile")
    shelf = browse(guest, Filters(q=asked, kind=asked, category="", city=asked))
    assert shelf.total == len(shelf.cards)
    assert browse(guest, Filters(q=asked)).total <= 1


def test_nothing_asked_finds_everything_newest_first(supplier, guest, pass_time):
    first = hang(supplier, "甲", "A")
    pass_time(timedelta(days=1))
    second = hang(supplier, "乙", "B")
    assert found(guest, "") == [second, first]
