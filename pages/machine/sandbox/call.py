"""What one request brings to an operation, and the shape of an operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pages.machine.sandbox.params import Params
from pages.machine.sandbox.refusals import Json
from pages.machine.sandbox.store import Book


@dataclass(frozen=True)
class Call:
    book: Book
    params: Params
    ids: Mapping[str, str]
    now: int
    base_url: str
    account: str | None = None


Operation = Callable[[Call], Json]
