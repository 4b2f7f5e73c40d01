"""A stranger's file is opened in a process of its own, with 10 s of CPU, bounded memory and none of our secrets."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from services.errors import Invalid
from services.uploads.kept import Kept
from services.uploads.signatures import Kind

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 30
AT_ONCE = BoundedSemaphore(2)


def opened_apart(name: str, data: bytes, kind: Kind, *, keep_format: bool) -> Kept:
    """What may be kept of the file. Raises Invalid, also when the process is stopped at its limits."""
    order = json.dumps({"name": name, "kind": kind, "keep_format": keep_format}).encode()
    about, _, kept = _answer(name, order + b"\n" + data).partition(b"\n")
    said = json.loads(about)
    if "phrase" in said:
        raise Invalid(said["phrase"], **said["values"])
    return Kept(Kind(said["kind"]), kept or data, said["pages"], said["width"], said["height"])


def opened_here(name: str, data: bytes, kind: Kind, *, keep_format: bool) -> Kept:
    """The same without walls: only the quarantine process and tests call it."""
    # The libraries are loaded behind the walls only.
    from services.uploads import papers, pictures  # noqa: PLC0415

    try:
        if kind is Kind.PDF:
            return papers.inspected(name, data)
        return pictures.encoded_again(name, data, kind, keep_format=keep_format)
    except Invalid:
        raise
    except (MemoryError, RecursionError):
        raise _too_costly(name) from None
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on a broken file
        raise Invalid("The file {name} is cut off or damaged.", name=name) from None


def walls() -> dict[str, str]:
    """All that such a process may know of its surroundings."""
    return {"PATH": os.environ.get("PATH", "")}


def _answer(name: str, question: bytes) -> bytes:
    command = [sys.executable, "-B", "-m", "services.uploads"]
    try:
        with AT_ONCE:
            done = subprocess.run(  # noqa: S603 - our own module
                command, input=question, capture_output=True, timeout=WAIT_SECONDS, cwd=ROOT, env=walls(), check=False
            )
    except subprocess.TimeoutExpired:
        raise _too_costly(name) from None
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        raise _too_costly(name)
    if done.returncode or not done.stdout:
        # Not the visitor's doing: the process could not even start.
        raise RuntimeError(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def _too_costly(name: str) -> Invalid:
    return Invalid("The file {name} takes too long or too much memory to open.", name=name)
