"""What a search finds and in which order: a pure rule about text, so that every database gives the same answer."""

from services.search.asking import Query, Rank, Term, Token, matches, rank, terms
from services.search.words import together, words_of

__all__ = [
    "END_OF_KIND",
    "END_OF_NAMES",
    "Query",
    "Rank",
    "Term",
    "Token",
    "matches",
    "rank",
    "terms",
    "together",
    "words_of",
]

END_OF_NAMES, END_OF_KIND = "\x1e", "\x1f"
