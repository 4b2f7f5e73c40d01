"""What every tour starts from: a browser, a museum with its demonstration hung, and people who walk in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests import seeded
from tests.browser import Language, Served, browser, page
from tests.tours.walking import Walker


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Served]:
    """One museum for all tours of a module: each brings its own people and exhibits."""
    with Served(seeded.copy(tmp_path_factory)) as served:
        yield served


@pytest.fixture
def walk_in(chromium, house, request) -> Iterator[Callable[..., Walker]]:
    """`walk_in("en")` is somebody new in a browser of their own; nothing they see may be wrong, to the very end."""
    opened, walkers, written = [], [], len(house.log)

    def enter(lang: Language = "zh", *, at: Served = house, also: tuple[str, ...] = (), dark: bool = False) -> Walker:
        context = page(chromium, lang=lang, dark=dark)
        walker = Walker(context.__enter__(), at, lang, request.node.name, also=also)
        opened.append(context)
        walkers.append(walker)
        return walker

    yield enter
    for context in reversed(opened):
        context.__exit__(None, None, None)
    for walker in walkers:
        walker.check()
    said = house.log[written:]
    assert "Traceback" not in said, said
