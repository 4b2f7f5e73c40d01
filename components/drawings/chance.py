"""The only source of variety: a seed word always unrolls into the same sequence of choices."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Chance:
    """A die whose throws are settled by the words it was made from (splitmix64, started from a hash)."""

    def __init__(self, *words: str) -> None:
        told = "\x1f".join(words).encode("utf-8", "surrogatepass")
        self._state = int.from_bytes(blake2b(told, digest_size=8).digest(), "big")

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        word = self._state
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((word ^ (word >> 31)) >> 11) / (1 << 53)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.share() * len(options))]

    def flag(self) -> bool:
        return self.share() < 0.5
