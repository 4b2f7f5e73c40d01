"""A real Chromium and the real museum: what a test needs to walk through the house, and to notice what goes wrong."""

import importlib.resources
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, ConsoleMessage, Page, TimeoutError, ViewportSize, sync_playwright  # noqa: A004

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
KNOWN_AS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # root has no other way; nothing but our own pages is opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
Language = Literal["zh", "en"]
LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
SILENT = {"data", "blob", "about"}  # addresses that ask nobody


def chromium() -> str | None:
    """Where Chromium is: `CHROMIUM`, the system's, or the one Playwright installed."""
    system = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, KNOWN_AS)), None)
    if system:
        return system
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@contextmanager
def browser() -> Iterator[Browser]:
    program = chromium()  # before the next line: Playwright does not nest
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def page(
    browser: Browser, *, width: int = 1440, height: int = 900, lang: Language = "zh", dark: bool = False
) -> Iterator[Page]:
    """A page of a visitor nobody has seen before."""
    context = browser.new_context(
        viewport=ViewportSize(width=width, height=height),
        locale=LOCALES[lang],
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if dark else "light",
        service_workers="block",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


@dataclass
class Watch:
    """What a page said and asked for that a test may hold against it."""

    origins: tuple[str, ...]
    strayed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, url: str) -> None:
        parts = urlsplit(url)
        scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
        if scheme not in SILENT and f"{scheme}://{parts.netloc}" not in self.origins:
            self.strayed.append(url)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def check(self) -> None:
        assert self.strayed == [], "requests left the museum"
        assert self.errors == [], "the console shows errors"


def watch(page: Page, *origins: str) -> Watch:
    """Record, from now on, requests to other places than `origins`, and errors of the console and of scripts."""
    seen = Watch(origins)
    page.context.on("request", lambda request: seen.request(request.url))
    page.on("websocket", lambda opened: seen.request(opened.url))
    page.on("console", seen.console)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return seen


def settled(page: Page, previous: str | None = None, *, patience: float = PATIENCE) -> str:
    """Wait for the mark a run ends with, another than `previous`, and return its number; a strict CSP may stay."""
    other = f':not([data-run="{previous}"])' if previous else ""
    mark = page.locator(f"i.page-ready[data-run]{other}").last
    try:
        mark.wait_for(state="attached", timeout=patience * 1000)
    except TimeoutError as late:
        app = page.get_by_test_id("stApp")
        for what in ("data-test-script-state", "data-test-connection-state"):
            late.add_note(f"{what}: {app.get_attribute(what) if app.count() else 'no app'}")
        raise
    return mark.get_attribute("data-run") or ""


@cache
def axe_source() -> str:
    return importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def axe(page: Page, *, exclude: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The violations axe-core finds: `id`, `impact`, `help` and the `targets` (selectors) of each."""
    page.evaluate(axe_source())
    context = {"exclude": [[selector] for selector in exclude]} if exclude else None
    found = page.evaluate("context => axe.run(context ?? document, {resultTypes: ['violations']})", context)
    return [
        {key: violation[key] for key in ("id", "impact", "help")}
        | {"targets": [" ".join(map(str, node["target"])) for node in violation["nodes"]]}
        for violation in found["violations"]
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """The museum running in a process of its own on a free port; `settings` are those of `.env.example`."""

    def __init__(self, data: Path, **settings: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log_file = data / "server.log"
        ours = {
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "BASE_URL": self.url,
            "DATA_DIR": str(data),
            "MUSEUM_MODE": "demo",
            "ENV_FILE": os.devnull,
            "FORWARDED_ALLOW_IPS": "",
        }
        self._environment = {**undisturbed(), **ours, **settings}
        self._command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
        self._command += ["--server.address=127.0.0.1", "--server.headless=true", "--server.fileWatcherType=none"]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        assert self._process is not None, "the museum is closed"
        return self._process.pid

    @property
    def log(self) -> str:
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""

    def start(self) -> None:
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not answers(f"{self.url}/healthz"):
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError("the museum did not open:\n" + self.log)
            time.sleep(0.05)

    def restart(self) -> None:
        self.stop()
        self.start()

    def stop(self, *, at_once: bool = False) -> None:
        """End it in good order, or as a power cut would (`at_once`)."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL if at_once else signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def undisturbed() -> dict[str, str]:
    """This environment without what would change the museum: its own settings and Streamlit's."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    settings = {line.split("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in settings and not name.startswith(("STREAMLIT_", "COVERAGE_"))
    }


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if chromium() else 1)
