"""How long a page takes in Chromium: from the start of a navigation, or from a click, to the mark of a finished run."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests import browser

MARK = "i.page-ready[data-run]"
LETTER = '[data-testid="stMarkdownContainer"] p'
WATCH = """
window.asked = window.ready = 0
let last = null
addEventListener('click', () => { window.asked = performance.now() }, true)
addEventListener('input', () => { window.asked = performance.now() }, true)
new MutationObserver(() => {
  const mark = [...document.querySelectorAll(MARK)].at(-1)
  const run = mark ? mark.dataset.run ?? 'once' : last
  if (run !== last) { last = run; window.ready = performance.now() }
}).observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ['data-run']})
"""
TOOK = "window.ready - window.asked"
CALM = 400  # milliseconds in which drawings still arrive, and nobody clicks


WAYS = ("cold", "warm", "new tab", "reload")  # with an empty cache, then with a full one


@dataclass
class Target:
    """A page to open, and how long it took each time, in milliseconds, by the way it was opened."""

    name: str
    url: str
    size: int = 1
    mark: str = MARK
    times: dict[str, list[float]] = field(default_factory=lambda: {way: [] for way in WAYS})


def interleaved(chromium: Browser, targets: list[Target], *, rounds: int) -> None:
    """Open every target once a round, so that what disturbs one disturbs all; the first round is not counted."""
    for counted in [False] + [True] * rounds:
        for target in targets:
            taken = every_way(chromium, target)
            for way in WAYS if counted else ():
                target.times[way].append(taken[way])


def every_way(chromium: Browser, target: Target) -> dict[str, float]:
    with visitor(chromium, target.mark) as tab:
        cold = load(tab, target)
        assert tab.locator(".exhibit-card").count() in {0, target.size}, "the page does not show what is measured"
        tab.wait_for_timeout(CALM)
        warm = load(tab, target)
        tab.wait_for_timeout(CALM)
        tab.reload(wait_until="commit")
        reload = shown(tab, target)
        tab.wait_for_timeout(CALM)
        other = load(tab.context.new_page(), target)
    return {"cold": cold, "warm": warm, "new tab": other, "reload": reload}


@contextmanager
def visitor(chromium: Browser, mark: str) -> Iterator[Page]:
    with browser.page(chromium) as tab:
        tab.context.add_init_script(WATCH.replace("MARK", json.dumps(mark)))
        yield tab


def load(tab: Page, target: Target) -> float:
    """From another answer of the same house: from about:blank, a browser gives the house a process of its own first."""
    here = urlsplit(target.url)
    tab.goto(f"{here.scheme}://{here.netloc}/_stcore/health")
    tab.goto(target.url, wait_until="commit")
    return shown(tab, target)


def shown(tab: Page, target: Target) -> float:
    tab.locator(target.mark).last.wait_for(state="attached", timeout=browser.PATIENCE * 1000)
    return float(tab.evaluate(TOOK))


def click(tab: Page, selector: str) -> float:
    """From the click to the mark of the run it caused."""
    return answered(tab, lambda: tab.locator(selector).click())


def type_in(tab: Page, selector: str, words: str) -> float:
    """From the last sign typed to the mark of the run it caused; the box waits a quarter of a second for more."""
    return answered(tab, lambda: tab.locator(selector).fill(words))


def answered(tab: Page, act: Callable[[], None]) -> float:
    before = browser.settled(tab)
    tab.wait_for_timeout(CALM)
    act()
    browser.settled(tab, before)
    return float(tab.evaluate(TOOK))


def follow(tab: Page, selector: str, target: Target) -> float:
    """From a click on a link to the mark of the page it leads to; where one stands afterwards is that page."""
    here = tab.url
    tab.wait_for_timeout(CALM)
    tab.locator(selector).click(no_wait_after=True)
    tab.wait_for_url(lambda url: url != here, wait_until="commit")
    return shown(tab, target)
