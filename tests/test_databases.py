"""The databases of the suite itself: migrated once, copied often, never shared, and gone when the run is."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from tests.databases import Databases, Kind, name_of, path_of, postgres

pytestmark = pytest.mark.pure
ROOT = Path(__file__).parents[1]
BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
migrated: list[str] = []


def ask(url: str, question: str) -> list[object]:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        answer = connection.execute(text(question))
        found = list(answer.scalars()) if answer.returns_rows else []
    engine.dispose()
    return found


def migrate(url: str) -> None:
    migrated.append(url)
    if url.startswith("sqlite"):
        ask(url, "PRAGMA journal_mode=WAL")
    ask(url, "CREATE TABLE exhibits (name TEXT NOT NULL)")
    ask(url, "INSERT INTO exhibits VALUES ('陶瓷砖')")


@pytest.fixture(scope="module")
def copies() -> Databases:
    return Databases(migrate)


@pytest.fixture
def pair(kind: Kind, copies: Databases, tmp_path: Path) -> Iterator[tuple[str, str]]:
    urls = copies.create(kind, tmp_path), copies.create(kind, tmp_path)
    yield urls
    for url in urls:
        copies.drop(url)


@BOTH
def test_a_fresh_database_is_migrated_and_nobody_elses(pair: tuple[str, str]) -> None:
    mine, yours = pair
    ask(mine, "INSERT INTO exhibits VALUES ('木地板')")
    assert ask(mine, "SELECT name FROM exhibits ORDER BY name") == ["木地板", "陶瓷砖"]
    assert ask(yours, "SELECT name FROM exhibits") == ["陶瓷砖"]


@BOTH
def test_many_copies_cost_one_migration(kind: Kind, tmp_path: Path) -> None:
    migrated.clear()
    copies = Databases(migrate)
    urls = [copies.create(kind, tmp_path) for _ in range(5)]
    assert len(set(urls)) == 5
    assert len(migrated) == 1
    assert migrated[0] not in urls


@BOTH
def test_copies_can_be_made_side_by_side(kind: Kind, copies: Databases, tmp_path: Path) -> None:
    copies.create(kind, tmp_path)
    with ThreadPoolExecutor(4) as pool:
        urls = list(pool.map(lambda _: copies.create(kind, tmp_path), range(8)))
    assert [ask(url, "SELECT name FROM exhibits") for url in urls] == [["陶瓷砖"]] * 8


@BOTH
def test_a_blank_database_holds_no_table(kind: Kind, copies: Databases, tmp_path: Path) -> None:
    catalogue = {"sqlite": "sqlite_master", "postgresql": "pg_tables WHERE schemaname = 'public'"}[kind]
    assert ask(copies.blank(kind, tmp_path), f"SELECT count(*) FROM {catalogue}") == [0]  # noqa: S608


def test_a_dropped_file_takes_its_journal_along(copies: Databases, tmp_path: Path) -> None:
    url = copies.create("sqlite", tmp_path)
    for suffix in ("-wal", "-shm"):
        Path(f"{path_of(url)}{suffix}").touch()
    copies.drop(url)
    assert list(tmp_path.iterdir()) == []


def test_a_dropped_database_is_gone_even_while_somebody_is_connected(copies: Databases, tmp_path: Path) -> None:
    url = copies.create("postgresql", tmp_path)
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        copies.drop(url)
        connection.invalidate()
    engine.dispose()
    assert name_of(url) not in ask(postgres(), "SELECT datname FROM pg_database")


def test_the_server_is_recent_and_reads_chinese_the_same_everywhere() -> None:
    assert int(str(ask(postgres(), "SHOW server_version_num")[0])) >= 140000
    assert ask(postgres(), "SHOW server_encoding") == ["UTF8"]
    assert ask(postgres(), "SELECT lower('É')") == ["é"]


def test_nobody_reaches_the_server_over_the_network() -> None:
    assert ask(postgres(), "SHOW listen_addresses") == [""]


@pytest.mark.parametrize("end", ["pass", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_server_leaves_nothing_behind_however_its_run_ends(end: str) -> None:
    script = f"from tests.databases import postgres; print(postgres(), flush=True); {end}"
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], cwd=ROOT, env=alone, stdout=subprocess.PIPE, check=False
    )
    folder = Path(run.stdout.decode().strip().split("host=")[1]).parent
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not folder.exists()


def test_only_what_is_measured_waits_for_the_disk(tmp_path: Path) -> None:
    lasting = Databases(migrate, durable=True).create("postgresql", tmp_path)
    assert ask(lasting, "SHOW fsync") == ["on"]
    assert ask(lasting, "SELECT name FROM exhibits") == ["陶瓷砖"]
    assert ask(postgres(), "SHOW fsync") == ["off"]
