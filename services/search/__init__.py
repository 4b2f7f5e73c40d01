"""What a search finds and in which order: a pure rule about text, so that every database gives the same answer."""

from services.search.asking import Query, Rank, Term, Token, matches, rank, terms
from services.search.marking import marked
from services.search.suggesting import learnt, suggestion, vocabulary_of
from services.search.words import exact_name, sealed, standards_in, together, unspaced, words_of

__all__ = [
    "Query",
    "Rank",
    "Term",
    "Token",
    "exact_name",
    "learnt",
    "marked",
    "matches",
    "rank",
    "sealed",
    "standards_in",
    "suggestion",
    "terms",
    "together",
    "unspaced",
    "vocabulary_of",
    "words_of",
]
