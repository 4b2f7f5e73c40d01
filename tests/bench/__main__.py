"""Measure the museum, or one part of it, in a scratch folder; print a table and write `bench.json` into DATA_DIR."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from db.settings import settings
from tests.bench import calibration, catalogue, machine, orders, pages, road, sessions
from tests.bench.house import House
from tests.bench.results import HEADING, Result, keep, result

Part = Callable[[House], Iterator[Result]]
PARTS: dict[str, Part] = {
    "calibration": calibration.measure,
    "catalogue": catalogue.measure,
    "million": catalogue.measure_a_million,
    "million-pages": pages.measure_a_million,
    "orders": orders.measure,
    "pages": pages.measure,
    "road": road.measure,
    "sessions": sessions.measure,
}

AT_LENGTH = {"million", "million-pages"}  # a quarter of an hour each: measured only when asked for


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one part; the calibration is measured always")
    only = parser.parse_args().only
    file = settings().data_dir / "bench.json"
    machine.mark()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # every server is stopped, as after Ctrl-C
    print(HEADING, flush=True)
    with tempfile.TemporaryDirectory(prefix="museum-bench-") as scratch:
        house = House(Path(scratch))
        wanted = {only, "calibration"} if only else PARTS.keys() - AT_LENGTH
        found = [each for name in PARTS if name in wanted for each in part(name, house)]
    keep(found, file)
    print(f"written to {file}")


def part(name: str, house: House) -> Iterator[Result]:
    """Its results, said as they come, and what others took of the machine meanwhile."""
    with machine.watched() as taken:
        for each in PARTS[name](house):
            print(each, flush=True)
            yield each
    if taken.by_others:
        share = result(f"{name}.processors taken by others", taken.by_others, unit="%")
        print(share, flush=True)
        yield share


if __name__ == "__main__":
    main()
