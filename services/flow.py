"""A life cycle is a table of allowed moves; nothing else in the code assigns a status."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from services.errors import Conflict

S = TypeVar("S", bound=StrEnum)
Flow = Mapping[S, frozenset[S]]


class HasStatus(Protocol):
    status: Any


def may_move(flow: Flow[S], thing: HasStatus, to: S) -> bool:
    return to in flow[thing.status]


def move(flow: Flow[S], thing: HasStatus, to: S) -> None:
    if not may_move(flow, thing, to):
        raise Conflict("“{now}” cannot become “{to}”.", now=thing.status, to=to)
    thing.status = to
