"""What every test starts from: an empty museum, on SQLite and again on PostgreSQL, a stopped clock, some people."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from components import session
from db import migrations
from db.engine import connect, engine
from db.settings import Settings, settings
from services import clock
from services.visitors import GUEST, Visitor
from tests import make
from tests.databases import Databases
from tests.extent import LONG

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
KINDS = ("sqlite", "postgresql")
Settings.model_config["env_file"] = None  # a developer's own keys never reach a test


def migrate(url: str) -> None:
    fresh = connect(url)
    migrations.upgrade(fresh)
    fresh.dispose()


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases(migrate)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that touches the museum runs on both databases; one marked `pure` touches none, `once` runs on SQLite.

    A page is drawn from what services answer, and those run on both: pages see PostgreSQL in `make test-long` only."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    drawn = "visit" in metafunc.fixturenames and not LONG
    if "pure" not in marks and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", KINDS[:1] if drawn or "once" in marks else KINDS, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases, tmp_path) -> Iterator[str | None]:
    kind = getattr(request, "param", None)
    url = databases.create(kind, tmp_path) if kind else None
    yield url
    if url:
        databases.drop(url)


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Set settings for this test: `configure(museum_mode="production", …)`."""

    def change(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name.upper(), str(value))
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(autouse=True)
def museum(database, configure, tmp_path, request) -> Iterator[None]:
    if database is None:
        yield
        return
    configure(data_dir=tmp_path / "var", database_url=database, secret_key="a key only tests know, " * 2)
    engine.cache_clear()
    yield
    held = connections_held()
    engine().dispose()
    engine.cache_clear()
    assert not held, f"{held} connections never came back"


def connections_held() -> int:
    """What the museum's engine has lent out, once those who still write had time to finish."""
    until = time.monotonic() + 10
    while (held := engine().pool.checkedout()) and time.monotonic() < until:
        time.sleep(0.005)
    return held


@pytest.fixture(autouse=True)
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """The clock stands still at NOON; `pass_time(timedelta(days=1))` moves it on."""
    at = NOON

    def forward(by: timedelta) -> None:
        nonlocal at
        at += by

    monkeypatch.setattr(clock, "now", lambda: at)
    return forward


@pytest.fixture
def guest() -> Visitor:
    return Visitor(visit="a visit of nobody in particular")


@pytest.fixture
def buyer() -> Visitor:
    return make.a_buyer("buyer")


@pytest.fixture
def other_buyer() -> Visitor:
    return make.a_buyer("other buyer")


@pytest.fixture
def supplier() -> Visitor:
    return make.a_supplier("supplier")


@pytest.fixture
def rival() -> Visitor:
    return make.a_supplier("rival")


@pytest.fixture
def official() -> Visitor:
    return make.an_official("finance", city="湖州")


@pytest.fixture
def housing() -> Visitor:
    return make.an_official("housing", city="湖州", district="吴兴区")


@pytest.fixture
def expert() -> Visitor:
    return make.a_member("expert", role="expert", kind="authority")


@pytest.fixture
def administrator() -> Visitor:
    return make.a_member("administrator", role="administrator", kind="authority")


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Walk into a page as somebody, in English unless said otherwise: `visit("cart.py", buyer, code="P-000001")`."""

    def walk(page: str, visitor: Visitor = GUEST, *, lang: str = "en", **query: str) -> AppTest:
        token = make.signed_in(visitor) if visitor.signed_in else ""
        monkeypatch.setattr(session, "sign_in_token", lambda: token)
        monkeypatch.setattr(session, "visit_token", lambda: "the visit of a test")
        at = AppTest.from_file("../pages/navigation.py", default_timeout=30)
        at.query_params.update({"lang": lang} | query)
        at = at.run() if page == "home.py" else at.run().switch_page(page).run()
        assert not at.exception, at.exception
        return at

    return walk
