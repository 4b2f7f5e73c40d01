"""A replacement table of indicators: all of it is taken over, or nothing, with a list of what is wrong in which row."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlmodel import Session

from db import standards as store
from db.engine import reading, transaction
from db.standards import WITHDRAWN, Confidence, Indicator, Kind, Operator, Scenario
from services import audit
from services.audit import Event
from services.errors import Invalid
from services.permissions import Permission, require
from services.visitors import Visitor
from services.words import follow_names

__all__ = ["Problem", "Report", "import_indicators"]

COLUMNS = [
    *("category_en", "category_zh", "kind_en", "kind_zh", "indicator_en", "indicator_zh"),
    *("operator", "threshold", "unit", "test_standard", "confidence", "source"),
]
LARGEST_BYTES, MOST_ROWS = 2_000_000, 5_000
OPERATORS = {">=": Operator.AT_LEAST, "<=": Operator.AT_MOST, "range": Operator.BETWEEN, "boolean": Operator.YES}
LONGEST = {"name_zh": 160, "name_en": 240, "unit": 40, "standard": 160, "source": 400, "edition": 60}
ASIDE = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")
FARTHEST = Decimal(10) ** 12


@dataclass(frozen=True)
class Problem:
    """What stands in the way: the row as a spreadsheet counts it, the column, what was read, what is expected."""

    row: int
    column: str
    read: str
    expected: str


@dataclass(frozen=True)
class Report:
    """What the import did; with problems it did nothing."""

    problems: Sequence[Problem] = ()
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def imported(self) -> int:
        return self.added + self.changed + self.unchanged


@dataclass(frozen=True)
class Line:
    """One indicator as the table gives it."""

    kind: str
    name_zh: str
    name_en: str
    operator: Operator
    low: Decimal | None
    high: Decimal | None
    unit: str
    standard: str
    confidence: Confidence
    source: str
    mandatory: bool
    scenario: Scenario
    edition: str


class Unreadable(Exception):
    """A cell that makes no sense; becomes a Problem with its row."""

    def __init__(self, column: str, read: str, expected: str) -> None:
        super().__init__(column, read, expected)
        self.column, self.read, self.expected = column, read[:80], expected


def import_indicators(official: Visitor, data: bytes) -> Report:
    """Replace the table of indicators by `data` (CSV in UTF-8). Known ones keep their keys, found by kind and name."""
    require(official, Permission.STANDARD_IMPORT)
    table = rows_of(data)
    with reading() as db:
        lines, problems = read_all(table, store.kinds(db))
    if problems:
        return Report(problems=problems)
    with transaction() as db:
        report = take_over(db, lines)
        audit.record(
            db,
            official,
            Event.STANDARD_IMPORTED,
            "indicators",
            rows=len(lines),
            added=report.added,
            changed=report.changed,
            withdrawn=report.withdrawn,
        )
    follow_names()
    return report


def rows_of(data: bytes) -> list[dict[str, str]]:
    if len(data) > LARGEST_BYTES:
        raise Invalid("The table is larger than {limit} kB.", limit=LARGEST_BYTES // 1000)
    try:
        table = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), restval="", strict=True)
        found = [{name: cell or "" for name, cell in row.items() if name is not None} for row in table]
    except (UnicodeDecodeError, csv.Error):
        raise Invalid("This is no table: a CSV file in UTF-8 is expected.") from None
    missing = [name for name in COLUMNS if name not in (table.fieldnames or [])]
    if missing:
        raise Invalid("The table lacks the columns {missing}.", missing=", ".join(missing))
    if not 1 <= len(found) <= MOST_ROWS:
        raise Invalid("The table has {count} rows; 1 to {most} are expected.", count=len(found), most=MOST_ROWS)
    return found


def read_all(table: Sequence[dict[str, str]], kinds: Sequence[Kind]) -> tuple[list[Line], list[Problem]]:
    """Every line that makes sense, and a problem for every one that does not; the head of the table is row 1."""
    by_name = {bare(name): kind.code for kind in kinds for name in (kind.name_zh, kind.name_en)}
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(table, start=2):
        try:
            line = read_line(row, by_name)
            require_new(line, seen)
            lines.append(line)
        except Unreadable as why:
            problems.append(Problem(number, why.column, why.read, why.expected))
    return lines, problems


def require_new(line: Line, seen: set[tuple[str, str]]) -> None:
    name = (line.kind, bare_case(line.name_zh))
    if name in seen:
        raise Unreadable("indicator_zh", line.name_zh, "each indicator of a kind once")
    seen.add(name)


def bare(name: str) -> str:
    """A kind's name without what stands in brackets at its end: tables add their example there."""
    return bare_case(ASIDE.sub("", name))


def bare_case(name: str) -> str:
    return " ".join(name.split()).casefold()


def read_line(row: dict[str, str], kinds: dict[str, str]) -> Line:
    kind = kinds.get(bare(row["kind_zh"])) or kinds.get(bare(row["kind_en"]))
    if kind is None:
        raise Unreadable("kind_zh", row["kind_zh"], "one of the kinds of the museum")
    operator = OPERATORS.get(row["operator"].strip())
    if operator is None:
        raise Unreadable("operator", row["operator"], ", ".join(OPERATORS))
    low, high = bounds(operator, row["threshold"].strip())
    return Line(
        kind=kind,
        name_zh=text(row, "indicator_zh", "name_zh", needed=True),
        name_en=text(row, "indicator_en", "name_en", needed=True),
        operator=operator,
        low=low,
        high=high,
        unit="" if row["unit"].strip() == "-" else text(row, "unit", "unit"),
        standard=text(row, "test_standard", "standard"),
        confidence=Confidence(choice(row, "confidence", [each.value for each in Confidence], "")),
        source=text(row, "source", "source"),
        mandatory=choice(row, "mandatory", ["yes", "no"], "yes") == "yes",
        scenario=Scenario(choice(row, "scenario", [each.value for each in Scenario], Scenario.THIRD_PARTY)),
        edition=text(row, "edition", "edition") or store.EDITION,
    )


def text(row: dict[str, str], column: str, kept_as: str, *, needed: bool = False) -> str:
    said, longest = " ".join(row.get(column, "").split()), LONGEST[kept_as]
    if (needed and not said) or len(said) > longest or not said.isprintable() or said == WITHDRAWN:
        raise Unreadable(column, said, f"{1 if needed else 0}-{longest} characters")
    return said


def choice(row: dict[str, str], column: str, options: Sequence[str], default: str) -> str:
    said = row.get(column, "").strip() or default
    if said not in options:
        raise Unreadable(column, said, ", ".join(options))
    return said


def bounds(operator: Operator, threshold: str) -> tuple[Decimal | None, Decimal | None]:
    match operator:
        case Operator.AT_LEAST:
            return number(threshold), None
        case Operator.AT_MOST:
            return None, number(threshold)
        case Operator.YES:
            if threshold != "true":
                raise Unreadable("threshold", threshold, "true")
            return None, None
    low, dots, high = threshold.partition("..")
    if not dots or number(low) > number(high):
        raise Unreadable("threshold", threshold, "a..b")
    return number(low), number(high)


def number(said: str) -> Decimal:
    try:
        value = Decimal(said.strip())
    except InvalidOperation:
        raise Unreadable("threshold", said, "a number") from None
    if not value.is_finite() or abs(value) > FARTHEST or value != round(value, 6):
        raise Unreadable("threshold", said, "a number with at most six decimals")
    return value


def take_over(db: Session, lines: Sequence[Line]) -> Report:
    """Bring the stored table to what the lines say; nothing is deleted, and no key is ever given twice."""
    stored = list(store.all_indicators(db))
    known = {(row.kind, bare_case(name)): row for row in stored for name in (row.name_en, row.name_zh)}
    last, claimed = last_numbers(stored), set[str]()
    added = changed = 0
    for position, line in enumerate(lines, start=1):
        row = known.get((line.kind, bare_case(line.name_zh))) or known.get((line.kind, bare_case(line.name_en)))
        if row is None or row.key in claimed:
            last[line.kind] = last.get(line.kind, 0) + 1
            db.add(Indicator(key=f"{line.kind}-{last[line.kind]:02d}", position=position, **vars(line)))
            added += 1
        else:
            claimed.add(row.key)
            changed += bring_to(row, line, position)
    withdrawn = [row for row in stored if row.edition != WITHDRAWN and row.key not in claimed]
    for row in withdrawn:
        row.edition = WITHDRAWN
    return Report(added=added, changed=changed, unchanged=len(lines) - added - changed, withdrawn=len(withdrawn))


def last_numbers(stored: Sequence[Indicator]) -> dict[str, int]:
    """The highest number each kind ever gave to an indicator."""
    last: dict[str, int] = {}
    for row in stored:
        number = row.key.rpartition("-")[2]
        last[row.kind] = max(last.get(row.kind, 0), int(number) if number.isdecimal() else 0)
    return last


def bring_to(row: Indicator, line: Line, position: int) -> bool:
    """Whether anything but its place in the table was different."""
    different = [name for name, value in vars(line).items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, getattr(line, name))
    row.position = position
    return bool(different)
