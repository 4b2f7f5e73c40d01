"""The words of the trade in pinyin: what a text that is neither a name nor a kind is found by as it is spoken."""

from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from pathlib import Path

from services.search.spots import spoken

__all__ = ["heard"]

MOST = 60  # tokens of one text: a long one keeps room for what is written in it


def heard(plain: str) -> Iterator[str]:
    """The tokens of the words that stand in a folded text, one inside another as well, as the vocabulary has them."""
    known = {} if plain.isascii() else vocabulary()
    return islice(chain.from_iterable(tokens for word, tokens in known.items() if word in plain), MOST)


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Every word of the trade with its full pinyin and, if it is longer than one character, its initials."""
    lines = (Path(__file__).parent / "trade_words.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return {word: tuple(spot.token for spot in islice(spoken(word), min(len(word), 2))) for word in words}
