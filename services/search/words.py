"""What is stored of a product for the search: its distinct tokens, each with the field it stands in before it.

`w` anywhere, `n` in a name, `k` in the kind's names; `x` is the one token of a whole name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

from services.search.spelling import STANDARD, chunks, compact, folded
from services.search.spots import Spot, spoken, written
from services.search.trade import heard

__all__ = ["exact_name", "sealed", "standards_in", "together", "unspaced", "words_of"]

LONGEST_WORDS = 8000
ANYWHERE, NAME, KIND, EXACT = "w", "n", "k", "x"


def words_of(names: Sequence[str], kinds: Sequence[str], rest: Iterable[str] = ()) -> str:
    """The stored words of a product: its names, its kind's names, and what else it may be found by, dearest first."""
    said, kind = [folded(name)[0] for name in names], [folded(name)[0] for name in kinds]
    return fitted(
        [
            *in_field(NAME, said, written),
            *filter(None, map(exact_name, names)),
            *in_field(KIND, kind, written),
            *in_field(NAME, said, spoken),
            *in_field(KIND, kind, spoken),
            *(ANYWHERE + token for text in rest for token in elsewhere(folded(text)[0])),
        ]
    )


def together(*stored: str) -> str:
    """The words of several texts as those of one."""
    return fitted(token for words in stored for token in words.split())


def standards_in(texts: Iterable[str]) -> list[str]:
    """The codes of the standards that texts name, each once: what surrounds them is not worth finding."""
    return list(dict.fromkeys(found[0] for text in texts for found in STANDARD.finditer(folded(text)[0])))


def exact_name(name: str) -> str:
    """The token of a whole name, however it is spaced and quoted; none for what cannot be read."""
    return sealed(unspaced(name))


def unspaced(name: str) -> str:
    """A name as its token reads it: folded, in one piece."""
    return "".join(compact(chunk) for chunk in chunks(folded(name)[0]))


def sealed(plain: str) -> str:
    return EXACT + blake2b(plain.encode(), digest_size=8).hexdigest() if plain else ""


def in_field(field: str, texts: Iterable[str], reading: Callable[[str], Iterable[Spot]]) -> Iterator[str]:
    for text in texts:
        for spot in reading(text):
            yield ANYWHERE + spot.token
            yield field + spot.token


@lru_cache(maxsize=256)  # one maker's exhibits share its names, its city, their standards
def elsewhere(plain: str) -> tuple[str, ...]:
    """What is said besides: first the words of the trade as they are spoken, for a long text is cut at its end."""
    return tuple(dict.fromkeys(chain(heard(plain), (spot.token for spot in written(plain)))))


def fitted(tokens: Iterable[str]) -> str:
    """The distinct tokens in their order; what does not fit its column is left out from the end."""
    words = " ".join(dict.fromkeys(tokens))
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS + 1].rpartition(" ")[0]
