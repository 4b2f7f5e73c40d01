"""A Streamlit that says one letter: what every page costs before anything of the museum is in it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import PATIENCE, answers, free_port, undisturbed

SCRIPT = 'import streamlit as st\n\nst.write("x")\n'
OPTIONS = ("--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false")


@contextmanager
def empty_app(folder: Path) -> Iterator[str]:
    """Its address; it runs in a folder without the museum's configuration."""
    home = folder / "empty"
    home.mkdir(exist_ok=True)
    (home / "letter.py").write_text(SCRIPT, "utf-8")
    port = free_port()
    place = (f"--server.port={port}", "--server.address=127.0.0.1")
    command = [sys.executable, "-m", "streamlit", "run", "letter.py", *place, *OPTIONS]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, env=undisturbed(), stdout=log, stderr=log)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    until = time.monotonic() + PATIENCE
    while not answers(f"{url}/_stcore/health"):
        if time.monotonic() > until:
            raise RuntimeError("the empty app did not open")
        time.sleep(0.05)
