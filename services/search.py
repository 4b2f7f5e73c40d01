"""What a search finds and in which order: a pure rule about text, so that every database gives the same answer.

A product keeps one line of normalised text in three parts: its names, then its kind, then all the rest."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

__all__ = ["END_OF_KIND", "END_OF_NAMES", "Query", "normal", "pinyin", "terms", "words_of"]

END_OF_NAMES, END_OF_KIND = "\x1e", "\x1f"
LONGEST_TEXT, LONGEST_QUERY, LONGEST_TERM, MOST_TERMS = 8000, 200, 60, 8
CHINESE = re.compile(r"[\u3400-\u9fff]+")
QUOTES = re.compile(r"[\"'`“”‘’«»《》「」『』]+")


def normal(text: str) -> str:
    """One spelling for what looks alike: NFKC, lower case, single spaces, no quotes and nothing unprintable."""
    plain = QUOTES.sub(" ", unicodedata.normalize("NFKC", text)).casefold()
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def words_of(names: Sequence[str], kinds: Sequence[str], rest: Iterable[str] = ()) -> str:
    """The search text of a product: its names, its kind's names, and what else it may be found by."""
    named = "\n" + "\n".join(normal(name) for name in names if name) + "\n"
    kind = " ".join(normal(name) for name in kinds)
    spelled = " ".join(pinyin(text) for text in (*names, *kinds))
    other = " ".join(normal(text) for text in rest)
    return f"{named}{END_OF_NAMES}{kind}{END_OF_KIND}{spelled} {other}"[:LONGEST_TEXT]


@lru_cache(maxsize=4096)
def pinyin(text: str) -> str:
    """Every run of Chinese in full pinyin and by its initials: 青瓷 is found by "qingci" and by "qc"."""
    said: list[str] = []
    for run in CHINESE.findall(text):
        said.append("".join(lazy_pinyin(run)))
        said.append("".join(lazy_pinyin(run, style=Style.FIRST_LETTER)))
    return " ".join(said)


@dataclass(frozen=True)
class Query:
    """What was asked: every term must occur; `phrase` is all of it, for names that match exactly."""

    terms: tuple[str, ...]

    @property
    def phrase(self) -> str:
        return " ".join(self.terms)


def terms(query: str) -> Query:
    """The words asked for: at most eight, whatever a visitor typed or pasted; nothing at all asks for everything."""
    asked = normal(query[:LONGEST_QUERY]).split()
    return Query(tuple(dict.fromkeys(term[:LONGEST_TERM] for term in asked))[:MOST_TERMS])
