"""What the machine was doing meanwhile: the processors' time we took, and the time others took from us (Linux)."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
MARK = "MUSEUM_BENCH"  # every process we start inherits it, also those that outlive the one that started them
EVERY = 2.0
IDLE, GUEST = slice(3, 5), 8  # the columns of /proc/stat
MEGABYTE = 2**20


@dataclass(frozen=True)
class Process:
    """Seconds of processor time include those of children that have ended."""

    parent: int
    seconds: float


@dataclass
class Taken:
    """The share of the machine, in per cent, that others took in each stretch of time."""

    by_others: list[float] = field(default_factory=list)


def is_known() -> bool:
    return (PROC / "stat").exists()


def mark() -> None:
    os.environ[MARK] = str(os.getpid())


@contextmanager
def watched() -> Iterator[Taken]:
    """Look every two seconds at who uses the processors."""
    taken, enough = Taken(), threading.Event()
    watcher = threading.Thread(target=watch, args=(taken, enough), daemon=True)
    if is_known():
        watcher.start()
    try:
        yield taken
    finally:
        enough.set()
        if is_known():
            watcher.join()


def watch(taken: Taken, enough: threading.Event) -> None:
    everything, busy, ours = look()
    while not enough.wait(EVERY):
        now = look()
        elapsed = now[0] - everything
        others = (now[1] - busy) - (now[2] - ours)
        taken.by_others.append(max(0.0, others) / elapsed * 100)
        everything, busy, ours = now


def look() -> tuple[float, float, float]:
    """Seconds since the machine started: of all processors, of those at work, of those at work for us."""
    columns = [int(column) / ticks() for column in (PROC / "stat").read_text().splitlines()[0].split()[1:]]
    everything = sum(columns[:GUEST])
    return everything, everything - sum(columns[IDLE]), our_seconds()


def our_seconds() -> float:
    found = dict(processes())
    ours = {pid for pid in found if pid == os.getpid() or is_marked(pid)}
    return sum(process.seconds for pid, process in found.items() if descends(pid, ours, found))


def descends(pid: int, ours: set[int], found: dict[int, Process]) -> bool:
    while pid in found and pid not in ours:
        pid = found[pid].parent
    return pid in ours


def processes() -> Iterator[tuple[int, Process]]:
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError):
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            yield int(folder.name), Process(int(fields[1]), sum(map(int, fields[11:15])) / ticks())


def is_marked(pid: int) -> bool:
    with suppress(OSError):
        return f"{MARK}={os.getpid()}".encode() in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    return False


def ticks() -> int:
    return os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """The processor time a process has used so far, without its children."""
    fields = (PROC / str(pid) / "stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / ticks()


def memory_of(pid: int) -> float:
    """What a process holds in memory, in MB."""
    pages = int((PROC / str(pid) / "statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
