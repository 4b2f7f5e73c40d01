"""Where a shown text holds what was asked for, so that a page can mark it."""

from functools import lru_cache
from itertools import chain, groupby

from services.search.asking import Query
from services.search.spelling import folded
from services.search.spots import Spot, spoken, written

__all__ = ["marked"]


@lru_cache(maxsize=4096)
def marked(text: str, query: Query) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, and whether each was asked for; a pinyin query marks the characters it spells."""
    plain, origins = folded(text)
    asked = [False] * len(text)
    for start, end in places(plain, query) if query.terms else ():
        first, last = origins[start], origins[end - 1]
        asked[first : last + 1] = [True] * (last + 1 - first)
    pieces = groupby(zip(text, asked, strict=True), key=lambda pair: pair[1])
    return tuple(("".join(sign for sign, _ in piece), hit) for hit, piece in pieces)


def places(plain: str, query: Query) -> list[tuple[int, int]]:
    options = {option for term in query.terms for option in term.options}
    exact = {option.text for option in options if not option.prefix}
    beginnings = sorted((option.text for option in options if option.prefix), key=len, reverse=True)
    spots = chain(written(plain), spoken(plain))
    return [place for spot in spots if (place := covered(spot, exact, beginnings))]


def covered(spot: Spot, exact: set[str], beginnings: list[str]) -> tuple[int, int] | None:
    """The part of a spot that was asked for, if any."""
    if spot.token in exact:
        return spot.covered(len(spot.token))
    longest = next((beginning for beginning in beginnings if spot.token.startswith(beginning)), "")
    return spot.covered(len(longest)) if longest else None
