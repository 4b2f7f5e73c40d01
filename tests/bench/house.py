"""The museum that is measured: hung anew in a scratch folder, on either database, never the visitor's own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.engine import engine, look_over
from db.settings import Settings, settings
from tests.browser import ROOT, undisturbed
from tests.databases import Databases, Kind

KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
UNTIL = "2026-05"  # the same rows in every month somebody measures
EXHIBITS = 83


class House:
    """Copies of a museum that is hung once on each database; PostgreSQL waits for the disk, as in service."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._databases = Databases(hang, durable=True)
        settle_in(folder)

    @contextmanager
    def opened(self, kind: Kind, *, products: int = 0) -> Iterator[str]:
        """The URL of a fresh copy, which is also what the services in this process use; `products` are added."""
        url = self._databases.create(kind, self.folder)
        turn_to(url)
        try:
            if products:
                seed(url, "--products", str(products))
            look_over()
            yield url
        finally:
            engine().dispose()
            self._databases.drop(url)


def settle_in(folder: Path) -> None:
    """From now on this process, and whatever it starts, knows the scratch folder and no setting of the visitor's."""
    ours = undisturbed() | {"DATA_DIR": str(folder), "ENV_FILE": os.devnull}
    os.environ.clear()
    os.environ.update(ours)
    Settings.model_config["env_file"] = None
    settings.cache_clear()


def turn_to(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    engine.cache_clear()


def hang(url: str) -> None:
    seed(url, "--until", UNTIL)


def seed(url: str, *options: str) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "seed", *options],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError("the museum could not be hung:\n" + done.stderr)
