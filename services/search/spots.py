"""The tokens of a text and the places where they stand: one grammar for what is stored, asked and marked.

The first letter of a Latin token says its sort: `l` a word or number as written, `s` an English stem, `c` a code in one
piece, `p` full pinyin, `i` the initials of pinyin; a Chinese character or pair stands for itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain

import snowballstemmer

from services.search.spelling import CHINESE, STANDARD, Atom, Chunk, chunks, compact, syllables

__all__ = ["LONGEST_TOKEN", "SHORTEST_STEM", "Spot", "spoken", "standard", "stem", "without_standards", "written"]

SYLLABLES, INITIALS, PARTS = 6, 8, 8
SHORTEST_STEM = 3
LONGEST_TOKEN = 60


@dataclass(frozen=True)
class Spot:
    """A token and what it stands for: its strokes are (letters of the token, start, end in the folded text)."""

    token: str
    strokes: tuple[tuple[int, int, int], ...]

    def covered(self, letters: int) -> tuple[int, int]:
        """The place that the first letters of the token stand for, its marker counted."""
        reach = accumulate((stroke[0] for stroke in self.strokes), initial=1)
        needed = [stroke for stroke, before in zip(self.strokes, reach, strict=False) if before < letters]
        used = needed or list(self.strokes[:1])
        return used[0][1], used[-1][2]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of an English word; a stemmer keeps the word it works on, so that no two threads may share one."""
    return str(snowballstemmer.stemmer("english").stemWord(word))


def written(plain: str) -> Iterator[Spot]:
    """Everything a folded text is found by as it is written, and again without its standards, as a query is read."""
    for text in dict.fromkeys((plain, without_standards(plain))):
        for chunk in chunks(text):
            yield from characters(chunk[0]) if chunk[0].sort == CHINESE else chain(words(chunk), codes(chunk))
    for found in STANDARD.finditer(plain):
        place = found.start(), found.end()
        for code in standard(found), compacted(found[0]):
            yield Spot("c" + code, ((len(code), *place),))


def without_standards(plain: str) -> str:
    return STANDARD.sub(lambda found: " " * len(found[0]), plain)


def spoken(plain: str) -> Iterator[Spot]:
    """Every Chinese run of a folded text in pinyin, from each of its characters on: by full syllables, by initials."""
    for run in (chunk[0] for chunk in chunks(plain) if chunk[0].sort == CHINESE):
        said = syllables(run.text)
        for first in range(len(said)):
            full, short = said[first : first + SYLLABLES], said[first : first + INITIALS]
            place = run.start + first
            yield Spot("p" + "".join(full), tuple((len(one), place + n, place + n + 1) for n, one in enumerate(full)))
            yield Spot(
                "i" + "".join(one[0] for one in short), tuple((1, place + n, place + n + 1) for n in range(len(short)))
            )


def characters(run: Atom) -> Iterator[Spot]:
    for place, sign in enumerate(run.text, run.start):
        yield Spot(sign, ((0, place, place + 1),))
    for place, pair in enumerate(map("".join, zip(run.text, run.text[1:], strict=False)), run.start):
        yield Spot(pair, ((0, place, place + 2),))


def words(chunk: Chunk) -> Iterator[Spot]:
    """Each atom by itself; a single letter or digit inside a code is no word."""
    for number, atom in enumerate(chunk):
        if len(atom.text) > 1 or is_whole(chunk, number):
            yield whole("l" + atom.text, atom)
        if atom.is_latin and len(atom.text) >= SHORTEST_STEM:
            yield whole("s" + stem(atom.text), atom)


def is_whole(chunk: Chunk, number: int) -> bool:
    """Whether an atom stands by itself in its chunk: the U of PVC-U does, the C of C30 does not."""
    return bool(number == 0 or chunk[number].glue) and bool(number + 1 == len(chunk) or chunk[number + 1].glue)


def whole(token: str, atom: Atom) -> Spot:
    return Spot(token, ((len(token), atom.start, atom.end),))


def codes(chunk: Chunk) -> Iterator[Spot]:
    """What is written as one, in one piece, from each of its atoms on: 1200x600x80mm is found by 600x80, too."""
    for first in range(min(len(chunk) - 1, PARTS)):
        atoms = chunk[first:]
        strokes = tuple(
            (len(atom.text) + (atom.glue == "x" and n > 0), atom.start, atom.end) for n, atom in enumerate(atoms)
        )
        yield Spot(("c" + compact(atoms))[:LONGEST_TOKEN], strokes)


def standard(found: re.Match[str]) -> str:
    """A standard by its issuer and number: "GB/T" or "GB", and whichever edition, find the same."""
    return compacted(found["issuer"] + found["number"])


def compacted(code: str) -> str:
    return "".join("d" if sign == "." else sign for sign in code if sign.isalnum() or sign == ".")
