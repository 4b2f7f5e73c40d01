"""A museum with its demonstration hung, for tests that walk through it: seeded once a run, copied for every use."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import ROOT, undisturbed

UNTIL = "2022-05"  # the founding collection, its 26 orders, and one month more


def copy(folders: pytest.TempPathFactory) -> Path:
    """A DATA_DIR of one's own, as `python -m seed` leaves it."""
    own = folders.mktemp("museum")
    shutil.copytree(template(folders), own, dirs_exist_ok=True)
    return own


def template(folders: pytest.TempPathFactory) -> Path:
    """Whichever worker of this run asks first hangs the museum; the others wait for it."""
    place = shared(folders)
    ready = place / "seeded"
    with (place / "seeding.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not ready.exists():
            unfinished = place / "seeding"
            shutil.rmtree(unfinished, ignore_errors=True)
            hang(unfinished)
            unfinished.rename(ready)
    return ready


def shared(folders: pytest.TempPathFactory) -> Path:
    """The folder all workers of a run see; pytest clears it away some runs later."""
    own = folders.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def hang(data: Path, **settings: str) -> None:
    """Seed the museum of this DATA_DIR, in a process of its own; `settings` may name another database."""
    data.mkdir(parents=True, exist_ok=True)
    given = {**undisturbed(), "DATA_DIR": str(data), "MUSEUM_MODE": "demo", "ENV_FILE": os.devnull, **settings}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "seed", "--until", UNTIL], cwd=ROOT, env=given, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError("the museum could not be seeded:\n" + done.stderr.decode("utf-8", "replace"))
