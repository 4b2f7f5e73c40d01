"""What this machine can do without the museum: a sum, a row read, a row written to the disk, an empty page opened."""

import time
from collections.abc import Callable, Iterator, Sequence

from db.engine import engine
from tests.bench.empty import empty_app
from tests.bench.house import KINDS, House
from tests.bench.opening import LETTER, Target, interleaved
from tests.bench.results import Result, result
from tests.browser import browser

ROWS, ROUNDS, WARM_UP = 200, 5, 20
SUMS, TERMS = 40, 1_000_000  # some 20 ms of work on an idle processor, longer where others want it too
TABLE = "CREATE TABLE calibration (number INTEGER PRIMARY KEY, words TEXT NOT NULL)"
INSERT = "INSERT INTO calibration (words, number) VALUES ('brick', {})"
SELECT = "SELECT words FROM calibration WHERE number = {}"


def measure(house: House) -> Iterator[Result]:
    yield result("calibration.sum", [summed() for _ in range(SUMS)], unit="ms")
    for kind in KINDS:
        with house.opened(kind):
            write(TABLE)
            yield result("calibration.insert", timed(write, INSERT), unit="ms", database=kind)
            yield result("calibration.select", timed(read, SELECT), unit="ms", database=kind)
    with empty_app(house.folder) as url, browser() as chromium:
        letter = Target("empty", url, mark=LETTER)
        interleaved(chromium, [letter], rounds=ROUNDS)
    for way, taken in letter.times.items():
        yield result(f"calibration.empty.{way}", taken, unit="ms")


def timed(ask: Callable[[str], None], statement: str) -> Sequence[float]:
    """Milliseconds of the same statement on row after row, the first few uncounted."""
    taken = []
    for number in range(ROWS + WARM_UP):
        began = time.perf_counter()
        ask(statement.format(number))
        taken.append((time.perf_counter() - began) * 1000)
    return taken[WARM_UP:]


def summed() -> float:
    began = time.perf_counter()
    sum(range(TERMS))
    return (time.perf_counter() - began) * 1000


def write(statement: str) -> None:
    with engine().execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)


def read(statement: str) -> None:
    with engine().connect() as connection:
        connection.exec_driver_sql(statement).all()
