"""Full text: which exhibits answer a question, by the numbers of their codes; the same in FTS5 and in PostgreSQL."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy import text
from sqlmodel import Session

Numbers = npt.NDArray[np.int64]
ANYWHERE, IN_NAME, IN_KIND = "w", "n", "k"  # the sign every token begins with says where it stands
SQLITE = text("SELECT group_concat(rowid) FROM product_words WHERE product_words MATCH :asked")
POSTGRESQL = text("SELECT string_agg(number::text, ',') FROM product_words WHERE tokens @@ CAST(:asked AS tsquery)")


class Token(Protocol):
    """What may stand in the text; `prefix` finds every token that begins so."""

    @property
    def text(self) -> str: ...
    @property
    def prefix(self) -> bool: ...


class Term(Protocol):
    """One of its options must stand in the text."""

    @property
    def options(self) -> Sequence[Any]: ...


def answering(session: Session, terms: Sequence[Term], place: str) -> Numbers:
    """The exhibits in which every term stands at this place, published or not; in no order."""
    return ask(session, [[(place + option.text, option.prefix) for option in term.options] for term in terms])


def holding(session: Session, token: str) -> Numbers:
    """The exhibits that hold this very token."""
    return ask(session, [[(token, False)]])


def ask(session: Session, asked: Sequence[Sequence[tuple[str, bool]]]) -> Numbers:
    """Signs are quoted for form's sake: tokens are letters, digits and Chinese characters only."""
    if session.get_bind().dialect.name == "postgresql":
        said = " & ".join(f"({' | '.join(lexeme(*option) for option in options)})" for options in asked)
        found = session.execute(POSTGRESQL, {"asked": said}).scalar_one()
    else:
        said = " AND ".join(f"({' OR '.join(phrase(*option) for option in options)})" for options in asked)
        found = session.execute(SQLITE, {"asked": said}).scalar_one()
    return np.fromstring(found or "", dtype=np.int64, sep=",")


def lexeme(token: str, prefix: bool) -> str:  # noqa: FBT001
    return f"'{token}'{':*' if prefix else ''}"


def phrase(token: str, prefix: bool) -> str:  # noqa: FBT001
    return f'"{token}"{"*" if prefix else ""}'
