"""How the search reads a text: what looks alike is one sign, and runs of Chinese, letters or numbers are its atoms.

"ＧＢ／Ｔ" reads as "gb/t", "façade" as "facade", "1,200 × 600" as the numbers 1200 and 600 with "x" between. A letter
of another script is spelled by its number, so that a token holds a-z, 0-9 and Chinese only and no engine cuts it."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")  # before it is brought in: nobody needs its dictionaries twice
from pypinyin import lazy_pinyin, load_single_dict
from pypinyin.constants import PHRASES_DICT

__all__ = ["CHINESE", "NUMBER", "STANDARD", "Atom", "Chunk", "chunks", "compact", "folded", "syllables"]

CHINESE, LETTERS, NUMBER = "chinese", "letters", "number"
HAN = "\u3400-\u4dbf\u4e00-\u9fff"  # not the hexagrams between the two, which SQLite takes for signs
ATOM = re.compile(
    rf"(?P<{CHINESE}>[{HAN}]+)"
    rf"|(?P<{NUMBER}>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)*)"
    rf"|(?P<{LETTERS}>(?:(?![{HAN}])[^\W0-9_])+)"
)
TIMES = re.compile(r"(?<=[0-9])(\s*)[x*✕✖╳](\s*)(?=[0-9])")
SPOKEN_U = re.compile(r"(?<=[ln])ü", re.IGNORECASE)  # lü is typed lv
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
JOINING = frozenset("-/.+_:·'’")
UNIT = re.compile("[ckm]?m|k?g|t|m?l|k?wh?|k?v|[km]?pa|k?n|db|lm|hz|h|min|s")
PART_OF_WORD = rf"(?![{HAN}])[^\W_]"
STANDARD = re.compile(
    rf"(?<!{PART_OF_WORD})(?:t/)?(?P<issuer>gb|jgj?|jc|cjj?|ly|hj|hg|yb|qb|nb|sh|dl|jtg?|db[0-9]{{2}}|cecs|iso|iec|en|astm)"
    rf"(?:/?[tz])?[\s-]?(?P<number>[0-9]+(?:\.[0-9]+)*)(?P<edition>-[0-9]{{0,4}})?(?!{PART_OF_WORD}|[.,][0-9])"
)
LONGEST_ATOM = 40


def share_syllables(phrases: Iterable[list[list[str]]]) -> None:
    """pypinyin has a list of its own for each sign of its 47,000 phrases: one a syllable says it in 15 MB less."""
    known: dict[tuple[str, ...], list[str]] = {}
    for phrase in phrases:
        phrase[:] = [known.setdefault(tuple(syllable), syllable) for syllable in phrase]


share_syllables(PHRASES_DICT.values())
load_single_dict({ord("苕"): "tiáo"})  # the river Tiaoxi of Huzhou, not the sweet potato


@dataclass(frozen=True)
class Atom:
    """A run of one sort as it is spelled in tokens; `start` and `end` are its place in the folded text.

    `glue` joins it to the atom before: nothing, a dash or its like, " " before a unit, "x" between measures."""

    sort: str
    text: str
    start: int
    end: int
    glue: str

    @property
    def is_latin(self) -> bool:
        """Whether it is a word of a to z, and not one spelled by numbers."""
        return self.sort == LETTERS and len(self.text) == self.end - self.start


Chunk = tuple[Atom, ...]


@lru_cache(maxsize=8192)
def fold(sign: str) -> str:
    """One sign without its width, case and accents; what cannot be seen disappears."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", sign).casefold())
    return "".join(part for part in plain if unicodedata.category(part) not in {"Mn", "Me", "Cf"})


def folded(text: str) -> tuple[str, Sequence[int]]:
    """The text with one spelling for what looks alike, and where each of its signs comes from."""
    if text.isascii():  # most English, in a tenth of the time
        return TIMES.sub(r"\1×\2", text.lower()), range(len(text))
    signs = [fold(sign) for sign in SPOKEN_U.sub("v", text)]
    origins = [place for place, plain in enumerate(signs) for _ in plain]
    return TIMES.sub(r"\1×\2", "".join(signs).translate(DASHES)), origins


def chunks(plain: str) -> Iterator[Chunk]:
    """The atoms of a folded text, together what is written as one: a run of Chinese, a word, a code, a measure."""
    chunk: list[Atom] = []
    for found in ATOM.finditer(plain):
        atom = read(found, plain[chunk[-1].end : found.start()] if chunk else "")
        if chunk and not written_as_one(chunk, atom):
            yield tuple(chunk)
            chunk = []
        chunk.append(atom)
    if chunk:
        yield tuple(chunk)


def read(found: re.Match[str], gap: str) -> Atom:
    sort = str(found.lastgroup)
    glue = "x" if gap.strip() == "×" else gap and (gap.strip() or " ")
    spell = spelled_number if sort == NUMBER else spelled
    return Atom(sort, spell(found[0])[:LONGEST_ATOM], found.start(), found.end(), glue)


def written_as_one(chunk: Sequence[Atom], right: Atom) -> bool:
    """Whether an atom goes on with the chunk before it; a unit belongs to plain numbers, not to a code."""
    left = chunk[-1]
    if CHINESE in {left.sort, right.sort}:
        return False
    match right.glue:
        case "x":
            return left.sort == right.sort == NUMBER
        case " ":
            return UNIT.fullmatch(right.text) is not None and all(atom.sort == NUMBER for atom in chunk)
        case glue:
            return not glue or (glue in JOINING and right.start - left.end == 1)


def spelled(word: str) -> str:
    return "".join(sign if sign.isascii() or "\u3400" <= sign <= "\u9fff" else f"u{ord(sign):x}" for sign in word)


def spelled_number(number: str) -> str:
    """1,200 is 1200, 2.0 is 2, and the point of 2.5 becomes a letter that no engine takes for the end of a word."""
    return re.sub(r"\.0+$", "", number.replace(",", "")).replace(".", "d")


def compact(atoms: Chunk) -> str:
    """A code without what stands between its atoms: "GB/T 25975" as gbt25975, "600 × 1200" as 600x1200."""
    first, *others = atoms
    return first.text + "".join(("x" if atom.glue == "x" else "") + atom.text for atom in others)


@lru_cache(maxsize=4096)
def syllables(run: str) -> tuple[str, ...]:
    """How each character of a Chinese run is read, without tones; one that has no reading is spelled by its number."""
    return tuple(lazy_pinyin(run, errors=unread))


def unread(signs: str) -> str:
    """One spelling a sign: pypinyin takes a list, but its types do not say so."""
    return cast("str", [f"u{ord(sign):x}" for sign in signs])
