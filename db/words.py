"""Full text: which exhibits answer a question, by the numbers of their codes; the same in FTS5 and in PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine, bindparam, event, inspect, text, update
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, col

from db import shelf_changes
from db.products import Product
from db.shelf_changes import Part

Numbers = npt.NDArray[np.int64]
ANYWHERE, IN_NAME, IN_KIND = "w", "n", "k"  # the sign every token begins with says where it stands
SQLITE = text("SELECT group_concat(rowid) FROM product_words WHERE product_words MATCH :asked")
POSTGRESQL = text("SELECT string_agg(number::text, ',') FROM product_words WHERE tokens @@ CAST(:asked AS tsquery)")

INDEX = "CREATE INDEX ix_product_words ON product_words USING gin (tokens) WITH (fastupdate = off)"
TAKE_IN_SQLITE = text("INSERT INTO product_words (rowid, words) VALUES (:number, :words)")
COPY_POSTGRESQL = "COPY product_words (number, tokens) FROM STDIN"
FORGET_SQLITE = text("INSERT INTO product_words (product_words, rowid, words) VALUES ('delete', :number, :words)")
SAY = update(Product).values(words=bindparam("said")).where(col(Product.id) == bindparam("product"))
FORGET_POSTGRESQL = text("DELETE FROM product_words WHERE number = :number")


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


# Keeping in step: no trigger may write to FTS5 while SQLite trusts no schema


@event.listens_for(Session, "after_flush")
def follow(session: Session, _: UOWTransaction) -> None:
    """Whatever becomes of a product's words in a transaction becomes of them in the search."""
    for row in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(row, Product):
            said = inspect(row).attrs.words.history
            before = said.deleted[0] if said.deleted else "" if row in session.new else row.words
            after = "" if row in session.deleted else row.words
            if before != after:
                forget(session, number_of(row.code), before)
                take_in(session, [(number_of(row.code), after)])


def say_anew(session: Session, spoken: Sequence[tuple[Product, str]]) -> None:
    """Other words for exhibits of which nothing else changes: what is kept of them in memory stays as it is."""
    changed = [(product, said) for product, said in spoken if product.words != said]
    if not changed:
        return
    for product, _ in changed:
        forget(session, number_of(product.code), product.words)
    take_in(session, [(number_of(product.code), said) for product, said in changed])
    session.connection().execute(SAY, [{"product": product.id, "said": said} for product, said in changed])
    shelf_changes.note(session, Part.SUPPLIERS)


def number_of(code: str) -> int:
    return int(code.partition("-")[2])


def forget(session: Session, number: int, said: str) -> None:
    """FTS5 has to be told what it knew."""
    if said:
        lite = session.get_bind().dialect.name == "sqlite"
        session.connection().execute(FORGET_SQLITE if lite else FORGET_POSTGRESQL, {"number": number, "words": said})


def take_in(session: Session, spoken: Sequence[tuple[int, str]]) -> None:
    """Make these exhibits found by their words; those without any are not."""
    rows = [(number, said) for number, said in spoken if said]
    if rows and session.get_bind().dialect.name == "sqlite":
        named = [{"number": number, "words": said} for number, said in rows]
        session.connection().execute(TAKE_IN_SQLITE, named)
    elif rows:
        connection: Any = session.connection().connection.driver_connection
        with connection.cursor().copy(COPY_POSTGRESQL) as into:
            for row in rows:
                into.write_row(row)  # tokens are plain letters, digits and characters: the text of a tsvector


@contextmanager
def indexed_afterwards(database: Engine) -> Iterator[None]:
    """While very many are taken in: PostgreSQL builds the index of a million at once in a tenth of the time."""
    if database.dialect.name != "postgresql":
        yield
        return
    with database.begin() as connection:
        connection.execute(text("DROP INDEX ix_product_words"))
    try:
        yield
    finally:
        with database.begin() as connection:
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
            connection.execute(text(INDEX))


def lexeme(token: str, prefix: bool) -> str:  # noqa: FBT001
    return f"'{token}'{':*' if prefix else ''}"


def phrase(token: str, prefix: bool) -> str:  # noqa: FBT001
    return f'"{token}"{"*" if prefix else ""}'
