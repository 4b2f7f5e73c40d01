"""The only column types: each legal in SQLite's STRICT tables and in PostgreSQL, each with the check it implies."""

import json
import os
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Dialect, Text, Uuid
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.sqlite import INTEGER, TEXT
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

MILLION = 1_000_000
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Row(SQLModel):
    """A stored row. `db.schema` adds STRICT and the checks of the column types to every table."""


def time_ordered_id() -> UUID:
    """A version 7 UUID: milliseconds, 4096ths of one (RFC 9562, 6.2, method 3), then randomness.

    Rows that are written one after the other keep their order, however fast the machine."""
    milliseconds, rest = divmod(time.time_ns(), MILLION)
    ordered = milliseconds << 16 | 0x7 << 12 | (rest << 12) // MILLION
    return UUID(int=ordered << 64 | 0x2 << 62 | int.from_bytes(os.urandom(8)) >> 2)


identities: ContextVar[Callable[[], UUID]] = ContextVar("identities", default=time_ordered_id)


def new_id() -> UUID:
    return identities.get()()


class Portable(TypeDecorator[Any]):
    """One meaning, two spellings: `sqlite` in STRICT tables, `impl` in PostgreSQL."""

    sqlite: type[TypeEngine[Any]] = TEXT

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.cache_ok = True  # SQLAlchemy asks every class for its own word: options are plain values

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        spelled = self.sqlite() if dialect.name == "sqlite" else self.impl_instance
        return dialect.type_descriptor(spelled)

    def check(self, column: str) -> str | None:
        """The SQL condition every value meets, if the type implies one."""
        del column
        return None


class Identity(Portable):
    impl = Uuid

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return UUID(value) if value is not None and dialect.name == "sqlite" else value


class Words(Portable):
    """Text of at most `limit` characters, without NUL."""

    impl = Text

    def __init__(self, limit: int = 200) -> None:
        super().__init__()
        self.limit = limit

    def check(self, column: str) -> str | None:
        return f"length({column}) <= {self.limit}"


class Choice(Portable):
    impl = Text

    def __init__(self, options: type[StrEnum]) -> None:
        super().__init__()
        self.options = options

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else self.options(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        del dialect
        return None if value is None else self.options(value)

    def check(self, column: str) -> str | None:
        return f"{column} IN ({', '.join(repr(option.value) for option in self.options)})"


class Whole(Portable):
    """A 64-bit integer, from `least` upwards where one is given: fen, thousandths, counts."""

    impl = BigInteger
    sqlite = INTEGER

    def __init__(self, least: int | None = None) -> None:
        super().__init__()
        self.least = least

    def check(self, column: str) -> str | None:
        return None if self.least is None else f"{column} >= {self.least}"


class Exact(Portable):
    """A decimal with six places, stored as integer millionths, so both databases compare it exactly."""

    impl = BigInteger
    sqlite = INTEGER

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        del dialect
        return None if value is None else int((Decimal(value) * MILLION).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        del dialect
        return None if value is None else Decimal(value) / MILLION


class Moment(Portable):
    """An aware moment in UTC, to the microsecond."""

    impl = DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone, got {value!r}")
        at = value.astimezone(UTC)
        return at.strftime(MOMENT) if dialect.name == "sqlite" else at

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        return cast("datetime", value).astimezone(UTC)


class Day(Portable):
    impl = Date

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if value is not None and dialect.name == "sqlite" else value


class Flag(Portable):
    impl = Boolean
    sqlite = INTEGER

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        del dialect
        return None if value is None else bool(value)

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:  # noqa: FBT001
        return int(value) if value is not None and dialect.name == "sqlite" else value


class Document(Portable):
    """JSON that is read as a whole and never searched."""

    impl = postgresql.JSONB

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return json.loads(value) if value is not None and dialect.name == "sqlite" else value


def column(kind: Portable | type[Portable], **options: Any) -> Any:
    """A table's column of one of the types above; an optional annotation makes it nullable."""
    return Field(sa_type=cast("Any", kind), **options)


def identity() -> Any:
    return column(Identity, default_factory=new_id, primary_key=True)


def refers_to(target: str, **options: Any) -> Any:
    return column(Identity, foreign_key=target, index=options.pop("index", True), **options)
