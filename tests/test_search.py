"""Searching, the rule itself: what a text is found by, what a query asks, and what it finds in the demonstration."""

import csv
import re
import sqlite3
import string
import timeit
from collections import defaultdict
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seed import bulk
from services import search
from services.regions import CITIES
from services.words import Told, spelled

pytestmark = pytest.mark.pure
HOSTILE = [
    "\x00", "%", "_", "%%%", "'; DROP TABLE product; --", '"', "\\", "/", "\ud800", "😀", "\x1e", "\n", "  ", "‘’“”",
    "x" * 10_000, "门" * 10_000, "a " * 5_000, "[a-z]*", "NEAR(", "\u202e", "1," * 5_000, "1x" * 5_000, "GB/T " * 2_000,
    "\u0301" * 300, "ﷺ" * 200, "𠀀" * 200, "½ ² ① Ⅳ", "à́̂" * 100, "-" * 10_000, "青" + "\u200b" * 300 + "瓷",
]  # fmt: skip
SAID = [
    "砖", "青瓷", "门", "的", "混凝土", "tile", "Tiles", "PVC-U", "C30", "GB/T 25975-2018", "GB", "gb12", "1,200 × 600",
    "x", "2.0 mm", "Φ12", "db", "m", " ", "/", "-", "，", "×", ".", "2", "mm", "é", "α", "a",
]  # fmt: skip
texts = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(SAID), max_size=12).map("".join))
WORDS = [
    "砖",
    "混凝土",
    "tile",
    "recycled",
    "PVC-U",
    "C30",
    "GB/T 25975",
    "600x600",
    "diban",
    "db",
    "Huzhou",
    "P-000001",
]
LETTERS = str.maketrans(string.digits, "ghijklmnop")
COLLECTION = Path(__file__).parents[1] / "seed" / "collection"


@cache
def table(name):
    with (COLLECTION / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [SimpleNamespace(**row) for row in csv.DictReader(file)]


def by(name, column):
    found = defaultdict(list)
    for row in table(name):
        found[getattr(row, column)].append(row)
    return found


@cache
def collection():
    """The words of the exhibits of the demonstration as the museum stores them, the newest first, then by code."""
    kinds, makers = by("kinds", "code"), by("suppliers", "code")
    certificates, indicators = by("certificates", "product"), by("indicators", "kind")
    found = {}
    for product in sorted(table("products"), key=lambda row: row.code):
        told = Told(
            product=SimpleNamespace(**vars(product), origin_city=product.origin_city_zh),
            kind=kinds[product.kind][0],
            supplier=makers[product.supplier][0],
            organisation=makers[product.supplier][0],
            certificates=certificates[product.code],
            indicators=indicators[product.kind],
        )
        found[product.code] = (product.published_on, spelled(told))
    newest = sorted(found, key=lambda code: found[code][0], reverse=True)
    return {code: found[code][1] for code in newest}


def hits(query):
    """The codes of what is found, in the order of the museum."""
    asked = search.terms(query)
    found = {code: words for code, words in collection().items() if search.matches(asked, words)}
    return sorted(found, key=lambda code: search.rank(asked, found[code]))


@cache
def vocabulary():
    """The museum's own words: its kinds and what is said of them, its exhibits, brands and cities."""
    texts = [text for row in table("kinds") for text in (row.name_zh, row.name_en, row.summary_zh, row.summary_en)]
    texts += [text for row in table("products") for text in (row.name_zh, row.name_en)]
    texts += [text for row in table("suppliers") for text in (row.brand_zh, row.brand_en)]
    return search.vocabulary_of([*texts, *CITIES, *CITIES.values()])


def wanted():
    """The search set: what is typed, the first three codes that are found, and what is suggested where nothing is."""
    with (Path(__file__).parent / "search_set.csv").open(encoding="utf-8", newline="") as file:
        return [SimpleNamespace(**row, asked=row["query"].replace("\\0", "\0")) for row in csv.DictReader(file)]


@pytest.mark.parametrize("line", wanted(), ids=lambda line: line.query)
def test_the_search_set_finds_what_it_says(line):
    assert " ".join(hits(line.asked)[:3]) == line.first_hits
    if not line.first_hits:
        assert (search.suggestion(line.asked, vocabulary()) or "") == line.suggests


def test_what_is_suggested_finds_something():
    suggested = [line.suggests for line in wanted() if line.suggests]
    assert len(suggested) > 12
    assert all(hits(suggestion) for suggestion in suggested)


@given(texts, texts, texts)
def test_every_token_is_one_word_to_both_databases(name, kind, rest):
    words = search.words_of([name, "砖"], [kind], [rest])
    assert len(words) <= 8000
    assert all(re.fullmatch(r"[wnkx][a-z0-9\u3400-\u4dbf\u4e00-\u9fff]+", token) for token in words.split(" "))
    assert len(set(words.split())) == len(words.split())


def test_sqlite_keeps_every_token_of_the_collection_and_every_chinese_sign_whole():
    signs = [chr(sign) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for sign in range(start, end)]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='unicode61 remove_diacritics 0')")
        db.execute("CREATE VIRTUAL TABLE kept USING fts5vocab(found, 'row')")
        db.executemany("INSERT INTO found VALUES (?)", [(words,) for words in collection().values()])
        db.executemany("INSERT INTO found VALUES (?)", [(f"w{sign}",) for sign in signs])
        kept = {token for (token,) in db.execute("SELECT term FROM kept")}
    assert kept == {token for words in collection().values() for token in words.split()} | {
        f"w{sign}" for sign in signs
    }


@given(texts)
def test_a_name_is_found_by_itself_before_all_others(name):
    words, query = search.words_of([name], ["建筑陶瓷砖"]), search.terms(name)
    assert search.matches(query, words)
    assert search.matches(query, words, "n")
    assert search.rank(query, words) is (search.Rank.EXACT_NAME if query.exact else search.Rank.NAME)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=2, max_size=30), st.data())
def test_a_latin_word_is_found_while_it_is_typed(word, data):
    latin = "tile" + re.sub("[^a-z]", "", word.lower())
    begun = latin[: data.draw(st.integers(2, len(latin)))]
    assert search.matches(search.terms(begun), search.words_of([f"a {latin}, glazed"], []), "n")


@pytest.mark.parametrize("first", WORDS)
def test_another_word_never_finds_more(first):
    found = {word: set(hits(word)) for word in WORDS}
    assert all(set(hits(f"{first} {second}")) == found[first] & found[second] for second in WORDS)


@given(st.text(max_size=300))
def test_any_text_becomes_a_few_short_options(text):
    query = search.terms(text)
    assert len(query.terms) <= 32
    assert all(option.text and len(option.text) <= 60 for term in query.terms for option in term.options)
    assert bool(query.terms) == bool(query.exact)


@pytest.mark.parametrize("asked", HOSTILE)
def test_whatever_is_pasted_gets_an_answer(asked):
    query = search.terms(asked)
    assert search.matches(query, search.words_of([asked[:120]], [], [asked]))
    assert "".join(piece for piece, _ in search.marked(asked, query)) == asked
    assert search.suggestion(asked, vocabulary()) != ""


def test_only_what_can_be_read_is_asked():
    assert search.terms("%% ' \" \0 😀 -- ()") == search.Query()
    assert search.terms("砖 😀 \0") == search.terms("砖")
    assert len(search.terms(" ".join(f"word{number}x" for number in range(99))).terms) == 8


def test_one_letter_or_digit_is_a_word_and_no_beginning():
    words = search.words_of(["PVC-U pipe C30"], ["管材"])
    assert search.matches(search.terms("u"), words)
    assert not any(search.matches(search.terms(asked), words) for asked in ("p", "c", "3", "g"))


def test_words_are_cut_at_the_end_of_a_token_and_the_name_stays():
    long = [f"word{number}" for number in range(5000)]
    words = search.words_of(["青瓷砖"], ["陶瓷砖"], long)
    assert 7900 < len(words) <= 8000
    assert words.split()[-1][1:] in {token[1:] for token in search.words_of([], [], long[:2000]).split()}
    assert search.rank(search.terms("青瓷砖"), words) is search.Rank.EXACT_NAME


def test_a_variation_in_bulk_is_found_as_if_it_had_been_written():
    texts, number = ["砖 600×600", "Tile, 2.0 mm"], "GBM-DEMO-2022-1S-01037"
    given = search.words_of(texts, ["陶瓷砖"], ["P-000001", number, "水泥"])
    pattern = bulk.Template({"name_zh": texts[0], "name_en": texts[1], "code": "P-000001", "words": given})
    pattern.certificates = [{"number": number}]
    for new in (84, 1_000_083):
        codes = [f"P-{new:06d}", f"{number}-{new}"]
        fresh = search.words_of([f"{texts[0]} {new} 型", f"{texts[1]}, series {new}"], ["陶瓷砖"], [*codes, "水泥"])
        assert set(bulk.words(pattern, new).split()) == set(fresh.split())


@given(texts, texts)
def test_the_pieces_of_a_marked_text_are_the_text(text, asked):
    pieces = search.marked(text, search.terms(asked))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(left[1] != right[1] for left, right in pairwise(pieces))


@given(texts)
def test_a_text_that_was_asked_for_is_marked(text):
    query = search.terms(text)
    assert any(hit for _, hit in search.marked(text, query)) == bool(query.terms)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("混凝土", "C30 矿渣泵送[混凝土]"),
        ("hunningtu", "C30 矿渣泵送[混凝土]"),
        ("hnt c30", "[C30] 矿渣泵送[混凝土]"),
        ("concrete", "Slag [concretes], pumped"),
        ("pumping", "Slag concretes, [pumped]"),
        ("FACADE", "Stone-wool [façade] board"),
        ("gb 25975-2018", "0.038，[GB/T 25975]"),
        ("600x80", "1,200 × [600 × 80] mm"),
        ("580w", "N-type module, [580 W]"),
        ("门", "中性硅酮[门]窗密封胶"),
        ("", "青瓷砖"),
        ("瓷", "㎡ <b>[瓷]</b>"),
    ],
)  # fmt: skip
def test_what_was_asked_for_is_marked_where_it_stands(asked, text):
    shown = re.sub(r"[\[\]]", "", text)
    pieces = search.marked(shown, search.terms(asked))
    assert "".join(f"[{piece}]" if hit else piece for piece, hit in pieces) == text


def test_suggestions_are_quick():
    many = (*vocabulary(), *(f"word{number:x}".translate(LETTERS) for number in range(2000)))[-2000:]
    search.suggestion("x", many)
    query = "cermic tils wndow floring 混泥土 岩绵板 shuinii 门创"
    assert min(timeit.repeat(lambda: search.suggestion(query, many), number=1, repeat=5)) < 0.01


def test_a_name_gives_its_natural_parts_to_the_vocabulary():
    words = search.vocabulary_of(["建筑陶瓷砖", "预拌混凝土", "再生混凝土板", "Ceramic tiles of the North"])
    assert {"建筑陶瓷砖", "瓷砖", "混凝土", "ceramic", "tiles"} <= set(words)
    assert not {"凝土", "the", "of"} & set(words)


def test_what_is_known_or_far_from_everything_is_not_mended():
    words = search.vocabulary_of(["建筑陶瓷砖", "Ceramic tiles"])
    asked = ["瓷砖", "ceramic tile", "cera", "xyzzy", "电梯", "GB/T 25975", "P-000001", "", "的", "\0"]
    assert [search.suggestion(query, words) for query in asked] == [None] * len(asked)
    assert search.suggestion("瓷砖", []) is None


def test_a_suggestion_keeps_what_was_right():
    words = search.vocabulary_of(["建筑陶瓷砖", "Ceramic tiles", "地板"])
    assert search.suggestion("GB/T 4100  cermic 瓷专!", words) == "GB/T 4100 ceramic 瓷砖!"
    assert search.suggestion("C30 ciz tiels", words) == "C30 ciz tiles"
