"""Searching by pinyin: names and kinds wholly, other texts by the words of the trade, and nothing by accident."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from services import search
from services.search import trade

pytestmark = pytest.mark.pure


def test_pinyin_is_of_names_and_kinds_and_elsewhere_of_the_words_of_the_trade():
    words = search.words_of(["青瓷"], ["陶瓷砖"], ["水泥基，清苕"])
    assert search.matches(search.terms("qingci"), words, "n")
    assert search.matches(search.terms("tcz"), words, "k")
    for asked in ("shuini", "shui", "sn"):
        assert search.rank(search.terms(asked), words) is search.Rank.ANYWHERE
        assert search.matches(search.terms(asked), words)
    assert not any(search.matches(search.terms(asked), words) for asked in ("qingtiao", "qt", "niji", "nj"))


def test_every_word_of_the_trade_is_found_in_a_text_by_its_pinyin_and_initials():
    for word in trade.vocabulary():
        words, said = search.words_of([], [], [f"用于{word}。"]), lazy_pinyin(word)
        assert search.matches(search.terms("".join(said)), words), word
        assert len(word) == 1 or search.matches(search.terms("".join(one[0] for one in said)), words), word


@given(st.lists(st.sampled_from(sorted(trade.vocabulary())), max_size=300).map("".join))
def test_of_the_words_of_a_text_a_few_are_heard(text):
    heard = [token for token in search.words_of([], [], [text]).split() if token[1] in "pi"]
    assert len(heard) <= 60


def test_the_vocabulary_says_each_word_once_in_chinese():
    lines = (Path(trade.__file__).parent / "trade_words.txt").read_text("utf-8").splitlines()
    said = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert len(said) == len(set(said)) > 400
    assert all(re.fullmatch(r"[\u4e00-\u9fff]{1,5}", word) for word in said)


def test_a_latin_word_is_never_taken_for_pinyin():
    sand, three = search.words_of(["Sand"], []), search.words_of(["三段"], [])
    assert search.terms("sand").terms[0].options[0] == search.Token("lsand", prefix=True)
    assert not any(token.startswith("wp") for token in sand.split())
    assert not any(token.startswith("wl") for token in three.split())
