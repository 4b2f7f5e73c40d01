"""A visitor's query as a question about tokens, and the answer that every database has to give to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain, islice

from services.search.spelling import CHINESE, NUMBER, STANDARD, Atom, Chunk, chunks, compact, folded
from services.search.spots import LONGEST_TOKEN, SHORTEST_STEM, standard, stem, without_standards
from services.search.words import exact_name

__all__ = ["Query", "Rank", "Term", "Token", "matches", "rank", "terms"]

LONGEST_QUERY, MOST_WORDS, MOST_TERMS = 200, 8, 32
LONGEST_INITIALS, LONGEST_PINYIN = 8, 16  # of a name 6 syllables are kept, hardly ever of fewer letters, and 8 initials
SHORTEST_CODE = 3
SMALL_WORDS = frozenset({"and", "for", "in", "of", "on", "the", "to", "with"})
OF = "的"


@dataclass(frozen=True)
class Token:
    """A token without its field; with `prefix` whatever begins so is meant, too."""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class Term:
    """One thing that was asked for; any of its options will do."""

    options: tuple[Token, ...]


@dataclass(frozen=True)
class Query:
    """What was asked: every term must match. `exact` is the token of a name that is just what was typed."""

    terms: tuple[Term, ...] = ()
    exact: str = ""


class Rank(IntEnum):
    """The classes of what is found, the best first; inside one the newest comes first, then the lower code."""

    EXACT_NAME = 0
    NAME = 1
    KIND = 2
    ANYWHERE = 3


def terms(query: str) -> Query:
    """The question in what a visitor typed or pasted; nothing legible asks for everything."""
    asked = query[:LONGEST_QUERY]
    plain, _ = folded(asked)
    found = dict.fromkeys(chain.from_iterable(islice(words(plain), MOST_WORDS)))
    return Query(tuple(islice(found, MOST_TERMS)), exact_name(asked))


def matches(query: Query, words: str, field: str = "w") -> bool:
    """Whether all that was asked stands in a field of a product's stored words: what a database must answer."""
    stored = set(words.split())
    return all(any(stands(option, field, stored) for option in term.options) for term in query.terms)


def rank(query: Query, words: str) -> Rank:
    """The class of a product that matches."""
    if query.exact in words.split():
        return Rank.EXACT_NAME
    fields = {"n": Rank.NAME, "k": Rank.KIND}
    return next((best for field, best in fields.items() if matches(query, words, field)), Rank.ANYWHERE)


def stands(option: Token, field: str, stored: set[str]) -> bool:
    text = field + option.text
    return any(token.startswith(text) for token in stored) if option.prefix else text in stored


def words(plain: str) -> Iterator[list[Term]]:
    """The terms of each word asked for, in their order; small words only where there is nothing else."""
    asked = {found.start(): [by_standard(found)] for found in STANDARD.finditer(plain)}
    others = list(chunks(without_standards(plain)))
    telling = [chunk for chunk in others if compact(chunk) not in SMALL_WORDS]
    asked |= {chunk[0].start: of_chunk(chunk) for chunk in (telling if telling or asked else others)}
    return (asked[place] for place in sorted(asked))


def by_standard(found: re.Match[str]) -> Term:
    """While the number is typed, whatever begins so; once an edition follows, that standard in any edition."""
    return Term((Token("c" + standard(found), prefix=not found["edition"]),))


def of_chunk(chunk: Chunk) -> list[Term]:
    if chunk[0].sort == CHINESE:
        return [term for run in chunk[0].text.split(OF) or [OF] for term in of_chinese(run)] or of_chinese(OF)
    if len(chunk) > 1 and any(atom.sort == NUMBER for atom in chunk):
        return [Term((Token(("c" + compact(chunk))[:LONGEST_TOKEN], prefix=True),))]
    return [of_latin(atom) for atom in chunk]


def of_chinese(run: str) -> list[Term]:
    """A character, or every pair of neighbours."""
    pairs = [run[place : place + 2] for place in range(len(run) - 1)] or [run]
    return [Term((Token(pair),)) for pair in pairs if pair]


def of_latin(atom: Atom) -> Term:
    """A word or number by its beginning, an English word by its stem, and letters as pinyin; one sign only as it is."""
    said = atom.text
    options = [Token("l" + said, prefix=atom.end - atom.start > 1)]
    if options[0].prefix and atom.is_latin:
        options += [Token("s" + stem(said))] if len(said) >= SHORTEST_STEM else []
        options += [Token("c" + said, prefix=True)] if len(said) >= SHORTEST_CODE else []
        options += [Token("p" + said[:LONGEST_PINYIN], prefix=True)]
        options += [Token("i" + said, prefix=True)] if len(said) <= LONGEST_INITIALS else []
    return Term(tuple(options))
