"""What the catalogue in memory is made of: the columns of all exhibits at once, or of a few that have changed."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import bindparam, text
from sqlmodel import Session

from db.columns import Identity

NO_CARBON = -(2**62)  # below any declaration
CHUNK, FEW = 50_000, 500  # rows held as Python objects at a time; ids in one question
PUBLISHED_AT = {
    "sqlite": """CAST(strftime('%s', p.published_at) AS INTEGER) * 1000000
        + CAST(substr(p.published_at, 21, 6) AS INTEGER)""",
    "postgresql": "CAST(extract(epoch FROM p.published_at) * 1000000 AS bigint)",
}
DAYS = {"sqlite": "CAST(julianday({}) - 2440587.5 AS INTEGER)", "postgresql": "({} - DATE '1970-01-01')"}
PRODUCTS = f"""
SELECT CAST(substr(p.code, 3) AS INTEGER) AS number, CAST(substr(s.code, 3) AS INTEGER) AS supplier, p.kind AS kind,
    p.unit AS unit, p.origin_city AS city, p.price_fen AS price, p.minimum_milli AS minimum,
    COALESCE(p.carbon, {NO_CARBON}) AS carbon, {{published}} AS published,
    COALESCE(t.on_hand_milli - t.reserved_milli, 0) AS available
FROM product p JOIN supplier s ON s.id = p.supplier_id LEFT JOIN stock t ON t.product_id = p.id
WHERE p.status = 'published' {{these}}
"""
VALUES = """
SELECT CAST(substr(p.code, 3) AS INTEGER) AS number, v.indicator AS indicator, v.value AS value,
    CASE WHEN v.proof = 'declared' THEN 0 ELSE 1 END AS proved
FROM product p JOIN product_value v ON v.product_id = p.id WHERE p.status = 'published' {these}
"""
CERTIFICATES = """
SELECT CAST(substr(p.code, 3) AS INTEGER) AS number, c.scheme AS scheme, COALESCE(c.stars, 0) AS stars,
    {since} AS since, {until} AS until
FROM product p JOIN certificate c ON c.product_id = p.id WHERE p.status = 'published' {these}
"""
STOCK = """
SELECT CAST(substr(p.code, 3) AS INTEGER) AS number, t.on_hand_milli - t.reserved_milli AS available
FROM product p JOIN stock t ON t.product_id = p.id WHERE p.status = 'published' {these}
"""
SUPPLIERS = """
SELECT CAST(substr(code, 3) AS INTEGER) AS number, kind, CASE WHEN status = 'approved' THEN 1 ELSE 0 END AS approved
FROM supplier
"""
NUMBERS = "SELECT CAST(substr(p.code, 3) AS INTEGER) AS number FROM product p WHERE 1 = 1 {these}"
Ids = Sequence[UUID] | None


def products(session: Session, ids: Ids = None) -> pd.DataFrame:
    """A row a published exhibit: number, supplier, kind, unit, city, price (fen), minimum and available (thousandths),
    carbon (millionths of kgCO2e a unit, or NO_CARBON), published (microseconds since 1970)."""
    return read(session, PRODUCTS.replace("{published}", PUBLISHED_AT[dialect(session)]), ids)


def values(session: Session, ids: Ids = None) -> pd.DataFrame:
    """A row an indicator value: number, indicator, value (millionths), proved (by report or certificate)."""
    return read(session, VALUES, ids)


def certificates(session: Session, ids: Ids = None) -> pd.DataFrame:
    """A row a certificate: number, scheme, stars, since and until (days since 1970, both included)."""
    day = DAYS[dialect(session)]
    dated = CERTIFICATES.replace("{since}", day.format("c.valid_from")).replace("{until}", day.format("c.valid_until"))
    return read(session, dated, ids)


def stock(session: Session, ids: Ids = None) -> pd.DataFrame:
    return read(session, STOCK, ids)


def suppliers(session: Session) -> pd.DataFrame:
    """A row a supplier: number, kind, approved."""
    return read(session, SUPPLIERS)


def numbers(session: Session, ids: Sequence[UUID]) -> list[int]:
    """Of these products, published or not."""
    return [int(number) for number in read(session, NUMBERS, ids)["number"]]


def dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def read(session: Session, statement: str, ids: Ids = None) -> pd.DataFrame:
    if ids is not None:
        return pd.concat([some(session, statement, ids[at : at + FEW]) for at in range(0, len(ids), FEW)])
    plain = statement.replace("{these}", "")
    return copied(session, plain) if dialect(session) == "postgresql" else fetched(session, plain)


def some(session: Session, statement: str, ids: Sequence[UUID]) -> pd.DataFrame:
    asked = text(statement.replace("{these}", "AND p.id IN :ids"))
    found = session.execute(asked.bindparams(bindparam("ids", list(ids), expanding=True, type_=Identity())))
    return pd.DataFrame(found.all(), columns=list(found.keys()))


def fetched(session: Session, statement: str) -> pd.DataFrame:
    """Few rows at a time as Python objects: a million at once would take a gigabyte."""
    cursor: Any = session.connection().connection.cursor()
    cursor.execute(statement)
    names = [column[0] for column in cursor.description]
    words: dict[str, dict[str, int]] = {}
    parts: list[list[npt.NDArray[Any]]] = []
    while rows := cursor.fetchmany(CHUNK):
        columns = zip(names, zip(*rows, strict=True), strict=True)
        parts.append([packed(column, words.setdefault(name, {})) for name, column in columns])
    cursor.close()
    whole = [np.concatenate(pieces) for pieces in zip(*parts, strict=True)] if parts else [np.zeros(0)] * len(names)
    return pd.DataFrame({name: named(column, words.get(name)) for name, column in zip(names, whole, strict=True)})


def packed(column: Sequence[Any], words: dict[str, int]) -> npt.NDArray[Any]:
    """Whole numbers as they are, words by their number in `words`."""
    if isinstance(column[0], int):
        return np.array(column, np.int64)
    return np.fromiter((words.setdefault(word, len(words)) for word in column), np.int32, len(column))


def named(column: npt.NDArray[Any], words: dict[str, int] | None) -> Any:
    return pd.Categorical.from_codes(column, categories=pd.Index(list(words))) if words else column


def copied(session: Session, statement: str) -> pd.DataFrame:
    """PostgreSQL's COPY, read by pandas: several times as fast as a row after another."""
    connection: Any = session.connection().connection.driver_connection
    with connection.cursor().copy(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv, HEADER)") as rows:
        written = io.BytesIO(b"".join(rows))
    frame = pd.read_csv(written, keep_default_na=False)
    return frame.astype({name: "category" for name in frame if not pd.api.types.is_numeric_dtype(frame[name])})
