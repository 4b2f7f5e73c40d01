"""The options of a choice, put into words while the page is drawn: later nobody knows the visitor's language."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from components import labels

T = TypeVar("T", bound=StrEnum)


def words(options: Iterable[T]) -> Callable[[T], str]:
    return {option: labels.word(option) for option in options}.__getitem__
